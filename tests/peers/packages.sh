# shellcheck shell=sh
# packages.sh: Debian's packages for those tests and benchmarks that run what others have written; read with `.`,
# after common.sh. They are unpacked into the cache, not installed: installing would start servers.
: "${toolchain:?}" "${cache:?}"

# The libraries that packages need: nothing else of what they depend on is wanted.
libraries_of()
{
	apt-cache depends "$@" | sed -n 's/^ *|*\(Pre\)*Depends: \(lib[^:]*\)$/\2/p' | sort -u
}

# unpack_into FOLDER PACKAGE…, unless another process has done it meanwhile.
unpack_into()
{
	test ! -d "$1" || return 0
	packages_to=$1
	packages_work=$1.$$
	shift
	mkdir -p "$packages_work"
	trap 'rm -rf "$packages_work"' EXIT
	chmod 777 "$packages_work"
	(cd "$packages_work" && apt-get -q download "$@") >&2
	for package in "$packages_work"/*.deb; do
		dpkg-deb -x "$package" "$packages_work"
		rm "$package"
	done
	libraries_of "$@" > "$packages_work/libraries"
	chmod 755 "$packages_work"
	mv "$packages_work" "$packages_to"
}

# unpacked NAME PACKAGE…: prints the folder that they are unpacked in, as they would be below /; their libraries
# are installed.
unpacked()
{
	packages_name=$1
	shift
	packages_folder=$cache/$packages_name-$(dpkg --print-architecture)-$(echo "$*" | sha256sum | head -c 12)
	if ! test -d "$packages_folder"; then
		say "fetching for $packages_name: $*"
		# shellcheck disable=SC2046 # a list of packages
		"$toolchain/need.sh" $(libraries_of "$@") >&2
		with_lock "$packages_name" unpack_into "$packages_folder" "$@"
	fi
	# The cache may be another machine's, which had the libraries.
	# shellcheck disable=SC2046 # a list of packages
	"$toolchain/need.sh" $(cat "$packages_folder/libraries") >&2
	echo "$packages_folder"
}
