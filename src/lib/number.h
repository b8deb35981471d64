/* number: decimal numbers out of text. */
#ifndef LIB_NUMBER_H
#define LIB_NUMBER_H

#include <stddef.h>

/*
 * Reads the whole of text[0..length) as a decimal number from 0 to max into *value. No sign, no
 * space, at least one digit. Returns 0, or -1 where it is something else or larger.
 */
int number_parse(const char *text, size_t length, unsigned max, unsigned *value);

/* The same, also for 0x and hexadecimal digits, as in C. */
int number_parse_c(const char *text, size_t length, unsigned max, unsigned *value);

/* The value of a hexadecimal digit of either case, or -1. */
int hex_digit(int c);

#endif
