#!/bin/sh
# docs.t: the manual pages, the README and the programs say the same: options with their defaults and
# arguments, services, models, transports, types, targets, profiles and sizes.
#
# Runs where the source tree is, so natively. With `full` what is documented must also be there; the other
# profiles are shown to have nothing that is not documented.
# shellcheck disable=SC2317 # functions that `ok` calls
. "$(dirname "$0")/lib.sh"
top=$(dirname "$0")/../..
test -d "$top/docs" || skip_all 'the manual pages are not here, only the tests'

# help_options PROGRAM: `LETTER NAME +` for each option of --help that takes a value, `LETTER NAME -` for the
# others; without a letter `NAME` alone comes first.
help_options()
{
	"$1" --help | sed -n 's/^  -\(.\), --\([a-z0-9-]*\) [^ ].*/\1 \2 +/p
		s/^  -\(.\), --\([a-z0-9-]*\)\( *\|  .*\)$/\1 \2 -/p
		s/^      --\([a-z0-9-]*\) [^ ].*/\1 +/p
		s/^      --\([a-z0-9-]*\)\( *\|  .*\)$/\1 -/p'
}

# page_options PAGE: the same of a manual page.
page_options()
{
	sed -n 's/^\.It Fl \([^-]\) , -\([a-z0-9-]*\) \(Ar\|Cm\) .*/\1 \2 +/p
		s/^\.It Fl \([^-]\) , -\([a-z0-9-]*\)$/\1 \2 -/p
		s/^\.It Fl -\([a-z0-9-]*\) \(Ar\|Cm\) .*/\1 +/p
		s/^\.It Fl -\([a-z0-9-]*\)$/\1 -/p' "$1"
}

# help_defaults PROGRAM: `NAME NUMBER` where --help says a default in brackets.
help_defaults()
{
	"$1" --help | sed -n 's/^  .*--\([a-z0-9-]*\) .*(\([0-9][0-9]*\))$/\1 \2/p'
}

# item PAGE NAME: what the page says of an option.
item()
{
	sed -n "/^\\.It Fl \\(. , \\)\\{0,1\\}-$2\\( \\|\$\\)/,/^\\.It\\|^\\.El/p" "$1"
}

# synopsis_letters PAGE: the letters of the options in the synopsis, one a line.
synopsis_letters()
{
	sed -n '/^\.Sh SYNOPSIS/,/^\.Sh DESCRIPTION/p' "$1" | grep -o 'Fl [A-Za-z0-9]*' | cut -c 4- | grep -o .
}

# has_item PAGE NAME: has the page an item of that name, or of an endpoint that begins so?
has_item()
{
	grep -E -q "^\\.It Cm $2(:|\$| )" "$1"
}

# has_word PAGE WORD: is it one of the words, in a list perhaps, that the page sets apart?
has_word()
{
	grep -E -q "^\\.Cm (.* , |.*, )?$2( |,|\$)" "$1"
}

# has_option PAGE NAME: has the page an option of that long name, or else the word?
has_option()
{
	grep -E -q "^\\.It Fl (. , )?-$2( |\$)" "$1" || has_word "$1" "$2"
}

# features PROGRAM KIND
features()
{
	"$1" --version | sed -n "s/^$2 //p"
}

check_options()
{
	help_options "$1" > "$work/help"
	page_options "$2" > "$work/page"
	# Without the texts of the help it does not say which option has an argument.
	if ! grep -q ' +$' "$work/help"; then
		sed 's/ +$/ -/' "$work/page" > "$work/page-names"
		mv "$work/page-names" "$work/page"
	fi
	ok "$1: --help lists options" grep -q '^h help -$' "$work/help"
	is "$(grep -vxF -f "$work/page" "$work/help")" '' "$1: each option of --help is in the manual page, with its argument"
	test "$MOTE_PROFILE" != full ||
		is "$(grep -vxF -f "$work/help" "$work/page")" '' "$1: each option of the manual page is in --help"
	synopsis_letters "$2" > "$work/synopsis"
	is "$(sed -n 's/^\(.\) .*/\1/p' "$work/help" | grep -vxF -f "$work/synopsis")" '' "$1: each letter is in the synopsis"
	help_defaults "$1" > "$work/defaults"
	while read -r option number; do
		like "$(item "$2" "$option")" "default is $number(\\.|;|,)" "$1: the default of --$option is $number in the manual page too"
	done < "$work/defaults"
}

# check_features TEST PROGRAM PAGE KIND…: each feature of these kinds is in the page.
check_features()
{
	test=$1 program=$2 page=$3
	shift 3
	for kind; do
		isnt "$(features "$program" "$kind")" '' "$program has a $kind"
		for feature in $(features "$program" "$kind"); do
			ok "$program: $kind $feature is in the manual page" "$test" "$page" "$feature"
		done
	done
}

# The items of a subsection that --version does not list.
absent_items()
{
	features mote-server "$2" > "$work/features"
	sed -n "/^\\.Ss $1/,/^\\.Ss/s/^\\.It Cm \\([a-z]*\\).*/\\1/p" "$top/docs/mote-server.1" | grep -vxF -f "$work/features"
}

check_lint()
{
	if command -v mandoc > /dev/null; then
		is "$(mandoc -T lint -W warning "$1" 2> /dev/null)" '' "${1##*/}: mandoc has nothing to say"
	else
		skip 1 'mandoc is not here'
	fi
}

for name in server client resolver; do
	page=$top/docs/mote-$name.1
	check_lint "$page"
	if ! command -v "mote-$name" > /dev/null; then
		skip 1 "mote-$name is not in this profile"
		continue
	fi
	check_options "mote-$name" "$page"
	test $name = resolver || check_features has_item "mote-$name" "$page" transport
	test $name != server || check_features has_item "mote-$name" "$page" model service
	check_features has_option "mote-$name" "$page" option
done
check_lint "$top/docs/mote.1"
check_features has_item mote "$top/docs/mote.1" program
for type in $(mote-resolver --help | sed -n 's/^Types://p'); do
	ok "mote-resolver: type $type is in the manual page" has_word "$top/docs/mote-resolver.1" "$type"
done
test "$MOTE_PROFILE" = full || done_testing

is "$(absent_items Services service)" '' 'each service of the manual page is in --version'
is "$(absent_items Models model)" '' 'each model of the manual page is in --version'

# The README's tables. Its sizes are the budgets of docs/sizes.md for ARMv7, which `make sizes` enforces.
for file in "$top"/toolchain/targets/*.mk; do
	name=${file##*/}
	ok "README.md has target ${name%.mk}" grep -q "^| \`${name%.mk}\` |" "$top/README.md"
done
# budget PROGRAM PROFILE: the cell of the column armv7.
budget()
{
	awk -F ' *[|] *' -v program="$1" -v profile="$2" '
		$2 == "program" { for (i = 1; i <= NF; i++) if ($i == "armv7") column = i }
		$2 == program && $3 == profile { print $column }
	' "$top/docs/sizes.md"
}
profiles=$(sed -n 's/^| mote | \([a-z]*\) |.*/\1/p' "$top/docs/sizes.md")
isnt "$profiles" '' 'docs/sizes.md has profiles'
for name in $profiles; do
	row='|'
	for program in mote mote-server mote-client mote-resolver; do
		row="$row $(budget $program "$name") |"
	done
	is "$(sed -n "s/^| \`$name\` | [^|]* \(|.*\)/\1/p" "$top/README.md")" "$row" \
		"README.md has profile $name with the sizes of docs/sizes.md"
done

done_testing
