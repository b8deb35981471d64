# armv5: Raspberry Pi 1 and Zero, and every older ARM. Soft float and no Thumb-2: Debian's armhf
# libgcc holds Thumb-2 code, which an ARMv6 cannot run.
TRIPLET     = arm-linux-gnueabi
COMPILER    = gcc-arm-linux-gnueabi
HEADERS     = linux-libc-dev-armel-cross
CPU_FLAGS   = -march=armv5te -marm -mfloat-abi=soft
OWN        += -mthumb     # Thumb-1, which every ARMv5TE has; libc stays in ARM code: 21 % off
LINUX_ARCH  = arm
QEMU        = qemu-arm-static
QEMU_CPU    = arm926 arm1176
