#!/bin/sh
# chromium.sh URL WIDTH PNG: has a headless Chromium look at a page: writes what it shows in a window of that
# width (in pixels, 800 high) to PNG, and prints the document as it stands then, scripts and all.
# `chromium.sh --there` succeeds if there is one, and gets Debian's if it can be had.
#
# It is run without its own sandbox, as it would refuse to be root's; only for pages of ours.
set -eu
here=$(cd "${0%/*}" && pwd)
toolchain=$here/../../toolchain

"$toolchain/need.sh" chromium:chromium
test "$1" != --there || exit 0
url=$1 width=$2 png=$3
profile=$(mktemp -d)
trap 'rm -rf "$profile"' EXIT

look()
{
	timeout 60 chromium --headless --no-sandbox --disable-gpu --disable-dev-shm-usage --no-first-run \
		--disable-background-networking --user-data-dir="$profile" --window-size="$width,800" \
		--hide-scrollbars "$@" "$url"
}

look --screenshot="$png" > "$profile/log" 2>&1 || { cat "$profile/log" >&2; exit 1; }
test -s "$png" || { cat "$profile/log" >&2; exit 1; }
look --dump-dom 2> /dev/null
