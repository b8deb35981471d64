# shellcheck shell=sh
# common.sh: what the scripts of the toolchain share; read with `.`, after $toolchain was set to this
# folder. Nothing here runs a program when it is read, so it costs nothing.
: "${toolchain:?}"

cache=${MOTE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/mote}

say()
{
	printf 'mote: %s\n' "$*" >&2
}

die()
{
	say "$*"
	exit 1
}

# known FOLDER SUFFIX: the names of the files in a folder of the toolchain, on one line.
known()
{
	for known_file in "$toolchain/$1"/*"$2"; do
		known_file=${known_file##*/}
		printf '%s ' "${known_file%"$2"}"
	done
}

# target_value TARGET NAME: the value of a line `NAME = VALUE` in targets/TARGET.mk.
target_value()
{
	test -f "$toolchain/targets/$1.mk" ||
		die "there is no target '$1'; the targets are: $(known targets .mk)"
	sed -n "s/^$2[[:space:]]*=[[:space:]]*//p" "$toolchain/targets/$1.mk"
}

# source_value NAME COLUMN: a column of the file `sources`.
source_value()
{
	while read -r source_name source_version source_path source_sum; do
		test "$source_name" = "$1" || continue
		case $2 in
		version) echo "$source_version" ;;
		path) echo "$source_path" ;;
		sum) echo "$source_sum" ;;
		esac
		return
	done < "$toolchain/sources"
	die "toolchain/sources has no line for '$1'"
}

# host_target: the target that this machine is.
host_target()
{
	case $(uname -m) in
	x86_64) echo x86_64 ;;
	aarch64) echo aarch64 ;;
	armv7* | armv8*) echo armv7 ;;
	armv5* | armv6*) echo armv5 ;;
	*) die "this machine ($(uname -m)) is none of the targets; say TARGET=…: $(known targets .mk)" ;;
	esac
}

# with_lock NAME COMMAND…: runs a command while no other process of this user holds that name.
with_lock()
{
	mkdir -p "$cache"
	lock_file=$cache/$1.lock
	shift
	(
		flock -n 9 || {
			say "waiting for another build that holds $lock_file"
			flock 9
		}
		"$@"
	) 9> "$lock_file"
}
