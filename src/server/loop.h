/* loop: waits for everything at once, by epoll(7), whatever the model. */
#ifndef SERVER_LOOP_H
#define SERVER_LOOP_H

#include "server/server.h"

/* Makes the epoll set. Ends the program where the system refuses. */
void loop_open(struct server *server);

/* epoll_ctl(2) with a source that begins with an enum source. Returns 0, or -1 and errno. */
int loop_control(struct server *server, int operation, int fd, uint32_t events, void *source);

/* Serves until a signal stops it and what runs then has ended, or was ended. */
void loop_serve(struct server *server);

/*
 * Waits for these events (EPOLLIN, EPOLLOUT, 0: none) of the conversation's socket from now on.
 * Returns 0, or -1 and errno.
 */
int loop_watch(struct server *server, struct talk *talk, unsigned events);

/* The same for talk->far. */
int loop_watch_far(struct server *server, struct talk *talk, unsigned events);

/* The job takes nothing new from now on. */
void loop_close(struct server *server, struct job *job, const struct job *heirs);

/* Something is due then; it is looked for among the limits of all conversations. */
void loop_due_at(struct server *server, uint32_t moment);
void loop_due_talk(struct server *server, const struct talk *talk);

/* Nothing is begun for a second, as the system has run out of something; errno says of what. */
void loop_pause(struct server *server, const char *what);

#endif
