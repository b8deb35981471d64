#!/bin/sh
# level.sh FOLDER…: the programs run on the smallest CPU that their target stands for, and are what they should
# be as files: static, without an executable stack, and without memory that is both writable and executable.
#
#	armv5     ARMv5TE with soft float, Thumb-1 but not Thumb-2 (ARM926, ARM1176)
#	armv7     ARMv7-A with VFPv3-D16: no NEON, no divide instruction (Cortex-A8 and A9 lack it)
#	aarch64   ARMv8.0-A
#	mips*     MIPS32r2 with soft float, and MIPS16e: what a 24Kc has
#	x86_64    the first of them, with SSE2
set -eu
toolchain=$(cd "${0%/*}/.." && pwd)
. "$toolchain/common.sh"

complain()
{
	echo "$program: $*"
	status=1
}

# has NAME VALUE: a line `NAME: VALUE` in what readelf said.
has()
{
	grep -qE "^ *$1: *$2\$" "$work/said" || complain "$1 is not $2: $(grep -m1 -E "^ *$1:" "$work/said" || echo absent)"
}

hasnt()
{
	! grep -qE "$1" "$work/said" || complain "it has $(grep -m1 -E "$1" "$work/said")"
}

# refuse ERE [EXEMPT]: no instruction matches, other than in functions that match EXEMPT. In the file `code`
# an instruction is `FUNCTION BITS MNEMONIC`.
refuse()
{
	awk -v program="$program" -v refused="$1" -v exempt="${2:-^$}" '
		$2 " " $3 ~ refused && $1 !~ exempt && !seen[$3]++ { print program ": " $3 " in " $1 ", which the CPU lacks"; failed = 1 }
		END { exit failed }' "$work/code" || status=1
}

disassemble()
{
	"$binutils/objdump" -d "$program" | awk -F '\t' '
		/^[0-9a-f]+ <.*>:$/ { name = $0; gsub(/^[0-9a-f]+ <|>:$/, "", name) }
		NF >= 3 {
			raw = $2; sub(/ +$/, "", raw)
			split($3, part, " ")
			# A Thumb instruction of 32 bits is shown as two halves.
			print name, (raw ~ / / && length(raw) == 9 ? "thumb32" : "any"), part[1]
		}' > "$work/code"
}

check_level()
{
	case $1 in
	armv5)
		has Tag_CPU_arch 'v(4T?|5TE?J?)'
		has Flags '.*soft-float ABI'
		hasnt 'Tag_FP_arch|Tag_Advanced_SIMD|Tag_ABI_VFP_args'
		# libc chooses at run time which of its __a_ functions suits the CPU.
		refuse '^thumb32 [^b]|^thumb32 b[^l]|^any (mov[wt]|(ld|st|cl)rex.*|rev.*|[us]xt.*|d[ms]b|isb|[us]div|[us]bfx|bf[ic]|mls|rbit|[us]sat.*|pkh.*)$' '^__a_'
		;;
	armv7)
		has Tag_CPU_arch v7
		has Tag_ABI_VFP_args 'VFP registers'
		hasnt 'Tag_Advanced_SIMD|Tag_DIV_use|Tag_FP_arch: .*(VFPv4|v8|VFPv3$)'
		refuse ' ([us]div|v[a-z]+\.[isup](8|16|32|64)|v[a-z]+\.(8|16|32|64)|v(and|orr|eor|bic|orn|bsl|bit|bif|swp))$'
		;;
	aarch64)
		refuse ' (cas|swp|ldadd|ldclr|ldeor|ldset|ld[su]max|ld[su]min|st(add|clr|eor|set)|ldapr|aes|sha[0-9]|crc32|pmull|[su]dot|ptrue|whilel)'
		;;
	mips | mipsel)
		# What MIPS32r2 has not is disassembled as a number; before _start stands a table, as numbers too.
		refuse ' (\.word|.*\.(qb|ph|qh|w|l|ob|pw).*|l[bhw]u?x|bposge.*|(rd|wr)dsp|extp.*|extr.*|append|prepend|balign|insv|modsub|bitrev|mthlip|shilo.*|dp[aqsu].*|maq_.*|mulsa.*|precr.*|preceq.*)$' '^(_start|__start|__pool_.*)$'
		has ISA MIPS32r2
		has 'FP ABI' 'Soft float'
		has 'ISA Extension' None
		has Flags '.*o32.*mips32r2'
		hasnt '^	(DSP|MSA|MIPS-3D|MCU|SmartMIPS|MDMX|VZ|EVA|XPA|MICROMIPS|CRC|GINV|MT|LOONGSON)'
		;;
	x86_64)
		refuse ' (v[a-z].*|popcnt|[lt]zcnt|andn|bextr|bls[ir].*|bzhi|mulx|p(dep|ext)|rorx|s[ah][lr]x|movbe.*|crc32.*|pshufb|palignr|pabs.*|ph(add|sub).*|blend.*|round[sp].|aes.*|sha[0-9].*)$'
		;;
	esac
	case $1 in
	mips) has Data '.*big endian' ;;
	*) has Data '.*little endian' ;;
	esac
}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
status=0
for folder; do
	target=${folder##*/}
	target=${target%-*}
	binutils=$("$toolchain/musl.sh" "$target")/bin/cross
	for program in "$folder"/debug/mote*; do
		"$binutils/readelf" -A -h -lW "$program" > "$work/said"
		disassemble
		check_level "$target"
		hasnt '^  (INTERP|DYNAMIC)'
		hasnt '^  (LOAD|GNU_STACK) .* RWE '
		grep -q '^  GNU_STACK' "$work/said" || complain 'it does not say that its stack is not to be executed'
	done
done
exit $status
