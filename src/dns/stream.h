/* stream: questions over TCP. */
#ifndef DNS_STREAM_H
#define DNS_STREAM_H

#include "dns/resolvconf.h"

extern const struct stream stream;

#endif
