/* way: what goes from one descriptor to another, step by step. */
#ifndef SERVER_WAY_H
#define SERVER_WAY_H

#include <stdint.h>

#define WAY_BUFFER 4096 /* at most in a buffer; a pipe takes as much without waiting (PIPE_BUF) */

/* All zeros at the start. */
struct way {
	uint32_t left;   /* bytes that have come and have not gone yet */
	uint32_t at;     /* where they are in the buffer; or of them, those already gone */
	uint32_t copied; /* since it last had a pipe */
	int pipe[2];     /* in which they are; 0: in the buffer */
	unsigned char is_over;
	unsigned char keeps_open;  /* its end is not passed on */
	unsigned char was_refused; /* the other side was gone, before it said that it ends */
};

/*
 * Does one thing: passes on what is left, in bytes or in the pipe, or else takes what comes. The
 * end of what comes is passed on, as the other side's half-close. Returns 0: there may be more to
 * do; 1: not now; -1: where it comes from is gone (errno). With a place for an empty pipe, 0 where
 * there is none, a way that has carried much goes through one.
 */
int way_step(struct way *way, int from, int to, char *bytes, int *spare);

/* Closes a pipe, if it is one. */
void way_close(int pipe[2]);

#endif
