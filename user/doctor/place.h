/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Files below the doctor's root. Paths are given as that system would say them.
 */
#ifndef PW_DOCTOR_PLACE_H
#define PW_DOCTOR_PLACE_H

#include <stdbool.h>
#include <stddef.h>
#include "doctor/doctor.h"

#define PW_PATH_MAX	1024

/* Puts the root before a path, which is made like printf does it. */
void pw_place_path(const struct pw_doctor *d, char path[PW_PATH_MAX],
		   const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* Is there something, once links are followed within the root? */
bool pw_place_exists(const struct pw_doctor *d, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/*
 * Follows links, whose absolute targets are below the root too: where `path`
 * leads, as that system says it, with its last link's text in `target` ("" if
 * it is no link). False: nothing is there.
 */
bool pw_place_follow(const struct pw_doctor *d, char path[PW_PATH_MAX],
		     char target[PW_PATH_MAX]);

/* A whole file, to be freed; NULL: it cannot be read. */
char *pw_place_text(const struct pw_doctor *d, const char *path, size_t max);
/* Its first line. False: it cannot be read. */
bool pw_place_line(const struct pw_doctor *d, const char *path, char *line,
		   size_t size);

/* Names in a directory, sorted; free each and the list. How many. */
size_t pw_place_list(const struct pw_doctor *d, const char *path,
		     char ***names);
void pw_place_list_free(char **names, size_t n);

#endif
