/* Types of records by name, and their data as text. */
#include "dns/type.h"

#include "tap.h"

static const struct {
	const char *type;
	size_t length;
	const char *bytes;
	const char *want; /* 0: malformed */
} table[] = {
	{"A", 4, "\xc0\0\2\1", "192.0.2.1"},
	{"a", 3, "\xc0\0\2", 0},
	{"A", 5, "\xc0\0\2\1\1", 0},
	{"A", 0, "", 0},
	{"AAAA", 16, "\x20\1\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\1", "2001:db8::1"},
	{"aaaa", 16, "\0\0\0\0\0\0\0\0\0\0\xff\xff\xc0\0\2\1", "::ffff:192.0.2.1"},
	{"AAAA", 15, "\x20\1\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0", 0},
	{"CNAME", 5, "\3a.b\0", "a\\.b."},
	{"NS", 1, "\0", "."},
	{"PTR", 6, "\3abc\0x", 0},
	{"ptr", 4, "\3abc", 0},
	{"Cname", 2, "\xc0\0", 0},
	{"MX", 3, "\xff\xff\0", "65535 ."},
	{"MX", 2, "\0\1", 0},
	{"SOA", 22, "\0\0\xff\xff\xff\xff\0\0\0\0\0\0\0\1\0\0\0\2\0\0\0\3",
		". . 4294967295 0 1 2 3"},
	{"SOA", 21, "\0\0\0\0\0\0\0\0\0\0\0\0\0\1\0\0\0\2\0\0\0", 0},
	{"TXT", 8, "\3a\"\\\0\2\0\xff", "\"a\\\"\\\\\" \"\" \"\\000\\255\""},
	{"TXT", 1, "\0", "\"\""},
	{"TXT", 0, "", 0},
	{"TXT", 3, "\3ab", 0},
	{"SRV", 7, "\0\1\0\2\0\3\0", "1 2 3 ."},
	{"CAA", 8, "\x80\5issue;", "128 issue \";\""},
	{"CAA", 7, "\0\5issue", "0 issue \"\""},
	{"CAA", 4, "\0\2i;", 0},
	{"CAA", 2, "\0\0", 0},
	{"NAPTR", 8, "\0\1\0\2\0\0\0\0", "1 2 \"\" \"\" \"\" ."},
	{"DS", 6, "\xff\xff\5\2\xab\x01", "65535 5 2 ab01"},
	{"DNSKEY", 5, "\1\1\3\x0d\1", "257 3 13 AQ=="},
	{"DNSKEY", 6, "\1\1\3\x0d\1\2", "257 3 13 AQI="},
	{"DNSKEY", 7, "\1\1\3\x0d\xff\xff\xff", "257 3 13 ////"},
	{"RRSIG", 20, "\0\1\x0d\2\0\0\1\x2c\0\0\0\0\x7f\xff\xff\xff\0\5\0\xfb",
		"A 13 2 300 19700101000000 20380119031407 5 . +w=="},
	{"RRSIG", 20, "\xff\0\x0d\2\0\0\1\x2c\xff\xff\xff\xff\xf4\xd4\x1f\x80\0\5\0\0",
		"TYPE65280 13 2 300 21060207062815 21000301000000 5 . AA=="},
	{"RRSIG", 17, "\0\1\x0d\2\0\0\1\x2c\0\0\0\0\0\0\0\0\0", 0},
	{"NSEC", 7, "\0\0\1\x40\1\1\x40", ". A CAA"},
	{"NSEC", 1, "\0", "."},
	{"NSEC", 4, "\0\0\2\x40", 0},
	{"SSHFP", 4, "\4\2\x12\x34", "4 2 1234"},
	{"TLSA", 4, "\3\1\1\xff", "3 1 1 ff"},
	{"SVCB", 3, "\0\0\0", "0 ."},
	{"HTTPS", 9, "\0\1\0\0\3\0\2\1\xbb", "1 . port=443"},
	{"HTTPS", 8, "\0\1\0\0\3\0\1\1", 0},
	{"HTTPS", 11, "\0\1\0\0\3\0\4\0\1\0\2", 0},
	{"HTTPS", 10, "\0\1\0\0\1\0\3\2h2", "1 . alpn=\"h2\""},
	{"HTTPS", 12, "\0\1\0\0\1\0\5\4a,\\\"", "1 . alpn=\"a\\\\,\\\\\\\\\\\"\""},
	{"HTTPS", 10, "\0\1\0\0\1\0\3\3h2", 0},
	{"HTTPS", 7, "\0\1\0\0\2\0\0", "1 . no-default-alpn"},
	{"HTTPS", 8, "\0\1\0\0\2\0\1\0", 0},
	{"HTTPS", 7, "\0\1\0\0\4\0\0", 0},
	{"HTTPS", 10, "\0\1\0\0\0\0\4\0\1\0", 0},
	{"HTTPS", 11, "\0\1\0\0\0\0\4\0\1\xff\0", "1 . mandatory=alpn,key65280"},
	{"HTTPS", 9, "\0\1\0\x1\0\0\2\"\0", "1 . key256=\"\\\"\\000\""},
	{"URI", 6, "\0\1\0\2a\"", "1 2 \"a\\\"\""},
	{"LOC", 16, "\0\x12\x16\x13\x80\0\0\0\x80\0\0\0\0\x98\x96\x80",
		"0 0 0.000 N 0 0 0.000 E 0.00m 1m 10000m 10m"},
	{"LOC", 16, "\0\0\x11\x99\0\0\0\0\xff\xff\xff\xff\0\0\0\0",
		"596 31 23.648 S 596 31 23.647 E -100000.00m 0.00m 0.10m 90000000m"},
	{"LOC", 16, "\1\x12\x16\x13\x80\0\0\0\x80\0\0\0\0\x98\x96\x80", 0},
	{"LOC", 16, "\0\xa2\x16\x13\x80\0\0\0\x80\0\0\0\0\x98\x96\x80", 0},
	{"HINFO", 4, "\1a\1b", "\"a\" \"b\""},
	{"OPENPGPKEY", 3, "abc", "YWJj"},
	{"TYPE65280", 0, "", "\\# 0"},
	{"type257", 0, "", 0},
	{"type999", 3, "\0\xab\xff", "\\# 3 00abff"},
	{"ANY", 1, "\1", "\\# 1 01"},
};

int main(void)
{
	char known[512];
	struct output names = OUTPUT(-1, known);

	for (size_t i = 0; i < COUNT(table); i++) {
		unsigned type = type_find(table[i].type);
		char print[200];
		struct output out = OUTPUT(-1, print);
		struct cursor data;
		int result;

		if (!type) {
			ok(0, "%s is known", table[i].type);
			continue;
		}
		cursor_open(&data, table[i].bytes, table[i].length);
		result = type_print(&out, type, &data);
		is(result, table[i].want ? 0 : -1, "%zu %s", i, table[i].type);
		if (!result && table[i].want)
			is_text(&out, table[i].want, "%zu %s printed", i, table[i].type);
	}
	ok(!type_find("AA") && !type_find("AAAAA") && !type_find("") && !type_find("TYPE") &&
			!type_find("TYPE0") && !type_find("TYPE65536") && !type_find("TYPE-1") &&
			!type_find("CNAMEX"),
		"others are not known");
	types_print(&names);
	is(names.used,
		strlen(" A AAAA CNAME NS PTR SOA MX TXT SRV CAA NAPTR DS DNSKEY RRSIG NSEC "
		       "SSHFP TLSA SVCB HTTPS URI LOC HINFO "
		       "OPENPGPKEY DNAME IXFR AXFR ANY"),
		"those that are known");
	names.used = 0;
	type_print_name(&names, 257);
	type_print_name(&names, 65280);
	is_text(&names, "CAATYPE65280", "names of types");
	return tap_done();
}
