# One object a line, as bpftrace writes them.

NAME printf
OPTS -f json
PROG begin { printf("test %d", 5); exit(); }
EXPECT_JSON {"type": "attached_probes", "count": 1, "data": {"probes": 1}}
EXPECT_JSON {"type": "printf", "data": "test 5"}

NAME escapes (b)
OPTS -q -f json
PROG begin { printf("test \r \n \t \\ \" bar"); exit(); }
EXPECT_JSON {"type": "printf", "data": "test \r \n \t \\ \" bar"}

NAME a scalar (b)
OPTS -f json
PROG begin { @scalar = 5; exit(); }
EXPECT_JSON {"type": "map", "data": {"@scalar": 5}}

NAME a string with a newline (b)
OPTS -f json
PROG begin { @scalar_str = "a b \n d e"; exit(); }
EXPECT_JSON {"type": "map", "data": {"@scalar_str": "a b \n d e"}}

NAME a key of two parts (b)
OPTS -f json
PROG begin { @complex[comm,2] = 5; exit(); }
EXPECT_JSON {"type": "map", "data": {"@complex": {"probewire,2": 5}}}

NAME a map (b)
OPTS -f json
PROG begin { @map["key1"] = 2; @map["key2"] = 3; exit(); }
EXPECT_JSON {"type": "map", "data": {"@map": {"key1": 2, "key2": 3}}}

NAME several maps (b)
OPTS -f json
PROG begin { @map1["key1"] = 2; @map2["key2"] = 3; exit(); }
EXPECT_JSON {"type": "map", "data": {"@map1": {"key1": 2}}}
EXPECT_JSON {"type": "map", "data": {"@map2": {"key2": 3}}}

NAME bytes that are no UTF-8 stay JSON
OPTS -f json
PROG tracepoint:syscalls:sys_enter_openat /comm == "events"/ { printf("%s", str(args.filename)); }
AFTER events open "$(printf '/\377\200x"\\')"
EXPECT_REGEX \{"type": "printf", "data": "/.*x\\"\\\\"\}
CHECK json check < $OUT

NAME counters come last
OPTS -f json
PROG begin { printf("a"); printf("b"); exit(); }
CHECK [ "$(json get counters data session emitted < $OUT)" -eq 2 ]
CHECK [ "$(json get counters data session received < $OUT)" -eq 2 ]
CHECK tail -n 1 $OUT | grep -q '"type": "counters"'

NAME a format that there is not
RUN probewire -q -f jsonx -e 'begin { @scalar = 5; }'
EXPECT_ERR ERROR: Invalid output format "jsonx"
EXPECT_ERR HINT: Valid formats: 'text', 'json', 'folded', 'svg'
RETURN_CODE 2
