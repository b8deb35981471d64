/* settings: what a command line, or a line of a configuration file, asks of the server. */
#ifndef SERVER_SETTINGS_H
#define SERVER_SETTINGS_H

#include "lib/option.h"
#include "lib/socket.h"

struct settings {
	/* Of one service. A line of a file begins with those of the command line. */
	int v4, v6;
	int proxy;         /* -P: the PROXY protocol is spoken to us */
	int busybox;       /* --env busybox */
	unsigned max;      /* -c */
	unsigned backlog;  /* -b */
	unsigned idle;     /* -i, seconds; 0: none */
	unsigned total;    /* -t, seconds; 0: none */
	unsigned min_free; /* --min-free, KiB; 0: none */
	unsigned prefix4, prefix6;
	struct socket_settings socket;
	const char *model;       /* -m */
	const char *user;        /* -u */
	const char *root;        /* -r */
	const char *per_client;  /* -C N[:MESSAGE] */
	const char *rate;        /* --rate N/SECONDS */
	const char *environment; /* --env */
	const char *rules;       /* -x FILE */
	const char *mode, *owner;

	/* Of the whole process: on the command line only. */
	int is_announced, quiet, verbose, is_checked, background, syslog;
	unsigned drain;     /* --drain, seconds */
	unsigned notify_fd; /* --notify-fd; 0: none */
	const char *file, *pid_file;

	/* At the end, where an option's place can still be written in a byte; of one service. */
	struct text_list allow, deny, proxies; /* -a, -d, --proxy-from */
};

/* What holds where nothing is said; the rest is zeros already. */
static inline void settings_default(struct settings *settings)
{
	settings->max = 40;
	settings->backlog = 128;
	settings->idle = 60;
	settings->prefix4 = 32;
	settings->prefix6 = 64;
}

/* The table of options and what --help and --version say. */
extern const struct usage server_usage;

#endif
