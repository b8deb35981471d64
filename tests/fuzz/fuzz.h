/* fuzz: what the fuzz targets share. */
#ifndef FUZZ_FUZZ_H
#define FUZZ_FUZZ_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What libFuzzer calls, and corpus.c. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What must hold for every input. */
#define must(condition)                                                                 \
	do {                                                                            \
		if (!(condition)) {                                                     \
			fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition); \
			abort();                                                        \
		}                                                                       \
	} while (0)

/*
 * A copy that is exactly as long, so that ASan sees every byte read too far. The caller frees it.
 */
static inline char *exact_copy(const void *bytes, size_t length)
{
	char *copy = calloc(1, length + !length);

	must(copy);
	if (length)
		memcpy(copy, bytes, length);
	return copy;
}

#endif
