#!/bin/sh
# configure.sh TARGET PROFILE OUT VERSION: makes OUT/.config, and from it what the compiler is given.
#
# A PROFILE is a fragment of toolchain/profiles/, or several joined by dashes: nofork-tiny.
#
# The Kconfig stanzas are collected from the sources and solved by kconfig-frontends. OUT/.config begins
# as the profile's and is the user's to change (make menuconfig); it follows the profile as long as it was
# not changed. Into OUT/generated go Kconfig, config.h (every symbol as 0 or 1), tables.c (what is
# compiled in, by kind), main-NAME.c for each program, and sources.mk for make. A file whose content
# stays the same is left alone, so that nothing is compiled anew for it.
set -eu
toolchain=$(cd "${0%/*}" && pwd)
. "$toolchain/common.sh"
export LC_ALL=C
cd "$toolchain/.."

target=$1
profile=$2
out=$3
version=$4
generated=$out/generated
fragments=$(echo "$profile" | tr - '\n' | sed 's|.*|toolchain/profiles/&.config|')
fragment=$generated/fragment.config

# solve OPTION FILE: runs kconfig-conf over FILE as the configuration.
solve()
{
	if ! KCONFIG_CONFIG=$2 kconfig-conf "$1" "$generated/Kconfig" > "$generated/kconfig.log" 2>&1 ||
		grep -q "^$generated/Kconfig:.*warning:" "$generated/kconfig.log"; then
		cat "$generated/kconfig.log" >&2
		die "the Kconfig stanzas of the sources cannot be solved"
	fi
}

# check_fragment FRAGMENT SOLVED: each line must have its way; one that has not is named, with the reason.
check_fragment()
{
	awk -v fragment="$1" '
		function complain(line, reason) {
			print "mote: " fragment ":" line ": " reason > "/dev/stderr"
			failed = 1
		}
		FILENAME ~ /Kconfig$/ {
			if ($1 == "config") known["CONFIG_" (symbol = $2)] = 1
			if ($1 == "menu") symbol = ""
			if ($1 == "depends") needs["CONFIG_" symbol] = needs["CONFIG_" symbol] "; it depends" substr($0, index($0, " "))
			next
		}
		FILENAME != fragment { split($0, part, "="); value[part[1]] = part[2]; next }
		/^CONFIG_[A-Z0-9_]+=/ { split($0, part, "="); name = part[1]; want = part[2] }
		/^# CONFIG_[A-Z0-9_]+ is not set$/ { name = $2; want = "n" }
		/^[ \t]*$/ || (/^#/ && !/^# CONFIG_[A-Z0-9_]+ is not set$/) { next }
		!/^(# )?CONFIG_/ { complain(FNR, "neither CONFIG_X=y, # CONFIG_X is not set, nor a comment: " $0); next }
		!(name in known) { complain(FNR, "there is no symbol " name); next }
		{ got = name in value ? value[name] : "n" }
		got != want {
			complain(FNR, name "=" want " does not survive: it becomes " got needs[name])
		}
		END { exit failed }
	' "$generated/Kconfig" "$2" "$1"
}

# replace FILE: standard input becomes FILE, unless that is what it holds already.
replace()
{
	cat > "$1.new"
	if cmp -s "$1" "$1.new"; then rm "$1.new"; else mv "$1.new" "$1"; fi
}

settings()
{
	grep '^CONFIG_' "$1" 2> /dev/null || :
}

# The user's own .config is kept through changes of the profile and of the stanzas; one that is the
# profile's follows it.
make_config()
{
	cp "$fragment" "$generated/solved"
	solve "--defconfig=$fragment" "$generated/solved"
	for one in $fragments; do
		check_fragment "$one" "$generated/solved"
	done
	if ! test -f "$out/.config" ||
		test "$(settings "$out/.config")" = "$(settings "$generated/profile.config")"; then
		cp "$generated/solved" "$out/.config"
	else
		solve --olddefconfig "$out/.config"
	fi
	mv "$generated/solved" "$generated/profile.config"
	test "$(settings "$out/.config")" = "$(settings "$generated/profile.config")" || profile=$profile+
}

write_header()
{
	awk -v version="$version" -v target="$target" -v profile="$profile" '
		BEGIN { print "/* From Kconfig, by toolchain/configure.sh. Each symbol is 0 or 1, for a plain if. */" }
		FILENAME !~ /Kconfig$/ {
			if (/^CONFIG_/) { split($0, part, "="); value[part[1]] = part[2] == "y" ? 1 : part[2] }
			next
		}
		$1 == "config" && NF == 2 {
			name = "CONFIG_" $2
			print "#define " name " " (name in value ? value[name] : 0)
		}
		END {
			print "#define MOTE_VERSION \"" version "\""
			print "#define MOTE_TARGET \"" target "\""
			print "#define MOTE_PROFILE \"" profile "\""
		}
	' "$out/.config" "$generated/Kconfig"
}

# From the index and the configuration: `in PATH`, `off PATH`, `have KIND NAME` and `absent KIND NAME`.
choose()
{
	awk '
		FILENAME !~ /index$/ { if (/=y$/) { sub(/=y$/, ""); sub(/^CONFIG_/, ""); on[$0] = 1 } next }
		$1 == "file" { path[++files] = $2 }
		$1 == "switch" { switched[$2] = 1; symbol[$3] = 1; if ($3 in on) wanted[$2] = 1 }
		$1 == "table" { file[++entries] = $2; kind[entries] = $3; name[entries] = $4 }
		END {
			for (i = 1; i <= files; i++) {
				split(path[i], part, "/")
				program = "PROGRAM_" toupper(part[2])
				off = (path[i] in switched && !(path[i] in wanted)) || (program in symbol && !(program in on))
				print (off ? "off " : "in ") path[i]
				is_off[path[i]] = off
			}
			for (i = 1; i <= entries; i++) {
				name_of = toupper(kind[i] "_" name[i])
				off = is_off[file[i]] || (name_of in symbol && !(name_of in on))
				print (off ? "absent " : "have ") kind[i] " " name[i]
			}
		}
	' "$out/.config" "$generated/index"
}

# chosen WORD [KIND]: what `choose` said of them, sorted.
chosen()
{
	sed -n "s/^$1 ${2:+$2 }//p" "$generated/chosen" | sort
}

write_table()
{
	for name in $(chosen have "$1"); do
		echo "extern const struct $1 $1_$name;"
	done
	echo "const struct $1 *const $1s[] = {"
	for name in $(chosen have "$1"); do
		echo "	&$1_$name,"
	done
	echo "	0,"
	echo "};"
	printf 'const char %ss_absent[] = "' "$1"
	# Without ABSENT nobody would read them.
	grep -qx '# CONFIG_ABSENT is not set' "$out/.config" || for name in $(chosen absent "$1"); do
		printf '%s\\0' "$name"
	done
	printf '";\n'
}

write_tables()
{
	echo '/* What is compiled in, by kind; from the enabled files, by toolchain/configure.sh. */'
	echo '#include "lib/program.h"'
	test ! -f src/transport/transport.h || echo '#include "transport/transport.h"'
	! grep -q '^have program server$' "$generated/chosen" || echo '#include "server/server.h"'
	for kind in program transport model service; do
		case $kind in
		transport) test -f src/transport/transport.h || continue ;;
		model | service) grep -q '^have program server$' "$generated/chosen" || continue ;;
		esac
		echo
		write_table "$kind"
	done
}

write_mains()
{
	for name in $(chosen have program); do
		replace "$generated/main-$name.c" <<- END
			/* mote-$name, on its own; by toolchain/configure.sh. */
			#include "lib/program.h"

			extern const struct program program_$name;

			int main(int argc, char **argv)
			{
				return program_$name.main(argc, argv);
			}
		END
	done
}

# Last, because its time says when all of this was made.
write_sources()
{
	echo "SOURCES := $(chosen in | grep -v '^src/mote\.c$' | tr '\n' ' ')"
	echo "PROGRAMS := $(chosen have program | tr '\n' ' ')"
	echo "PIE := $(sed -n 's/^CONFIG_PIE=y$/y/p' "$out/.config")"
}

"$toolchain/need.sh" kconfig-conf:kconfig-frontends-nox
for one in $fragments; do
	test -f "$one" || die "there is no profile '$profile'; the profiles are: $(known profiles .config)"
done
mkdir -p "$generated"
# shellcheck disable=SC2086 # a list of names
cat $fragments | replace "$fragment"
find src -name '*.c' | sort > "$generated/files"
xargs awk -v index_file="$generated/index" -f "$toolchain/collect.awk" < "$generated/files" \
	> "$generated/collected"
replace "$generated/Kconfig" < "$generated/collected"
make_config
choose > "$generated/chosen"
write_header | replace "$generated/config.h"
write_tables | replace "$generated/tables.c"
write_mains
write_sources > "$generated/sources.mk.new"
mv "$generated/sources.mk.new" "$generated/sources.mk"
