/* CONFIG_UPROBES, which is not everywhere. */
#include <linux/kconfig.h>

#ifndef CONFIG_UPROBES
#error no uprobes
#endif
