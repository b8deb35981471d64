/* job: a service as it was asked for: judged, opened, retired. */
#ifndef SERVER_JOB_H
#define SERVER_JOB_H

#include "server/server.h"

#define ENDPOINTS_MAX 16 /* of one service */

/* Whether there are services for streams, or for datagrams, alone. */
#define HAS_PARTIAL (CONFIG_STREAM && CONFIG_DATAGRAM && (CONFIG_TALK_STATE || CONFIG_JOB_STATE))

/*
 * Judges what follows the options, which are in job->settings already, and prepares all of it but
 * its sockets. Ends the program where something is wrong.
 */
void job_prepare(struct server *server, struct job *job, char **arguments);

/*
 * Opens the sockets of a list of jobs, those of the same endpoints of server->jobs as they are.
 * Ends the program where the system refuses.
 */
void jobs_open(struct server *server, struct job *list);

/*
 * Takes nothing new from now on: its sockets are closed, their files removed unless one of the
 * heirs has them.
 */
void job_close(struct job *job, const struct job *heirs);

/* Bytes of each conversation's buffer, and of its service's state. */
size_t job_buffer_size(const struct job *job);
size_t job_state_size(const struct job *job);

/* Bytes from job->listeners on: its endpoints, conversations and their buffers. */
size_t job_tables_size(const struct job *job);

/* Gives back what it has, and its memory. */
void job_free(struct job *job);

/*
 * Prints the endpoints of a list of jobs as they are bound, a line each, on standard output.
 * Returns 0, or -1 and errno.
 */
int jobs_print(struct job *list);

/* Ends the program where options of access would do nothing, as a program has the socket. */
void job_check_access(const struct job *job, const struct endpoint *endpoint);

/* Ends the program where the service is not for sockets of that type. */
void job_check_type(const struct job *job, const struct endpoint *endpoint, int type);

/* In a process of the job alone: its own -r and -u. */
void job_become(const struct job *job);

/* listen.c: the address of an endpoint, see endpoint_own_address; ends the program without one. */
void listener_address(const struct endpoint *endpoint, int family, struct address *address);

/* Sockets that listen. Ends the program where the system refuses. */
void listener_open(struct job *job, struct listener *listener, const struct job *older);
void listener_close(struct listener *listener, const struct job *heirs);
void listener_print(struct output *output, const struct listener *listener);

/* root.c: chroot(2) into the folder; ends the program where the system refuses. */
void root_enter(const char *folder);

/* file.c: the configuration file, one service a line. */

/* Reads it at the start: server->jobs. With --check, says what is wrong and ends the program. */
void file_read(struct server *server);

/* SIGHUP: reads the file again, and all files of rules. What is wrong changes nothing. */
void reload(struct server *server);

/* Whether SIGHUP has anything to read. */
int reload_is_asked(const struct server *server);

#endif
