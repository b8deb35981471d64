#!/bin/sh
# fresh.sh: `make check-fresh`. Makes a minimal Debian 12 tree with debootstrap, clones this checkout's last
# commit into it, and runs there the README's two commands, so that whatever they need but do not install
# shows. As root, by hand: it fetches some hundred packages and takes half an hour.
#
# The tree is out/fresh, or FRESH=FOLDER; it is removed after success and left for a look after failure.
# The mirror and the way to it are this machine's own.
set -eu
top=$(cd "${0%/*}/.." && pwd)
toolchain=$top/toolchain
# shellcheck source=../toolchain/common.sh
. "$toolchain/common.sh"

in_tree()
{
	chroot "$tree" /usr/bin/env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin TERM="${TERM:-dumb}" \
		http_proxy="${http_proxy:-}" https_proxy="${https_proxy:-}" no_proxy="${no_proxy:-}" "$@"
}

# One source, the machine's own mirror, and how apt reaches it.
set_up_apt()
{
	cp /etc/resolv.conf "$tree/etc/resolv.conf"
	rm -f "$tree"/etc/apt/sources.list.d/*
	echo "deb $mirror bookworm main" > "$tree/etc/apt/sources.list"
	apt-config dump | grep -E '^Acquire::(http|https|ftp)::' > "$tree/etc/apt/apt.conf.d/90-acquire" || :
}

# The two commands, in a mount namespace that takes its mounts with it.
run_commands()
{
	# Its root has to be a mount, else no namespace can be made inside.
	mount --bind "$tree" "$tree"
	mount --rbind /dev "$tree/dev"
	mount -t proc proc "$tree/proc"
	mount -t sysfs sysfs "$tree/sys"
	# All that a person brings along.
	in_tree apt-get -qq update
	in_tree apt-get -qq install -y --no-install-recommends make > /dev/null
	for goal in demo check; do
		say "make $goal"
		in_tree make -C /root/mote $goal
	done
}

if test "${1:-}" = --inside; then
	tree=$2
	run_commands
	exit
fi
test "$(id -u)" -eq 0 || die 'make check-fresh is for root: it makes a Debian tree and enters it'
"$toolchain/need.sh" debootstrap:debootstrap git:git
tree=${FRESH:-$top/out/fresh}
test ! -e "$tree" || die "$tree is there: remove it first"
address=$(apt-get --print-uris download busybox)
address=${address#"'"}
mirror=${MOTE_MIRROR:-${address%%/pool/*}}

say "making a minimal Debian tree in $tree"
debootstrap --variant=minbase bookworm "$tree" "$mirror"
set_up_apt
git clone --quiet "$top" "$tree/root/mote"
unshare --mount "$0" --inside "$tree"
rm -rf --one-file-system "$tree"
say 'both commands passed in a minimal Debian tree'
