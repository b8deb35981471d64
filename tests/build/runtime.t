#!/bin/sh
# toolchain/runtime stands in for pieces of libc and libgcc: it starts a program and copies and divides
# as they do, on every CPU that the targets name. With CONFIG_PIE what was relocated is read-only.
set -eu
. "$(dirname "$0")/lib.sh"

scratch "$work/tree"
cd "$work/tree"
# environ is declared for _GNU_SOURCE only.
{
	echo '#define _GNU_SOURCE'
	cat "$here/runtime.c"
} > src/mote.c

# run TARGET CPU: natively, or through QEMU, with one variable in the environment.
run()
{
	program=out/$1-full/bin/mote
	if test "$1" = "$host"; then
		timeout 20 env -i NAME=value "$program" argument
	else
		timeout 20 env -i NAME=value "$(command -v "$(target_value "$1" QEMU)")" -cpu "$2" "$program" argument
	fi
}

for target in x86_64 aarch64 armv7 armv5 mips mipsel; do
	if ! has_toolchain "$target"; then
		skip "the toolchain of $target was not built here"
		continue
	fi
	ok "$target is built" make "TARGET=$target"
	if test "$target" != "$host" && ! command -v "$(target_value "$target" QEMU)" > /dev/null; then
		skip "no QEMU for $target here"
		continue
	fi
	for cpu in $(target_value "$target" QEMU_CPU); do
		ok "$target: the runtime on a $cpu" run "$target" "$cpu"
	done
done

# The same at any address, here.
make savedefconfig > "$work/made" 2>&1
sed -i 's/^# CONFIG_PIE is not set/CONFIG_PIE=y/' "out/$host-full/.config"
ok 'CONFIG_PIE is built' make
ok 'it loads at any address' sh -c '"$1" -h "$2" | grep -q "Type: *DYN"' - \
	"$("$toolchain/musl.sh" "$host")/bin/cross/readelf" "out/$host-full/debug/mote"
ok 'the runtime with CONFIG_PIE' run "$host" -
fails 'what was relocated is read-only' '^status 139$' \
	sh -c 'timeout 20 env -i NAME=value "$1" argument write; echo "status $?"; exit 1' - "out/$host-full/bin/mote"

done_testing
