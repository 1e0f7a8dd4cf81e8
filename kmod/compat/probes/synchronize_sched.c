/* Until 5.0: synchronize_rcu() does not wait for disabled preemption. */
#include <linux/rcupdate.h>

void pw_probe(void)
{
	synchronize_sched();
}
