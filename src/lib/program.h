/*
 * program: what src/mote.c needs to know of a program; the table is generated from the enabled
 * ones.
 */
#ifndef LIB_PROGRAM_H
#define LIB_PROGRAM_H

struct program {
	const char *name; /* after `mote`, and after `mote-` as a link: "server" */
	int (*main)(int argc, char **argv); /* returns the exit status, see lib/process.h */
};

extern const struct program *const programs[]; /* ends with 0 */
extern const char programs_absent[];           /* see struct named_table */

#endif
