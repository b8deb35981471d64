/* load: what the parts of the load client share. */
#ifndef BENCH_LOAD_H
#define BENCH_LOAD_H

#include <netinet/in.h>
#include <stdint.h>

struct load {
	const char *kind;
	unsigned short port;
	unsigned at_once;        /* conversations, or held connections */
	unsigned milliseconds;   /* how long is counted */
	unsigned count;          /* conversations after which it is over sooner; 0: none */
	unsigned done, failed;   /* counted */
	unsigned extra;          /* done before the counting began: to warm up */
	uint64_t began, elapsed; /* of the counting, microseconds */
};

uint64_t now_us(void);
void nap(unsigned milliseconds);
struct sockaddr_in server_address(const struct load *load);

/* load-stream.c, load-datagram.c */
void load_streams(struct load *load);
void load_datagrams(struct load *load);

/* Waits until the server answers; 0 where it does not. */
int wait_for_stream(const struct load *load);
int wait_for_datagram(const struct load *load);

/* load-memory.c: each prints one line of figures. */
void measure_idle(void);
void measure_held(const struct load *load);

/* The server's processes: all that descend from this one. */
unsigned descendants(int *pids, unsigned room);

/* Whether it is to go on: also takes the time once the warming up is over. */
int load_goes_on(struct load *load);

#endif
