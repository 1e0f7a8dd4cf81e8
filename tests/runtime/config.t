# The config block, #define, sizeof.

NAME config
PROG config = { print_maps_on_exit=0; on_stack_limit=32 } begin { @a = 1; printf("done\n"); exit(); }
EXPECT done
EXPECT_NONE @a: 1

NAME config max_strlen
PROG config = { max_strlen=8 } begin { print(config.max_strlen); exit(); }
EXPECT 8

NAME bad config
PROG config = { bad_config=raw } begin {}
EXPECT_ERR_REGEX stdin:1:12-26: ERROR: bad_config: not a known configuration option
RETURN_CODE 1

NAME define
RUN printf '#define _UNDERSCORE 314\nbegin { printf("%%d\\n", _UNDERSCORE); exit(); }' > /tmp/d.bt; probewire /tmp/d.bt
EXPECT 314

NAME sizeof
PROG begin { printf("%d %d %d %d %d %d\n", sizeof(uint8), sizeof(int8), sizeof(uint16), sizeof(int16), sizeof(uint32), sizeof(int32)); exit(); }
EXPECT 1 1 2 2 4 4

NAME discarded values
PROG begin { @a[1] = 2; _ = delete(@a, 1); _ = 1; printf("done\n"); exit(); }
EXPECT done
EXPECT_NONE @a[1]: 2

NAME a string that is cut has the script's trailer
PROG config = { max_strlen=4; str_trunc_trailer="~" } begin { printf("<%s>\n", str("abcdefgh")); exit(); }
EXPECT_REGEX <abcd.*>

NAME the environment sets the trailer of cut strings
RUN env BPFTRACE_STR_TRUNC_TRAILER=++ BPFTRACE_MAX_STRLEN=4 probewire -e 'tracepoint:syscalls:sys_enter_openat /str(args.filename) != ""/ { printf("<%s>\n", str(args.filename)); exit(); }'
AFTER cat /proc/uptime
EXPECT_REGEX <....\+\+>

NAME cat prints no more than max_cat_bytes
PROG config = { max_cat_bytes=5 } begin { cat("/proc/version"); printf("\n"); exit(); }
EXPECT Linux

NAME a setting that is not known
PROG config = { speed=high } begin { }
EXPECT_ERR stdin:1:12-22: ERROR: speed: not a known configuration option
RETURN_CODE 1
