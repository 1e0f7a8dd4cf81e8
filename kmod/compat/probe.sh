#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# Asks the kernel tree what it has, by compiling: probes/*.c, one question a
# file. Called by Kbuild with the very command that compiles the module:
#	probe.sh HEADER OBJTREE COMPILER FLAGS...
# sanity.c first: where it fails, tree or compiler are broken, and no answer
# would mean anything. need_NAME.c must compile too; its first line is what is
# said when it does not. Of all others the answer goes into HEADER:
#	#define PW_HAVE_NAME
# A file that says "exported: SYMBOL" asks for that as well, where the tree has
# a Module.symvers to look into.

out=$1 objtree=$2
shift 2
probes=$(dirname "$0")/probes
dir=$(dirname "$out")/answers

fail()
{
	echo "probewire: $*" >&2
	exit 1
}

# Warnings are no: a wrong prototype is one with old compilers. Old kernels'
# headers want the module's name, which they only give to its own files.
compile()
{
	"$cc" "$@" -DPW_PROBING -UKBUILD_MODNAME \
		-DKBUILD_MODNAME='"probewire"' -Werror -Wno-missing-prototypes \
		-Wno-missing-declarations -Wno-unused-function \
		-Wno-unused-variable -Wno-unused-but-set-variable \
		-Wno-error=unused-value -fsyntax-only "$probes/$name.c"
}

exported()
{
	symbol=$(sed -n 's/.*exported: \([a-z0-9_]*\).*/\1/p' "$probes/$name.c")
	[ -z "$symbol" ] || [ ! -s "$objtree/Module.symvers" ] ||
		grep -q "[[:space:]]$symbol[[:space:]]" \
			"$objtree/Module.symvers"
}

answer()
{
	name=$1
	shift
	rm -f "$dir/$name.yes"
	if exported && compile "$@" 2>"$dir/$name.log"; then
		: >"$dir/$name.yes"
	fi
}

mkdir -p "$dir" || exit 1
objtree=$(cd "$objtree" && pwd) || exit 1
for file in include/generated/autoconf.h include/generated/utsrelease.h; do
	[ -e "$objtree/$file" ] || fail "the kernel tree $objtree is not" \
		"prepared ($file is missing): install the kernel's headers" \
		"package, or run make modules_prepare there"
done

# CC may be more than one word: ccache gcc.
cc=$1
shift
while [ -n "$1" ] && [ "${1#-}" = "$1" ]; do
	cc="$cc $1"
	shift
done
command -v "${cc%% *}" >/dev/null ||
	fail "the compiler ${cc%% *} is not installed: install it, or name" \
		"another to make, CC=gcc"
case $cc in
*' '*)
	printf '#!/bin/sh\nexec %s "$@"\n' "$cc" >"$dir/cc"
	chmod +x "$dir/cc"
	cc=$dir/cc ;;
esac

# "gcc 9" of "gcc version 9.3.0 (Debian 9.3.0-22)" or of gcc 9's macros.
theirs=$(sed -n 's/^#define CONFIG_GCC_VERSION \([1-9][0-9]*\)[0-9]\{4\}$/\1/p' \
	"$objtree/include/generated/autoconf.h")
[ -n "$theirs" ] || theirs=$(sed -n \
	's/^#define LINUX_COMPILER .*gcc version \([0-9]*\).*/\1/p' \
	"$objtree/include/generated/compile.h" 2>/dev/null)
ours=$(echo __GNUC__ __clang_major__ | "$cc" -E -P - 2>/dev/null | sed -n \
	's/^ *\([0-9]*\) __clang_major__$/\1/p')
differs=''
if [ -n "$theirs" ] && [ -n "$ours" ] && [ "$theirs" != "$ours" ]; then
	differs="the kernel was built by gcc $theirs and this is gcc $ours"
fi

name=sanity
compile "$@" 2>"$dir/$name.log" || {
	reason=$(grep -m 1 'error' "$dir/$name.log") ||
		reason=$(grep -m 1 . "$dir/$name.log")
	[ -z "$differs" ] || fail "$differs, which does not compile an empty" \
		"module for it: install gcc-$theirs and name it with KCC= (it" \
		"said: $reason)"
	fail "not even an empty module compiles against $objtree, so its" \
		"features cannot be told; $dir/$name.log has the reason: $reason"
}
[ -z "$differs" ] || echo "probewire: warning: $differs: where the module" \
	"does not load or misbehaves, build it with the kernel's (KCC=)" >&2

jobs=$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 1)
n=0
for file in "$probes"/*.c; do
	name=$(basename "$file" .c)
	[ "$name" != sanity ] || continue
	answer "$name" "$@" &
	n=$((n + 1))
	[ $((n % jobs)) -ne 0 ] || wait
done
wait

{
	echo "/* What this kernel tree has; made by probe.sh. */"
	for file in "$probes"/*.c; do
		name=$(basename "$file" .c)
		macro=$(echo "$name" | tr 'a-z' 'A-Z')
		case $name in
		sanity)
			;;
		need_*)
			[ -e "$dir/$name.yes" ] || fail "$(sed -n \
				'1s,^/\* \(.*\) \*/$,\1,p' "$file")" ;;
		*)
			[ ! -e "$dir/$name.yes" ] ||
				echo "#define PW_HAVE_$macro" ;;
		esac
	done
} >"$out.tmp" || exit 1
if cmp -s "$out.tmp" "$out"; then
	rm -f "$out.tmp"
else
	mv "$out.tmp" "$out"
fi
