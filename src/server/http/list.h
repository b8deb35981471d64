/* list: the names in a folder as a page. */
#ifndef SERVER_HTTP_LIST_H
#define SERVER_HTTP_LIST_H

#include "server/http/reply.h"

/* Begins the reply, the folder being open as talk->far; its path is without the / at its start. */
void list_begin(struct http_request *request, const char *path);

/* Puts more of it into the empty buffer, or ends it. */
void list_more(struct talk *talk);

#endif
