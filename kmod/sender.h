/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Signals that programs send; pw_signal() is in engine/env.h.
 */
#ifndef PW_SENDER_H
#define PW_SENDER_H

/* Of the module. */
int pw_sender_init(void);
/* What was asked for has been sent. */
void pw_sender_exit(void);

#endif
