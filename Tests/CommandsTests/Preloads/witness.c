// Stands between a program and the C library, and writes to the file $YILU_WITNESS, a line each, what the program makes,
// writes, syncs and renames, by the files' whole names, and when it says something (to standard output).
//
// What was written and not synced is what a loss of power may take.
#include "preload.h"

static void note(const char *what, const char *one, const char *other) {
    static int file = -1;
    char line[2 * NAME_MAX_BYTES + 64];
    if (file < 0) {
        const char *path = getenv("YILU_WITNESS");
        if (!path) return;
        file = syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    }
    int count = snprintf(line, sizeof line, "%s\t%s\t%s\n", what, one, other);
    syscall(SYS_write, file, line, count);
}

static void noteFile(const char *what, int file) {
    char path[PATH_MAX];
    if (file == STDOUT_FILENO) note("say", "", "");
    else if (nameOfOpen(file, path)) note(what, path, "");
}

static void noteRename(int folder, const char *from, int otherFolder, const char *to) {
    char one[NAME_MAX_BYTES], other[NAME_MAX_BYTES];
    nameBelow(folder, from, one);
    nameBelow(otherFolder, to, other);
    note("rename", one, other);
}

// Whoever asks for a file to be made may get one that is there already: the reader knows which were.
static int opened(int folder, const char *path, int flags, mode_t mode) {
    int file = REAL(openat)(folder, path, flags, mode);
    if (flags & O_CREAT) noteFile("create", file);
    return file;
}
OPENINGS

ssize_t write(int file, const void *bytes, size_t count) {
    noteFile("write", file);
    return REAL(write)(file, bytes, count);
}

ssize_t pwrite(int file, const void *bytes, size_t count, off_t offset) {
    noteFile("write", file);
    return REAL(pwrite)(file, bytes, count, offset);
}

ssize_t pwrite64(int file, const void *bytes, size_t count, off64_t offset) {
    noteFile("write", file);
    return REAL(pwrite64)(file, bytes, count, offset);
}

int fsync(int file) {
    int result = REAL(fsync)(file);
    if (result == 0) noteFile("sync", file);
    return result;
}

int fdatasync(int file) {
    int result = REAL(fdatasync)(file);
    if (result == 0) noteFile("sync", file);
    return result;
}

int rename(const char *from, const char *to) {
    int result = REAL(rename)(from, to);
    if (result == 0) noteRename(AT_FDCWD, from, AT_FDCWD, to);
    return result;
}

int renameat(int folder, const char *from, int otherFolder, const char *to) {
    int result = REAL(renameat)(folder, from, otherFolder, to);
    if (result == 0) noteRename(folder, from, otherFolder, to);
    return result;
}
