#ifndef YILU_CPROCESS_SHIM_H
#define YILU_CPROCESS_SHIM_H

#include <sys/prctl.h>

/// prctl takes a varying number of arguments, which Swift cannot call. 0 where it worked.
static inline int yilu_set_undumpable(void) { return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0); }

#endif
