/* Until 5.6: a symbol's address can be asked for.
 * exported: kallsyms_lookup_name */
#include <linux/kallsyms.h>

unsigned long pw_probe(void)
{
	return kallsyms_lookup_name("name");
}
