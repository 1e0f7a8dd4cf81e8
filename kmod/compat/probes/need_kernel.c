/* this kernel is too old: probewire needs 3.10 or newer */
#include <linux/version.h>

#if LINUX_VERSION_CODE < KERNEL_VERSION(3, 10, 0)
#error "too old"
#endif
