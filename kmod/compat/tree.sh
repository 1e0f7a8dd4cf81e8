#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# tree.sh KDIR [COMPILER]: whether a module can be built in this kernel tree,
# before kbuild is called, which would tell it by a page of errors or not at
# all. Says in one sentence why not; silent if it can. Without COMPILER it is
# the one that the tree names, else gcc. What only compiling can tell comes
# later, in probe.sh.

kdir=$1 cc=${2-}

fail()
{
	echo "probewire: $*" >&2
	exit 1
}

if [ ! -e "$kdir" ] && [ -L "$kdir" ]; then
	fail "$kdir leads to $(readlink "$kdir"), which is not there:" \
		"install the headers of that kernel, or give KDIR="
fi
[ -e "$kdir" ] ||
	fail "no kernel headers at $kdir: install them, or give KDIR="
[ -d "$kdir" ] || fail "$kdir is not a directory: KDIR= names the one that" \
	"a kernel's headers are in"
[ -e "$kdir/Makefile" ] ||
	fail "$kdir has no Makefile, so it holds no kernel headers: give KDIR="

# Very old trees have these files elsewhere, and are too old before they are
# not prepared.
release=$(cat "$kdir/include/generated/utsrelease.h" \
	"$kdir/include/linux/utsrelease.h" 2>/dev/null |
	sed -n 's/.*UTS_RELEASE "\(.*\)".*/\1/p' | head -n 1)
[ -n "$release" ] || release=$(sed -n 's/^VERSION *= *\([0-9]*\)$/\1/p;
	s/^PATCHLEVEL *= *\([0-9]*\)$/.\1/p' "$kdir/Makefile" | head -n 2 |
	tr -d '\n')
case $release in
[012].*|3.[0-9]|3.[0-9][!0-9]*)
	fail "Linux $release is too old: probewire needs 3.10 or newer" ;;
esac

for file in include/generated/autoconf.h include/generated/utsrelease.h \
	include/config/auto.conf scripts/basic/fixdep scripts/mod/modpost; do
	[ -e "$kdir/$file" ] || fail "the kernel tree $kdir is not prepared" \
		"($file is missing): install the kernel's headers package," \
		"or run make modules_prepare there"
done

# Debian's headers name a compiler, behind what make may put before it.
named=$(sed -n 's/^CC *:*= *//p' "$kdir/.kernelvariables" 2>/dev/null |
	sed ':a; s/\$([^()]*)//; ta; s/^ *//')
why=''
if [ -z "$cc" ] && [ -n "$named" ]; then
	cc=${CROSS_COMPILE-}$named why=', which these headers are made for,'
fi
cc=${cc:-gcc}
command -v "${cc%% *}" >/dev/null ||
	fail "the compiler ${cc%% *}$why is not installed: install it, or" \
		"name another with KCC="
