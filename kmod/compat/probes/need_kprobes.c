/* this kernel is built without kprobes and kretprobes (CONFIG_KPROBES) */
#include <linux/kprobes.h>

#if !defined(CONFIG_KPROBES) || !defined(CONFIG_KRETPROBES)
#error "no kprobes"
#endif
