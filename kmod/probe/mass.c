/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Many functions at once; see mass.h. Attaching and detaching: process context,
 * under the session's lock. The callback runs in any context, preemption on or
 * off, and takes no lock.
 *
 * The address of a function comes from the command, which has read it in
 * /proc/kallsyms. It is believed if the kernel has the function of that name
 * there.
 */
#include <linux/cpu.h>
#include <linux/kallsyms.h>
#include <linux/log2.h>
#include <linux/module.h>
#include <linux/workqueue.h>
#include "compat/ftrace.h"
#include "compat/kretprobe.h"
#include "mass.h"

#ifdef PW_HAVE_FTRACE_MASS

#ifdef PW_HAVE_GET_KRETPROBE
DEFINE_PER_CPU(struct kprobe *, pw_entering);
#else
struct pw_kprobe_state pw_kprobe_state;
#endif

struct slot {
	unsigned long ip;	/* 0: free */
	u32 number;		/* of the probe */
	struct kretprobe *rp;	/* its return is watched; or NULL */
};

struct pw_mass {
	struct ftrace_ops ops;
	struct pw_vm *vm;
	unsigned long *ips;	/* of the probes that are tried, in order */
	u32 *numbers;		/* of these probes */
	u32 n;
	u32 mask;		/* of slots */
	struct slot *slots;	/* by ip; several of one ip in their order */
	struct work_struct *works;	/* one for each CPU */
};

/* Functions begin at multiples of 16, mostly. */
static pw_always_inline u32 first_slot(const struct pw_mass *mass,
				       unsigned long ip)
{
	return (u32)((u64)ip * 0x9e3779b97f4a7c15ULL >> 32) & mass->mask;
}

static pw_notrace bool hit_all(const struct pw_mass *mass, unsigned long ip,
			       struct pt_regs *regs)
{
	const struct slot *slot;
	struct pw_hit hit pw_uninit;
	bool any = false;
	u32 i;

	for (i = first_slot(mass, ip); ; i = (i + 1) & mass->mask) {
		slot = &mass->slots[i];
		if (!slot->ip)
			return any;
		if (slot->ip != ip)
			continue;
		any = true;
		if (slot->rp) {
			pw_kretprobe_enter(slot->rp, regs);
			continue;
		}
		pw_hit_init(&hit, regs);
		hit.at_entry = 1;
		/* As if a breakpoint was there, like with a kprobe. */
		hit.ip = ip + 1;
		pw_vm_hit(mass->vm, slot->number, &hit);
	}
}

/* Where a function must begin with ENDBR, the hook comes behind it. */
#define ENDBR_SIZE	4

static pw_notrace void mass_hit(unsigned long ip, unsigned long parent,
				struct ftrace_ops *ops,
				struct pw_ftrace_arg *arg)
{
	const struct pw_mass *mass = container_of(ops, struct pw_mass, ops);
	struct pt_regs *regs = pw_ftrace_regs(arg);

	if (unlikely(!regs))
		return;
	preempt_disable_notrace();
	if (!hit_all(mass, ip, regs))
		hit_all(mass, ip - ENDBR_SIZE, regs);
	preempt_enable_notrace();
}

static bool is_return(const struct pw_probe *probe)
{
	return probe->def->kind == PW_PROBE_KRETPROBE ||
	       probe->def->kind == PW_PROBE_FEXIT;
}

/* param: of a kprobe how far inside the function, of a return maxactive. */
static bool may_be_massed(const struct pw_probe *probe)
{
	u32 kind = probe->def->kind;

	if (!probe->def->address)
		return false;
	if (is_return(probe))
		return pw_kretprobe_enter_init();
	return (kind == PW_PROBE_KPROBE || kind == PW_PROBE_FENTRY) &&
	       !probe->def->param;
}

/* Is the function of the probe's target there? */
static bool is_there(const struct pw_probe *probe)
{
	unsigned long address = probe->def->address;
	char text[KSYM_SYMBOL_LEN];	/* "function+0x0/0xSIZE [module]" */
	const char *name = pw_target_function(probe->target);
	size_t len = strlen(name);

	sprint_symbol(text, address);
	return !strncmp(text, name, len) && !strncmp(text + len, "+0x0/", 5);
}

/* False: it is left to be attached by itself. */
static bool take(struct pw_probe *probe)
{
	struct pw_error unused;

	if (!may_be_massed(probe) ||
	    pw_kprobe_check(probe->target, probe->def->address, &unused) ||
	    !is_there(probe))
		return false;
	probe->in_mass = true;
	if (is_return(probe) && probe->ops->attach(probe, &unused))
		probe->in_mass = false;
	cond_resched();
	return probe->in_mass;
}

static void leave(struct pw_probe *probe)
{
	probe->in_mass = false;
	if (is_return(probe))
		pw_kretprobe_drop(probe);
}

static void leave_all(struct pw_mass *mass, struct pw_probes *probes)
{
	u32 i;

	for (i = 0; i < mass->n; i++)
		leave(&probes->probe[mass->numbers[i]]);
}

static void collect(struct pw_mass *mass, struct pw_probes *probes)
{
	u32 i;

	for (i = 0; i < probes->n; i++) {
		if (!take(&probes->probe[i]))
			continue;
		mass->ips[mass->n] = probes->probe[i].def->address;
		mass->numbers[mass->n++] = i;
	}
}

/* Which of them are patched when the hook is set; the others are left. */
static void set_filter(struct pw_mass *mass, struct pw_probes *probes)
{
	u32 i, kept = 0;

	if (!pw_ftrace_set_all(&mass->ops, mass->ips, mass->n))
		return;
	for (i = 0; i < mass->n; i++) {
		if (ftrace_set_filter_ip(&mass->ops, mass->ips[i], 0, 0)) {
			leave(&probes->probe[mass->numbers[i]]);
			continue;
		}
		mass->ips[kept] = mass->ips[i];
		mass->numbers[kept++] = mass->numbers[i];
		cond_resched();
	}
	mass->n = kept;
}

static void fill_slots(struct pw_mass *mass, const struct pw_probes *probes)
{
	const struct pw_probe *probe;
	u32 i, at;

	for (i = 0; i < mass->n; i++) {
		at = first_slot(mass, mass->ips[i]);
		while (mass->slots[at].ip)
			at = (at + 1) & mass->mask;
		mass->slots[at].ip = mass->ips[i];
		mass->slots[at].number = mass->numbers[i];
		probe = &probes->probe[mass->numbers[i]];
		if (is_return(probe))
			mass->slots[at].rp = pw_kretprobe_of(probe);
	}
}

static void destroy(struct pw_mass *mass)
{
	if (!mass)
		return;
	pw_free(mass->ips);
	pw_free(mass->numbers);
	pw_free(mass->slots);
	pw_free(mass->works);
	pw_free(mass);
}

static struct pw_mass *create(struct pw_vm *vm, u32 n)
{
	struct pw_mass *mass = pw_alloc(sizeof(*mass));
	u32 n_slots = roundup_pow_of_two(2 * n);

	if (!mass)
		return NULL;
	mass->vm = vm;
	mass->mask = n_slots - 1;
	mass->ips = pw_alloc(n * sizeof(*mass->ips));
	mass->numbers = pw_alloc(n * sizeof(*mass->numbers));
	mass->slots = pw_alloc(n_slots * sizeof(*mass->slots));
	mass->works = pw_alloc(nr_cpu_ids * sizeof(*mass->works));
	if (!mass->ips || !mass->numbers || !mass->slots || !mass->works) {
		destroy(mass);
		return NULL;
	}
	mass->ops.func = mass_hit;
	mass->ops.flags = PW_FTRACE_FLAGS;
	return mass;
}

/* Frees what the hook keeps of the filter. */
static void forget(struct pw_mass *mass)
{
	ftrace_set_filter(&mass->ops, NULL, 0, 1);
	destroy(mass);
}

void pw_mass_attach(struct pw_probes *probes)
{
	struct pw_mass *mass;
	u32 i, n = 0;

	for (i = 0; i < probes->n; i++)
		n += may_be_massed(&probes->probe[i]);
	if (n < PW_MASS_MIN)
		return;
	mass = create(probes->probe[0].vm, n);
	if (!mass)
		return;
	collect(mass, probes);
	set_filter(mass, probes);
	fill_slots(mass, probes);
	/* Without a function the hook would be on all of them. */
	if (!mass->n || register_ftrace_function(&mass->ops)) {
		leave_all(mass, probes);
		forget(mass);
		return;
	}
	probes->mass = mass;
}

static void nothing(struct work_struct *work)
{
}

/*
 * A CPU that runs a work item is in no callback. Grace periods do not tell so
 * of the idle loop's functions, which old kernels let be hooked.
 */
static void wait_for_cpus(struct pw_mass *mass)
{
	int cpu;

	cpus_read_lock();
	for_each_online_cpu(cpu) {
		INIT_WORK(&mass->works[cpu], nothing);
		schedule_work_on(cpu, &mass->works[cpu]);
	}
	for_each_online_cpu(cpu)
		flush_work(&mass->works[cpu]);
	cpus_read_unlock();
}

void pw_mass_detach(struct pw_probes *probes)
{
	u32 i;

	if (!probes->mass)
		return;
	unregister_ftrace_function(&probes->mass->ops);
	wait_for_cpus(probes->mass);
	for (i = 0; i < probes->n; i++)
		probes->probe[i].in_mass = false;
	forget(probes->mass);
	probes->mass = NULL;
}

#else

void pw_mass_attach(struct pw_probes *probes)
{
}

void pw_mass_detach(struct pw_probes *probes)
{
}

#endif
