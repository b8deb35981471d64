#!/bin/sh
# globals.sh FOLDER…: every writable variable that is linked into a program must stand in lint/globals, with
# its reason. That keeps a program's state in one struct.
#
# What libc brings is libc's: the linker's map says which variable came from where. Each variable has a
# section of its own (-fdata-sections), which is named after it.
set -eu
toolchain=$(cd "${0%/*}/.." && pwd)

status=0
for folder; do
	for program in "$folder"/debug/mote*; do
		awk -v program="$program" '
			FILENAME ~ /globals$/ { if ($1 != "#") allowed[$1] = 1; next }
			/^Linker script and memory map/ { mapped = 1 }
			!mapped { next }
			# A long name has its address, size and file on the next line.
			/^ \.[^ ]+$/ { section = $1; getline; $0 = " " section $0 }
			/^ (\.(bss|data|tbss|tdata|sbss|sdata)(\.[^ ]*)?|COMMON) +0x/ {
				if ($4 ~ /\.a\(/ || $4 ~ /crt1\.o$/ || $3 ~ /^0x0+$/ || $1 ~ /^\.data\.rel\.ro/) next
				sections++
				name = $1
				sub(/^\.[a-z]+\.?/, "", name)
				sub(/(\.[0-9]+|\.lto_priv)+$/, "", name)
				if (!(name in allowed)) {
					print program ": writable variable " (name ? name : "without a name") " (" $3 " bytes, " $4 "):" \
						" put it into the state of the program, or name it with its reason in toolchain/lint/globals"
					failed = 1
				}
			}
			END {
				if (!mapped) { print program ": has no map of the linker"; failed = 1 }
				exit failed
			}' "$toolchain/lint/globals" "$folder/map/${program##*/}" || status=1
	done
done
exit $status
