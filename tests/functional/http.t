#!/bin/sh
# http.t: files over HTTP/1.1: what is asked for comes, nothing else is reached, and nothing wrong is taken for
# a request. The table of requests is in http-requests.
. "$(dirname "$0")/lib.sh"
need service http
need transport tcp

www=$work/www
mkdir -p "$www/sub" "$www/list/a b&<c>" "$www/index.d/index.html"
echo index > "$www/index.html"
printf 0123456789 > "$www/ten.txt"
dd if=/dev/urandom of="$www/large.bin" bs=65536 count=8 2> /dev/null
echo 'a { }' > "$www/style.css"
echo packed > "$www/style.css.gz"
: > "$www/empty"
echo secret > "$work/secret"
ln -s ../secret "$www/out"
ln -s "$work/secret" "$www/absolute"
ln -s .. "$www/up"
ln -s "$www/up" "$www/list/away"
mkfifo "$www/fifo"
: > "$www/list/x'\"y"
: > "$www/list/.hidden"

# ask REQUEST…: sends it, as %b has it, and sets $reply, with CR taken off, and $statuses.
ask()
{
	reply=$(printf %b "$1" | within 20 mote-client "$endpoint" 2> "$work/client.err" | tr -d '\r')
	statuses=$(printf '%s\n' "$reply" | sed -n 's/^.*HTTP\/1\.1 \([0-9]*\) .*/\1/p' | tr '\n' ' ')
	statuses=${statuses% }
}

# get PATH [FIELD…]: a GET of a connection of its own; $reply and $statuses, and the body in $work/body.
get()
{
	get_head="GET $1 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
	shift
	for get_field; do
		get_head="$get_head$get_field\r\n"
	done
	printf '%b\r\n' "$get_head" | within 20 mote-client "$endpoint" > "$work/whole" 2> "$work/client.err"
	sed '/^\r$/q' "$work/whole" > "$work/head"
	tail -c +$(($(wc -c < "$work/head") + 1)) "$work/whole" > "$work/body"
	reply=$(tr -d '\r' < "$work/head")
	statuses=$(printf '%s\n' "$reply" | sed -n '1s/^HTTP\/1\.1 \([0-9]*\) .*/\1/p')
}

field()
{
	printf '%s\n' "$reply" | sed -n "s/^$1: //p"
}

# A request that does not become whole; what is said to it is looked at in the end.
start_server tcp:127.0.0.1:0 http "$www"
slow_pid=$server_pid
client slow
slow_client=$client_pid
exec 8<> "$work/slow.in"
printf 'GET / HTTP/1.1\r\nHost: ' >&8

start_server tcp:127.0.0.1:0 http "$www"

# --- Every request of the table -----------------------------------------------------------------------
tab=$(printf '\t')
count=0
wrong=0
while IFS=$tab read -r want request; do
	case $want in '#'* | '') continue ;; esac
	count=$((count + 1))
	ask "$request"
	test "$statuses" != "$want" || continue
	wrong=$((wrong + 1))
	diag "wanted $want, got $statuses: $request"
done < "$(dirname "$0")/http-requests"
is "$wrong" 0 "all $count requests of the table have the right outcome"
ok 'the server is still there' alive "$server_pid"

# --- What comes ---------------------------------------------------------------------------------------
get /ten.txt
is "$statuses $(cat "$work/body") $(field Content-Length)" '200 0123456789 10' 'a file comes'
is "$(field Content-Type)" 'text/plain; charset=utf-8' 'with its type'
is "$(field Connection)" close 'and the connection is closed where that was asked for'
like "$(field Date)" '^(Mon|Tue|Wed|Thu|Fri|Sat|Sun), [0-3][0-9] [A-Z][a-z][a-z] 20[0-9][0-9] [0-2][0-9]:[0-5][0-9]:[0-6][0-9] GMT$' 'the date is as HTTP has it'
like "$(field Date)" "$(date -u '+%d')" 'and today'
is "$(field Server)" mote 'the server says what it is'
tag=$(field ETag)
changed=$(field Last-Modified)
get /large.bin
same_file "$www/large.bin" "$work/body" 'a large file comes, byte for byte'
is "$(field Content-Type)" application/octet-stream 'of a type that is not known'
get /empty
is "$statuses $(field Content-Length) $(wc -c < "$work/body" | tr -d ' ')" '200 0 0' 'an empty file comes'
get /
is "$statuses $(cat "$work/body")" '200 index' 'a folder is its index.html'
get '/sub?a=b'
is "$statuses $(field Location)" '301 /sub/?a=b' 'a folder without its / is one step away'
get //sub
is "$statuses $(field Location)" '301 /sub/' 'and never on another host'
get /index.d/
is "$statuses" 403 'an index that is a folder is none'
ask 'HEAD /ten.txt HTTP/1.1\r\nHost: a\r\n\r\n'
is "$(field Content-Length) ${reply##*
}" '10 Content-Length: 10' 'HEAD tells the length and sends no body'
ask 'HEAD /large.bin HTTP/1.1\r\nHost: a\r\n\r\nGET /ten.txt HTTP/1.1\r\nHost: a\r\n\r\n'
is "$statuses ${reply##*
}" '200 200 0123456789' 'so the next reply follows at once'
ask 'GET /ten.txt HTTP/1.0\r\nConnection: keep-alive\r\n\r\n'
is "$(field Connection)" keep-alive 'HTTP/1.0 is told that the connection is kept'
ask 'POST / HTTP/1.1\r\nHost: a\r\n\r\n'
is "$(field Allow) $(field Connection)" 'GET, HEAD close' 'of other methods it is told which are allowed'
echo changed > "$www/index.html"
index_changed()
{
	get /
	test "$(cat "$work/body")" = changed
}
ok 'a file that changes is soon another' eventually 5 index_changed

# --- What must not be reached ---------------------------------------------------------------------------
for path in out absolute up/secret up list/away/secret fifo; do
	get "/$path"
	# Where the kernel cannot keep a path within a folder no link is followed: some are not there then.
	like "$statuses" '^40[34]$' "/$path is not reached"
	! grep -q secret "$work/body" || fail 'what is outside was sent'
done

# --- Ranges and conditions --------------------------------------------------------------------------------
get /ten.txt 'Range: bytes=2-4'
is "$statuses $(field Content-Range) $(cat "$work/body")" '206 bytes 2-4/10 234' 'a range'
get /ten.txt 'Range: bytes=-3'
is "$statuses $(field Content-Range) $(cat "$work/body")" '206 bytes 7-9/10 789' 'the last bytes'
get /ten.txt 'Range: bytes=10-'
is "$statuses $(field Content-Range) $(field Content-Length)" '416 bytes */10 0' 'a range that is not there'
get /large.bin 'Range: bytes=100000-300000'
dd if="$www/large.bin" bs=1 skip=100000 count=200001 of="$work/part" 2> /dev/null
same_file "$work/part" "$work/body" 'a range of a large file'
get /ten.txt "If-Range: $tag" 'Range: bytes=0-1'
is "$statuses" 206 'a range of what has not changed'
get /ten.txt 'If-Range: "other"' 'Range: bytes=0-1'
is "$statuses" 200 'or all of it'
get /ten.txt "If-None-Match: \"other\", W/$tag"
is "$statuses $(field ETag) $(wc -c < "$work/body" | tr -d ' ')" "304 $tag 0" 'nothing new, by the entity tag'
get /ten.txt "If-Modified-Since: $changed"
is "$statuses" 304 'and by the date'
get /ten.txt "If-Modified-Since: $changed" 'If-None-Match: "other"'
is "$statuses" 200 'of which the tag decides'
get /large.bin 'If-None-Match: *'
is "$statuses $(wc -c < "$work/body" | tr -d ' ')" '304 0' 'of a large file, too'

# --- Packed -------------------------------------------------------------------------------------------------
get /style.css 'Accept-Encoding: br, gzip'
is "$(field Content-Encoding) $(field Content-Type) $(cat "$work/body")" 'gzip text/css; charset=utf-8 packed' \
	'NAME.gz comes to who takes it'
is "$(field Vary)" Accept-Encoding 'and caches are told'
get /style.css 'Accept-Encoding: gzip;q=0, br'
is "$(field Content-Encoding) $(cat "$work/body")" ' a { }' 'not to who does not'
get /ten.txt 'Accept-Encoding: gzip'
is "$statuses $(field Content-Encoding)" '200 ' 'and is not needed'
stop_server
is "$server_status" 0 'stopped'

# --- Listings -------------------------------------------------------------------------------------------------
run mote-server tcp:127.0.0.1:0 http -l /no/such/folder
if printf '%s' "$err" | grep -q 'not compiled in'; then
	skip 6 'listings are not in this profile'
else
	start_server tcp:127.0.0.1:0 http -l "$www"
	get /list/
	is "$statuses" 200 'a folder is listed'
	like "$(cat "$work/body")" '<a href="./a%20b%26%3cc%3e/">a&#32;b&#38;&#60;c&#62;/</a>' 'names are escaped twice'
	like "$(cat "$work/body")" '<a href="./x%27%22y">x&#39;&#34;y</a>' 'quotes, too'
	unlike "$(cat "$work/body")" hidden 'but for hidden ones'
	get '/list/a%20b%26%3cc%3e/'
	is "$statuses" 200 'and what is listed is there'
	get /
	is "$(cat "$work/body")" changed 'an index comes before the list'
	stop_server
fi

# --- Slow and idle clients ----------------------------------------------------------------------------------------
start_server -i 1 tcp:127.0.0.1:0 http "$www"
client idle
exec 7<> "$work/idle.in"
eventually 10 gone_or_zombie $client_pid || fail 'an idle client is not waited for'
is "$(wc -c < "$work/idle.out" | tr -d ' ')" 0 'an idle connection ends without a word'
exec 7>&-
stop_server

# --- Under the other models -------------------------------------------------------------------------------------------
for model in iterative fork; do
	if ! feature model $model; then
		skip 3 "model $model is not in this profile"
		continue
	fi
	start_server -m $model tcp:127.0.0.1:0 http "$www"
	get /large.bin
	same_file "$www/large.bin" "$work/body" "$model: a large file"
	ask 'GET /ten.txt HTTP/1.1\r\nHost: a\r\n\r\nGET /out HTTP/1.1\r\nHost: a\r\n\r\n'
	is "$statuses" '200 403' "$model: two requests"
	stop_server
	is "$server_status" 0 "$model: stopped"
done

# --- What is wrong on the command line ------------------------------------------------------------------------------------
for arguments in '' 'a b' '/no/such/folder' "$www/ten.txt"; do
	# shellcheck disable=SC2086 # words
	run mote-server tcp:127.0.0.1:0 http $arguments
	is "$status" 100 "refused: http $arguments"
done

# --- The end --------------------------------------------------------------------------------------------------------
if feature model event && mote-server --help 2>&1 | grep -q -e --drain; then
	start_server -m event --drain 60 tcp:127.0.0.1:0 http "$www"
	client kept
	exec 9<> "$work/kept.in"
	printf 'GET / HTTP/1.1\r\nHost: x\r\n\r\n' >&9
	ok 'a kept connection' eventually 10 heard kept '^HTTP/1.1 200 '
	stop_server
	is "$server_status" 0 'that waits for the next request does not hold up the end'
	exec 9>&-
else
	skip 2 'event, or --drain, is not in this profile'
fi

# --- The slow one ---------------------------------------------------------------------------------------------------
eventually 15 heard slow '^HTTP/1.1 408 ' || :
like "$(cat "$work/slow.out")" '^HTTP/1.1 408 ' 'who does not end a request is told so'
ok 'and the connection ends' eventually 5 gone_or_zombie "$slow_client"
exec 8>&-
end "$slow_pid"

done_testing
