#!/bin/sh
# fetch.sh NAME: fetches a tarball listed in `sources` into the cache, checks it, and prints its path.
#
# It comes from the mirror that this machine's apt uses. MOTE_MIRROR=URL names another Debian mirror
# (what stands before /pool/); without apt it must be given.
set -eu
toolchain=$(cd "${0%/*}" && pwd)
. "$toolchain/common.sh"

# The sum is checked on every use: a cache can be cut off or changed.
verified()
{
	test -f "$1" && echo "$sum  $1" | sha256sum -c --status 2> /dev/null
}

mirror()
{
	if test -n "${MOTE_MIRROR:-}"; then
		echo "$MOTE_MIRROR"
		return
	fi
	command -v apt-get > /dev/null || die "set MOTE_MIRROR to the URL of a Debian mirror"
	# 'http://host/debian/pool/main/…' name size sum. Lists that were never read give nothing.
	address=$(apt-get --print-uris download busybox 2> /dev/null) || address=''
	if test -z "$address"; then
		"$toolchain/need.sh" busybox-static
		address=$(apt-get --print-uris download busybox-static)
	fi
	address=${address#"'"}
	echo "${address%%/pool/*}"
}

download()
{
	if command -v curl > /dev/null; then
		curl -fsSL --retry 3 --connect-timeout 20 -o "$2" "$1"
	else
		"$toolchain/need.sh" wget:wget
		wget -q --tries=3 --timeout=60 -O "$2" "$1"
	fi
}

fetch()
{
	verified "$file" && return
	url=$(mirror)/pool/$path
	say "$name $version: fetching $url"
	part=$file.part.$$
	download "$url" "$part" || {
		rm -f "$part"
		die "cannot fetch $url"
	}
	verified "$part" || {
		rm -f "$part"
		die "$url has the wrong checksum; toolchain/sources says $sum"
	}
	mv "$part" "$file"
}

name=${1:?usage: fetch.sh NAME}
version=$(source_value "$name" version)
path=$(source_value "$name" path)
sum=$(source_value "$name" sum)
file=$cache/sources/${path##*/}
mkdir -p "$cache/sources"
verified "$file" || with_lock "fetch-$name" fetch
echo "$file"
