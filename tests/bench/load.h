/* load: what the parts of the load client share. */
#ifndef BENCH_LOAD_H
#define BENCH_LOAD_H

#include <netinet/in.h>
#include <stdint.h>

struct load {
	const char *kind;
	const char *folder; /* of dnsperf */
	unsigned short port;
	unsigned length;         /* of an HTTP reply's body */
	int sink;                /* the listener that forwarders forward to */
	unsigned at_once;        /* conversations, or held connections */
	unsigned milliseconds;   /* how long is counted */
	unsigned count;          /* conversations after which it is over sooner; 0: none */
	unsigned done, failed;   /* counted */
	unsigned extra;          /* done before the counting began: to warm up */
	uint64_t began, elapsed; /* of the counting, microseconds */
	uint64_t before;         /* CPU time that is not the server's for this load */
};

uint64_t now_us(void);
uint64_t waited_us(void); /* CPU time of children that were waited for */
void nap(unsigned milliseconds);
struct sockaddr_in server_address(const struct load *load);

#define SINK_PORT 10008

/* load-stream.c, load-datagram.c, load-http.c, load-relay.c */
void load_streams(struct load *load);
void load_datagrams(struct load *load);
void load_http(struct load *load);
void load_relay(struct load *load);

/* load-relay.c: listens on SINK_PORT. */
int open_sink(void);

/* Takes a forwarded connection and lets its end here vanish without a word to the forwarder:
 * nothing of it is in memory any more, as if it were on another machine. */
void drop_sink(int listener);

/* load-dns.c: `elapsed` stays 0 where dnsperf has failed. */
void load_dns(struct load *load);

/* Waits until the server answers; 0 where it does not. */
int wait_for_stream(const struct load *load);
int wait_for_datagram(const struct load *load);
int wait_for_name(const struct load *load);

/* load-memory.c: each prints one line of figures. */
void measure_idle(struct load *load);
void measure_held(struct load *load);

/* The CPU time of the server's processes that are alive, microseconds. */
uint64_t living_us(void);

/* The server's processes: all that descend from this one. */
unsigned descendants(int *pids, unsigned room);

/* Whether it is to go on: also takes the time once the warming up is over. */
int load_goes_on(struct load *load);

#endif
