// Stands between a program and the C library as a disk that fails: of the steps that make, write, sync, lengthen, cut or
// rename a file, or make a folder, below $YILU_FAILING_BELOW, the $YILU_FAILING_STEP-th does not work.
//
// With $YILU_FAILING_AS=EIO it fails once. With ENOSPC the disk is full from then on: whatever needs room fails, and the
// rest works. Which step it was stands in the file $YILU_FAILING_LOG.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

static int isBelow(const char *path) {
    const char *below = getenv("YILU_FAILING_BELOW");
    return below && strncmp(path, below, strlen(below)) == 0;
}

// The whole name of what a call names relative to a folder.
static void whole(char *into, int folder, const char *path) {
    into[0] = 0;
    if (path[0] != '/') {
        if (folder == AT_FDCWD) {
            if (!getcwd(into, PATH_MAX)) into[0] = 0;
        } else {
            char link[64];
            snprintf(link, sizeof link, "/proc/self/fd/%d", folder);
            ssize_t count = readlink(link, into, PATH_MAX);
            into[count < 0 ? 0 : count] = 0;
        }
        strcat(into, "/");
    }
    strncat(into, path, PATH_MAX);
}

// Whether this step fails; then errno says why.
static int fails(const char *what, const char *path, int needsRoom) {
    static atomic_int steps;
    const char *step = getenv("YILU_FAILING_STEP"), *kind = getenv("YILU_FAILING_AS"), *log = getenv("YILU_FAILING_LOG");
    if (!step || !kind || !log || !isBelow(path)) return 0;
    int isFull = strcmp(kind, "ENOSPC") == 0;
    if (isFull && !needsRoom) return 0;
    int count = atomic_fetch_add(&steps, 1) + 1;
    if (count < atoi(step) || (count > atoi(step) && !isFull)) return 0;
    if (count == atoi(step)) {
        char line[3 * PATH_MAX];
        int length = snprintf(line, sizeof line, "%s %s\n", what, path);
        int file = syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
        syscall(SYS_write, file, line, length);
        syscall(SYS_close, file);
    }
    errno = isFull ? ENOSPC : EIO;
    return 1;
}

static int fileFails(const char *what, int file, int needsRoom) {
    char link[64], path[PATH_MAX];
    struct stat facts;
    int before = errno;
    if (file == STDOUT_FILENO || file == STDERR_FILENO) return 0;
    if (fstat(file, &facts) != 0 || !(S_ISREG(facts.st_mode) || S_ISDIR(facts.st_mode))) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t count = readlink(link, path, sizeof path - 1);
    errno = before;
    if (count < 0) return 0;
    path[count] = 0;
    return fails(what, path, needsRoom);
}

static int nameFails(const char *what, int folder, const char *name) {
    char path[3 * PATH_MAX];
    whole(path, folder, name);
    return fails(what, path, 1);
}

// To open a file that is there already makes none.
static int makes(int folder, const char *path, int flags) {
    int before = errno;
    int isThere = faccessat(folder, path, F_OK, AT_SYMLINK_NOFOLLOW) == 0;
    errno = before;
    return (flags & O_CREAT) && !isThere;
}

#define OPENING(name)                                                                            \
    int name(const char *path, int flags, ...) {                                                 \
        va_list more;                                                                            \
        va_start(more, flags);                                                                   \
        mode_t mode = va_arg(more, mode_t);                                                      \
        va_end(more);                                                                            \
        if (makes(AT_FDCWD, path, flags) && nameFails("make", AT_FDCWD, path)) return -1;        \
        return REAL(name)(path, flags, mode);                                                    \
    }
#define OPENING_AT(name)                                                                         \
    int name(int folder, const char *path, int flags, ...) {                                     \
        va_list more;                                                                            \
        va_start(more, flags);                                                                   \
        mode_t mode = va_arg(more, mode_t);                                                      \
        va_end(more);                                                                            \
        if (makes(folder, path, flags) && nameFails("make", folder, path)) return -1;            \
        return REAL(name)(folder, path, flags, mode);                                            \
    }
OPENING(open)
OPENING(open64)
OPENING_AT(openat)
OPENING_AT(openat64)

ssize_t write(int file, const void *bytes, size_t count) {
    return fileFails("write", file, 1) ? -1 : REAL(write)(file, bytes, count);
}
ssize_t pwrite(int file, const void *bytes, size_t count, off_t offset) {
    return fileFails("write", file, 1) ? -1 : REAL(pwrite)(file, bytes, count, offset);
}
ssize_t pwrite64(int file, const void *bytes, size_t count, off64_t offset) {
    return fileFails("write", file, 1) ? -1 : REAL(pwrite64)(file, bytes, count, offset);
}
int fsync(int file) { return fileFails("sync", file, 0) ? -1 : REAL(fsync)(file); }
int fdatasync(int file) { return fileFails("sync", file, 0) ? -1 : REAL(fdatasync)(file); }
int ftruncate(int file, off_t length) { return fileFails("truncate", file, 0) ? -1 : REAL(ftruncate)(file, length); }
int ftruncate64(int file, off64_t length) {
    return fileFails("truncate", file, 0) ? -1 : REAL(ftruncate64)(file, length);
}
int rename(const char *from, const char *to) {
    return nameFails("rename", AT_FDCWD, to) ? -1 : REAL(rename)(from, to);
}
int renameat(int folder, const char *from, int otherFolder, const char *to) {
    return nameFails("rename", otherFolder, to) ? -1 : REAL(renameat)(folder, from, otherFolder, to);
}
int mkdir(const char *path, mode_t mode) {
    return nameFails("make folder", AT_FDCWD, path) ? -1 : REAL(mkdir)(path, mode);
}
int mkdirat(int folder, const char *path, mode_t mode) {
    return nameFails("make folder", folder, path) ? -1 : REAL(mkdirat)(folder, path, mode);
}
