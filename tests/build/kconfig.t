#!/bin/sh
# The configuration: what is compiled in, profiles, changes of hand, and errors that name their line.
set -eu
. "$(dirname "$0")/lib.sh"

scratch "$work/tree"
cd "$work/tree"
server=out/$host-full/bin/mote-server

says()
{
	"$1" | tr '\n' ' ' | grep -Fx -e "$2 "
}

nothing_done()
{
	make > "$work/made" 2>&1
	grep -qx "make: Nothing to be done for 'build'." "$work/made" && test "$(wc -l < "$work/made")" -eq 1
}

ok 'a build' make
ok 'every symbol on in full' says "$server" '=full +tcp +udp +event +echo'
ok 'mote holds the program' says "out/$host-full/bin/mote" '=full +tcp +udp +event +echo'
ok 'a second make does nothing' nothing_done
ok 'another profile' make PROFILE=udp
ok 'what is off is gone, and what depends on it' says "out/$host-udp/bin/mote-server" '=udp +udp +echo'

sed 's/echo/loud/; s/ECHO/LOUD/; s/"echo/"loud/; s/service_echo/service_loud/' src/server/service/echo.c \
	> src/server/service/loud.c
ok 'a service is added by one file' make
ok 'the new service is there' says "$server" '=full +tcp +udp +event +echo +loud'

sed -i 's/^CONFIG_SERVICE_LOUD=y/# CONFIG_SERVICE_LOUD is not set/' "out/$host-full/.config"
ok 'a .config changed by hand' make
ok 'is built, marked, and the absent is named' says "$server" '=full+ +tcp +udp +event +echo -loud'
ok 'a second make does nothing then' nothing_done
ok 'savedefconfig' make savedefconfig
ok 'writes only what differs from the defaults' grep -Fxq '# CONFIG_SERVICE_LOUD is not set' "out/$host-full/defconfig"
ok 'and no other line' test "$(wc -l < "out/$host-full/defconfig")" -eq 1
echo '# CONFIG_SERVICE_ECHO is not set' >> toolchain/profiles/full.config
ok 'a changed fragment' make
ok 'leaves the changed .config alone' says "$server" '=full+ +tcp +udp +event +echo -loud'
ok 'defconfig' make defconfig
ok 'and make' make
ok 'bring the profile back' says "$server" '=full +tcp +udp +event +loud -echo'
rm src/server/service/loud.c
ok 'a file is taken away' make
ok 'and its service with it' says "$server" '=full +tcp +udp +event -echo'

echo 'CONFIG_SERVICE_EHCO=y' >> toolchain/profiles/udp.config
fails 'a misspelt symbol' 'profiles/udp.config:2: there is no symbol CONFIG_SERVICE_EHCO' make PROFILE=udp
sed -i '$d' toolchain/profiles/udp.config
echo 'CONFIG_MODEL_EVENT=y' >> toolchain/profiles/udp.config
fails 'a dependency that is not met' 'profiles/udp.config:2: CONFIG_MODEL_EVENT=y does not survive: it becomes n; it depends on STREAM' \
	make PROFILE=udp
sed -i '$d' toolchain/profiles/udp.config
echo 'SERVICE_ECHO=y' >> toolchain/profiles/udp.config
fails 'a line that is none' 'profiles/udp.config:2: .*SERVICE_ECHO=y' make PROFILE=udp
sed -i '$d' toolchain/profiles/udp.config
sed 's/loud/echo/' src/server/service/echo.c > src/server/service/again.c
fails 'a symbol in two files' 'CONFIG_SERVICE_ECHO stands in src/server/service/again.c already' make
rm src/server/service/again.c
fails 'an unknown target' "no target 'vax'; the targets are: aarch64 armv5 armv7 mips mipsel x86_64" make TARGET=vax
fails 'an unknown profile' "no profile 'big'; the profiles are: full udp" make PROFILE=big
ok 'fragments joined by a dash' make PROFILE=full-udp
ok 'each of them has its way' says "out/$host-full-udp/bin/mote-server" '=full-udp +udp -echo'
fails 'one of them is not there' "no profile 'full-big'; the profiles are: full udp" make PROFILE=full-big

echo '# CONFIG_PROGRAM_SERVER is not set' > toolchain/profiles/udp.config
ok 'a program that is off' make PROFILE=udp O=out/none
ok 'is not built' test ! -e out/none/bin/mote-server
make help > "$work/help"
ok 'help has a line for what make can do' grep -q '^make sizes ' "$work/help"

done_testing
