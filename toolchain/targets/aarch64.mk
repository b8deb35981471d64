# aarch64: Raspberry Pi 3 to 5, and new routers.
TRIPLET     = aarch64-linux-gnu
COMPILER    = gcc-aarch64-linux-gnu
HEADERS     = linux-libc-dev-arm64-cross
CPU_FLAGS   = -march=armv8-a
OWN        += -mgeneral-regs-only # no floating point, nor its registers saved in functions with ...
LINUX_ARCH  = arm64
QEMU        = qemu-aarch64-static
QEMU_CPU    = cortex-a53
