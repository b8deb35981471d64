/*
 * signals: a server's signals as a descriptor that becomes readable, so that they only come in
 * where it waits.
 */
#ifndef LIB_SIGNALS_H
#define LIB_SIGNALS_H

/*
 * From here on SIGTERM, SIGINT, SIGCHLD, SIGUSR1 and, where it is asked for, SIGHUP are read from
 * the descriptor that is returned (signalfd(2)), and SIGPIPE is only an error of write. Ends the
 * program where the system refuses.
 */
int signals_open(int with_hangup);

/* Takes what is in the descriptor and sets the flags in `process`. */
void signals_take(int fd);

/*
 * In a process that is no longer this server: signals come as they do by default; of one that is
 * still ours, SIGPIPE stays an error of write.
 */
void signals_release(int is_ours);

#endif
