#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# DKMS knows modules only; this takes their table of types along.
#   types.sh keep DIR               of the build, to where DKMS keeps the module
#   types.sh install DIR TREE       beside the module in TREE, /lib/modules/…
#   types.sh remove TREE            where there is no module beside it any more
set -u

name=probewire.types

each_place()
{
	for place in extra updates/dkms updates extra/probewire kernel/extra; do
		echo "$1/$place"
	done
}

has_module()
{
	[ -n "$(find "$1" -maxdepth 1 -name 'probewire.ko*')" ]
}

case $1 in
keep)
	[ ! -s kmod/types/$name ] || install -m 644 kmod/types/$name "$2/"
	;;
install)
	each_place "$3" | while read -r dir; do
		if [ -d "$dir" ] && [ -e "$2/$name" ] && has_module "$dir"; then
			install -m 644 "$2/$name" "$dir/"
		fi
	done
	;;
remove)
	each_place "$2" | while read -r dir; do
		[ -e "$dir/$name" ] || continue
		has_module "$dir" && continue
		rm -f "$dir/$name"
		# What DKMS could not remove because of it.
		while rmdir "$dir" 2> /dev/null && [ "${dir%/*}" != "$2" ]; do
			dir=${dir%/*}
		done
	done
	;;
esac
