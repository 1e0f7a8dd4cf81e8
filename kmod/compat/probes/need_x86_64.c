/* probewire runs on x86-64 only, and this kernel is for another machine */
#include <linux/kernel.h>

#ifndef CONFIG_X86_64
#error "not x86-64"
#endif
