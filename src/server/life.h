/* life: how others learn that the server is there, and how it gets out of sight. */
#ifndef SERVER_LIFE_H
#define SERVER_LIFE_H

/*
 * Readiness (readiness.c). Before anything else is opened, and before chroot: sees that the
 * descriptor of --notify-fd is there, where it is not 0, or ends the program; connects to
 * NOTIFY_SOCKET (sd_notify(3)), where the environment has it (its programs are not given it,
 * see spawn.c). Returns that socket, or -1.
 */
int life_open(unsigned fd);

/*
 * Says that it serves: a newline to the descriptor (s6), which is closed then, where fd is not 0;
 * READY=1 to the socket.
 */
void life_ready(int socket, unsigned fd);

/* Says STOPPING=1 to the socket. */
void life_stopping(int socket);

/*
 * Goes on in a child, in a session of its own; standard error stays, for what may still go wrong.
 * The command that was started waits until life_detach, or ends with the child's status. Once the
 * endpoints are bound and announced, but before signals_open, as the parent's epoll set would be
 * told of the parent's signals (background.c).
 */
void life_background(void);

/*
 * That command ends with 0, and 0, 1 and 2 are /dev/null (2 not where it is the log's). Once all is
 * given up that is not needed to serve, but before the sandbox.
 */
void life_detach(void);

/* Writes our process's number; ends the program where it cannot (pidfile.c). */
void life_write_pid(const char *path);

/* Removes the file, where it still holds our number. */
void life_remove_pid(const char *path);

#endif
