#!/bin/sh
# readme-sizes.sh: writes docs/sizes.md's numbers for ARMv7 into README.md's table of profiles. Run it in the checkout.
set -eu
sed -n 's/^| mote | \([a-z]*\) |.*/\1/p' docs/sizes.md | while read -r profile; do
	row='|'
	for program in mote mote-server mote-client mote-resolver; do
		row="$row $(awk -F ' *[|] *' -v program="$program" -v profile="$profile" '
			$2 == "program" { for (i = 1; i <= NF; i++) if ($i == "armv7") column = i }
			$2 == program && $3 == profile { print $column }' docs/sizes.md) |"
	done
	sed -i "s/^\(| \`$profile\` | [^|]*\) |.*/\1 $row/" README.md
done
