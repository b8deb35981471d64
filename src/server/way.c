/*
 * way: what goes from one descriptor to another. A copy through a small buffer at first, which is
 * faster than a pipe for what is short; then by splice(2), without a copy, where there is a pipe to
 * be had and the descriptors can do it.
 *
 * config SERVER_SPLICE
 *	bool "splice"
 *	default y
 *	depends on STREAM && SERVICE_RELAY
 *	help
 *	  Long streams are relayed without a copy: twice as fast. Costs about 330 bytes on ARMv7.
 */
#define _GNU_SOURCE
#include "server/way.h"

#include "lib/system.h"

#include <errno.h>
#include <string.h>

#define LONG 65536         /* bytes, from which on a pipe is worth it */
#define PIPE_MAX (1 << 20) /* taken at once; a pipe of the usual size holds 64 KiB */

/* A pipe's end that is read, and the one that is written; no descriptor is 0. */
enum { TAKE, PUT };

void way_close(int pipe[2])
{
	if (!CONFIG_SERVER_SPLICE || !*pipe)
		return;
	system_close(pipe[TAKE]);
	system_close(pipe[PUT]);
	*pipe = 0;
}

/* An empty pipe is the next one's. */
static void give_back(struct way *way, int *spare)
{
	if (*spare) {
		way_close(way->pipe);
		return;
	}
	memcpy(spare, way->pipe, sizeof(way->pipe));
	*way->pipe = 0;
}

/* Takes what has come into a pipe. Returns as read(2). */
static ssize_t take_long(struct way *way, int from, int *spare)
{
	ssize_t got;

	if (!*spare) {
		if (syscall(SYS_pipe2, spare, O_CLOEXEC | O_NONBLOCK))
			return -1;
		/* A third of the work less; without the right to it, it is smaller. */
		system_descriptor_flags(*spare, F_SETPIPE_SZ, PIPE_MAX);
	}
	got = syscall(
		SYS_splice, from, 0, spare[PUT], 0, PIPE_MAX, SPLICE_F_MOVE | SPLICE_F_NONBLOCK);
	if (got > 0) {
		memcpy(way->pipe, spare, sizeof(way->pipe));
		*spare = 0;
	}
	return got;
}

static ssize_t take(struct way *way, int from, char *bytes, int *spare)
{
	ssize_t got;

	if (CONFIG_SERVER_SPLICE && way->copied >= LONG) {
		got = take_long(way, from, spare);
		/* What is wrong with where it comes from is told but once. */
		if (*spare ? errno != EINVAL && errno != ENOSYS : got > 0)
			return got;
		way->copied = 0;
	}
	got = read(from, bytes, WAY_BUFFER);
	if (CONFIG_SERVER_SPLICE && spare && got > 0)
		way->copied += got;
	return got;
}

static ssize_t pass(struct way *way, int to, const char *bytes)
{
	if (CONFIG_SERVER_SPLICE && *way->pipe)
		return syscall(SYS_splice, way->pipe[TAKE], 0, to, 0, way->left,
			SPLICE_F_MOVE | SPLICE_F_NONBLOCK);
	return write(to, bytes + way->at, way->left);
}

int way_step(struct way *way, int from, int to, char *bytes, int *spare)
{
	ssize_t moved;

	if (way->is_over)
		return 1;
	if (!way->left) {
		moved = take(way, from, bytes, spare);
		if (moved < 0)
			return errno == EAGAIN ? 1 : -1;
		way->at = 0;
		way->left = moved;
		if (!moved) {
			if (!way->keeps_open)
				shutdown(to, SHUT_WR);
			way->is_over = 1;
		}
		return 0;
	}
	moved = pass(way, to, bytes);
	if (moved < 0 && errno == EAGAIN)
		return 1;
	if (moved < 0) {
		/* EPIPE: it had ended before, which is no failure of its own. */
		way->was_refused = errno != EPIPE;
		way->is_over = 1;
		way_close(way->pipe);
		moved = way->left;
	}
	way->at += moved;
	way->left -= moved;
	if (way->left)
		return 0;
	if (CONFIG_SERVER_SPLICE && *way->pipe)
		give_back(way, spare);
	/* What filled no buffer was all; what went through a pipe was much. */
	return way->at != WAY_BUFFER;
}
