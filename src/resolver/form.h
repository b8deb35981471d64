/* form: whole messages as people, programs and bytes have them. */
#ifndef RESOLVER_FORM_H
#define RESOLVER_FORM_H

#include "dns/query.h"

/* As dig prints it: header, flags, sections, and how it came. */
void form_full(struct output *output, const struct query *query);

/* As an object of JSON in a line (RFC 8427). */
void form_json(struct output *output, const struct query *query);

/* As hexadecimal digits in a line. */
void form_hex(struct output *output, const struct query *query);

#endif
