/* 3.17: time keeping has a header of its own. */
#include <linux/timekeeping.h>
