/* descriptor: what a program does with the descriptors that it was started with. */
#ifndef LIB_DESCRIPTOR_H
#define LIB_DESCRIPTOR_H

/*
 * Opens /dev/null for those of 0, 1 and 2 that are closed, so that no socket ever gets their
 * numbers.
 */
void descriptors_open(void);

/* Lets all others that were inherited end at the next execve. */
void descriptors_close_on_exec(void);

/* Closes all others but 0, 1, 2 and these two, which may be the same one; low is not above high. */
void descriptors_close_but(int low, int high);

#endif
