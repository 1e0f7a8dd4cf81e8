# Types of the kernel that a script does not declare. The table comes with the
# module; what the workloads print, and the kernel's own BTF, say what is right.

NAME where connections go, IPv4
PROG kprobe:tcp_connect { $sk = (struct sock *)arg0; printf("%s %d %d\n", ntop($sk->__sk_common.skc_daddr), bswap($sk->__sk_common.skc_dport), $sk->__sk_common.skc_family == AF_INET); }
AFTER tcp client > /tmp/runtime/said; tcp backlog >> /tmp/runtime/said; sleep 0.2
CHECK awk '$1 == "connect" { print $5, $6, 1 }' /tmp/runtime/said | sort > /tmp/runtime/want; test -s /tmp/runtime/want && grep '^[0-9]' $OUT | sort | diff /tmp/runtime/want -

NAME where connections go, IPv6
PROG kprobe:tcp_connect { $c = ((struct sock *)arg0)->__sk_common; if ($c.skc_family == AF_INET6) { printf("%s %d\n", ntop($c.skc_v6_daddr.in6_u.u6_addr8), bswap($c.skc_dport)); } }
AFTER tcp -6 client > /tmp/runtime/said; sleep 0.2
CHECK awk '$1 == "connect" { print $5, $6 }' /tmp/runtime/said | sort > /tmp/runtime/want; test -s /tmp/runtime/want && grep '^[:0-9]' $OUT | sort | diff /tmp/runtime/want -

NAME who reads and writes one file
SETUP echo old > /tmp/watched; echo other > /tmp/unwatched
RUN probewire -e 'kprobe:vfs_read, kprobe:vfs_write { $i = ((struct file *)arg0)->f_inode; if ($i->i_ino == $2 && $i->i_sb->s_dev == $1) { @[func, comm] = count(); @bytes[func, comm] = sum(arg2); } }' $(stat -c '%d %i' /tmp/watched)
MARK Attached
AFTER sh -c 'echo written > /tmp/watched; echo not > /tmp/unwatched'; dd if=/tmp/watched of=/dev/null bs=100 2>/dev/null; cat /tmp/unwatched; printf '1s/written/changed/\nw\nq\n' | ed /tmp/watched > /dev/null
CHECK grep -qx changed /tmp/watched
EXPECT @[vfs_write, ed]: 1
EXPECT @[vfs_write, sh]: 1
EXPECT_REGEX @\[vfs_read, (dd|ed)\]: 2
EXPECT @bytes[vfs_write, ed]: 8
EXPECT @bytes[vfs_write, sh]: 8
EXPECT_NONE cat]
CLEANUP rm -f /tmp/watched /tmp/unwatched

NAME who reads and writes one file, by whatever call
SETUP echo old > /tmp/watched; echo other > /tmp/unwatched
RUN probewire -e 'kprobe:security_file_permission { $i = ((struct file *)arg0)->f_inode; if ($i->i_ino == $2 && $i->i_sb->s_dev == $1) { @[comm, arg1 == MAY_WRITE ? "writes" : arg1 == MAY_READ ? "reads" : "?"] = count(); } }' $(stat -c '%d %i' /tmp/watched)
MARK Attached
AFTER sh -c 'echo written > /tmp/watched; echo not > /tmp/unwatched'; cat /tmp/watched; tail -n 1 /tmp/unwatched; printf '1s/written/changed/\nw\nq\n' | ed /tmp/watched > /dev/null
EXPECT_REGEX @\[(cat|ed), reads\]: [1-9]
EXPECT_REGEX @\[(cat|ed), reads\]: [1-9]
CHECK grep -qE '^@\[ed, writes\]: [1-9]' $OUT && grep -qE '^@\[sh, writes\]: [1-9]' $OUT && test "$(grep -c '^@' $OUT)" = 4
CLEANUP rm -f /tmp/watched /tmp/unwatched

NAME the current task
PROG kprobe:vfs_write /comm == "dd"/ { print((curtask->pid == tid, curtask->tgid == pid, curtask->comm, curtask->cred->uid.val == uid, curtask->real_parent->tgid == ppid, curtask == curtask->group_leader)); exit(); }
AFTER echo x | dd of=/tmp/x 2>/dev/null
EXPECT (true, true, dd, true, true, true)
CLEANUP rm -f /tmp/x

NAME parameters by name, returns by type
PROG fentry:tcp_sendmsg { @asked = sum(args.size); @kinds[args.sk->__sk_common.skc_state] = count(); } fexit:tcp_sendmsg /retval > 0/ { @sent = sum(retval); } kprobe:tcp_connect { @[args.sk->__sk_common.skc_family] = count(); }
AFTER tcp http > /tmp/runtime/said
EXPECT_REGEX @\[2\]: [0-9]+
EXPECT_REGEX @asked: [1-9][0-9]*
EXPECT_REGEX @kinds\[1\]: [0-9]+
EXPECT_REGEX @sent: [1-9][0-9]*
CHECK test "$(sed -n 's/@asked: //p' $OUT)" = "$(sed -n 's/@sent: //p' $OUT)"

NAME a tracepoint's pointer to a struct
REQUIRES grep -q 'struct napi_struct \*' /sys/kernel/debug/tracing/events/napi/napi_poll/format
PROG tracepoint:napi:napi_poll { @[args.napi->weight] = count(); }
AFTER tcp client > /dev/null
EXPECT_REGEX @\[64\]: [0-9]+

NAME a struct as a whole, and its parts
PROG kprobe:tcp_connect { $sk = (struct sock *)arg0; @state = $sk->sk_socket->state; @type = $sk->sk_type == SOCK_STREAM; print($sk->sk_socket->wq.wait.lock); @name = str($sk->__sk_common.skc_prot->name); print(curtask->nsproxy->uts_ns->name.release); exit(); }
AFTER tcp client > /dev/null
EXPECT_REGEX \{ \.rlock = \{ \.raw_lock = \{ .* \} \} \}
EXPECT_REGEX @name: TCP
EXPECT @state: SS_UNCONNECTED
EXPECT @type: true
CHECK grep -qx "$(uname -r)" $OUT

NAME numbers of the headers
PROG begin { print((AF_INET6, TCP_LISTEN, SOCK_STREAM, IPPROTO_TCP, ENOENT, S_IFMT, O_CREAT, PAGE_SIZE, MAX_ERRNO, sizeof(struct list_head))); exit(); }
EXPECT (10, TCP_LISTEN, SOCK_STREAM, IPPROTO_TCP, 2, 61440, 64, 4096, 4095, 16)

NAME a null pointer gives 0 and is told
PROG begin { $t = (struct task_struct *)0; print($t->real_parent->pid); exit(); }
EXPECT 0
EXPECT_ERR_REGEX stdin:1:4[0-9].* WARNING: memory reads failed.*

NAME layouts are those of the kernel's BTF
REQUIRES [ -e /sys/kernel/btf/vmlinux ]
SETUP btf sock tcp_sock inet_sock inet_connection_sock sk_buff socket proto task_struct signal_struct sighand_struct cred mm_struct vm_area_struct page file inode dentry super_block vfsmount file_operations nsproxy pid request bio request_queue gendisk block_device net_device napi_struct linux_binprm cgroup css_set work_struct timer_list hrtimer irq_desc user_namespace net > /tmp/layouts.bt
RUN probewire /tmp/layouts.bt
EXPECT_REGEX 3[0-9] structs, [0-9]{4} members
EXPECT_NONE BTF
CLEANUP rm -f /tmp/layouts.bt

NAME what only the kernel's BTF knows
REQUIRES [ -e /sys/kernel/btf/vmlinux ]
PROG fentry:vfs_open /comm == "dd"/ { print(args); $m = container_of(args.path->mnt, struct mount, mnt); @same = $m->mnt.mnt_sb == args.path->mnt->mnt_sb && $m->mnt_id > 0 && $m->mnt_id < 10000; exit(); }
AFTER echo x > /tmp/x; dd if=/tmp/x of=/dev/null 2>/dev/null
EXPECT_REGEX \{ \.path = 0x[0-9a-f]+, \.file = 0x[0-9a-f]+ \}
EXPECT @same: true
CLEANUP rm -f /tmp/x

NAME arguments of a raw tracepoint by name
REQUIRES [ -e /sys/kernel/btf/vmlinux ] && grep -q ' __traceiter_sys_enter' /proc/kallsyms
PROG rawtracepoint:sys_enter /comm == "dd"/ { @[args.id == arg1, args.regs->orig_ax == args.id] = count(); }
AFTER dd if=/dev/zero of=/dev/null count=7 2>/dev/null
EXPECT_REGEX @\[true, true\]: [0-9]+
EXPECT_NONE false

NAME a listed struct, a listed function
RUN probewire -lv 'struct path, fentry:tcp_connect, fexit:tcp_connect, kprobe:tcp_connect, kretprobe:tcp_connect, kr:tcp_close'; probewire -l 'struct sock_comm*'
EXPECT vmlinux: struct path {
EXPECT 	struct vfsmount *mnt;	/* 0 8 */
EXPECT 	struct dentry *dentry;	/* 8 8 */
EXPECT };
EXPECT fentry:vmlinux:tcp_connect
EXPECT     struct sock * sk
EXPECT fexit:vmlinux:tcp_connect
EXPECT     struct sock * sk
EXPECT     int retval
EXPECT kprobe:tcp_connect
EXPECT     struct sock * arg0
EXPECT kretprobe:tcp_connect
EXPECT     int retval
EXPECT kretprobe:tcp_close
EXPECT     void
EXPECT struct sock_common

NAME arguments of raw tracepoints in a list
REQUIRES [ -e /sys/kernel/btf/vmlinux ] && grep -q ' __traceiter_sys_enter' /proc/kallsyms
RUN probewire -lv 'rawtracepoint:sys_enter'
EXPECT rawtracepoint:vmlinux:sys_enter
EXPECT     struct pt_regs * regs
EXPECT     long int id
ONLY

NAME layouts are those that pahole sees in the kernel's BTF
REQUIRES [ -x /usr/bin/pahole ] && [ -e /sys/kernel/btf/vmlinux ]
SETUP for s in sock sock_common tcp_sock inet_sock inet_connection_sock sk_buff socket proto msghdr iov_iter task_struct signal_struct sighand_struct cred mm_struct vm_area_struct page file inode dentry path qstr super_block vfsmount nsproxy pid net net_device napi_struct request bio request_queue gendisk block_device linux_binprm cgroup css_set work_struct timer_list hrtimer irq_desc user_namespace; do echo "$s"; done > /tmp/structs; while read -r s; do pahole -C "$s" /sys/kernel/btf/vmlinux; done < /tmp/structs 2>/dev/null | awk -f $here/members.awk | sort -u > /tmp/pahole
RUN while read -r s; do probewire -lv "struct $s"; done < /tmp/structs | awk -f $here/members.awk | sort -u > /tmp/ours; cut -d ' ' -f 1 /tmp/ours | sort -u | wc -l; diff /tmp/pahole /tmp/ours && wc -l < /tmp/ours
EXPECT 42
EXPECT_REGEX [1-9][0-9]{3}
CLEANUP rm -f /tmp/structs /tmp/pahole /tmp/ours

NAME a table of another kernel is refused
SETUP sed "s/^release [0-9]/release 8/" /lib/modules/*/extra/probewire.types > /tmp/wrong
RUN probewire --types /tmp/wrong -e 'begin { exit(); }'; probewire --types /bin/sh -e 'begin { exit(); }'
RETURN_CODE 1
EXPECT_ERR_REGEX ERROR: the type table /tmp/wrong is of Linux 8.*, and this is Linux .*
EXPECT_ERR ERROR: /bin/sh is not a type table
CLEANUP rm -f /tmp/wrong

NAME no table
RUN mv /lib/modules/*/extra/probewire.types /tmp/moved.types; probewire -e 'begin { print(MAX_ERRNO); }'; mv /tmp/moved.types /lib/modules/$(uname -r)/extra/probewire.types
EXPECT_ERR_REGEX HINT: there is no type table for Linux .*

NAME names of open files
SETUP mkdir -p '/tmp/path/a b' && echo x > '/tmp/path/a b/file'
PROG kprobe:vfs_read /comm == "cat"/ { $f = (struct file *)arg0; printf("%s\n", path($f->f_path)); $p = $f->f_path; printf("%s\n", path($p, 8)); }
AFTER cat '/tmp/path/a b/file' /proc/version; exec 3< '/tmp/path/a b/file'; rm '/tmp/path/a b/file'; cat <&3; true | cat
EXPECT /tmp/path/a b/file
EXPECT  b/file
EXPECT /proc/version
EXPECT version
EXPECT /tmp/path/a b/file (deleted)
EXPECT_REGEX pipe:\[[0-9]+\]
CLEANUP rmdir '/tmp/path/a b' /tmp/path

NAME names of open files end at the process's root
SETUP mkdir -p /tmp/root/bin && cp /bin/busybox /tmp/root/bin && echo x > /tmp/root/file
PROG kprobe:vfs_read /comm == "busybox"/ { printf("%s\n", path(((struct file *)arg0)->f_path)); }
AFTER chroot /tmp/root /bin/busybox cat /file
EXPECT /file
CLEANUP rm -r /tmp/root

NAME the name of any process
BEFORE sleep 1000
PROG begin { print(comm({{PID}})); print(comm(99999999)); print(comm(pid) == comm); exit(); }
EXPECT sleep
EXPECT N/A
EXPECT true
EXPECT_ERR_REGEX .*WARNING: No such process \(pid=99999999\)

NAME functions and structs of a module
REQUIRES { [ -e /sys/module/loop ] || insmod /lib/modules/*/loop.ko; } && [ -e /sys/kernel/btf/loop ]
RUN probewire -lv 'fentry:loop:lo_ioctl'; probewire -e 'kprobe:lo_ioctl { @[args.cmd, args.bdev->bd_disk->private_data == (void *)((struct loop_device *)args.bdev->bd_disk->private_data)->lo_disk->private_data] = count(); }' -c 'losetup /dev/loop0'
EXPECT fentry:loop:lo_ioctl
EXPECT     struct block_device * bdev
EXPECT     unsigned int cmd
EXPECT @[19461, true]: 1

NAME ctx is the registers
PROG kprobe:security_task_getpgid /comm == "calls"/ { printf("%d\n", ctx->di == arg0 && ctx->ip == reg("ip")); } kretprobe:security_task_getpgid /comm == "calls"/ { printf("%d\n", ctx->ax == retval); } interval:ms:1 { @ = (uint64)ctx; }
AFTER calls -k getpgid -n 1
EXPECT 1
EXPECT 1
EXPECT @: 0

NAME an enum of a tracepoint is printed by its name
REQUIRES grep -q 'enum skb_drop_reason reason' /sys/kernel/tracing/events/skb/kfree_skb/format
PROG tracepoint:skb:kfree_skb { $r = args.reason; @[$r] = count(); printf("%d %s\n", args.reason, $r); exit(); }
AFTER ifconfig lo up; ping -c 3 -W 1 127.0.0.1 > /dev/null; nc -w 1 127.0.0.1 9 < /dev/null; true
EXPECT_REGEX [0-9]+ SKB_[A-Z_]+
EXPECT_REGEX @\[SKB_[A-Z_]+\]: 1

NAME numbers of sockets
PROG kprobe:tcp_v4_connect { $c = socket_cookie((struct sock *)arg0); @c[$c] = 1; } kretprobe:tcp_v4_connect { printf("%d\n", len(@c)); exit(); }
AFTER ifconfig lo up; nc -w 1 127.0.0.1 9 < /dev/null; true
EXPECT 1

NAME packets to a file
SETUP ifconfig lo up; rm -f /tmp/packets
PROG kprobe:ip_rcv { @ = skboutput("/tmp/packets", (struct sk_buff *)arg0, 84, 0); } interval:s:3 { exit(); }
AFTER ping -c 1 -W 1 127.0.0.1 > /dev/null; sleep 1
EXPECT @: 0
CHECK [ "$(head -c 4 /tmp/packets | od -An -tx1 | tr -d ' \n')" = d4c3b2a1 ] && [ "$(tail -c +41 /tmp/packets | head -c 1 | od -An -tx1 | tr -d ' \n')" = 45 ]
CLEANUP rm -f /tmp/packets
