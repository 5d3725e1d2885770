#define _GNU_SOURCE
#include "support.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>

double peer_now(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

char *peer_failure(sqlite3 *db, const char *what) {
    char *text = 0;
    if (asprintf(&text, "%s: %s", what, db ? sqlite3_errmsg(db) : "failed") < 0) abort();
    return text;
}

char *peer_open(const char *path, sqlite3 **db) {
    if (sqlite3_open(path, db) != SQLITE_OK) return peer_failure(*db, "open");
    if (sqlite3_exec(*db, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL", 0, 0, 0) != SQLITE_OK)
        return peer_failure(*db, "pragmas");
    return 0;
}

char *peer_settle(const char *path, int64_t *bytes) {
    sqlite3 *db = 0;
    char *failure = 0;
    if (sqlite3_open(path, &db) != SQLITE_OK
        || sqlite3_exec(db, "PRAGMA wal_checkpoint(TRUNCATE)", 0, 0, 0) != SQLITE_OK)
        failure = peer_failure(db, "checkpoint");
    sqlite3_close(db);
    struct stat status;
    if (!failure && stat(path, &status) == 0) *bytes = status.st_size;
    return failure;
}
