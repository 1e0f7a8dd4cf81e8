/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The commands of the protocol but for the dumps.
 */
#ifndef PW_COMMAND_H
#define PW_COMMAND_H

#include "request.h"

/*
 * Does a command and sends its answer, if it has one. 0, or a negative errno
 * and *err. Process context, may sleep.
 */
int pw_command(u8 command, const struct nlmsghdr *nlh, struct pw_request *req,
	       struct pw_error *err);

#endif
