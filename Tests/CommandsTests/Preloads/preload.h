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

#endif
