# Sums, averages, extremes, histograms: what they print, and that nothing is
# missing of what several CPUs add. Expected text is bpftrace's.

NAME sum
PROG begin { @sum = sum(1); @sum = sum(2); @sum = sum(3); exit(); }
EXPECT @sum: 6

NAME average
PROG begin { @avg = avg(1); @avg = avg(2); @avg = avg(3); exit(); }
EXPECT @avg: 2

NAME minimum and maximum
PROG begin { @min = min(2); @min = min(-1); @max = max(1); @max = max(3); @max = max(2); exit(); }
EXPECT @max: 3
EXPECT @min: -1

NAME stats
PROG begin { @stats = stats(1); @stats = stats(2); @stats = stats(3); exit(); }
EXPECT @stats: { .count = 3, .average = 2, .total = 6 }

NAME stats as JSON
OPTS -f json
PROG begin { @stats["curl"] = stats(2); @stats["zsh"] = stats(10); exit(); }
EXPECT_JSON {"type": "stats", "data": {"@stats": {"curl": {"count": 1, "average": 2, "total": 2}, "zsh": {"count": 1, "average": 10, "total": 10}}}}

NAME the greatest, divided
PROG begin { @["a"] = avg(10); @["b"] = avg(20); @["c"] = avg(30); @["d"] = avg(40); print(@, 2, 10); clear(@); exit(); }
EXPECT @[c]: 3
EXPECT @[d]: 4
EXPECT_NONE @[b]

NAME zeroed and deleted
PROG begin { @m = max(7); zero(@m); @a[1] = avg(5); @a[2] = avg(6); delete(@a, 1); exit(); }
EXPECT @a[2]: 6
EXPECT @m: 0
EXPECT_NONE @a[1]

NAME as numbers
PROG begin { @s = sum(5); @a = avg(8); if (@s > 4) { printf("%d\n", (int64)@s + @a); } exit(); }
EXPECT 13

NAME histogram
PROG begin { @=hist(-1); @=hist(2); @=hist(3); @=hist(7); @=hist(20); exit(); }
EXPECT @:
EXPECT (..., 0)               1 |@@@@@@@@@@@@@@@@@@@@@@@@@@                          |
EXPECT [0]                    0 |                                                    |
EXPECT [1]                    0 |                                                    |
EXPECT [2, 4)                 2 |@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@|
EXPECT [4, 8)                 1 |@@@@@@@@@@@@@@@@@@@@@@@@@@                          |
EXPECT [8, 16)                0 |                                                    |
EXPECT [16, 32)               1 |@@@@@@@@@@@@@@@@@@@@@@@@@@                          |

NAME histogram with bits
OPTS -f json
PROG begin { @ = hist(40, 2); @ = hist(48, 2); exit(); }
EXPECT_JSON {"type": "hist", "data": {"@": [{"min": 40, "max": 47, "count": 1},{"min": 48, "max": 55, "count": 1}]}}

NAME linear histogram
PROG begin { @=lhist(2,0,10,2); @=lhist(3,0,10,2); @=lhist(7,0,10,2); @=lhist(-1,0,10,2); @=lhist(11,0,10,2); exit(); }
EXPECT @:
EXPECT (..., 0)               1 |@@@@@@@@@@@@@@@@@@@@@@@@@@                          |
EXPECT [0, 2)                 0 |                                                    |
EXPECT [2, 4)                 2 |@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@|
EXPECT [4, 6)                 0 |                                                    |
EXPECT [6, 8)                 1 |@@@@@@@@@@@@@@@@@@@@@@@@@@                          |
EXPECT [8, 10)                0 |                                                    |
EXPECT [10, ...)              1 |@@@@@@@@@@@@@@@@@@@@@@@@@@                          |

NAME histograms by key
OPTS -f json
PROG begin { @[1] = hist(10); @[2] = hist(20); @[2] = hist(21); print(@, 1); clear(@); exit(); }
EXPECT_JSON {"type": "hist", "data": {"@": {"2": [{"min": 16, "max": 31, "count": 2}]}}}

# Not one hit may be missing: n hits, of which each adds 3.
NAME sums from two CPUs
PROG kprobe:security_task_getpgid { @s = sum(3); @k[comm] = stats(3); @h = hist(3); @a = avg(3); @m = max(3); }
AFTER calls -t 2 -p 100003
EXPECT @a: 3
EXPECT @h:
EXPECT [2, 4)            100003 |@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@|
EXPECT @k[calls]: { .count = 100003, .average = 3, .total = 300009 }
EXPECT @m: 3
EXPECT @s: 300009
TIMEOUT 300

NAME tseries
RUN TZ=UTC BPFTRACE_DUMMY_TS_MAP=@ts probewire -q -e 'begin { @ts = (uint64)500000000; for ($i : 0..50) { @a = tseries((uint64)$i % 10, 100ms, 5); @ts += 10000000; } clear(@ts); exit(); }'
EXPECT @a:
EXPECT_REGEX ^ +8 +10$
EXPECT hh:mm:ss.ms  |___________________________________________________|
EXPECT 00:00:00.500 |                         *                         | 9
EXPECT 00:00:00.900 |                         *                         | 9
EXPECT_REGEX ^ +v_+v$

NAME tseries of the time of day
RUN probewire -q -f json -e 'interval:ms:20 { @ = tseries(1, 100ms, 20, "sum"); } interval:ms:500 { exit(); }' | grep tseries
EXPECT_REGEX ^\{"type": "tseries", "data": \{"@": \[(\{"interval_start":"20[0-9-]+ [0-9:]+\.[0-9]00000000","value":[0-9]+\},?)+\]\}\}$
