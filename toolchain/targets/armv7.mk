# armv7: Raspberry Pi 2 to 5 in 32 bit, and most ARM routers. Thumb-2, the hard-float ABI, no NEON.
TRIPLET     = arm-linux-gnueabihf
COMPILER    = gcc-arm-linux-gnueabihf
HEADERS     = linux-libc-dev-armhf-cross
CPU_FLAGS   = -march=armv7-a+fp -mthumb -mfloat-abi=hard
OWN        += -mno-unaligned-access # shorter loads, 0.4 %
OWN        += -mgeneral-regs-only # no floating point, nor its registers saved in functions with ...
OWN        += -fira-algorithm=priority # another choice of registers: 0.3 % off; on the other targets it adds
LINUX_ARCH  = arm
QEMU        = qemu-arm-static
QEMU_CPU    = cortex-a7
