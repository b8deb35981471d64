/*
 * thread: where libc keeps what each thread has of its own, which for us is errno.
 *
 * It lies in the struct of the running thread. Where that struct is counted from the thread pointer
 * is each architecture's affair, its size is libc's: so the pointer is set into the middle of a
 * block of zeros that is large enough on both sides. (musl 1.2.5: src/env/__init_tls.c,
 * arch/.../pthread_arch.h)
 */
#ifndef LIB_THREAD_H
#define LIB_THREAD_H

#define THREAD_BLOCK 1024 /* the struct is about 200 bytes */

#ifdef __mips__
#define THREAD_POINTER_OFFSET 0x7000 /* of MIPS' ABI for thread-local storage */
#else
#define THREAD_POINTER_OFFSET 0
#endif

/* The thread pointer for a block of THREAD_BLOCK zeros, aligned to 64. */
static inline void *thread_pointer(char *block)
{
	void **middle = (void **)(block + THREAD_BLOCK / 2);

	*middle = middle; /* x86_64 reads the pointer from where it points to */
	return (char *)middle + THREAD_POINTER_OFFSET;
}

#endif
