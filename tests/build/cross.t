#!/bin/sh
# CROSS_COMPILE: another musl cross compiler is used as it is, and nothing is built or installed for it.
set -eu
. "$(dirname "$0")/lib.sh"

scratch "$work/tree"
cd "$work/tree"
prefix=$("$toolchain/musl.sh" "$host")
mkdir "$work/bin"
ln -s "$prefix/bin/musl-gcc" "$work/bin/other-linux-musl-gcc"
for tool in "$prefix"/bin/cross/*; do
	ln -s "$(readlink -f "$tool")" "$work/bin/other-linux-musl-${tool##*/}"
done
# This compiler is a wrapper that names its start file differently from a real one.
cat > "$work/bin/other-linux-musl-gcc.new" << END
#!/bin/sh
case \$1 in
-print-file-name=*) echo "$prefix/lib/\${1#*=}" ;;
*) exec "$prefix/bin/musl-gcc" "\$@" ;;
esac
END
chmod +x "$work/bin/other-linux-musl-gcc.new"
mv "$work/bin/other-linux-musl-gcc.new" "$work/bin/other-linux-musl-gcc"

ok 'a build' env "MOTE_CACHE=$work/cache" make "CROSS_COMPILE=$work/bin/other-linux-musl-"
ok 'no musl of ours was built' test ! -e "$work/cache"
ok 'the program runs' "out/$host-full/bin/mote-server"
ok 'a target of its own name' env "MOTE_CACHE=$work/cache" make "CROSS_COMPILE=$work/bin/other-linux-musl-" TARGET=riscv64
ok 'gets a folder of that name' test -x out/riscv64-full/bin/mote-server
fails 'a compiler that is not there' 'cannot run /none/gcc' make CROSS_COMPILE=/none/

done_testing
