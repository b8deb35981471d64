# check.mk: the root file system, the demonstration and the tests.
#
#	TARGETS=    what `make check` tests beside this machine itself; armv7 and mips if not given

rootfs: # makes out/TARGET-rootfs: BusyBox and the programs of TARGET and PROFILE
	$(Q)$(MAKE) build
	$(Q)rootfs/root.sh $(TARGET) $(PROFILE)

shell: rootfs # opens a shell in it, through QEMU if need be; QEMU_CPU=… chooses the CPU
	$(Q)rootfs/shell.sh $(TARGET)

demo: # shows the three programs at work in the root file system of an ARMv7
	$(Q)rootfs/demo.sh

check: # runs all tests: here, and inside the root file systems of TARGETS
	$(Q)tests/check.sh $(TARGETS)

check-fresh: # runs the README's two commands in a minimal Debian tree made for it; as root, by hand
	$(Q)tests/fresh.sh

.PHONY: rootfs shell demo check check-fresh
