# What the doctor says of a guest: the module is loaded by hand, there are no
# headers, and each fault is made for real.

NAME doctor: the module is loaded
RUN probewire doctor
EXPECT ok       user: root
EXPECT ok       container: none
EXPECT_REGEX ok       kernel: Linux [0-9.]+.*
EXPECT_REGEX ok       tracefs: mounted at /sys/kernel/.*tracing
EXPECT_REGEX ok       module: loaded, version [0-9.]+, built for [0-9].*
EXPECT_REGEX warning  module: not installed for [0-9].*
EXPECT_REGEX warning  headers: there is no /lib/modules/.*/build
EXPECT_REGEX ok       types: /lib/modules/.*/extra/probewire.types is of this kernel
EXPECT ok       tools: funccount has all that it needs
EXPECT ok       tools: profile has all that it needs
EXPECT ok       tools: tcpstates has all that it needs
EXPECT ok       tools: trace has all that it needs
CHECK ! grep 'tools: .* cannot run' $OUT | grep -v ' this kernel has none of \| there is no function \| No matches for \|tracepoint'
EXPECT_NONE problem

NAME doctor: as JSON
RUN probewire doctor -f json
EXPECT_JSON {"type": "finding", "data": {"state": "ok", "about": "user", "what": "root"}}

NAME doctor: the module is installed too
SETUP cp /lab/probewire.ko /lib/modules/$(uname -r)/extra/
RUN probewire doctor
EXPECT_REGEX ok       module: /lib/modules/.*/extra/probewire.ko, version [0-9.]+, is built for this kernel
EXPECT_NONE another build
CLEANUP rm /lib/modules/$(uname -r)/extra/probewire.ko

NAME doctor: the module is installed and not loaded
SETUP cp /lab/probewire.ko /lib/modules/$(uname -r)/extra/ && rmmod probewire
RUN probewire doctor
EXPECT problem  module: not loaded
EXPECT_REGEX          modprobe probewire, or insmod .*
CLEANUP rm /lib/modules/$(uname -r)/extra/probewire.ko; insmod /lab/probewire.ko
RETURN_CODE 1

NAME doctor: the module is absent
SETUP rmmod probewire
RUN probewire doctor
EXPECT_REGEX problem  module: not installed for [0-9].*
EXPECT_REGEX          install .*[0-9].*, then make && make install.*
CLEANUP insmod /lab/probewire.ko
RETURN_CODE 1

NAME doctor: a dangling build link
SETUP ln -s /usr/src/gone /lib/modules/$(uname -r)/build
RUN probewire doctor
EXPECT_REGEX warning  headers: /lib/modules/.*/build leads to /usr/src/gone, which is not there
CLEANUP rm /lib/modules/$(uname -r)/build

NAME doctor: headers of another minor release
# 6.12.95+deb12-amd64 has none: behind the dash is its flavour alone.
REQUIRES uname -r | grep -q '^[0-9.]*-[0-9]'
SETUP mkdir -p /usr/src/other/include/generated && echo '#define UTS_RELEASE "'$(uname -r | sed 's/-.*//')'-999"' > /usr/src/other/include/generated/utsrelease.h && ln -s /usr/src/other /lib/modules/$(uname -r)/build
RUN probewire doctor
EXPECT_REGEX warning  headers: /usr/src/other is of .*-999 \(another minor release.*\), this is .*
CLEANUP rm -r /lib/modules/$(uname -r)/build /usr/src/other

NAME doctor: not root
RUN as 65534 65534 probewire doctor
EXPECT problem  user: user 65534 is not root, and only root may trace
EXPECT_REGEX          run it with sudo.*
RETURN_CODE 1

NAME doctor: no tracefs
SETUP umount /sys/kernel/tracing; umount /sys/kernel/debug/tracing; umount /sys/kernel/debug; [ ! -d /sys/kernel/tracing/events ]
RUN probewire doctor
EXPECT problem  tracefs: not mounted: no tracepoint can be found
EXPECT_REGEX          mount -t .* nodev /sys/kernel/.*
CLEANUP mount -t debugfs debugfs /sys/kernel/debug; [ ! -d /sys/kernel/tracing ] || mount -t tracefs tracefs /sys/kernel/tracing
RETURN_CODE 1

NAME doctor: this kernel's module
RUN probewire doctor /lab/probewire.ko
EXPECT_REGEX ok       module: /lab/probewire.ko is probewire, version [0-9.]+
EXPECT_REGEX ok       module: built for .*, which is this kernel
EXPECT_REGEX warning  module: a module called probewire is loaded already
EXPECT          rmmod probewire first

NAME doctor: a module of another kernel, as the kernel sees it and as we do
SETUP sed 's/vermagic=[0-9]/vermagic=9/' /lab/probewire.ko > /tmp/foreign.ko
RUN insmod /tmp/foreign.ko 2>&1 | sed 's/^/insmod said: /'; probewire doctor /tmp/foreign.ko
EXPECT_REGEX insmod said: .*
EXPECT_REGEX problem  module: built for 9[^ ]* \(another kernel\), this is [^ ]*: install .*
CLEANUP rm /tmp/foreign.ko
RETURN_CODE 1

NAME doctor: a file that is no module
RUN probewire doctor /lab/README.md
EXPECT problem  module: /lab/README.md is no kernel module: not an ELF file
RETURN_CODE 1
ONLY
