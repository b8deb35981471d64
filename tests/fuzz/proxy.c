/*
 * PROXY headers: the first byte says how long the pieces are. Cut or whole, a header says the same,
 * and what is behind it stays unread.
 */
#include "fuzz.h"

#include "server/proxy.c"

#include <fcntl.h>
#include <unistd.h>

struct result {
	int verdict;
	size_t taken; /* bytes of the header */
	struct talk talk;
};

/* Feeds it in pieces of so many bytes. */
static void feed(struct result *result, const uint8_t *data, size_t size, size_t piece)
{
	char *buffer = calloc(1, TALK_BUFFER), rest[8192];
	int ends[2];
	size_t at = 0;

	must(buffer && !socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends));
	*result = (struct result){.talk = {.fd = ends[0], .buffer = buffer}};
	while (at < size && !result->verdict) {
		size_t some = size - at < piece ? size - at : piece;

		must(send(ends[1], data + at, some, 0) == (ssize_t)some);
		at += some;
		result->verdict = proxy_read(&result->talk);
		/* What is left unread while more is waited for would keep the loop busy. */
		must(result->verdict || recv(ends[0], rest, 1, MSG_PEEK) < 0);
	}
	result->taken = at;
	if (result->verdict > 0) {
		ssize_t left = recv(ends[0], rest, sizeof(rest), 0);

		result->taken -= left > 0 ? left : 0;
		must(left <= 0 || !memcmp(rest, data + result->taken, left));
	}
	must(result->verdict <= 0 || result->talk.used + result->talk.sent == 0);
	close(ends[0]);
	close(ends[1]);
	free(buffer);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct result whole, cut;

	if (!size || size > 8192)
		return 0;
	feed(&whole, data + 1, size - 1, size);
	feed(&cut, data + 1, size - 1, data[0] % 16 + 1);
	must(whole.verdict == cut.verdict);
	must(whole.talk.has_local == cut.talk.has_local);
	must(whole.verdict > 0 || !whole.talk.has_local);
	if (whole.verdict <= 0)
		return 0;
	must(whole.taken == cut.taken && whole.taken >= 15);
	must(!memcmp(&whole.talk.peer, &cut.talk.peer, sizeof(whole.talk.peer)));
	must(!memcmp(&whole.talk.local, &cut.talk.local, sizeof(whole.talk.local)));
	if (data[1] == 'P')
		must(whole.taken <= LINE_MAX && !memcmp(data + whole.taken - 1, "\r\n", 2));
	else
		must(whole.taken == FIXED + (size_t)number_at(data + 15));
	return 0;
}
