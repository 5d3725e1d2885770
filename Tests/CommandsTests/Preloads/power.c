// Stands between a program and the C library as a machine that loses its power: instead of the $YILU_POWER_STEP-th of the
// steps that make, write, sync, lengthen, cut, rename or remove a file or folder below $YILU_POWER_BELOW, or when it has
// ended and there was no such step, the program is gone, and of what it had not synced the disk has what
// $YILU_POWER_KEEPS says:
//
//   nothing   neither what was written, nor the names that were made, changed or removed
//   names     the names, but not what was written
//   contents  what was written, but not the names
//   pieces    the names, and every second sector of what was written
//
// A content is synced with its file, a name with its folder, and with nothing else. Which step it was stands in the file
// $YILU_POWER_LOG, "end" if none; what the names need to be undone lies in the folder $YILU_POWER_ASIDE, of the same file system.
#include "preload.h"

#include <pthread.h>

enum { SECTOR = 512, ENDING = 99 };

// What a file held when it was last synced. The file is never closed: that would let go of its locks.
struct content {
    struct content *next;
    dev_t device;
    ino_t number;
    int file;
    char *bytes;
    off_t size;
};

enum change { MADE, RENAMED, REMOVED, REMOVED_FOLDER };

// A change of names that its folders do not have for certain.
struct name {
    struct name *before;
    enum change change;
    char *path;
    // What it was renamed from.
    char *from;
    // Where the file lies that lost the name, if one did.
    char *aside;
    // The folders to be synced yet, two where it moved from one to the other.
    struct {
        dev_t device;
        ino_t number;
    } folders[2];
    int folderCount;
};

static struct content *contents;
static struct name *names;
static pthread_mutex_t turn = PTHREAD_RECURSIVE_MUTEX_INITIALIZER_NP;

static int isBelow(const char *path) {
    const char *below = getenv("YILU_POWER_BELOW");
    size_t length = strlen(path);
    // The shared memory of SQLite is no content of a disk.
    int isShared = length > 4 && strcmp(path + length - 4, "-shm") == 0;
    return below && strncmp(path, below, strlen(below)) == 0 && !isShared;
}

static void *need(void *memory) {
    if (!memory) abort();
    return memory;
}

static char *nextAside(void) {
    static int count;
    char path[PATH_MAX];
    snprintf(path, sizeof path, "%s/%d", getenv("YILU_POWER_ASIDE"), count++);
    return need(strdup(path));
}

static void restore(struct content *content, int everySecond) {
    struct stat facts;
    if (!content->bytes || fstat(content->file, &facts) != 0) return;
    if (!everySecond) REAL(ftruncate)(content->file, content->size);
    for (off_t at = 0; at < (everySecond ? facts.st_size : content->size); at += (everySecond ? 2 : 1) * SECTOR) {
        char sector[SECTOR] = {0};
        off_t count = everySecond && facts.st_size - at < SECTOR ? facts.st_size - at : SECTOR;
        if (!everySecond && content->size - at < count) count = content->size - at;
        off_t old = content->size - at < count ? content->size - at : count;
        if (old > 0) memcpy(sector, content->bytes + at, old);
        REAL(pwrite)(content->file, sector, count, at);
    }
}

static void undo(struct name *name) {
    switch (name->change) {
    case MADE: REAL(rename)(name->path, nextAside()); break;
    case RENAMED: REAL(rename)(name->path, name->from); break;
    case REMOVED: break;
    case REMOVED_FOLDER: REAL(mkdir)(name->path, 0700); break;
    }
    if (name->aside) REAL(rename)(name->aside, name->path);
}

static void losePower(const char *what, const char *path) {
    const char *log = getenv("YILU_POWER_LOG"), *keeps = getenv("YILU_POWER_KEEPS");
    int keepsPieces = strcmp(keeps, "pieces") == 0, keepsContents = strcmp(keeps, "contents") == 0;
    if (!keepsContents)
        for (struct content *content = contents; content; content = content->next) restore(content, keepsPieces);
    if (keepsContents || strcmp(keeps, "nothing") == 0)
        for (struct name *name = names; name; name = name->before) undo(name);
    char line[NAME_MAX_BYTES + 64];
    int length = snprintf(line, sizeof line, "%s %s\n", what, path);
    int file = syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    syscall(SYS_write, file, line, length);
    syscall(SYS_exit_group, ENDING);
}

// Counts a step; it is done only if this comes back.
static void step(const char *what, const char *path) {
    static int steps;
    const char *last = getenv("YILU_POWER_STEP");
    if (last && isBelow(path) && ++steps == atoi(last)) losePower(what, path);
}

__attribute__((destructor)) static void end(void) {
    if (!getenv("YILU_POWER_STEP")) return;
    fflush(0);
    losePower("end", "");
}

static struct content *contentOf(const struct stat *facts) {
    for (struct content *content = contents; content; content = content->next)
        if (content->device == facts->st_dev && content->number == facts->st_ino) return content;
    return 0;
}

// Keeps what an open file holds, unless what it was last synced with is kept already.
static void keep(int file) {
    struct stat facts;
    if (fstat(file, &facts) != 0 || !S_ISREG(facts.st_mode)) return;
    struct content *content = contentOf(&facts);
    if (content && content->bytes) return;
    if (!content) {
        char link[64];
        snprintf(link, sizeof link, "/proc/self/fd/%d", file);
        content = need(calloc(1, sizeof *content));
        *content = (struct content){.next = contents, .device = facts.st_dev, .number = facts.st_ino};
        content->file = syscall(SYS_openat, AT_FDCWD, link, O_RDWR | O_CLOEXEC);
        if (content->file < 0) abort();
        contents = content;
    }
    content->bytes = need(malloc(facts.st_size + 1));
    content->size = syscall(SYS_pread64, content->file, content->bytes, facts.st_size, (off_t)0);
    if (content->size != facts.st_size) abort();
}

static void synced(int file) {
    struct stat facts;
    if (fstat(file, &facts) != 0) return;
    struct content *content = contentOf(&facts);
    if (content) {
        free(content->bytes);
        content->bytes = 0;
    }
    for (struct name **link = &names; *link;) {
        struct name *name = *link;
        for (int at = name->folderCount - 1; at >= 0; at--)
            if (name->folders[at].device == facts.st_dev && name->folders[at].number == facts.st_ino)
                name->folders[at] = name->folders[--name->folderCount];
        if (name->folderCount == 0) *link = name->before;
        else link = &name->before;
    }
}

static void addFolder(struct name *name, const char *path) {
    char folder[NAME_MAX_BYTES];
    struct stat facts;
    snprintf(folder, sizeof folder, "%s", path);
    *strrchr(folder, '/') = 0;
    if (stat(folder, &facts) != 0) abort();
    name->folders[name->folderCount].device = facts.st_dev;
    name->folders[name->folderCount++].number = facts.st_ino;
}

static void changed(enum change change, const char *path, const char *from, char *aside) {
    struct name *name = need(calloc(1, sizeof *name));
    *name = (struct name){.before = names, .change = change, .path = need(strdup(path)), .aside = aside};
    addFolder(name, path);
    if (from) {
        name->from = need(strdup(from));
        addFolder(name, from);
    }
    names = name;
}

// A second name for a file that loses its own, so that it can be given back.
static char *setAside(const char *path) {
    char *aside = nextAside();
    if (link(path, aside) == 0) return aside;
    free(aside);
    return 0;
}

static int opened(int folder, const char *path, int flags, mode_t mode) {
    char whole[NAME_MAX_BYTES];
    struct stat facts;
    nameBelow(folder, path, whole);
    if (!isBelow(whole) || !(flags & (O_CREAT | O_TRUNC))) return REAL(openat)(folder, path, flags, mode);
    pthread_mutex_lock(&turn);
    int wasThere = lstat(whole, &facts) == 0;
    if (!wasThere && (flags & O_CREAT)) step("make", whole);
    if (wasThere && (flags & O_TRUNC)) {
        step("cut", whole);
        int file = syscall(SYS_openat, AT_FDCWD, whole, O_RDWR | O_CLOEXEC);
        if (file >= 0) keep(file);
    }
    int file = REAL(openat)(folder, path, flags, mode);
    int before = errno;
    if (file >= 0 && !wasThere) changed(MADE, whole, 0, 0);
    pthread_mutex_unlock(&turn);
    errno = before;
    return file;
}

OPENINGS

// Runs a step that changes what an open file holds.
#define ON_FILE(what, file, call)                                       \
    char path[PATH_MAX];                                                \
    if (file == STDOUT_FILENO || file == STDERR_FILENO) return call;    \
    if (!nameOfOpen(file, path) || !isBelow(path)) return call;         \
    pthread_mutex_lock(&turn);                                          \
    step(what, path);                                                   \
    keep(file);                                                         \
    __typeof__(call) result = call;                                     \
    int error = errno;                                                  \
    pthread_mutex_unlock(&turn);                                        \
    errno = error;                                                      \
    return result

ssize_t write(int file, const void *bytes, size_t count) {
    ON_FILE("write", file, REAL(write)(file, bytes, count));
}
ssize_t pwrite(int file, const void *bytes, size_t count, off_t offset) {
    ON_FILE("write", file, REAL(pwrite)(file, bytes, count, offset));
}
ssize_t pwrite64(int file, const void *bytes, size_t count, off64_t offset) {
    ON_FILE("write", file, REAL(pwrite64)(file, bytes, count, offset));
}
int ftruncate(int file, off_t length) { ON_FILE("cut", file, REAL(ftruncate)(file, length)); }
int ftruncate64(int file, off64_t length) { ON_FILE("cut", file, REAL(ftruncate64)(file, length)); }

// The folder above those that are watched may hold a watched name, too.
static int syncing(int (*real)(int), int file) {
    char path[PATH_MAX];
    if (!nameOfOpen(file, path)) return real(file);
    pthread_mutex_lock(&turn);
    step("sync", path);
    int result = real(file), error = errno;
    if (result == 0) synced(file);
    pthread_mutex_unlock(&turn);
    errno = error;
    return result;
}
int fsync(int file) { return syncing(REAL(fsync), file); }
int fdatasync(int file) { return syncing(REAL(fdatasync), file); }

// Runs a step on a name.
#define ON_NAME(what, folder, name, before, call, after)                \
    char whole[NAME_MAX_BYTES];                                         \
    nameBelow(folder, name, whole);                                     \
    if (!isBelow(whole)) return call;                                   \
    pthread_mutex_lock(&turn);                                          \
    step(what, whole);                                                  \
    before;                                                             \
    int result = call;                                                  \
    int error = errno;                                                  \
    if (result == 0) after;                                             \
    pthread_mutex_unlock(&turn);                                        \
    errno = error;                                                      \
    return result

int renameat(int folder, const char *from, int otherFolder, const char *to) {
    char old[NAME_MAX_BYTES];
    nameBelow(folder, from, old);
    ON_NAME(
        "rename", otherFolder, to, char *aside = setAside(whole), REAL(renameat)(folder, from, otherFolder, to),
        changed(RENAMED, whole, old, aside));
}
int rename(const char *from, const char *to) { return renameat(AT_FDCWD, from, AT_FDCWD, to); }
int unlinkat(int folder, const char *name, int flags) {
    ON_NAME(
        "remove", folder, name, char *aside = flags & AT_REMOVEDIR ? 0 : setAside(whole),
        REAL(unlinkat)(folder, name, flags), changed(flags & AT_REMOVEDIR ? REMOVED_FOLDER : REMOVED, whole, 0, aside));
}
int unlink(const char *path) { return unlinkat(AT_FDCWD, path, 0); }
int rmdir(const char *path) { return unlinkat(AT_FDCWD, path, AT_REMOVEDIR); }
int remove(const char *path) {
    int result = unlink(path);
    return result != 0 && errno == EISDIR ? rmdir(path) : result;
}
int mkdirat(int folder, const char *path, mode_t mode) {
    ON_NAME("make folder", folder, path, , REAL(mkdirat)(folder, path, mode), changed(MADE, whole, 0, 0));
}
int mkdir(const char *path, mode_t mode) { return mkdirat(AT_FDCWD, path, mode); }
