#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# Makes the type table: the kernel's headers compiled with debug info, and all
# but this thrown away. Called by Kbuild with the very command that compiles
# the module:
#	build.sh TABLE OBJTREE LD OBJCOPY OBJDUMP COMPILER FLAGS...
# What is in the table, and why, is in docs/internals.md. A module is of use
# without it: where it cannot be made, this says so and leaves an empty file.

table=$1 objtree=$2 ld=$3 objcopy=$4 objdump=$5
shift 5
here=$(cd "$(dirname "$0")" && pwd)
dir=$(dirname "$table")/work
source=$dir/types.c

give_up()
{
	echo "probewire: no type table, scripts will not know the kernel's" \
		"structs: $*" >&2
	: >"$table"
	exit 0
}

mkdir -p "$dir" || exit 1

# CC may be more than one word: ccache gcc.
cc=$1
shift
while [ -n "$1" ] && [ "${1#-}" = "$1" ]; do
	cc="$cc $1"
	shift
done
case $cc in
*' '*)
	printf '#!/bin/sh\nexec %s "$@"\n' "$cc" >"$dir/cc"
	chmod +x "$dir/cc"
	cc=$dir/cc ;;
esac

# compat.h has nothing to say here: the types are to be the kernel's own. The
# module's name is only known to what belongs to a module.
compile()
{
	"$cc" "$@" -DPW_COMPAT_H -UKBUILD_MODNAME \
		-DKBUILD_MODNAME='"probewire"' -w -Wno-error "$source" \
		2>"$dir/log"
}

# ---- the headers that this kernel has ----

has_header()
{
	header=$1
	shift
	for flag; do
		case $flag in
		-I*)	[ ! -e "${flag#-I}/$header" ] || return 0 ;;
		esac
	done
	return 1
}

grep -v '^#' "$here/headers" | while read -r header; do
	! has_header "$header" "$@" || echo "#include <$header>"
done >"$source"

# A header that does not compile is left out: the first error names the line of
# types.c that it came from.
tries=0
until compile "$@" -aux-info "$dir/prototypes" -fsyntax-only; do
	line=$(sed -n 's,.*/types\.c:\([0-9]*\).*,\1,p' "$dir/log" | head -n 1)
	tries=$((tries + 1))
	[ -n "$line" ] && [ "$tries" -le 30 ] ||
		give_up "$(grep -m 1 error "$dir/log")"
	sed "${line}s,.*,/* does not compile */," "$source" >"$dir/types.new"
	mv "$dir/types.new" "$source"
done

# ---- functions: a struct with a pointer to each of them ----

# A prototype is one line: /* FILE:LINE:NC */ extern int f (struct sock *);
compile "$@" -E -P -o "$dir/types.i" &
compile "$@" -E -dM -o "$dir/types.m"
wait
# Some are macros as well, and then other functions.
sed -n 's/^\/\* .*:[NIOU]*[CF] \*\/ extern [^()]*[ *]\([a-zA-Z_0-9]*\) (.*/\1/p' \
	"$dir/prototypes" | awk -v macros="$dir/types.m" '
		BEGIN { while ((getline < macros) > 0) is_macro[$2] = 1 }
		!($1 in is_macro)' >"$dir/functions"
awk -f "$here/parameters.awk" "$dir/functions" "$dir/types.i" "$here/names" |
	LC_ALL=C sort >"$dir/parameters"
{
	echo 'struct pw_functions {'
	sed 's/\([^ ]*\).*/	typeof(\1) *\1;/' "$dir/parameters"
	echo '};'
} >>"$source"

# ---- the object; debug info only ----

case " $* " in
*' -gsplit-dwarf '*)	set -- "$@" -gno-split-dwarf ;;
esac
compile "$@" -g -gdwarf-4 -fno-eliminate-unused-debug-types -c \
	-o "$dir/types.o" || give_up "$(grep -m 1 error "$dir/log")"
{
	sed -n 's/.*UTS_RELEASE "\(.*\)"/release \1/p' \
		"$objtree/include/generated/utsrelease.h"
	# Who looks for macros goes there at once.
	echo functions $(wc -c <"$dir/parameters")
	cat "$dir/parameters"
	echo macros
	awk -f "$here/macros.awk" "$dir/types.m" | LC_ALL=C sort
} >"$dir/about"
# Linked to nowhere, so that nothing is left to relocate when it is read.
$ld -e 0 --unresolved-symbols=ignore-all --noinhibit-exec \
	-o "$dir/types.elf" "$dir/types.o" 2>"$dir/log" ||
	give_up "$(head -n 1 "$dir/log")"
# And where each name is in it.
LC_ALL=C $objdump --dwarf=info "$dir/types.elf" 2>"$dir/log" |
	awk -f "$here/index.awk" | LC_ALL=C sort >"$dir/index"
# Another objdump than that of binutils may not know how to tell.
set --
[ ! -s "$dir/index" ] || set -- --add-section ".probewire.index=$dir/index"
$objcopy --only-keep-debug --add-section ".probewire=$dir/about" "$@" \
	"$dir/types.elf" "$table" 2>"$dir/log" ||
	give_up "$(head -n 1 "$dir/log")"
