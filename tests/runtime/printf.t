# Conversions of printf. The lines marked (b) are in bpftrace's own runtime
# tests.

NAME widths and signs
PROG begin { printf("[%5d] [%-5d] [%05d] [%d]\n", 42, 42, 42, -42); exit(); }
EXPECT [   42] [42   ] [00042] [-42]

NAME strings
PROG begin { printf("[%s] [%8s] [%-8s]\n", "abc", "abc", "abc"); exit(); }
EXPECT [abc] [     abc] [abc     ]

NAME a cut string
PROG begin { printf("[%.2s]\n", "abc"); exit(); }
EXPECT [ab]

NAME hexadecimal and octal
PROG begin { printf("%x %X %o %#x\n", 255, 255, 8, 255); exit(); }
EXPECT ff FF 10 0xff

NAME length modifiers (b)
PROG begin { $x = 0x12345678abcdef; printf("%hhx %hx %x %jx\n", $x, $x, $x, $x); exit(); }
EXPECT ef cdef 78abcdef 12345678abcdef

NAME 64 bits
PROG begin { $x = 0x12345678abcdef; printf("%llx %lx %lld %llu\n", $x, $x, -5000000000, 5000000000); exit(); }
EXPECT 12345678abcdef 12345678abcdef -5000000000 5000000000

NAME characters (b)
PROG begin { printf("%c%c%c%c\n", 0x41, 0x42, 0x43, 0x44); exit(); }
EXPECT ABCD

NAME mixed arguments (b)
PROG begin { printf("%dst: %sa; %dnd: %sb;; %drd: %sc;;; %dth: %sd;;;;\n", 1, "a", 2, "ab", 3, "abc", 4, "abcd"); exit(); }
EXPECT 1st: aa; 2nd: abb;; 3rd: abcc;;; 4th: abcdd;;;;

NAME zeros in front (b)
PROG begin { printf("%5s %04x\n", "ba", 2); exit(); }
EXPECT    ba 0002

NAME percent sign and escapes
PROG begin { printf("100%% \"quoted\" \\ tab\tend\n"); exit(); }
EXPECT_REGEX 100% "quoted" \\ tab	end

NAME a line in pieces
PROG begin { printf("a"); printf("b"); printf("%d", 3); printf("\n"); exit(); }
EXPECT ab3

NAME too few arguments
PROG begin { printf("%d %d\n", 1); exit(); }
EXPECT_ERR_REGEX stdin:1:9-.*ERROR: .*
RETURN_CODE 1
