/* Compiles with every kernel and compiler that work at all. */
#include <linux/module.h>
#include <linux/kernel.h>

int pw_probe(int value)
{
	return value + 1;
}
MODULE_LICENSE("GPL");
