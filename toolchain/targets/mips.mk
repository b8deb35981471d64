# mips: OpenWrt ath79, big-endian. Its 24Kc has no FPU.
TRIPLET     = mips-linux-gnu
COMPILER    = gcc-mips-linux-gnu
HEADERS     = linux-libc-dev-mips-cross
CPU_FLAGS   = -mips32r2 -msoft-float
FIXED      += -mno-abicalls -G0  # calls and addresses without a table
OWN        += -mips16 -minterlink-compressed # 24Kc and all of OpenWrt's ath79 and ramips have MIPS16e: 28 % off
LINUX_ARCH  = mips
QEMU        = qemu-mips-static
QEMU_CPU    = 24Kc
