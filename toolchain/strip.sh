#!/bin/sh
# strip.sh STRIP READELF FROM TO: strips a program to what the kernel loads, as OpenWrt's sstrip does.
#
# Beyond strip --strip-all this drops the table of sections, which nothing reads when a program is run: about
# 550 bytes. What reads sections (objdump, gdb) is given the unstripped twin in debug/.
set -eu

strip=$1
readelf=$2
from=$3
to=$4

# zero FILE OFFSET COUNT
zero()
{
	dd if=/dev/zero of="$1" bs=1 seek="$2" count="$3" conv=notrunc 2> /dev/null
}

"$strip" --strip-all -o "$to.new" "$from"
# The end of what is loaded: the largest offset + size in the file. What has no bytes there has no place either.
end=$("$readelf" -lW "$to.new" | awk '$1 == "LOAD" && $5 !~ /^0x0*$/ { print $2, $5 }' | while read -r offset size; do
	echo $((offset + size))
done | sort -n | tail -n 1)
head -c "$end" "$to.new" > "$to.cut"
# e_shoff, and e_shentsize, e_shnum and e_shstrndx; the fifth byte says whether addresses have 32 or 64 bits.
case $(od -A n -t u1 -j 4 -N 1 "$to.cut" | tr -d ' ') in
1) zero "$to.cut" 32 4 && zero "$to.cut" 46 6 ;;
2) zero "$to.cut" 40 8 && zero "$to.cut" 58 6 ;;
esac
chmod 755 "$to.cut"
rm "$to.new"
mv "$to.cut" "$to"
