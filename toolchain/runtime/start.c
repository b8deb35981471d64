/*
 * start: what runs between the kernel and main. It stands in for musl's __libc_start_main and the
 * three files behind it, which for a program without threads, thread-local variables, constructors
 * and atexit come down to this: 840 bytes less on ARMv7.
 *
 * What libc's functions do need is errno: see lib/thread.h.
 *
 * What libc does not do for a static program: with CONFIG_PIE, memory that is only written by the
 * relocations is made read-only after them.
 */
#include "lib/thread.h"

#include <elf.h>
#include <link.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

/* musl's own, hidden to others. */
extern char **__environ;
int __set_thread_area(void *pointer);
int __libc_start_main(int (*main)(int, char **, char **), int argc, char **argv);

/* The linker's: where the file begins in memory. */
extern const ElfW(Ehdr) __ehdr_start __attribute__((visibility("hidden")));

/*
 * At the start of a page: what a program writes to fits into one page then, which is all that is
 * copied for a process of the fork model, besides its stack.
 */
static _Alignas(4096) char thread[THREAD_BLOCK];

#if defined(__arm__) && __ARM_ARCH < 7
/*
 * Old ARMs have a register for the thread pointer or have not; HWCAP says which. Where they have
 * not, the kernel's helper is called (Documentation/arch/arm/kernel_user_helpers.rst). libc's
 * function also chooses how to be atomic among threads, and reads for it what was not set up here.
 */
#define HWCAP_TLS 0x8000
#define SYS_set_tls 0xf0005

extern uintptr_t __a_gettp_ptr;
extern const unsigned char __a_gettp_cp15[];

static void set_thread(void *pointer, size_t capabilities)
{
	__a_gettp_ptr = capabilities & HWCAP_TLS ? (uintptr_t)__a_gettp_cp15 : 0xffff0fe0;
	syscall(SYS_set_tls, pointer);
}
#else
static void set_thread(void *pointer, size_t capabilities)
{
	__set_thread_area(pointer);
}
#endif

static void protect(size_t page)
{
	const char *base = (const char *)&__ehdr_start;
	const ElfW(Phdr) *segment = (const ElfW(Phdr) *)(base + __ehdr_start.e_phoff);

	for (unsigned left = __ehdr_start.e_phnum; left; left--, segment++)
		if (segment->p_type == PT_GNU_RELRO) {
			uintptr_t begin = (uintptr_t)base + segment->p_vaddr;
			uintptr_t end = (begin + segment->p_memsz) & -page;

			begin &= -page;
			/* mprotect of libc would ask libc for the size of a page. */
			if (syscall(SYS_mprotect, begin, end - begin, PROT_READ))
				_exit(111);
		}
}

int __libc_start_main(int (*main)(int, char **, char **), int argc, char **argv)
{
	char **end = argv + argc + 1;
	size_t *auxiliary, capabilities = 0;

	__environ = end;
	while (*end)
		end++;
	for (auxiliary = (size_t *)(end + 1); *auxiliary != AT_NULL; auxiliary += 2)
		if (*auxiliary == AT_HWCAP)
			capabilities = auxiliary[1];
		else if (CONFIG_PIE && *auxiliary == AT_PAGESZ)
			protect(auxiliary[1]);
	set_thread(thread_pointer(thread), capabilities);
	_exit(main(argc, argv, __environ));
}
