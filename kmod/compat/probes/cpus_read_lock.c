/* 4.13: CPU hotplug's lock is new, and perf minds CPUs that go down. */
#include <linux/cpu.h>

void pw_probe(void)
{
	cpus_read_lock();
	cpus_read_unlock();
}
