/* SPDX-License-Identifier: GPL-2.0 */
/*
 * C++ names as people write them. The C++ runtime does it, where it is
 * installed: it is looked for at the first such name.
 */
#ifndef PW_SYMBOLS_DEMANGLE_H
#define PW_SYMBOLS_DEMANGLE_H

/* The name itself if it is none of C++. Valid until the next call. */
const char *pw_demangle(const char *name);

#endif
