# Loops: what they print is bpftrace's.

NAME while
PROG begin { $a = 1; while ($a <= 3) { printf("a=%d\n", $a); $a++; } exit(); }
EXPECT a=1
EXPECT a=3
EXPECT_NONE a=4

NAME while with break
PROG begin { $i = 0; while (1) { if ($i > 4) { break; } $i++; } printf("i=%d\n", $i); exit(); }
EXPECT i=5

NAME a loop without end ends the hit
PROG begin { while (1) { @n++; } } interval:ms:100 { exit(); }
EXPECT_REGEX ^@n: [0-9]+$
EXPECT_ERR_REGEX .*loop.*

NAME for over a range
PROG begin { for ($i : (-1)..2) { printf("i=%d\n", $i); } exit(); }
EXPECT i=-1
EXPECT i=1
EXPECT_NONE i=2

NAME for over a range up to an argument
PROG interval:ms:10 { $n = 3; for ($i : 0..$n) { @[$i] = $i * 2; } exit(); }
EXPECT @[2]: 4

NAME return in a loop
OPTS --no-warnings
PROG begin { for ($i : 1..4) { for ($j : 1..$i) { printf("j=%d\n", $j); if ($j == 2) { exit(); return; } } } printf("behind\n"); }
EXPECT j=2
EXPECT_NONE behind

NAME unroll
PROG begin { $a = 1; unroll (10) { $a = $a + 1; } printf("a=%d\n", $a); exit(); }
EXPECT a=11

NAME unroll of a parameter
RUN probewire -e 'begin { $a = 1; unroll ($1) { $a = $a + 1; } printf("a=%d\n", $a); exit(); }' 10
EXPECT a=11

NAME unroll more than 100 times
PROG begin { unroll (101) { @++; } }
EXPECT_ERR_REGEX .*ERROR: unroll maximum value is 100.*
RETURN_CODE 1

NAME for over a map with keys of two parts
PROG begin { @m["one", 1] = 10; @m["two", 2] = 20; for ($kv : @m) { printf("%s=%d\n", $kv.0.0, $kv.1); if ($kv.1 == 20) { delete(@m, $kv.0); } } exit(); }
EXPECT one=10
EXPECT two=20
EXPECT @m[one, 1]: 10
EXPECT_NONE @m[two

NAME for over a map that a probe fills meanwhile
PROG kprobe:vfs_read { @reads[tid] = count(); } interval:ms:200 { for ($kv : @reads) { @sum += $kv.1; } print(@sum > 0); exit(); }
AFTER for i in 1 2 3 4 5; do cat /proc/uptime; sleep 0.1; done
EXPECT true

NAME a macro counts the entries of a map
PROG macro entries(@m) { let $n = 0; for ($kv : @m) { $n++; } $n } begin { @a[1] = 1; @a[5] = 1; printf("entries %d\n", entries(@a)); exit(); }
EXPECT entries 2
