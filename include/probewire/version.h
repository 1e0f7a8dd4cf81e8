/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The version of probewire, the same for the command and the module. What must
 * match between the two is PW_ABI, not this.
 */
#ifndef PROBEWIRE_VERSION_H
#define PROBEWIRE_VERSION_H

#define PW_VERSION	"0.1.0"

#endif
