#!/bin/sh
# chromium.t: what a real browser makes of the pages of status and of http, in a narrow and in a wide window.
. "$(dirname "$0")/lib.sh"
test "$MOTE_RUN" = native || skip_all 'Chromium is that of this machine'
command -v chromium > /dev/null || skip_all 'there is no Chromium'
look=$(dirname "$0")/../peers/chromium.sh

# page WIDTH URL: sets $dom to the document; the picture is $work/page.png.
page()
{
	rm -f "$work/page.png"
	dom=$(MOTE_CACHE=$work HOME=$work "$look" "$2" "$1" "$work/page.png" 2> "$work/chromium-log") ||
		diag "$(tail -n 5 "$work/chromium-log")"
}

# width: of the picture, from its header.
width()
{
	"$BUSYBOX" hexdump -v -s 16 -n 4 -e '1/1 "%u "' "$work/page.png" | {
		read -r a b c d
		echo $(((a << 24) + (b << 16) + (c << 8) + d))
	}
}

if feature service status; then
	start_server -m event tcp:127.0.0.1:0 "unix:$work/a<b>&c" status
	for size in 360 1100; do
		page $size "http://127.0.0.1:$port/"
		is "$(width)" $size "status: a picture, $size wide"
		like "$dom" '<title>mote-server</title>' 'status: it has a title'
		like "$dom" "<td>status, event</td><td>tcp:127\.0\.0\.1:$port unix:$work/a[?]b&gt;[?]c</td><td>[1-9] of 40" \
			'status: each service has a row of three cells'
		is "$(printf '%s\n' "$dom" | grep -o '<table>' | grep -c .)" 2 'status: there are two tables'
	done
	page 360 "http://127.0.0.1:$port/metrics"
	like "$dom" '<pre[^>]*># TYPE mote_uptime_seconds gauge' 'status: the metrics are plain text'
	stop_server
else
	skip 9 'status is not in this profile'
fi

if feature service http; then
	mkdir "$work/www"
	echo '<p id=there>hello</p>' > "$work/www/a page & more.html"
	echo x > "$work/www/<b>100%?#.txt"
	start_server -m event tcp:127.0.0.1:0 http -l "$work/www"
	page 360 "http://127.0.0.1:$port/"
	is "$(width)" 360 'http: a picture of a listing'
	like "$dom" '>a page &amp; more.html</a>' 'http: with the names as they are'
	like "$dom" '>&lt;b&gt;100%\?#.txt</a>' 'http: even with what would be HTML'
	href=$(printf '%s\n' "$dom" | sed -n 's/.*href="\([^"]*page[^"]*\)".*/\1/p')
	page 360 "http://127.0.0.1:$port/$href"
	like "$dom" '<p id="there">hello</p>' 'http: a link leads to its page'
	stop_server
else
	skip 4 'http is not in this profile'
fi

done_testing
