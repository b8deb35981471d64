#!/bin/sh
# install.sh OUT FOLDER: copies the programs of OUT into FOLDER/bin, and the manual pages into FOLDER/share/man.
#
# Where all programs are in OUT, `mote` is installed once and the others are links to it.
set -eu

out=$1
folder=$2
mkdir -p "$folder/bin"
install -m 755 "$out/bin/mote" "$folder/bin/mote"
for program in "$out"/bin/mote-*; do
	test ! -f "$program" || ln -sf mote "$folder/bin/${program##*/}"
done
for page in docs/*.[1-8]; do
	test -f "$page" || continue
	section=${page##*.}
	mkdir -p "$folder/share/man/man$section"
	install -m 644 "$page" "$folder/share/man/man$section/"
done
