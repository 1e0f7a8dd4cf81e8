/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The registers of what a hard interrupt has interrupted, where modules may
 * know them; else NULL.
 */
#ifndef PW_COMPAT_IRQ_REGS_H
#define PW_COMPAT_IRQ_REGS_H

#if defined(PW_HAVE_IRQ_REGS) || defined(PW_HAVE_IRQ_REGS_GENERIC)
#include <linux/percpu.h>
#include <asm/irq_regs.h>
#define pw_irq_regs()	get_irq_regs()
#else
#define pw_irq_regs()	((struct pt_regs *)NULL)
#endif

#endif
