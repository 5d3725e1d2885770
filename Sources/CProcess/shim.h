#ifndef YILU_CPROCESS_SHIM_H
#define YILU_CPROCESS_SHIM_H

#include <linux/keyctl.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

// System calls that take a varying number of arguments, which Swift cannot call.

/// 0 where it worked.
static inline int yilu_set_undumpable(void) { return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0); }

/// Puts bytes under a name into the keyring of this user, in place of what was there. Its number, or -1 and errno.
static inline int32_t yilu_keyring_add(const char *name, const void *bytes, size_t count) {
    long key = syscall(SYS_add_key, "user", name, bytes, count, KEY_SPEC_USER_KEYRING);
    // Every process of the user may find, read and remove it, whatever session it belongs to; nobody else.
    if (key >= 0 && syscall(SYS_keyctl, KEYCTL_SETPERM, key, 0x3f3f0000u) != 0) return -1;
    return (int32_t)key;
}

/// The number of what lies there under a name, or -1 and errno.
static inline int32_t yilu_keyring_find(const char *name) {
    return (int32_t)syscall(SYS_keyctl, KEYCTL_SEARCH, KEY_SPEC_USER_KEYRING, "user", name, 0);
}

/// How many bytes it has, of which as many are copied as there is room for; or -1 and errno.
static inline long yilu_keyring_read(int32_t key, void *bytes, size_t room) {
    return syscall(SYS_keyctl, KEYCTL_READ, key, bytes, room);
}

/// 0 where it is gone.
static inline int yilu_keyring_remove(int32_t key) {
    return (int)syscall(SYS_keyctl, KEYCTL_UNLINK, key, KEY_SPEC_USER_KEYRING);
}

#endif
