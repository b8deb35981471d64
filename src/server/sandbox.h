/* sandbox: what the server can do no more once it serves. */
#ifndef SERVER_SANDBOX_H
#define SERVER_SANDBOX_H

#include "server/server.h"

/* No program started from here on gains privileges (prctl(2), PR_SET_NO_NEW_PRIVS). */
void sandbox_no_new_privileges(void);

/*
 * From here on only the system calls are possible that the compiled-in services and the loop use; a
 * forbidden one fails with EPERM. jobs: the services that are served, 0: any. may_fork: also to
 * have processes of ours (the fork model); may_open: also to open and remove files, bind and
 * listen, as SIGHUP, or a UNIX socket's end, will ask for it. Programs would inherit it, so it is
 * not for who starts some. Says so on a kernel without it.
 */
void sandbox_enter(struct job *jobs, int may_fork, int may_open);

/*
 * In a process of the fork model, once its signals are settled: only what its conversation needs,
 * and what is forbidden ends it.
 */
void sandbox_conversation(const struct service *service);

#endif
