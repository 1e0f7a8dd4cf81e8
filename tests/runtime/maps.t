# Maps: what is stored, what is printed at the end and in which order.
# bpftrace prints maps by name, the entries of a map by value.

NAME a scalar
PROG begin { @x = 5; exit(); }
EXPECT @x: 5

NAME a map without a name
PROG begin { @ = 5; exit(); }
EXPECT @: 5

NAME maps in the order of their names
PROG begin { @zebra = 1; @ant = 2; @horse = 3; exit(); }
EXPECT @ant: 2
EXPECT @horse: 3
EXPECT @zebra: 1

NAME entries in the order of their values
PROG begin { @[30] = 7; @[10] = 9; @[20] = 8; exit(); }
EXPECT @[30]: 7
EXPECT @[20]: 8
EXPECT @[10]: 9

NAME negative values come first
PROG begin { @[1] = 5; @[2] = -5; @[3] = 0; exit(); }
EXPECT @[2]: -5
EXPECT @[3]: 0
EXPECT @[1]: 5

NAME string keys
PROG begin { @["one"] = 1; @["two"] = 2; @["one"] += 10; exit(); }
EXPECT @[two]: 2
EXPECT @[one]: 11

NAME keys of several parts
PROG begin { @[1, "a"] = 1; @[1, "b"] = 2; @[2, "a"] = 3; @[1, "a"]++; @[1, "a"]++; @[1, "a"]++; exit(); }
EXPECT @[1, b]: 2
EXPECT @[2, a]: 3
EXPECT @[1, a]: 4

NAME an absent entry reads as nought
PROG begin { printf("%d\n", @a[5]); @a[6] = 1; clear(@a); exit(); }
EXPECT 0

NAME increments
PROG begin { @a = 1; @a++; ++@a; @a--; @a += 10; @a -= 2; printf("%d %d\n", @a++, ++@a); clear(@a); exit(); }
EXPECT 10 12

NAME string values
PROG begin { @s = "text"; printf("%s\n", @s); exit(); }
EXPECT text
EXPECT @s: text

NAME delete
PROG begin { @a[1] = 1; @a[2] = 2; delete(@a, 1); exit(); }
EXPECT @a[2]: 2
EXPECT_NONE @a[1]

NAME delete in the older form
PROG begin { @a[1] = 1; @a[2] = 2; delete(@a[2]); exit(); }
EXPECT @a[1]: 1
EXPECT_NONE @a[2]

NAME delete and set again
PROG begin { @a[1] = 5; delete(@a, 1); printf("%d\n", @a[1]); @a[1] = 6; exit(); }
EXPECT 0
EXPECT @a[1]: 6

NAME clear
PROG begin { @a[1] = 1; @b = 2; clear(@a); exit(); }
EXPECT @b: 2
EXPECT_NONE @a

NAME print in between
PROG begin { @a = 1; print(@a); @a = 2; } interval:ms:50 { exit(); }
EXPECT_REGEX @a: [12]
EXPECT @a: 2

NAME count
PROG begin { @c = count(); @c = count(); @k["x"] = count(); @c = count(); exit(); }
EXPECT @c: 3
EXPECT @k[x]: 1

NAME a map shared by two probes
PROG begin { @v = 3; } interval:ms:20 { printf("%d\n", @v); exit(); }
EXPECT 3

NAME more keys than the map takes are counted
OPTS -f json
PROG begin { @a[1] = 1; } kprobe:security_file_fcntl /comm == "calls"/ { @a[arg2 + nsecs] = 1; }
AFTER calls -k fcntl 5003
CHECK [ "$(json get counters data notes map_full count < $OUT)" -ge 900 ]

NAME a scalar that was never set, or deleted, or cleared is not printed
PROG begin { @set = 1; @gone = 2; delete(@gone); @empty = 3; clear(@empty); exit(); } kprobe:vfs_read /pid == 0/ { @never = 1; @count = count(); }
EXPECT @set: 1
EXPECT_NONE @gone
EXPECT_NONE @empty
EXPECT_NONE @never
EXPECT_NONE @count

NAME print() of a scalar that was never set
PROG begin { print(@x); print(@c); exit(); } kprobe:vfs_read /pid == 0/ { @x = 1; @c = count(); }
EXPECT @x: 0
EXPECT @c: 0
