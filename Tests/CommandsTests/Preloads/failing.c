// Stands between a program and the C library as a disk that fails: of the steps that make, write, sync, lengthen, cut or
// rename a file, or make a folder, below $YILU_FAILING_BELOW, the $YILU_FAILING_STEP-th does not work.
//
// With $YILU_FAILING_AS=EIO it fails once. With ENOSPC the disk is full from then on: whatever needs room fails, and the
// rest works. Which step it was stands in the file $YILU_FAILING_LOG.
#include "preload.h"

#include <stdatomic.h>

static int isBelow(const char *path) {
    const char *below = getenv("YILU_FAILING_BELOW");
    return below && strncmp(path, below, strlen(below)) == 0;
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
        char line[NAME_MAX_BYTES + 64];
        int length = snprintf(line, sizeof line, "%s %s\n", what, path);
        int file = syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
        syscall(SYS_write, file, line, length);
        syscall(SYS_close, file);
    }
    errno = isFull ? ENOSPC : EIO;
    return 1;
}

static int fileFails(const char *what, int file, int needsRoom) {
    char path[PATH_MAX];
    int before = errno;
    int isFile = file != STDOUT_FILENO && file != STDERR_FILENO && nameOfOpen(file, path);
    errno = before;
    return isFile && fails(what, path, needsRoom);
}

static int nameFails(const char *what, int folder, const char *name) {
    char path[NAME_MAX_BYTES];
    int before = errno;
    nameBelow(folder, name, path);
    errno = before;
    return fails(what, path, 1);
}

// To open a file that is there already makes none.
static int makes(int folder, const char *path, int flags) {
    int before = errno;
    int isThere = faccessat(folder, path, F_OK, AT_SYMLINK_NOFOLLOW) == 0;
    errno = before;
    return (flags & O_CREAT) && !isThere;
}

static int opened(int folder, const char *path, int flags, mode_t mode) {
    if (makes(folder, path, flags) && nameFails("make", folder, path)) return -1;
    return REAL(openat)(folder, path, flags, mode);
}
OPENINGS

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
