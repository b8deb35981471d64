#!/bin/sh
# harness.t: the harness itself: a test that fails, dies, hangs or leaves something behind is a failure,
# and nothing that a run has made is there after it.
set -u
here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../.." && pwd)
toolchain=$top/toolchain
# shellcheck source=../../toolchain/common.sh
. "$toolchain/common.sh"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
number=0

# is GOT WANTED NAME
is()
{
	number=$((number + 1))
	if test "$1" = "$2"; then
		echo "ok $number - $3"
	else
		printf "not ok %d - %s\n# got:    '%s'\n# wanted: '%s'\n" "$number" "$3" "$1" "$2"
	fi
}

# Where runs make their folders.
TMPDIR=$work/tmp
mkdir "$TMPDIR"
export TMPDIR
unset MOTE_SKIPS_LATER

# A copy of what the harness is made of, with tests of our own.
mkdir -p "$work/tree/tests/functional" "$work/tree/out"
cp -R "$top/rootfs" "$top/toolchain" "$work/tree"
cp "$top"/tests/*.sh "$work/tree/tests"
cp -R "$top/tests/peers" "$work/tree/tests"
cp "$top/tests/functional/lib.sh" "$work/tree/tests/functional"
host=$(host_target)
ln -s "$top/out/$host-rootfs" "$top/out/$host-full" "$work/tree/out"

# result NAME: runs one test, read from standard input; sets $result to its counts and $status.
result()
{
	{
		# shellcheck disable=SC2016 # for the test
		echo '. "$(dirname "$0")/lib.sh"'
		cat
	} > "$work/tree/tests/functional/$1.t"
	status=0
	printed=$("$work/tree/tests/run.sh" native full "tests/functional/$1.t" 2>&1) || status=$?
	result="$status: $(cat "$work/tree/out/check/native-full/result")"
}

result passes <<'END'
is a a same
skip 2 reason
done_testing
END
is "$result" '0: 1 0 2' 'a test that passes, and two skipped'

result fails <<'END'
is a a same
is a b different
done_testing
END
is "$result" '1: 1 1 0' 'one that fails'

result dies <<'END'
is a a same
exit 0
END
is "$result" '1: 1 1 0' 'one that ends before its end'

result broken <<'END'
if
END
is "$result" '1: 0 1 0' 'one that is no shell script'

result nothing <<'END'
done_testing
END
is "$result" '1: 0 1 0' 'one without tests'

result skips <<'END'
skip_all 'a good reason'
END
is "$result" '0: 0 0 1' 'a file that is skipped'
is "$(echo "$printed" | grep -c 'a good reason')" 1 'with its reason printed'

result leaves <<'END'
is a a same
sleep 1000 &
done_testing
END
is "$result" '1: 1 1 0' 'one that leaves a process behind'
is "$(echo "$printed" | grep -c 'left running: .*sleep 1000')" 1 'which is named'

result tracks <<'END'
sleep 1000 &
track $!
is a a same
done_testing
END
is "$result" '0: 1 0 0' 'one that says what it starts leaves nothing'

sed -i 's/^limit=.*/limit=2/' "$work/tree/tests/run-one.sh"
result hangs <<'END'
is a a same
sleep 1000
done_testing
END
is "$result" '1: 1 1 0' 'one that hangs'

result isolated <<'END'
is "$(sed -n 's/^ *\([^ ]*\):.*/\1/p' /proc/net/dev)" lo 'only loopback'
is "$("$BUSYBOX" nslookup v4.example.test | grep -c 192.0.2.4)" 1 nsd
ok mount mount -t tmpfs x "$TMPDIR"
done_testing
END
is "$result" '0: 3 0 0' 'there is a network of its own, with a name server, and mounts are its own too'
is "$(find "$work/tmp" -mindepth 1)" '' 'no folder is left'
is "$(grep -c "$work" /proc/mounts)" 0 'no mount is left'

mkdir "$work/empty"
: > "$work/empty/log"
"$work/tree/tests/count.sh" "$work/empty" 0 empty > /dev/null
is $? 1 'a run without tests has failed'

echo "1..$number"
