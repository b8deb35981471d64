#!/bin/sh
# Each check of make lint finds what it is there to find: a tree without the defect passes, one with it fails.
set -eu
. "$(dirname "$0")/lib.sh"

scratch "$work/tree"
cd "$work/tree"
lint=$work/tree/toolchain/lint

# defect NAME CHECK ERE FILE: with standard input as FILE, the check fails and says so; without it, it passes.
defect()
{
	ok "$2 passes" "$lint/$2.sh"
	mkdir -p "${4%/*}"
	cat > "$4"
	fails "$2: $1" "$3" "$lint/$2.sh"
	rm "$4"
}

# Of the scripts only one, so that shellcheck has little to read.
mkdir -p "$work/scripts"
echo '#!/bin/sh' > "$work/scripts/good.sh"
(
	cd "$work/scripts"
	"$lint/shell.sh"
) > "$work/printed" 2>&1 && shell_passes=true || shell_passes=false
ok 'shell passes' "$shell_passes"
printf '#!/bin/sh\nrm $1\n' > "$work/scripts/bad"
fails 'shell: an unquoted variable, in a script without a suffix' 'SC2086' sh -c 'cd "$1" && "$2"' - "$work/scripts" "$lint/shell.sh"

defect '#if' conditionals 'src/lib/bad.c:2:.*plain if' src/lib/bad.c << 'END'
/* bad */
#if CONFIG_STREAM
#endif
END
defect '#ifdef with a space' conditionals 'src/lib/bad.c:1:.*plain if' src/lib/bad.c << 'END'
 # ifdef CONFIG_STREAM
#endif
END
defect 'a function of 101 lines' lengths 'src/lib/bad.c:1: a function of 101 lines: void long_one' src/lib/bad.c << END
void long_one(void)
{
$(yes '	;' | head -n 98)
}
END
defect 'a long median' lengths 'median' src/lib/bad.c << END
$(for number in 1 2 3 4 5 6 7; do
	printf 'void f%d(void)\n{\n' "$number"
	yes '	;' | head -n 20
	echo '}'
done)
END
defect 'a file of 401 lines' lengths 'src/lib/bad.c: 401 lines' src/lib/bad.c << END
$(yes '/* */' | head -n 401)
END
defect 'a line of 101 columns' width 'src/lib/bad.c:2: 101 columns' src/lib/bad.c << END
/* bad */
	/* $(yes x | head -n 87 | tr -d '\n') */
END
defect 'an indentation by spaces' format '^\+	return 1;' src/lib/bad.c << 'END'
int one(void)
{
  return 1;
}
END
defect_in_c()
{
	mkdir -p out/fake/generated
	: > out/fake/generated/config.h
	"$lint/cppcheck.sh" out/fake
}
ok 'cppcheck passes' defect_in_c
cat > src/lib/bad.c << 'END'
int bad(void);
int bad(void)
{
	int table[4];

	for (int i = 0; i <= 4; i++)
		table[i] = 1;
	return table[3];
}
END
fails 'cppcheck: an index out of bounds' 'arrayIndexOutOfBounds' defect_in_c
rm src/lib/bad.c

# plant LINE [MAKE-ARGUMENT…]: builds with LINE at the start of server_main and with src/server/planted.c.
plant()
{
	cp "$here/tree/src/server/main.c" src/server/main.c
	sed -i "s|^	say(\"=\", MOTE_PROFILE);|	$1\n&|; s|^static int server_main|int planted(int number);\n&|" \
		src/server/main.c
	shift
	make "$@" > "$work/made" 2>&1 || {
		cat "$work/made"
		return 1
	}
}

# checked NAME CHECK ERE TARGET LINE: a build of TARGET with LINE in it fails the check.
checked()
{
	ok "$4 is built with $1" plant "$5" "TARGET=$4"
	fails "$2: $1" "$3" "$lint/$2.sh" "out/$4-full"
}

# instruction NAME CHECK ERE TARGET ASSEMBLER [ATTRIBUTE]: the same with an instruction in planted.c.
instruction()
{
	cat > src/server/planted.c << END
/* planted: an instruction. */
__attribute__((noinline${6:+, $6})) int planted(int number);

__attribute__((noinline${6:+, $6})) int planted(int number)
{
	__asm__ volatile("$5" : "+r"(number));
	return number;
}
END
	checked "$1" "$2" "$3" "$4" 'if (planted(argc) == 12345) return 0;'
	rm src/server/planted.c
}

clean_build()
{
	ok "$1 is built" plant ';' "TARGET=$1"
	for check in globals float level; do
		ok "$check passes on $1" "$lint/$check.sh" "out/$1-full"
	done
}

clean_build "$host"
checked 'a writable variable' globals 'variable calls ' "$host" \
	'static int calls; calls += argc; if (calls == 12345) return 0;'
checked 'a writable table' globals 'variable table ' "$host" \
	'static int table[] = {1, 2, 3}; if (table[argc % 3]++ == 5) return 0;'
ok 'an executable stack is linked' plant ';' "TARGET=$host" LDFLAGS=-Wl,-z,execstack
fails 'level: an executable stack' 'RWE' "$lint/level.sh" "out/$host-full"

for target in mips armv5 armv7 aarch64 x86_64; do
	if ! has_toolchain "$target"; then
		skip "the toolchain of $target was not built here"
		continue
	fi
	test "$target" = "$host" || clean_build "$target"
	case $target in
	mips)
		instruction 'a move from the FPU' float 'mfc1 in planted' mips \
			'.set push; .set hardfloat; mfc1 %0, $f0; .set pop' nomips16
		instruction 'an addition of floats' float 'add.d in planted' mips \
			'.set push; .set hardfloat; add.d $f0, $f2, $f4; .set pop; move %0, %0' nomips16
		instruction 'an instruction of MIPS64' level '.word in planted' mips \
			'.set push; .set mips64r2; daddu %0, %0, %0; .set pop' nomips16
		instruction 'an instruction of the DSP' level 'addu.qb in planted' mips \
			'.set push; .set dsp; addu.qb %0, %0, %0; .set pop' nomips16
		;;
	armv5)
		instruction 'a move to the FPU' float 'vmov in planted' armv5 \
			'.fpu vfp; vmov s0, %0' 'target("arm")'
		instruction 'an ARMv7 instruction' level 'movw in planted' armv5 \
			'.arch armv7-a; movw %0, #1' 'target("arm")'
		instruction 'a Thumb-2 instruction' level 'bfc in planted' armv5 \
			'.arch armv7-a; bfc %0, #1, #2'
		;;
	armv7)
		instruction 'an addition of floats' float 'vadd.f64 in planted' armv7 'vadd.f64 d0, d0, d0'
		instruction 'a NEON instruction' level 'vadd.i32 in planted' armv7 '.fpu neon; vadd.i32 q0, q0, q0'
		instruction 'a division' level 'udiv in planted' armv7 '.arch_extension idiv; udiv %0, %0, %0'
		;;
	aarch64)
		instruction 'an addition of floats' float 'fadd in planted' aarch64 'fadd d0, d0, d0'
		instruction 'an ARMv8.1 instruction' level 'ldadd in planted' aarch64 \
			'.arch armv8.1-a; ldadd %w0, %w0, [sp]'
		;;
	x86_64)
		instruction 'an addition of floats' float 'addsd in planted' x86_64 'addsd %%xmm0, %%xmm0'
		instruction 'a later instruction' level 'popcnt in planted' x86_64 'popcnt %0, %0'
		;;
	esac
done

done_testing
