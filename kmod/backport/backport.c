/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The list of backported tracepoints, and the kind of probe that hands on to
 * the one that its target names. Process context, no locks.
 */
#include "backport.h"

static const struct pw_backport *const backports[] = {
	&pw_backport_inet_sock_set_state,
};

const struct pw_backport *pw_backport_get(u32 number)
{
	return number < ARRAY_SIZE(backports) ? backports[number] : NULL;
}

const struct pw_backport *pw_backport_find(const char *name)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(backports); i++)
		if (!strcmp(backports[i]->name, name))
			return backports[i];
	return NULL;
}

static int attach(struct pw_probe *probe, struct pw_error *err)
{
	const struct pw_backport *backport = pw_backport_find(probe->target);

	if (!backport)
		return pw_fail(err, -ENOENT, "the module has no tracepoint %s",
			       probe->target);
	return backport->ops->attach(probe, err);
}

static void detach(struct pw_probe *probe, struct pw_detach *batch)
{
	pw_backport_find(probe->target)->ops->detach(probe, batch);
}

static u64 missed(const struct pw_probe *probe)
{
	return pw_backport_find(probe->target)->ops->missed(probe);
}

const struct pw_probe_ops pw_backport_ops = {
	.attach = attach,
	.detach = detach,
	.missed = missed,
};
