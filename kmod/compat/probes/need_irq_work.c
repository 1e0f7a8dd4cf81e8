/* this kernel is built without irq_work (CONFIG_IRQ_WORK) */
#include <linux/irq_work.h>

#ifndef CONFIG_IRQ_WORK
#error "no irq_work"
#endif
