/* syslog: log lines to the system's log daemon. */
#ifndef LIB_SYSLOG_H
#define LIB_SYSLOG_H

#include <stddef.h>

/*
 * From here on standard error is a socket to /dev/log, for our programs too, whose words then
 * become lines of the log. Before chroot(2). Returns 0, or -1 and errno: nobody listens there yet,
 * which is tried again with each line.
 */
int syslog_open(void);

/* Sends a line without its end, or drops it where it would have to wait. See struct process. */
void syslog_send(int level, const char *line, size_t length);

#endif
