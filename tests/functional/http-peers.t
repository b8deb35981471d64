#!/bin/sh
# http-peers.t: curl, ab and wrk as the clients of http: what browsers and benchmarks do with a connection.
. "$(dirname "$0")/lib.sh"
need service http
need transport tcp
test "$MOTE_RUN" = native || skip_all 'curl, ab and wrk are those of this machine'

www=$work/www
mkdir -p "$www/sub"
echo index > "$www/index.html"
echo style > "$www/style.css"
gzip -k "$www/style.css"
dd if=/dev/urandom of="$www/large.bin" bs=65536 count=32 2> /dev/null
dd if=/dev/zero of="$www/small.txt" bs=1024 count=1 2> /dev/null

start_server tcp:127.0.0.1:0 http "$www"
url=http://127.0.0.1:$port

# fetch ARGS…: curl without a word of its own; sets $status, $out and $err.
fetch()
{
	run curl -sS --max-time 15 "$@"
}

if command -v curl > /dev/null; then
	fetch "$url/"
	is "$status $out" '0 index' 'curl: a page'
	fetch -o "$work/a" "$url/large.bin" -o "$work/b" "$url/large.bin" -w '%{num_connects} '
	is "$out" '1 0 ' 'curl: two files over one connection'
	same_file "$www/large.bin" "$work/b" 'curl: byte for byte'
	fetch -r 1000-99999 -o "$work/part" "$url/large.bin"
	dd if="$www/large.bin" bs=1 skip=1000 count=99000 of="$work/want" 2> /dev/null
	same_file "$work/want" "$work/part" 'curl: a range'
	head -c 70000 "$www/large.bin" > "$work/rest"
	fetch -C - -o "$work/rest" "$url/large.bin"
	same_file "$www/large.bin" "$work/rest" 'curl: a download that goes on'
	fetch --compressed "$url/style.css" -w '%header{content-encoding}'
	is "$out" 'style
gzip' 'curl: unpacks what was packed'
	fetch -L "$url/sub/../sub" -w '%{http_code} %{num_redirects}' -o "$work/none"
	is "$out" '403 1' 'curl: follows to the folder'
	fetch -I "$url/large.bin" -w '%{http_code}' -o "$work/none"
	is "$status $out" '0 200' 'curl: HEAD'
	fetch --path-as-is "$url/../../etc/passwd" -w '%{http_code}' -o "$work/none"
	is "$out" 403 'curl: no way out'
	fetch --etag-save "$work/tag" "$url/style.css" -o "$work/none"
	fetch --etag-compare "$work/tag" "$url/style.css" -w '%{http_code}' -o "$work/none"
	is "$out" 304 'curl: has it already'
	fetch -R -o "$work/copy" "$url/large.bin"
	fetch -z "$work/copy" "$url/large.bin" -w '%{http_code}' -o "$work/none"
	is "$out" 304 'curl: and it is not newer'
	fetch -T "$www/large.bin" "$url/upload" -w '%{http_code}' -o "$work/none"
	is "$out" 405 'curl: an upload is refused, and curl is told'
	fetch -d x=y "$url/" -w '%{http_code}' -o "$work/none"
	is "$out" 405 'curl: a form, too'
	fetch -0 "$url/" -w '%{http_version}'
	is "$status $out" '0 index
1.1' 'curl: HTTP/1.0'
else
	skip 15 'curl is not installed'
fi

if command -v ab > /dev/null; then
	for options in '' -k; do
		# shellcheck disable=SC2086 # none or one
		run ab -q $options -n 2000 -c 20 "$url/small.txt"
		like "$out" '^Complete requests: +2000$' "ab $options: all come"
		like "$out" '^Failed requests: +0$' "ab $options: as they should"
	done
	like "$out" '^Keep-Alive requests: +2000$' 'ab: over kept connections'
else
	skip 5 'ab is not installed'
fi

if command -v wrk > /dev/null; then
	run wrk -t1 -c20 -d1 "$url/large.bin"
	like "$out" 'requests in' 'wrk: runs'
	unlike "$out" 'Socket errors|Non-2xx' 'wrk: and nothing is wrong'
else
	skip 2 'wrk is not installed'
fi

ok 'the server is still there' alive "$server_pid"
stop_server
is "$server_status" 0 'stopped'

done_testing
