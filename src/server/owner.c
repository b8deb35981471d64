/*
 * owner: the mode and the owner of UNIX socket files.
 *
 * The kernel makes the file with all permissions but those of the umask, so there is no moment with
 * more of them, and no path is looked up for a mode. Until the owner is set it is ours, and nobody
 * else's; a stream cannot be connected to before listen(2).
 *
 * config SERVER_SOCKET_OWNER
 *	bool "--mode and --owner"
 *	default y
 *	depends on TRANSPORT_UNIX || TRANSPORT_UNIXGRAM
 *	help
 *	  The mode and the owner of UNIX socket files. Costs about 250 bytes.
 */
#include "server/owner.h"

#include "lib/process.h"
#include "lib/system.h"

#include <sys/stat.h>

#define ALL 0777

static unsigned octal(const char *text)
{
	unsigned value = 0;

	do {
		unsigned digit = *text - '0';

		if (digit > 7 || value > ALL >> 3)
			die(STATUS_USAGE, "option --mode: not octal");
		value = value << 3 | digit;
	} while (*++text);
	return value;
}

void owner_prepare(struct owner *owner, const struct settings *settings, char *buffer, size_t room)
{
	owner->has_mode = settings->mode != 0;
	if (settings->mode)
		owner->mode = octal(settings->mode);
	/* As chown(2) leaves them. */
	owner->identity = (struct identity){-1, -1};
	if (settings->owner)
		identity_parse(&owner->identity, settings->owner, buffer, room);
}

int owner_bind(const struct owner *owner, int fd, const struct address *address)
{
	const char *path = address->is.local.sun_path;
	mode_t before = owner->has_mode ? umask(ALL & ~owner->mode) : 0;
	int failed = bind(fd, &address->is.any, address->length);

	if (owner->has_mode)
		umask(before);
	if (failed || !*path)
		return failed;
	failed = syscall(SYS_fchownat, AT_FDCWD, path, owner->identity.user, owner->identity.group,
		AT_SYMLINK_NOFOLLOW);
	if (failed)
		unlink(path); /* errno stays */
	return failed;
}
