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

static const struct {
	unsigned char number;
	char text[19];
} errors[] = {
	{EPERM, "Not permitted"},
	{ENOENT, "No such file"},
	{EAGAIN, "Try again"},
	{ENOMEM, "Out of memory"},
	{EACCES, "Permission denied"},
	{EINVAL, "Invalid argument"},
	{EMFILE, "Too many files"},
	{EAFNOSUPPORT, "No such family"},
	{EADDRINUSE, "Address in use"},
	{EADDRNOTAVAIL, "Address not local"},
	{ENETUNREACH, "Net unreachable"},
	{ECONNRESET, "Connection reset"},
	{ETIMEDOUT, "Timed out"},
	{ECONNREFUSED, "Connection refused"},
	{EHOSTUNREACH, "Host unreachable"},
	{0, ""},
};

const char *error_text(int number)
{
	int i = 0;

	if (!CONFIG_ERROR_TEXTS)
		return "";
	while (errors[i].number && errors[i].number != number)
		i++;
	return errors[i].text;
}
