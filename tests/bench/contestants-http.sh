# shellcheck shell=sh
# contestants-http.sh: who serves files over HTTP in the rows http, httpeach and http100k, and how each is configured; see
# contestants.sh, which reads it. Nobody logs, asks for names or limits; each has one worker; a connection
# is kept for as many requests as come, but BusyBox closes it after each, in every row.

: "${in=}" "${one:?}"

http_servers()
{
	cat <<-END
		mote|$1|$(mote event tcp:10007 http "$in/www")
		lighttpd|$1|$in/lighttpd -D -f $in/lighttpd.conf
		nginx|$1|$in/nginx -p $in -e /dev/null -c $in/nginx.conf
		webfs|$1|$in/webfsd -F -4 -p 10007 -c 1100 -t 60 -m $in/mime.types -r $in/www
		BusyBox|$1 -a 8|$in/busybox httpd -f -p 10007 -h $in/www
	END
}

contestants_http()
{
	cat <<-END
		bare|$one -k http -b 1024|$in/fixed 10007 1024 1
		bare, events by the batch|$one -k http -b 1024|$in/fixed 10007 1024 64
		$(http_servers "$one -k http -b 1024")
	END
}

contestants_httpeach()
{
	cat <<-END
		bare|$one -k httpeach -b 1024|$in/fixed 10007 1024 1 close
		bare, in turn|$one -k httpeach -b 1024|$in/fixed 10007 1024 0
		$(http_servers "$one -k httpeach -b 1024")
	END
}

contestants_http100k()
{
	cat <<-END
		bare|$one -k http -b 102400|$in/fixed 10007 102400 1
		$(http_servers "$one -k http -b 102400")
	END
}

write_http_configurations()
{
	for size in 1024 102400; do
		head -c $size /dev/zero | tr '\0' x > "$in/www/$size.html"
	done
	echo 'text/html html' > "$in/mime.types"
	cat > "$in/lighttpd.conf" <<-END
		server.document-root = "$in/www"
		server.port = 10007
		server.errorlog = "/dev/null"
		server.compat-module-load = "disable"
		server.modules = ( "mod_staticfile" )
		server.max-worker = 0
		server.max-connections = 1100
		server.max-keep-alive-requests = 65535
		server.network-backend = "sendfile"
		mimetype.assign = ( ".html" => "text/html" )
	END
	cat > "$in/nginx.conf" <<-END
		daemon off;
		worker_processes 1;
		pid $in/nginx.pid;
		error_log /dev/null;
		events { worker_connections 2048; }
		http {
			access_log off;
			sendfile on;
			keepalive_requests 1000000000;
			types { text/html html; }
			client_body_temp_path $in/body;
			proxy_temp_path $in/body;
			fastcgi_temp_path $in/body;
			uwsgi_temp_path $in/body;
			scgi_temp_path $in/body;
			server { listen 10007 backlog=1024; root $in/www; }
		}
	END
}
