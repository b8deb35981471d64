# armv7: Raspberry Pi 2 to 5 in 32 bit, and most ARM routers. Thumb-2, the hard-float ABI, no NEON.
TRIPLET     = arm-linux-gnueabihf
COMPILER    = gcc-arm-linux-gnueabihf
HEADERS     = linux-libc-dev-armhf-cross
CPU_FLAGS   = -march=armv7-a+fp -mthumb -mfloat-abi=hard
OWN        += -mno-unaligned-access # shorter loads, 0.4 %
OWN        += -mgeneral-regs-only # no floating point, nor its registers saved in functions with ...
OWN        += -fira-algorithm=priority # another choice of registers: 0.3 % off; on the other targets it adds
OWN        += -fno-ssa-phiopt -fno-tree-loop-im # fewer values are held at once: 0.4 %
OWN        += -fno-guess-branch-probability -fno-jump-tables # the likely way is not the shorter one: 0.2 %
OWN        += -fno-optimize-sibling-calls -fno-reorder-blocks # a jump costs more than the return it saves: 0.5 %
OWN        += --param=uninlined-function-insns=0 # a call is dearer than it is thought to be: 0.2 %
OWN        += -ftree-vrp -ftree-pta -fno-tree-ccp -fno-tree-ter -fno-caller-saves # found by trying all, on four profiles: 0.4 %
OWN        += --param=max-cse-path-length=5 --param=gcse-cost-distance-ratio=5 -mtune=xscale # the same: 0.3 %
LINUX_ARCH  = arm
QEMU        = qemu-arm-static
QEMU_CPU    = cortex-a7
