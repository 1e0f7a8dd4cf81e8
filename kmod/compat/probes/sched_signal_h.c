/* 4.11, el7: pending signals have a header of their own. */
#include <linux/sched/signal.h>
