/*
 * error: the texts of those errno that network programs meet; the others are shown as numbers.
 * libc's table of all is 2,200 bytes.
 *
 * config ERROR_TEXTS
 *	bool "errors of the system as text"
 *	default y
 *	help
 *	  "Permission denied"; without it "error 13". Costs about 430 bytes.
 */
#include "lib/error.h"

#include <errno.h>
#include <string.h>

static const unsigned char numbers[] = {
	EPERM,
	ENOENT,
	EAGAIN,
	ENOMEM,
	EACCES,
	EINVAL,
	EMFILE,
	EAFNOSUPPORT,
	EADDRINUSE,
	EADDRNOTAVAIL,
	ENETUNREACH,
	ECONNRESET,
	ETIMEDOUT,
	ECONNREFUSED,
	EHOSTUNREACH,
};

/* In the same order. */
static const char texts[] = "Not permitted\0"
			    "No such file\0"
			    "Try again\0"
			    "Out of memory\0"
			    "Permission denied\0"
			    "Invalid argument\0"
			    "Too many files\0"
			    "No such family\0"
			    "Address in use\0"
			    "Address not local\0"
			    "Net unreachable\0"
			    "Connection reset\0"
			    "Timed out\0"
			    "Connection refused\0"
			    "Host unreachable\0";

const char *error_text(int number)
{
	const char *text = texts;

	if (!CONFIG_ERROR_TEXTS)
		return "";
	for (size_t i = 0; *text && numbers[i] != number; i++)
		text += strlen(text) + 1;
	return text;
}
