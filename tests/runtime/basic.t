# What every script needs. Expected values are worked out by hand; where C and
# bpftrace agree there is nothing else to cite.

NAME hello
PROG begin { printf("hello world\n"); exit(); }
EXPECT hello world
EXPECT_ERR Attached 1 probe

NAME BEGIN and END in capitals
PROG BEGIN { printf("first\n"); exit(); } END { printf("last\n"); }
EXPECT first
EXPECT last
EXPECT_ERR Attached 2 probes

NAME end runs after exit
PROG begin { @n[1] = 41; exit(); } end { @n[1]++; printf("n=%d\n", @n[1]); clear(@n); }
EXPECT n=42
EXPECT_NONE @n

NAME nothing runs behind exit
OPTS --no-warnings
PROG begin { printf("one\n"); exit(); printf("two\n"); }
EXPECT one
EXPECT_NONE two

NAME exit status
PROG begin { exit(7); }
RETURN_CODE 7

NAME comments
PROG begin /* a */ { // b
EXPECT_ERR_REGEX stdin:1:.*ERROR:.*
RETURN_CODE 1

NAME comments of both kinds
RUN printf 'begin /* a\n * b */ { // c "\n\tprintf("d\\n"); exit();\n}\n' > /tmp/c.bt; probewire /tmp/c.bt
EXPECT d

NAME arithmetic
PROG begin { printf("%d %d %d %d %d\n", 2 + 3 * 4, (2 + 3) * 4, 7 / 2, 7 % 3, 10 - 2 - 3); exit(); }
EXPECT 14 20 3 1 5

NAME signed division goes towards zero
PROG begin { $a = -7; printf("%d %d\n", $a / 2, $a % 2); exit(); }
EXPECT -3 -1

NAME bits
PROG begin { printf("%d %d %d %d %d\n", 12 & 10, 12 | 3, 12 ^ 10, 1 << 10, 1024 >> 3); exit(); }
EXPECT 8 15 6 1024 128

NAME comparisons
PROG begin { printf("%d%d%d%d%d%d\n", 1 < 2, 2 <= 2, 3 > 4, 4 >= 5, 5 == 5, 6 != 6); exit(); }
EXPECT 110010

NAME negative numbers compare as such
PROG begin { $a = -1; if ($a < 1) { printf("less\n"); } else { printf("more\n"); } exit(); }
EXPECT less

NAME logic
PROG begin { printf("%d %d %d %d\n", 1 && 0, 1 || 0, !5, !0); exit(); }
EXPECT 0 1 0 1

NAME the right side is left alone when the left one decides
PROG begin { @a = 0; if (0 && @a++) { } if (1 || @a++) { } printf("%d\n", @a); clear(@a); exit(); }
EXPECT 0

NAME ternary
PROG begin { $x = 3; printf("%s %d\n", $x > 2 ? "big" : "small", $x == 4 ? 1 : 2); exit(); }
EXPECT big 2

NAME if and else if
PROG begin { $x = 2; if ($x == 1) { printf("one\n"); } else if ($x == 2) { printf("two\n"); } else { printf("many\n"); } exit(); }
EXPECT two
EXPECT_NONE one

NAME variables
PROG begin { $a = 5; $b = $a + 1; $a = $b * 2; $a += 3; $a--; printf("%d %d\n", $a, $b); exit(); }
EXPECT 14 6

NAME numbers in all bases
PROG begin { printf("%d %d %d\n", 0xff, 1_000_000, 1e3); exit(); }
EXPECT 255 1000000 1000

NAME strings compare
PROG begin { $s = "abc"; if ($s == "abc" && $s != "abd") { printf("yes\n"); } exit(); }
EXPECT yes

NAME predicate that holds and one that does not
PROG begin /1 == 1/ { printf("yes\n"); } begin /1 == 2/ { printf("wrong\n"); } interval:ms:50 { exit(); }
EXPECT yes
EXPECT_NONE wrong

NAME several begins run in order
PROG begin { printf("1\n"); } begin { printf("2\n"); } begin { printf("3\n"); exit(); }
EXPECT 1
EXPECT 2
EXPECT 3

NAME interval
PROG interval:ms:100 { @n++; printf("tick %d\n", @n); if (@n == 3) { clear(@n); exit(); } }
EXPECT tick 1
EXPECT tick 2
EXPECT tick 3
EXPECT_NONE tick 4

NAME interval in short
PROG i:ms:10 { printf("tick\n"); exit(); }
EXPECT tick

NAME interval keeps its time
PROG begin { @t = nsecs; } interval:s:1 { $d = (nsecs - @t) / 1000000; clear(@t); if ($d >= 990 && $d < 1900) { printf("about a second\n"); } else { printf("%d ms\n", $d); } exit(); }
EXPECT about a second

NAME pid, tid, comm, uid, gid and cpu of the command itself
PROG begin { printf("%d %d %s %d %d %d\n", pid == tid, pid > 1, comm, uid, gid, cpu < 1024); exit(); }
EXPECT 1 1 probewire 0 0 1

NAME probe names itself
PROG begin { printf("%s\n", probe); exit(); }
EXPECT_REGEX (begin|BEGIN)

NAME positional parameters
RUN probewire -e 'begin { printf("%d %s\n", $1, str($2)); exit(); }' 17 word
EXPECT 17 word

NAME getopt
RUN probewire -e 'begin { printf("%d %d\n", getopt("number", 3), getopt("flag")); exit(); }' -- --number=8 --flag
EXPECT 8 1

NAME getopt falls back
PROG begin { printf("%d %d\n", getopt("number", 3), getopt("flag")); exit(); }
EXPECT 3 0

NAME ntop
PROG begin { printf("%s %s\n", ntop(0x0100007f), ntop(2, 0x0100007f)); exit(); }
EXPECT 127.0.0.1 127.0.0.1

NAME time
PROG begin { time("%H:%M:%S\n"); exit(); }
EXPECT_REGEX [0-2][0-9]:[0-5][0-9]:[0-5][0-9]

NAME strftime
PROG begin { printf("%s\n", strftime("%Y-%m-%d", nsecs)); exit(); }
EXPECT_REGEX 20[0-9][0-9]-[01][0-9]-[0-3][0-9]
