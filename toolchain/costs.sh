#!/bin/sh
# costs.sh [SERVICE…]: says what each service costs: the bytes of mote-server, full on ARMv7, with this service
# and without it, beside what its stanza tells. Fails where they differ by more than a tenth, or 50 bytes.
#
# All services whose stanza tells `Costs about N bytes`, are left out of the first build, and each stands alone in
# another one: what several share (HTTP's requests) is in the cost of each.
set -eu
toolchain=$(cd "${0%/*}" && pwd)
. "$toolchain/common.sh"
cd "$toolchain/.."

target=armv7
out=out/costs

# told FILE: the number in the first stanza of a service, if there is one. It may stand on two lines.
told()
{
	awk '
		/^ \* config / && ++stanzas == 2 { exit }
		{ sub(/^ \*[ \t]*/, ""); text = text " " $0 }
		/\*\// { exit }
		END { if (match(text, /Costs about [0-9,]+ bytes/)) { text = substr(text, RSTART, RLENGTH); gsub(/[^0-9]/, "", text); print text } }
	' "$1"
}

# size_with [SERVICE]: the bytes of mote-server with this one alone.
size_with()
{
	sed "s/^CONFIG_SERVICE_\($left_out\)=y/# CONFIG_SERVICE_\1 is not set/" "$out/full" > "$out/.config"
	test -z "${1:-}" || sed -i "s/^# CONFIG_SERVICE_$(upper "$1") is not set/CONFIG_SERVICE_$(upper "$1")=y/" "$out/.config"
	make -j"$(nproc)" "TARGET=$target" PROFILE=full "O=$out" "$out/bin/mote-server" > "$out/log" 2>&1 || {
		cat "$out/log" >&2
		die "mote-server does not build${1:+ with $1 alone}"
	}
	wc -c < "$out/bin/mote-server"
}

upper()
{
	echo "$1" | tr '[:lower:]' '[:upper:]'
}

names=''
left_out=''
for file in src/server/service/*.c; do
	test -n "$(told "$file")" || continue
	name=$(basename "$file" .c)
	names="$names $name"
	left_out="$left_out${left_out:+\\|}$(upper "$name")"
done
test $# -gt 0 || eval "set -- $names"
unset MAKEFLAGS MFLAGS MAKELEVEL MAKEOVERRIDES || :
make "TARGET=$target" PROFILE=full "O=$out" defconfig > /dev/null
cp "$out/.config" "$out/full"
base=$(size_with)
status=0
printf '%-10s %6s %6s\n' service bytes told
for name; do
	cost=$(($(size_with "$name") - base))
	told=$(told "src/server/service/$name.c")
	test -n "$told" || die "src/server/service/$name.c does not tell what it costs"
	apart=$((cost - told))
	verdict=''
	if test $((apart * apart)) -gt 2500 && test $((apart * apart * 100)) -gt $((told * told)); then
		verdict=' WRONG'
		status=1
	fi
	printf '%-10s %6d %6d%s\n' "$name" "$cost" "$told" "$verdict"
done
exit $status
