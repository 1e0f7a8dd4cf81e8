# Probes that programs bring along, in the program of workloads/usdt.c, which
# says where each argument lies and what it is.

NAME an argument in a register and one in memory
PROG usdt:/lab/workloads/usdt:lab:round { printf("%d %s %s\n", arg0, str(arg1), probe); }
AFTER usdt 3
EXPECT 1 lap usdt:/lab/workloads/usdt:lab:round
EXPECT 2 lap usdt:/lab/workloads/usdt:lab:round
EXPECT 3 lap usdt:/lab/workloads/usdt:lab:round

NAME hits are counted exactly
PROG usdt:usdt:lab:round { @ = count(); @sum = sum(arg0); }
AFTER usdt 100003
EXPECT @: 100003
EXPECT @sum: 5000350006
TIMEOUT 120

NAME sizes and signs
PROG usdt:usdt:lab:sizes { printf("%lld %lld %lld %lld %lld %lld %lld\n", arg0, arg1, arg2, arg3, arg4, arg5, arg6); }
AFTER usdt 1
EXPECT -81 81 -16001 60001 -3 4000000000 -5000000000

NAME constants
PROG usdt:usdt:lab:const { printf("%d %d\n", arg0, arg1); }
AFTER usdt 1
EXPECT 4 -5

NAME several places are one probe
PROG usdt:usdt:lab:twice { printf("%d\n", arg0); @[probe] = count(); }
AFTER usdt 5
EXPECT 1
EXPECT 2
EXPECT @[usdt:/lab/workloads/usdt:lab:twice]: 10
EXPECT_ERR Attached 1 probe

NAME a base, an index and a scale
PROG usdt:usdt:lab:index { printf("%d\n", arg0); }
AFTER usdt 1
EXPECT 13

NAME any provider, and wildcards
PROG usdt:usdt:name { @name = count(); } usdt:usdt::c* { @const = count(); } U:usdt:o*:n* { @wild = count(); }
AFTER usdt 11
EXPECT @const: 11
EXPECT @name: 11
EXPECT @wild: 11

NAME the semaphore of a program that runs
BEFORE usdt 1000000 20
PROG usdt:usdt:lab:armed { @ = count(); } interval:ms:600 { exit(); }
OPTS -p {{PID}}
AFTER usleep 400000
EXPECT_REGEX @: [0-9]+

NAME the semaphore is as it was afterwards
RUN usdt 300 10 & sleep 0.4; probewire -q -e 'usdt:usdt:lab:armed { @++; } interval:ms:700 { exit(); }' --usdt-file-activation; wait
EXPECT_REGEX @: [0-9]+
EXPECT_REGEX armed [0-9]+, semaphore 0
CHECK awk '$1 == "@:" { seen = $2 } $1 == "armed" { did = $2 + 0 } END { print seen, did; exit !(seen > 10 && seen <= did && did < 290) }' $OUT

NAME with -c they are the child's alone
RUN usdt 3000 2 & probewire -e 'usdt:usdt:lab:round { @[pid == cpid] = count(); }' -c '/lab/workloads/usdt 13'; kill $!
EXPECT @[true]: 13
EXPECT_NONE false

NAME a process's own, without a path
BEFORE usdt 1000000 20
PROG usdt::lab:round { @ = count(); exit(); }
OPTS -p {{PID}}
AFTER usleep 400000
EXPECT_REGEX @: [0-9]+

NAME listing
RUN probewire -l 'usdt:/lab/workloads/usdt:lab:*'
EXPECT usdt:/lab/workloads/usdt:lab:armed
EXPECT usdt:/lab/workloads/usdt:lab:const
EXPECT usdt:/lab/workloads/usdt:lab:index
EXPECT usdt:/lab/workloads/usdt:lab:round
EXPECT usdt:/lab/workloads/usdt:lab:sizes
EXPECT usdt:/lab/workloads/usdt:lab:twice
ONLY

NAME listing a process's
BEFORE usdt 1000000 20
RUN probewire -l 'usdt:*' -p {{PID}}
EXPECT usdt:/lab/workloads/usdt:lab:twice
EXPECT usdt:/lab/workloads/usdt:other:name

NAME a probe that is not there
PROG usdt:usdt:lab:nothing { }
RETURN_CODE 1
EXPECT_ERR stdin:1:1-22: ERROR: No matches for usdt usdt:lab:nothing.

NAME an argument that is not there
PROG usdt:usdt:lab:round { printf("%d\n", arg2); }
RETURN_CODE 1
EXPECT_ERR_REGEX stdin:1:38-42: ERROR: arg2: the probe .*usdt:round has only these arguments: "8@.* 8@.*"
