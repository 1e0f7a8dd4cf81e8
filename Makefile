# SPDX-License-Identifier: GPL-2.0
#
# Everything that is built goes below build/, the tree itself stays as it is.
#   make            the command, and the module for the running kernel
#   make KDIR=...   the module for another kernel's headers
#   make check      unit tests          make test   all tests, in a guest
#   make run        tcpstates on real traffic
#   make install    DESTDIR, PREFIX     make deps   what is missing
#   make deb, rpm   packages    make dkms-tree  the module's sources for DKMS
# GNU make 3.82 (EL7) is enough.

CC	= gcc
PREFIX	= /usr/local
DESTDIR	=
CFLAGS	= -O2 -g
LDFLAGS	=
KRELEASE = $(shell uname -r)
KDIR	= /lib/modules/$(KRELEASE)/build
B	= build

ifneq ($(V),1)
Q	= @
say	= @printf '  %-7s %s\n' $(1) $(2)
endif

.PHONY: all command man kmod workloads check fuzz test run install bench clean deps \
	install-command dkms-tree dist deb rpm FORCE
.DELETE_ON_ERROR:
.SUFFIXES:

all: command
	@if [ -e "$(KDIR)/Makefile" ]; then \
		$(MAKE) --no-print-directory kmod; \
	else \
		echo "module not built: no kernel headers at $(KDIR)" \
		     "(install them, or give KDIR=)"; \
	fi

# ---- the command ----

warn	= -Wall -Wextra $(if $(WERROR),-Werror)
incs	= -Iinclude -Iuser -Ikmod
libs	:= libnl-genl-3.0 libnl-3.0 libdw libelf
pkg	= $(shell pkg-config $(1) $(libs) $(2))
nl_cflags := $(call pkg,--cflags)
# -ldl: before glibc 2.34 dlsym() is not in libc.
nl_libs	:= $(call pkg,--libs) -lelf -ldl
ucflags	= -std=gnu99 $(warn) $(incs) $(nl_cflags) -MMD -MP
ecflags	= -std=gnu89 $(warn) -Wdeclaration-after-statement $(incs) -MMD -MP

user_src := $(wildcard user/*/*.c)
engine_src := $(wildcard kmod/engine/*.c)
tools	:= $(sort $(wildcard user/tools/*.bt))
user_obj := $(user_src:%.c=$(B)/%.o) $(B)/user/tools_table.o

command: $(B)/probewire

$(B)/probewire: $(user_obj)
	$(call say,LINK,$@)
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(nl_libs)

$(B)/user/%.o: user/%.c
	$(call say,CC,$<)
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) $(CFLAGS) $(ucflags) -c -o $@ $<

$(B)/user/tools_table.o: $(B)/user/tools_table.c
	$(call say,CC,$<)
	$(Q)$(CC) $(CFLAGS) $(ucflags) -c -o $@ $<

# Every tool's script as a C string, in the order of their names.
$(B)/user/tools_table.c: $(tools) user/tools/embed.awk Makefile
	$(call say,EMBED,$@)
	$(Q)mkdir -p $(@D)
	$(Q)LC_ALL=C awk -f user/tools/embed.awk $(tools) > $@

# A man page for each tool, from the table in its head.
man_pages := $(B)/man/probewire.8 $(tools:user/tools/%.bt=$(B)/man/probewire-%.8)

man: $(man_pages)

# The command's, with the options that it has itself.
$(B)/man/probewire.8: docs/probewire.8.in user/command/man.awk \
		user/troff.awk $(B)/probewire
	$(call say,MAN,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(B)/probewire --help | \
		awk -f user/troff.awk -f user/command/man.awk - \
			docs/probewire.8.in > $@

$(B)/man/probewire-%.8: user/tools/%.bt user/tools/man.awk user/troff.awk
	$(call say,MAN,$@)
	$(Q)mkdir -p $(@D)
	$(Q)awk -f user/troff.awk -f user/tools/man.awk $< > $@

# ---- the module ----
#
# Built in build/kmod-RELEASE, out of links to the sources, so that several
# kernels' modules live side by side.

utsrelease = $(shell sed -n 's/.*UTS_RELEASE "\(.*\)"/\1/p' \
	"$(KDIR)/include/generated/utsrelease.h" 2>/dev/null)
kmod_cc	= $(if $(KCC),CC=$(KCC))

kmod:
	@sh kmod/compat/tree.sh "$(KDIR)" $(KCC)
	$(Q)$(MAKE) --no-print-directory kmod-in D=$(B)/kmod-$(utsrelease)

.PHONY: kmod-in
kmod-in:
	$(Q)mkdir -p $(D)/kmod $(D)/include
	$(Q)find $(D)/kmod $(D)/include -xtype l -exec rm -f {} +
	$(Q)cp -rsf $(CURDIR)/kmod/. $(D)/kmod
	$(Q)cp -rsf $(CURDIR)/include/. $(D)/include
	$(call say,KMOD,$(D)/probewire.ko)
	$(Q)$(MAKE) --no-print-directory -C $(KDIR) \
		M=$(abspath $(D))/kmod CONFIG_DEBUG_INFO_BTF_MODULES= \
		$(kmod_cc) $(if $(V),V=$(V),-s) modules
	$(Q)cmp -s $(D)/kmod/probewire.ko $(D)/probewire.ko || \
		cp $(D)/kmod/probewire.ko $(D)/probewire.ko
	$(Q)cmp -s $(D)/kmod/types/probewire.types $(D)/probewire.types || \
		cp $(D)/kmod/types/probewire.types $(D)/probewire.types

# ---- what runs in the guest beside the command ----

work_src := $(wildcard tests/runtime/workloads/*.c)
work_bin := $(work_src:tests/runtime/workloads/%.c=$(B)/workloads/%)

workloads: $(work_bin) $(B)/workloads/other-abi $(B)/workloads/narrow \
	$(B)/workloads/bare $(B)/vm/init

# Their stacks are looked at.
framed	= -fno-omit-frame-pointer -mno-omit-leaf-frame-pointer \
	-fno-optimize-sibling-calls

$(B)/workloads/%: tests/runtime/workloads/%.c
	$(call say,CC,$<)
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) $(CFLAGS) $(ucflags) $(framed) -MF $@.d $(linked) -o $@ $< \
		-pthread

# Some are as programs are: with libraries, at any address.
$(work_bin): linked = -static
$(B)/workloads/user $(B)/workloads/usdt $(B)/workloads/libcalls: linked =

# One of 32 bits, where the compiler can make it; else it is not there.
$(B)/workloads/narrow: tests/runtime/workloads/narrow/narrow.c
	$(call say,CC,$<)
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) -O1 -std=gnu99 $(warn) $(framed) -m32 -nostdlib -static \
		-fno-pie -no-pie -fno-stack-protector -fcf-protection=none \
		-o $@ $< || rm -f $@

# One without symbols.
$(B)/workloads/bare: $(B)/workloads/spin
	$(call say,STRIP,$@)
	$(Q)strip -o $@ $<

# The command as the module's next version would have it.
other_abi = -DPW_ABI=1003
$(B)/other-abi.o: user/link/client.c include/probewire/image.h
	$(call say,CC,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) $(CFLAGS) $(filter-out -MMD -MP,$(ucflags)) $(other_abi) \
		-c -o $@ $<

$(B)/workloads/other-abi: $(B)/other-abi.o \
		$(filter-out $(B)/user/link/client.o,$(user_obj))
	$(call say,LINK,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(nl_libs)

$(B)/vm/init: tests/vm/init.c
	$(call say,CC,$<)
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) -O2 -std=gnu99 $(warn) -static -o $@ $<

# ---- unit tests and fuzzers: everything again, with the sanitizers ----

# Asked once, and only when something needs it.
san	= $(eval san := $$(shell $(san_test)))$(san)
san_flags = -fsanitize=address,undefined -fno-sanitize-recover=undefined
san_test = mkdir -p $(B) && echo 'int main(void) { return 0; }' > \
	$(B)/santest.c && $(CC) $(san_flags) -o $(B)/santest $(B)/santest.c \
	2>/dev/null && $(B)/santest && echo $(san_flags)
S	= $(B)/san
scflags	= -O1 -g -fno-omit-frame-pointer $(san)

unit_src := $(wildcard tests/unit/check_*.c)
unit_help := $(filter-out $(unit_src),$(wildcard tests/unit/*.c))
unit_bin := $(unit_src:tests/unit/%.c=$(B)/unit/%)
fuzz_src := $(wildcard tests/fuzz/fuzz_*.c)
fuzz_bin := $(fuzz_src:tests/fuzz/%.c=$(B)/fuzz/%)
san_obj := $(filter-out $(S)/user/command/main.o,$(user_src:%.c=$(S)/%.o)) \
	$(engine_src:%.c=$(S)/%.o) $(S)/user/tools_table.o
help_obj := $(unit_help:%.c=$(S)/%.o)
check_libs = $(shell pkg-config --libs check)

.SECONDARY: $(san_obj) $(help_obj) $(unit_src:%.c=$(S)/%.o) \
	$(fuzz_src:%.c=$(S)/%.o)

$(S)/kmod/%.o: kmod/%.c
	$(call say,CC-SAN,$<)
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) $(scflags) $(ecflags) -c -o $@ $<

$(S)/user/tools_table.o: $(B)/user/tools_table.c
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) $(scflags) $(ucflags) -c -o $@ $<

$(S)/%.o: %.c
	$(call say,CC-SAN,$<)
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) $(scflags) $(ucflags) -Itests/unit -c -o $@ $<

# An archive: a test takes what it needs, and does not wait for the rest.
$(S)/all.a: $(san_obj) $(help_obj)
	$(Q)rm -f $@
	$(Q)ar rcs $@ $^

$(B)/unit/%: $(S)/tests/unit/%.o $(S)/all.a
	$(call say,LINK,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) $(scflags) $(LDFLAGS) -o $@ $^ $(nl_libs) $(check_libs)

$(B)/fuzz/%: $(S)/tests/fuzz/%.o $(S)/all.a
	$(call say,LINK,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) $(scflags) $(LDFLAGS) -o $@ $^ $(nl_libs)

check: $(unit_bin)
	$(Q)tests/unit/run $(unit_bin)

fuzz: $(fuzz_bin)
	$(Q)tests/fuzz/run $(fuzz_bin)

# ---- everything, in a guest ----

test: deps
	$(Q)tests/all

bench: deps $(B)/bench/compile
	$(Q)$(B)/bench/compile tests/bench/compile.bt
	$(Q)tests/bench/run

# Without the sanitizers, which cost more than what is measured.
$(B)/bench/compile: tests/bench/compile.c \
		$(filter-out $(B)/user/command/main.o,$(user_obj))
	$(call say,LINK,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) $(CFLAGS) $(ucflags) -MF $@.d $(LDFLAGS) -o $@ \
		$(filter %.c %.o,$^) $(nl_libs)

run: deps
	$(Q)VM=$(VM) tests/vm/demo

deps:
	@tests/deps

# ---- installation ----

bindir	= $(DESTDIR)$(PREFIX)/bin
mandir	= $(DESTDIR)$(PREFIX)/share/man/man8
datadir	= $(DESTDIR)$(PREFIX)/share/probewire/tools
bashdir	= $(DESTDIR)$(PREFIX)/share/bash-completion/completions

install-command: command man
	install -d $(bindir) $(datadir) $(mandir) $(bashdir)
	install -m 644 $(man_pages) $(mandir)
	install -m 755 $(B)/probewire $(bindir)/probewire
	install -m 644 $(tools) $(datadir)
	install -m 644 user/completion/probewire.bash $(bashdir)/probewire

# The module's sources, for DKMS: dkms add probewire/VERSION.
version	= $(shell sed -n 's/.*PW_VERSION[ \t]*"\(.*\)"/\1/p' \
	include/probewire/version.h)
dkmsdir	= $(DESTDIR)/usr/src/probewire-$(version)

dkms-tree:
	install -d $(dkmsdir)
	cp -R kmod include $(dkmsdir)
	install -m 755 dkms/types.sh $(dkmsdir)
	install -m 644 dkms/Makefile LICENSE $(dkmsdir)
	sed 's/@VERSION@/$(version)/g' dkms/dkms.conf > $(dkmsdir)/dkms.conf

# ---- packages, from a tarball as for a release ----

name	= probewire-$(version)
dist_files = Makefile README.md LICENSE kmod user include dkms tests docs
rpmbuild = rpmbuild --define "_topdir $(abspath $(B)/rpm)" $(RPMBUILD_FLAGS)

$(B)/$(name).tar.gz: FORCE
	$(Q)grep -q '^probewire ($(version))' dkms/debian/changelog && \
		grep -qx 'Version:[[:space:]]*$(version)' dkms/probewire.spec || { \
		echo "dkms/debian/changelog and dkms/probewire.spec are not" \
		     "of version $(version)" >&2; exit 1; }
	$(call say,TAR,$@)
	$(Q)mkdir -p $(@D)
	$(Q)tar -czf $@ --transform 's,^,$(name)/,' $(dist_files)

FORCE:

dist: $(B)/$(name).tar.gz

# Into build/deb and build/rpm. RPMBUILD_FLAGS: --nodeps, where what is built
# with did not come from RPMs.
deb: dist
	$(Q)rm -rf $(B)/deb
	$(Q)mkdir -p $(B)/deb
	$(Q)tar -C $(B)/deb -xzf $(B)/$(name).tar.gz
	$(Q)cp -R dkms/debian $(B)/deb/$(name)/debian
	$(Q)cd $(B)/deb/$(name) && dpkg-buildpackage -b -us -uc

rpm: dist
	$(Q)$(rpmbuild) -tb $(B)/$(name).tar.gz

install: all install-command
	@if [ -e $(B)/kmod-$(utsrelease)/probewire.ko ]; then \
		d=$(DESTDIR)/lib/modules/$(utsrelease)/extra; \
		install -d $$d && install -m 644 \
			$(B)/kmod-$(utsrelease)/probewire.ko \
			$(B)/kmod-$(utsrelease)/probewire.types $$d && \
		echo "installed $$d/probewire.ko" && \
		{ [ -n "$(DESTDIR)" ] || depmod -a $(utsrelease); }; \
	fi

clean:
	rm -rf $(B)

-include $(shell find $(B)/user $(S) $(B)/workloads -name "*.d" 2>/dev/null)
