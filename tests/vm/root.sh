# SPDX-License-Identifier: GPL-2.0
#
# To be sourced, with tests/vm/apt.sh: a Debian in a directory, with packages
# installed in it as on a machine, for tests that build, install and remove. Its
# processes see nothing of this machine but the kernel. Needs to be root, as what
# packages do when they are installed needs it. The caller has die().

# can_root: whether this machine lets us have one.
can_root()
{
	[ "$(id -u)" -eq 0 ] && command -v dpkg-deb > /dev/null &&
		unshare --mount --pid --fork mount -t proc proc /proc \
			2> /dev/null
}

# in_root ROOT COMMAND...: runs it there.
in_root()
{
	unshare --mount --pid --fork --kill-child sh -c '
		root=$1
		shift
		mount -t proc proc "$root/proc" &&
		mount --rbind /dev "$root/dev" &&
		exec chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin \
			HOME=/root LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive \
			"$@"
	' sh "$@"
}

# What dpkg would have written down, had it unpacked the package.
register()
{
	control=$2/var/lib/dpkg/new
	dpkg-deb -e "$1" "$control"
	name=$(sed -n 's/^Package: //p' "$control/control")
	grep -q '^Multi-Arch: same' "$control/control" && name=$name:amd64
	sed '/^Package: /a Status: install ok unpacked' "$control/control" \
		>> "$2/var/lib/dpkg/status"
	echo >> "$2/var/lib/dpkg/status"
	rm "$control/control"
	for file in "$control"/*; do
		[ ! -e "$file" ] || mv "$file" \
			"$2/var/lib/dpkg/info/$name.${file##*/}"
	done
	rmdir "$control"
	dpkg-deb --fsys-tarfile "$1" |
		tee "$2/var/lib/dpkg/new.tar" |
		tar -t | sed 's/^\.//; s,/$,,; s,^$,/.,' \
		> "$2/var/lib/dpkg/info/$name.list"
	tar -C "$2" -xf "$2/var/lib/dpkg/new.tar" --keep-directory-symlink
	rm "$2/var/lib/dpkg/new.tar"
}

# make_root ROOT KEEP SUITES PACKAGE...: what apt downloads is kept in KEEP. The
# packages are unpacked by tar, in half of dpkg's time, and configured by dpkg.
make_root()
{
	root=$1 keep=$2
	(
	# shellcheck disable=SC2086
	own_apt "$2" $3
	shift 3
	set -- -qq -y --no-install-recommends install '?essential' "$@"
	apt-get --download-only "$@" >&2 &&
		apt-get --simulate "$@" > "$keep/inst"
	) || die "cannot download: $*"
	# There may be others from another day.
	sed -n 's/^Inst \([^ ]*\) (\([^ ]*\) .*\[\([a-z0-9]*\)\]).*/\1_\2_\3.deb/p' \
		"$keep/inst" | sed 's/:/%3a/g' > "$keep/debs"
	mkdir -p "$root/usr" "$root/proc" "$root/dev" "$root/tmp" \
		"$root/var/lib/dpkg/info" "$root/var/lib/dpkg/updates"
	for dir in bin sbin lib lib64; do
		mkdir "$root/usr/$dir"
		ln -s "usr/$dir" "$root/$dir"
	done
	: > "$root/var/lib/dpkg/available"
	while read -r deb; do
		register "$keep/cache/archives/$deb" "$root" ||
			die "cannot unpack $deb"
	done < "$keep/debs"
	# All others take for granted that there is a user root.
	in_root "$root" sh -c 'dpkg --force-depends --configure base-passwd &&
		dpkg --force-confold --configure -a' \
		> "$root/tmp/configure" 2>&1 < /dev/null || {
		tail -n 20 "$root/tmp/configure" >&2
		die "packages cannot be configured"
	}
}
