#!/bin/sh
# need.sh: makes sure that the tools a step needs are there.
#
#	need.sh [COMMAND:]PACKAGE… [/FILE:PACKAGE]…
#
# Installs the Debian packages that are missing, as root or through sudo. With `COMMAND:` or `/FILE:`
# in front, the package is wanted only if that command or file is not there, whatever it came from.
# On a system without apt it names what is missing, and fails if that is a command.
set -eu
toolchain=$(cd "${0%/*}" && pwd)
. "$toolchain/common.sh"

packages=''
commands=''
plain=''
for want; do
	case $want in
	/*:*) test -e "${want%%:*}" || packages="$packages ${want#*:}" ;;
	*:*)
		command -v "${want%%:*}" > /dev/null && continue
		commands="$commands ${want%%:*}"
		packages="$packages ${want#*:}"
		;;
	*) plain="$plain $want" ;;
	esac
done

if test -n "$plain" && command -v dpkg-query > /dev/null; then
	# shellcheck disable=SC2086 # a list of packages
	there=$(dpkg-query -W -f '${Package} ${db:Status-Status}\n' $plain 2> /dev/null) || :
	for want in $plain; do
		case "
$there
" in
		*"
$want installed
"*) ;;
		*) packages="$packages $want" ;;
		esac
	done
elif test -n "$plain"; then
	packages="$packages$plain"
fi
test -n "$packages" || exit 0

if ! command -v apt-get > /dev/null; then
	say "this is no Debian: please see to what these packages hold:$packages"
	test -z "$commands" || die "these commands are missing:$commands"
	exit 0
fi

as_root=''
if test "$(id -u)" -ne 0; then
	command -v sudo > /dev/null || die "missing; as root, run: apt-get install$packages"
	as_root=sudo
fi

apt()
{
	# shellcheck disable=SC2086 # a list of packages
	$as_root env DEBIAN_FRONTEND=noninteractive LC_ALL=C apt-get -qq -o DPkg::Lock::Timeout=600 \
		-o Dpkg::Use-Pty=0 "$@" > "$log" 2>&1 < /dev/null
}

log=$(mktemp)
trap 'rm -f "$log"' EXIT
say "installing Debian packages:$packages"
# shellcheck disable=SC2086 # a list of packages
if ! apt install -y --no-install-recommends $packages; then
	say "reading the package lists anew first"
	if ! apt update || ! apt install -y --no-install-recommends $packages; then
		cat "$log" >&2
		die "apt-get could not install:$packages"
	fi
fi
