# table.awk -v goals=FILE: prints from the lines ROW|ROUND|CONTESTANT|FIGURES… on standard input, one a
# measurement, a table of medians for each row, and beneath it which goals were met. A ratio is the
# median of the rounds' own ratios: what slows the machine down for a while slows all of a round.
# Fails if something was not measured.
BEGIN {
	FS = "|"
	while ((getline line < goals) > 0)
		if (line !~ /^#/)
			goal[goal_count++] = line
}

function note(row, round, who, column, value) {
	value_of[row, round, who, column] = value
}

!($1 in seen) { seen[$1] = 1; rows[row_count++] = $1 }
!(($1, $3) in known) { known[$1, $3] = 1; names_of[$1, count_of[$1]++] = $3 }
{ if ($2 > rounds[$1]) rounds[$1] = $2 }

function kind(row) {
	return row ~ /held$/ ? "held" : row ~ /^(idle|calls|bulk)$/ ? row : "rate"
}

kind($1) == "idle" && $4 != "" { note($1, $2, $3, "pss", $4) }
kind($1) == "held" && $4 != "" {
	note($1, $2, $3, "own", $5 / 1024)
	note($1, $2, $3, "kernel", $6 / 1024)
}
kind($1) == "calls" && $4 != "" { note($1, $2, $3, "calls", $4) }
kind($1) == "rate" && $6 > 0 && $4 > 0 {
	note($1, $2, $3, "rate", $4 * 1000000 / $6)
	note($1, $2, $3, "cpu", $7 / 100 / $8)
	failures[$1, $3] += $5
}
# Thousands of bytes.
kind($1) == "bulk" && $6 > 0 && $4 > 0 {
	note($1, $2, $3, "rate", $4 * 1000 / $6)
	note($1, $2, $3, "cpu", $7 / $8)
	failures[$1, $3] += $5
}

function median(list, n,    i, j, swap) {
	if (!n)
		return ""
	for (i = 1; i < n; i++)
		for (j = i; j > 0 && list[j - 1] > list[j]; j--) {
			swap = list[j]
			list[j] = list[j - 1]
			list[j - 1] = swap
		}
	return n % 2 ? list[(n - 1) / 2] : (list[n / 2 - 1] + list[n / 2]) / 2
}

function typical(row, who, column,    list, n, i) {
	for (i = 1; i <= rounds[row]; i++)
		if ((row, i, who, column) in value_of)
			list[n++] = value_of[row, i, who, column]
	return median(list, n)
}

# Of one to another in the same round; to "-", the figure itself.
function ratio(row, who, column, other,    list, n, i) {
	if (other == "-")
		return typical(row, who, column)
	for (i = 1; i <= rounds[row]; i++)
		if ((row, i, who, column) in value_of && value_of[row, i, other, column] > 0)
			list[n++] = value_of[row, i, who, column] / value_of[row, i, other, column]
	return median(list, n)
}

# The kernel's part of a held connection counts from one that nobody has accepted.
function count_kernel(row,    i, j, who, first) {
	first = names_of[row, 0]
	for (i = 1; i <= rounds[row]; i++)
		for (j = 0; j < count_of[row]; j++) {
			who = names_of[row, j]
			if (((row, i, who, "own") in value_of) && ((row, i, first, "kernel") in value_of))
				note(row, i, who, "all", value_of[row, i, who, "own"] + \
					value_of[row, i, who, "kernel"] - value_of[row, i, first, "kernel"])
		}
}

function form(format, value) {
	return value == "" ? "not measured" : sprintf(format, value)
}

function print_line(row, who,    first) {
	first = names_of[row, 0]
	if (kind(row) == "idle")
		printf "| %s | %s |\n", who, form("%d", typical(row, who, "pss"))
	else if (kind(row) == "held")
		printf "| %s | %s | %s |\n", who, form("%.2f", typical(row, who, "own")), form("%.2f", typical(row, who, "all"))
	else if (kind(row) == "calls")
		printf "| %s | %s |\n", who, form("%.1f", typical(row, who, "calls"))
	else
		printf "| %s | %s | %s | %s | %d |\n", who, form("%d", typical(row, who, "rate")),
			form("%.3f", typical(row, who, "cpu")), form("%.2f", ratio(row, who, "rate", first)), failures[row, who]
}

function print_table(row,    i) {
	printf "\n%s\n\n", titles[row]
	if (kind(row) == "idle")
		print "| server | PSS, KB |\n| --- | ---: |"
	else if (kind(row) == "held")
		print "| server | own, KiB | with the kernel's, KiB |\n| --- | ---: | ---: |"
	else if (kind(row) == "calls")
		print "| server | calls |\n| --- | ---: |"
	else if (kind(row) == "bulk")
		print "| server | MB a second | CPU s per GB | ratio | failed |\n| --- | ---: | ---: | ---: | ---: |"
	else
		print "| server | a second | CPU s per 10,000 | ratio | failed |\n| --- | ---: | ---: | ---: | ---: |"
	for (i = 0; i < count_of[row]; i++)
		print_line(row, names_of[row, i])
}

function judge(line,    part, reached) {
	split(line, part, "|")
	if (!(part[1] in seen))
		return
	reached = ratio(part[1], part[2], part[3], part[6])
	if (reached == "") {
		missing = 1
		verdict = "NOT MEASURED"
	} else
		verdict = (part[4] == ">=" ? reached >= part[5] : reached <= part[5]) ? "met" : "MISSED"
	if (verdict == "MISSED")
		missed++
	printf "goal %s: %s, %s, %s %s %s%s: %s\n", verdict, part[1], part[2], part[3], part[4] == ">=" ? "at least" : "at most",
		part[5], part[6] == "-" ? "" : " of " part[6] "'s", form("%.2f", reached)
}

END {
	titles["greet"] = "greet: a greeting built in, 16 at once, client and server on one core"
	titles["exec"] = "exec: a program started for each, 16 at once, client and server on one core"
	titles["exec2"] = "exec2: the same on two cores"
	titles["udp"] = "udp: 64 bytes echoed, 16 clients, client and server on one core"
	titles["http"] = "http: a file of 1 KiB over connections that are kept, 16 at once, client and server on one core"
	titles["httpeach"] = "httpeach: a file of 1 KiB over a connection each, 16 at once, client and server on one core"
	titles["http100k"] = "http100k: a file of 100 KiB over connections that are kept, 16 at once, client and server on one core"
	titles["relay"] = "relay: a line through a forwarder and one back, a connection each, 16 at once, all on one core"
	titles["bulk"] = "bulk: one connection through a forwarder that carries what it can, all on one core"
	titles["dns"] = "dns: names of a hosts file asked for by dnsperf, 100 queries at once, on two cores; failed: lost"
	titles["held"] = "held: each of 1,000 connections that say nothing"
	titles["relayheld"] = "relayheld: each of 1,000 connections through a forwarder that say nothing"
	titles["idle"] = "idle: a server that has nothing to do"
	titles["calls"] = "calls: system calls of the server's processes for one conversation"
	for (i = 0; i < row_count; i++) {
		if (kind(rows[i]) == "held")
			count_kernel(rows[i])
		print_table(rows[i])
	}
	print ""
	for (i = 0; i < goal_count; i++)
		judge(goal[i])
	columns["idle"] = "pss"
	columns["held"] = "own"
	columns["calls"] = "calls"
	columns["rate"] = columns["bulk"] = "rate"
	for (key in known) {
		split(key, part, SUBSEP)
		row = part[1]
		column = columns[kind(row)]
		if (typical(row, part[2], column) == "") {
			printf "not measured: %s, %s\n", row, part[2]
			missing = 1
		}
	}
	exit missing
}
