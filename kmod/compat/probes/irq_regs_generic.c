/* An interrupt's registers. exported: __irq_regs */
#include <linux/percpu.h>
#include <asm/irq_regs.h>

struct pt_regs *pw_probe(void)
{
	return get_irq_regs();
}
