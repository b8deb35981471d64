# x86_64: a PC as a router, and the machine that most people build on.
TRIPLET     = x86_64-linux-gnu
COMPILER    = gcc-x86-64-linux-gnu
HEADERS     = linux-libc-dev-amd64-cross
CPU_FLAGS   = -march=x86-64
OWN        += -mgeneral-regs-only # no floating point, nor its registers saved in functions with ...
LINUX_ARCH  = x86
QEMU        = qemu-x86_64-static
QEMU_CPU    = qemu64
