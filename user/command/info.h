/* SPDX-License-Identifier: GPL-2.0 */
/*
 * --info: what the kernel, the module and the command can do here.
 */
#ifndef PW_COMMAND_INFO_H
#define PW_COMMAND_INFO_H

/* An exit code of report.h. */
int pw_info_print(void);

#endif
