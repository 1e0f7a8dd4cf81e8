/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The list of backported tracepoints, and the kind of probe that hangs up the
 * one that its target names. Process context, no locks.
 */
#include "backport.h"

static const struct pw_backport *const backports[] = {
#ifdef PW_BACKPORT_BLOCK_IO
	&pw_backport_block_io_done,
	&pw_backport_block_io_start,
#endif
#ifdef PW_BACKPORT_PAGE_FAULT
	&pw_backport_page_fault_user,
#endif
	&pw_backport_inet_sock_set_state,
	&pw_backport_kfree_skb,
	&pw_backport_tcp_destroy_sock,
	&pw_backport_tcp_probe,
	&pw_backport_tcp_rcv_space_adjust,
	&pw_backport_tcp_receive_reset,
	&pw_backport_tcp_retransmit_skb,
	&pw_backport_tcp_send_reset,
};

const struct pw_backport *pw_backport_get(u32 number)
{
	return number < ARRAY_SIZE(backports) ? backports[number] : NULL;
}

const struct pw_backport *pw_backport_find(const char *name)
{
	const char *own = NULL;
	size_t i;

	if (!strncmp(name, PW_BACKPORT_CATEGORY, strlen(PW_BACKPORT_CATEGORY)))
		own = name + strlen(PW_BACKPORT_CATEGORY);
	for (i = 0; i < ARRAY_SIZE(backports); i++)
		if (!strcmp(backports[i]->name, name) ||
		    (own && !strcmp(strchr(backports[i]->name, ':') + 1, own)))
			return backports[i];
	return NULL;
}

static int attach(struct pw_probe *probe, struct pw_error *err)
{
	const struct pw_backport *backport = pw_backport_find(probe->target);

	if (!backport)
		return pw_fail(err, -ENOENT, "the module has no tracepoint %s",
			       probe->target);
	return pw_hooks_attach(probe, backport, err);
}

const struct pw_probe_ops pw_backport_ops = {
	.attach = attach,
	.detach = pw_hooks_detach,
	.missed = pw_hooks_missed,
};
