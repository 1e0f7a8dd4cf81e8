# SPDX-License-Identifier: GPL-2.0
#
# To be sourced: an apt of our own, for suites of Debian, on the mirrors that this
# machine's apt uses. It checks packages as always, installs nothing and
# does not need root. The caller has die().

# own_apt DIR SUITE...: what it keeps is in DIR, packages are downloaded to
# DIR/cache. From then on apt-get and apt-cache are of these suites.
own_apt()
{
	apt_dir=$1
	shift
	mkdir -p "$apt_dir/lists/partial" "$apt_dir/cache/archives/partial"
	sites=$(apt-get indextargets --format '$(SITE)' \
		'Created-By: Packages' | sort -u)
	mirror=$(echo "$sites" | grep '/debian/*$' | head -n 1)
	[ -n "$mirror" ] || die "apt has no mirror of Debian in its configuration"
	secure=$(echo "$sites" | grep 'debian-security' | head -n 1)
	secure=${secure:-${mirror%/debian*}/debian-security}
	key=/usr/share/keyrings/debian-archive-keyring.gpg
	for one in "$@"; do
		case $one in
		*-security)
			echo "deb [signed-by=$key] $secure $one main" ;;
		*)
			echo "deb [signed-by=$key] $mirror $one main" ;;
		esac
	done > "$apt_dir/sources.list"
	: > "$apt_dir/status"
	cat > "$apt_dir/apt.conf" <<-CONF
	Dir::State "$apt_dir";
	Dir::State::status "$apt_dir/status";
	Dir::Cache "$apt_dir/cache";
	Dir::Etc::sourcelist "$apt_dir/sources.list";
	Dir::Etc::sourceparts "/dev/null";
	Dir::Etc::preferencesparts "/dev/null";
	APT::Architecture "amd64";
	APT::Architectures "amd64";
	APT::Sandbox::User "root";
	Debug::NoLocking "1";
	APT::Update::Post-Invoke-Success "";
	APT::Update::Post-Invoke "";
	Acquire::Languages "none";
	Acquire::Retries "3";
	CONF
	# Hooks of the machine's own configuration are lists: they must be
	# cleared.
	printf '#clear APT::Update::Post-Invoke;\n#clear %s;\n' \
		APT::Update::Post-Invoke-Success >> "$apt_dir/apt.conf"
	APT_CONFIG=$apt_dir/apt.conf
	export APT_CONFIG
	apt-get -qq update >&2 || die "apt-get update failed for $*"
}
