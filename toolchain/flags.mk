# flags.mk: the compiler's and the linker's flags, one a line, each with its reason.
# musl.sh reads the lines of CODEGEN, FIXED and MOVABLE too: libc is built with the same ones.

CODEGEN += -Os                              # small before fast
CODEGEN += -ffunction-sections -fdata-sections # so that --gc-sections can drop what nobody reaches
CODEGEN += -fno-asynchronous-unwind-tables -fno-unwind-tables # nothing here unwinds a stack
CODEGEN += -fno-stack-protector             # a distribution's gcc may turn it on
CODEGEN += -fno-ident                       # no .comment
CODEGEN += -fno-move-loop-invariants        # registers are few: 0.5 % on ARMv7, 0.7 % on aarch64
CODEGEN += -fno-tree-tail-merge             # what it merges, other passes had made smaller: 0.1 %
FIXED   += -fno-pie -fno-pic                # runs at the address it was linked for
MOVABLE += -fpie                            # CONFIG_PIE: runs at any

WARNINGS += -Wall -Wextra -Wstrict-prototypes -Wmissing-prototypes -Wshadow -Werror=implicit
WARNINGS += -Wno-unused-parameter           # the functions of a table share one type

OWN += -std=gnu11                           # C11, and the kernel's interfaces
OWN += -ffile-prefix-map=$(CURDIR)=.        # the same bytes from any folder
OWN += -fno-thread-jumps -fno-if-conversion -fno-code-hoisting -fno-schedule-insns2 # fewer copies of code: 0.7 % on ARMv7
OWN += -fno-inline-small-functions -fno-tree-forwprop -fno-tree-vrp -fno-tree-dominator-opts # the same: 1.2 %
OWN += -fno-code-hoisting -fno-schedule-insns2 # fewer values are held at once: 0.4 %
OWN += -fno-forward-propagate               # the same: 0.1 %
OWN += -flto -flto-partition=one            # 2 % on ARM, 5 % on aarch64, 1 % on MIPS

# What the compiler calls on its own: it must not be seen through, nor be made of calls to itself.
RUNTIME_FLAGS += -fno-lto -fno-builtin -fno-tree-loop-distribute-patterns

LINKER += -Wl,--gc-sections                 # what is not reached is not linked
LINKER += -Wl,-z,noseparate-code            # code and constants share pages
LINKER += -Wl,--sort-section=alignment      # less padding between variables: 0.2 %
LINKER += -Wl,--build-id=none
LINKER += -Wl,-z,noexecstack                # whatever an object says or forgets to say

LINKER_FIXED   += -Wl,-z,norelro            # without it, data begins on a page of its own
LINKER_FIXED   += -Wl,-z,common-page-size=16 # no padding between code and data: up to 4,095 bytes
LINKER_MOVABLE += -Wl,-pie,--no-dynamic-linker,-z,text,-z,relro,-z,now
