// What libraries need that stand between a program and the C library.
#ifndef YILU_PRELOAD_H
#define YILU_PRELOAD_H

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

// The C library's own function of a name.
#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

// Room for a whole name: that of a folder, and one below it.
#define NAME_MAX_BYTES (2 * PATH_MAX)

// The whole name of an open file or folder; of anything else none, and 0.
static inline int nameOfOpen(int file, char *path) {
    char link[64];
    struct stat facts;
    if (fstat(file, &facts) != 0 || !(S_ISREG(facts.st_mode) || S_ISDIR(facts.st_mode))) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t count = readlink(link, path, PATH_MAX - 1);
    if (count < 0) return 0;
    path[count] = 0;
    return 1;
}

// The whole name of what a call names below a folder.
static inline void nameBelow(int folder, const char *path, char *whole) {
    whole[0] = 0;
    if (path[0] != '/' && (folder == AT_FDCWD ? getcwd(whole, PATH_MAX) != 0 : nameOfOpen(folder, whole)))
        strcat(whole, "/");
    strncat(whole, path, PATH_MAX - 1);
}

// The four calls that open a file, each as a call of `opened`, which its includer has: by the C library's own `openat`, in
// a folder, or in AT_FDCWD, the current one.
#define OPENING_BELOW(name, folder, ...)                        \
    int name(__VA_ARGS__ const char *path, int flags, ...) {    \
        va_list more;                                           \
        va_start(more, flags);                                  \
        mode_t mode = va_arg(more, mode_t);                     \
        va_end(more);                                           \
        return opened(folder, path, flags, mode);               \
    }
#define OPENINGS                                                \
    OPENING_BELOW(open, AT_FDCWD)                               \
    OPENING_BELOW(open64, AT_FDCWD)                             \
    OPENING_BELOW(openat, folder, int folder,)                  \
    OPENING_BELOW(openat64, folder, int folder,)

#endif
