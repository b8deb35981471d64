#!/bin/sh
# float.sh FOLDER…: no instruction of floating point is in any program, ours or of libc. A 24Kc or an ARM926 has
# no FPU, and what lacks a use for numbers with a point needs none elsewhere.
#
# On MIPS and ARMv5 no instruction of the FPU at all may be there, not even a move; on the others, whose
# libc copies memory through those registers, no arithmetic, comparison or conversion.
set -eu
toolchain=$(cd "${0%/*}/.." && pwd)
. "$toolchain/common.sh"

# The instructions that may not be there, as mnemonics.
forbidden()
{
	case $1 in
	# Coprocessor 1: moves and memory, branches, arithmetic with a format after the dot.
	mips*) echo '^([ls][wd]c1|m[tf]h?c1|[ls][wdu]xc1|c[tf]c1|bc1[a-z0-9]*|mov[ft]|[a-z0-9.]+\.(s|d|w|l|ps)|[a-z]+\.(s|d)\..*)$' ;;
	armv5) echo '^(v[a-z]+.*|f(ld|st|add|sub|mul|div|cvt|cmp|cpy|neg|abs|m[rds]|to|ui|si).*|ldcl?2?|stcl?2?|mcrr?2?|mrrc?2?|mrc2?|cdp2?)$' ;;
	armv7) echo '^v(add|sub|mul|div|n?m(la|ls|ul)|fn?m[as]|cmpe?|cvt[a-z]*|sqrt|neg|abs)(\..*)?$' ;;
	aarch64) echo '^(f(add|sub|n?mul|div|n?madd|n?msub|cmpe?|ccmpe?|cvt[a-z]*|sqrt|neg|abs|max|min|rint[a-z])|[su]cvtf)$' ;;
	x86_64) echo '^(f(add|sub|mul|div|ild|ist|com|ucom|sqrt|chs|abs)[a-z]*|v?(add|sub|mul|div|sqrt|max|min|u?comi|cmp[a-z]*)(s|p)[sd]|v?cvt.*)$' ;;
	esac
}

# Mnemonic, function, operands. Coprocessor 15 is no FPU: libc asks it for the thread.
disassemble()
{
	"$1" -d --no-show-raw-insn "$2" | awk -F '\t' '
		/^[0-9a-f]+ <.*>:$/ { where = $0; gsub(/^[0-9a-f]+ <|>:$/, "", where) }
		NF >= 2 { split($2, part, /[ \t]/); print part[1], where, $3 }'
}

status=0
for folder; do
	target=${folder##*/}
	target=${target%-*}
	objdump=$("$toolchain/musl.sh" "$target")/bin/cross/objdump
	for program in "$folder"/debug/mote*; do
		disassemble "$objdump" "$program" | awk -v program="$program" -v forbidden="$(forbidden "$target")" '
			{ count++ }
			$1 ~ forbidden && $3 !~ /^(p?15),/ && !said[$1, $2]++ {
				print program ": floating point: " $1 " in " $2
				failed = 1
			}
			END {
				if (count < 100) { print program ": could not be disassembled"; failed = 1 }
				exit failed
			}' || status=1
	done
done
exit $status
