#!/bin/sh
# musl.sh [--pie] TARGET: finds or builds musl for a target and prints the folder it stands in.
#
# In it are bin/musl-gcc (musl's own wrapper over Debian's gcc, which brings the target's flags along),
# bin/cross with the names of the other tools, lib/, and include/ with the kernel's headers beside musl's.
# --pie gives the variant whose code runs at any address. It is built in the cache, under a name made from
# all that went into it.
set -eu
toolchain=$(cd "${0%/*}" && pwd)
. "$toolchain/common.sh"

# Which gcc: the machine's own for its own kind of program, else Debian's cross compiler.
find_compiler()
{
	case $(uname -m)/$target in
	x86_64/x86_64 | aarch64/aarch64 | armv7*/armv7 | armv6*/armv5 | armv5*/armv5)
		cross=''
		"$toolchain/need.sh" gcc:gcc /usr/include/linux/types.h:linux-libc-dev
		;;
	*)
		cross=$triplet-
		"$toolchain/need.sh" "${cross}gcc:$(target_value "$target" COMPILER)" \
			"/usr/$triplet/include/linux/types.h:$(target_value "$target" HEADERS)"
		;;
	esac
	"$toolchain/need.sh" make:make flock:util-linux
}

# The kernel's headers, from the first place that holds a family of them.
link_headers()
{
	for family in linux asm asm-generic mtd; do
		for from in "/usr/$triplet/include" "/usr/include/$triplet" /usr/include; do
			test -n "$cross" || test "$from" != "/usr/$triplet/include" || continue
			test -d "$from/$family" || continue
			ln -s "$from/$family" "$1/include/$family"
			break
		done
	done
	test -d "$1/include/linux" || say "no kernel headers found for $target: BusyBox will not build"
}

# flags_of NAME: the values of the lines NAME += … for the target, without their reasons.
flags_of()
{
	sed -n "s/^$1 *+= *\([^#]*[^# ]\).*/\1/p" "$toolchain/flags.mk" "$toolchain/targets/$target.mk" |
		tr '\n' ' '
}

# A program in C has no use for gcc's crtbegin.o and crtend.o. On MIPS they would be called by a libc
# that does not keep to their calling convention.
simplify_wrapper()
{
	sed -i "s:\"\$@\":$flags &:" "$1/bin/musl-gcc"
	sed -i -e "s:^%{!shared.*:%{!shared\: $prefix/lib/$crt}:" -e 's/^crtend.*/%{!shared:}/' \
		"$1/lib/musl-gcc.specs"
}

# Counts the compiler's lines of a make on its standard input, and says how far it is.
progress()
{
	awk -v total="$1" -v label="$2" '
		/ -c -o / { n++; if (n % 300 == 0) printf "mote: %s: compiled %d of %d files\n", label, n, total }
	' >&2
}

fail()
{
	grep -m 8 -e ': error:' -e '^make.*Error' log >&2 || tail -n 8 log >&2
	die "$label: $1 failed"
}

build()
{
	test -d "$prefix" && return
	label="musl $version for $target${pie:+, position-independent}"
	say "$label: once, about a minute; it stays in $cache"
	# What a build that was cut off has left is in the same place, and nobody else is there now.
	work=$cache/musl-work-$target$pie
	rm -rf "$work"
	mkdir -p "$work/source" "$work/build"
	trap 'rm -rf "$work"' EXIT
	trap 'exit 1' HUP INT TERM
	tar -xf "$tarball" -C "$work/source" --strip-components=1
	cd "$work/build"
	# A make above us must not hand its own options down.
	unset MAKEFLAGS MFLAGS MAKELEVEL MAKEOVERRIDES CFLAGS LDFLAGS CPPFLAGS CROSS_COMPILE || :
	{
		CC=${cross}gcc CFLAGS="$flags $(flags_of CODEGEN)" ../source/configure --target="$triplet" \
			${cross:+CROSS_COMPILE="$cross"} --prefix="$prefix" --syslibdir="$prefix/lib" \
			--disable-shared --enable-wrapper=gcc --enable-optimize=size &&
			make -n lib/libc.a > plan
	} > log 2>&1 || fail configuring
	case $flags in
	*-mno-abicalls*) echo 'obj/crt/rcrt1.o obj/crt/Scrt1.o: CFLAGS_ALL += -mabicalls' >> config.mak ;;
	esac
	{
		make -j"$(nproc)" 2>&1 && make install DESTDIR="$work/root" 2>&1 || echo failed
	} | tee log | progress "$(grep -c -e ' -c -o ' plan)" "$label"
	test "$(tail -n 1 log)" != failed || fail building
	simplify_wrapper "$work/root$prefix"
	link_headers "$work/root$prefix"
	mkdir "$work/root$prefix/bin/cross"
	for tool in ar nm objcopy objdump ranlib readelf size strip ld as; do
		ln -s "$(command -v "$cross$tool")" "$work/root$prefix/bin/cross/$tool"
	done
	mv "$work/root$prefix" "$prefix"
	say "$label: done"
}

pie=''
mode=FIXED
crt=crt1.o
test "${1:-}" != --pie || { pie=-pie; mode=MOVABLE; crt=rcrt1.o; shift; }
target=${1:?usage: musl.sh [--pie] TARGET}
triplet=$(target_value "$target" TRIPLET)
find_compiler
flags="$(target_value "$target" CPU_FLAGS) $(flags_of "$mode")"
version=$(source_value musl version)
key=$({
	source_value musl sum
	"${cross}gcc" --version
	"${cross}ld" --version
	echo "$flags $(flags_of CODEGEN) $cache"
	cat "$toolchain/musl.sh"
} | sha256sum | cut -c 1-12)
prefix=$cache/musl-$version-$target$pie-$key
if ! test -d "$prefix"; then
	tarball=$("$toolchain/fetch.sh" musl)
	with_lock "musl-$target$pie" build
fi
echo "$prefix"
