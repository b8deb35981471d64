# collect.awk: reads the sources of src/, writes the Kconfig stanzas of their head comments, in menus by
# folder, to standard output, and what else configure.sh must know to the file named by `index_file`:
#
#	file PATH                a source
#	switch PATH SYMBOL       a symbol in its head comment that switches it
#	table PATH KIND NAME     a line `const struct KIND KIND_NAME = {` in it

function menu_of(path, symbol)
{
	if (symbol ~ /^PROGRAM_/) return "Programs"
	if (path ~ /^src\/transport\//) return "Transports"
	if (path ~ /^src\/server\/model\//) return "Models"
	if (path ~ /^src\/server\/service\//) return "Services"
	if (path ~ /^src\/server\//) return "Server"
	if (path ~ /^src\/client\//) return "Client"
	if (path ~ /^src\/resolver\//) return "Resolver"
	return "Library"
}

FNR == 1 {
	in_head = /^\/\*/
	in_stanza = 0
	print "file " FILENAME > index_file
}

in_head {
	line = $0
	sub(/^ ?\/?\*/, "", line)
	sub(/^ /, "", line)
	ends = sub(/[ \t]*\*\/.*/, "", line)
	if (line ~ /^config [A-Z][A-Z0-9_]*$/) {
		symbol = substr(line, 8)
		if (symbol in seen) {
			print FILENAME ":" FNR ": CONFIG_" symbol " stands in " seen[symbol] " already" > "/dev/stderr"
			failed = 1
		}
		seen[symbol] = FILENAME
		menu = menu_of(FILENAME, symbol)
		in_stanza = 1
		if (symbol ~ /^(PROGRAM|TRANSPORT|MODEL|SERVICE)_/)
			print "switch " FILENAME " " symbol > index_file
		text[menu] = text[menu] "\n# " FILENAME
	} else if (line !~ /^\t/ && line != "") {
		in_stanza = 0
	}
	if (in_stanza)
		text[menu] = text[menu] "\n" line
	if (ends)
		in_head = 0
}

/^const struct (program|transport|model|service) [a-z]+_[a-z0-9_]+ = \{/ {
	name = $4
	if (sub("^" $3 "_", "", name))
		print "table " FILENAME " " $3 " " name > index_file
}

END {
	count = split("Programs Transports Models Services Server Client Resolver Library", order, " ")
	print "mainmenu \"mote\""
	for (i = 1; i <= count; i++) {
		menu = order[i]
		if (!(menu in text)) continue
		print "\nmenu \"" menu "\""
		if (menu ~ /^(Models|Services|Server)$/) print "\tdepends on PROGRAM_SERVER"
		if (menu == "Client") print "\tdepends on PROGRAM_CLIENT"
		if (menu == "Resolver") print "\tdepends on PROGRAM_RESOLVER"
		print text[menu] "\n\nendmenu"
	}
	print "\nmenu \"Build\"\n"
	while ((getline line < "toolchain/Kconfig") > 0)
		print line
	print "\nendmenu"
	exit failed
}
