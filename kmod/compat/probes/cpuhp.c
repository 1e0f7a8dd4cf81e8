/* 4.10: replaces CPU notifiers. exported: __cpuhp_setup_state */
#include <linux/cpu.h>
#include <linux/cpuhotplug.h>

int pw_probe(int (*fn)(unsigned int cpu))
{
	return cpuhp_setup_state_nocalls(CPUHP_AP_ONLINE_DYN, "name", fn, fn);
}
