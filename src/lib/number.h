/* number: decimal numbers out of text. */
#ifndef LIB_NUMBER_H
#define LIB_NUMBER_H

#include <stddef.h>

/*
 * Reads the whole of text[0..length) as a decimal number from 0 to max into *value. No sign, no
 * space, at least one digit. Returns 0, or -1 where it is something else or larger.
 */
int number_parse(const char *text, size_t length, unsigned max, unsigned *value);

#endif
