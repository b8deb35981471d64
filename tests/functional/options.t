#!/bin/sh
# options.t: --help and --version, the names a program is called by, and what is not compiled in.
. "$(dirname "$0")/lib.sh"

here=$(command -v mote) || skip_all 'mote is not in this profile'
here=${here%/*}

for name in server client resolver; do
	if ! test -x "$here/mote-$name"; then
		skip 13 "mote-$name is not in this profile"
		continue
	fi
	status_is 0 "mote-$name --help" "mote-$name" --help
	like "$out" "^usage: mote-$name " 'prints the usage'
	is "$err" '' 'on standard output'
	help=$out
	status_is 0 "mote $name --help" mote "$name" --help
	is "$(echo "$out" | sed 1d)" "$(echo "$help" | sed 1d)" 'prints the same'

	status_is 0 "mote-$name --version" "mote-$name" --version
	like "$out" "^mote-$name [0-9]+\\.[0-9]+\\.[0-9]+" 'prints the version'
	is "$(echo "$out" | grep -cE '^[a-z0-9-]+ [^ ]+$')" "$(echo "$out" | wc -l | tr -d ' ')" 'and two words a line'
	like "$out" "^profile $MOTE_PROFILE\$" 'the profile'
	version=$out

	ln -s "$here/mote" "$work/mote-$name"
	is "$("$work/mote-$name" --version)" "$version" "a link mote-$name to mote is mote-$name"
	rm "$work/mote-$name"

	status_is 100 "mote-$name --no-such-option" "mote-$name" --no-such-option
	like "$err" '^mote-'"$name"': fatal: .*no-such-option' 'names it'
	is "$out" '' 'and prints nothing else'
done

test "$MOTE_RUN" = native || like "$(mote-server --version)" "^target $MOTE_RUN\$" 'the target is the one that it was built for'
status_is 0 'mote --help' mote --help
like "$out" server 'lists the programs'
status_is 0 'mote --version' mote --version
like "$out" '^mote [0-9]' 'prints the version'
status_is 100 'mote alone' mote
status_is 100 'mote no-such-program' mote no-such-program
like "$err" 'no-such-program' 'names it'

# What is not compiled in is named with the symbol that would bring it.
absent=0
if command -v mote-server > /dev/null; then
	if feature transport tcp; then somewhere=tcp:127.0.0.1:0; else somewhere=udp:127.0.0.1:0; fi
	for service in greet echo discard daytime time exec; do
		feature service $service && continue
		absent=$((absent + 1))
		status_is 100 "service $service" mote-server "$somewhere" $service
		like "$err" "CONFIG_SERVICE_$(echo $service | tr '[:lower:]' '[:upper:]')([^A-Z]|\$)" 'is named with its symbol'
	done
	for model in iterative event fork; do
		feature model $model && continue
		absent=$((absent + 1))
		status_is 100 "model $model" mote-server -m $model "$somewhere" echo
		like "$err" "CONFIG_MODEL_$(echo $model | tr '[:lower:]' '[:upper:]')([^A-Z]|\$)" 'is named with its symbol'
	done
	for transport in tcp:127.0.0.1:0 udp:127.0.0.1:0 "unix:$work/x" "unixgram:$work/x"; do
		feature transport "${transport%%:*}" && continue
		absent=$((absent + 1))
		status_is 100 "endpoint $transport" mote-server "$transport" echo
		like "$err" "CONFIG_TRANSPORT_$(echo "${transport%%:*}" | tr '[:lower:]' '[:upper:]')([^A-Z]|\$)" 'is named with its symbol'
		status_is 100 "the client's endpoint $transport" mote-client "$transport"
		like "$err" "CONFIG_TRANSPORT_$(echo "${transport%%:*}" | tr '[:lower:]' '[:upper:]')([^A-Z]|\$)" 'is named with its symbol'
	done
	if ! feature option user; then
		absent=$((absent + 1))
		status_is 100 'option -u' mote-server -u nobody "$somewhere" echo
		like "$err" CONFIG_SERVER_USER 'is named with its symbol'
	fi
	if ! feature option ipv6; then
		absent=$((absent + 1))
		status_is 100 'option -6' mote-server -6 "$somewhere" echo
		like "$err" CONFIG_IPV6 'is named with its symbol'
		status_is 100 'an IPv6 endpoint' mote-server "${somewhere%%:*}:[::1]:0" echo
		like "$err" CONFIG_IPV6 'is named with its symbol'
	fi
	if test "$MOTE_PROFILE" = full; then
		is $absent 0 'full lacks nothing'
	else
		isnt $absent 0 "$MOTE_PROFILE lacks something"
	fi

	status_is 100 'a server without arguments' mote-server
	status_is 100 'a server without a service' mote-server "$somewhere"
	status_is 100 'a service that nobody knows' mote-server "$somewhere" no-such-service
	like "$err" no-such-service 'is named'
	status_is 100 'a model that nobody knows' mote-server -m no-such-model "$somewhere" echo
	like "$err" no-such-model 'is named'

	# One letter or a word, together or apart.
	for way in '-1' '--announce' '-v1' '-1 --verbose' '-q -1 -b 5' '-1 -b5' '--backlog=5 -1' '-1 --backlog 5'; do
		case $way in *-b*) feature transport tcp || { skip 1 'no streams in this profile'; continue; } ;; esac
		server_out=$work/way
		# shellcheck disable=SC2086 # options
		mote-server $way "$somewhere" echo > "$server_out" 2> /dev/null &
		server_pid=$!
		track $server_pid
		endpoint_count=1
		ok "$way" eventually 5 announced
		stop_server
		: > "$server_out"
	done

	# Quiet: only what is wrong. Verbose: who comes and goes.
	if feature transport tcp && feature service echo; then
		start_server -q tcp:127.0.0.1:0 echo
		run mote-client -m x "$endpoint"
		stop_server
		is "$(cat "$server_log")" '' '-q: nothing is logged'
		start_server -v tcp:127.0.0.1:0 echo
		run mote-client -m x "$endpoint"
		ok '-v: the client is logged' eventually 5 logged '127\.0\.0\.1'
		stop_server
	else
		skip 2 'echo over TCP is not in this profile'
	fi
fi

done_testing
