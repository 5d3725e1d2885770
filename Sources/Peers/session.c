#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <zlib.h>

#include "support.h"

static const char *const table =
    "CREATE TABLE issue (id INTEGER PRIMARY KEY, date TEXT, kind TEXT, title TEXT, detail TEXT, raised_via TEXT, "
    "status TEXT, owner TEXT, closed_on TEXT)";

static int insert_all(sqlite3 *db, const peer_record *records, size_t count, int64_t first) {
    sqlite3_stmt *insert = 0;
    if (sqlite3_prepare_v2(db, "INSERT INTO issue VALUES (?,?,?,?,?,?,?,?,?)", -1, &insert, 0) != SQLITE_OK) return 0;
    int isGood = 1;
    for (size_t index = 0; isGood && index < count; index++) {
        sqlite3_bind_int64(insert, 1, first + (int64_t)index);
        for (int field = 0; field < 8; field++)
            sqlite3_bind_text(insert, field + 2, records[index].fields[field], -1, SQLITE_STATIC);
        isGood = sqlite3_step(insert) == SQLITE_DONE;
        sqlite3_reset(insert);
    }
    sqlite3_finalize(insert);
    return isGood;
}

static int edit_all(sqlite3 *db, const peer_edit *edits, size_t count) {
    sqlite3_stmt *edit = 0;
    if (sqlite3_prepare_v2(db, "UPDATE issue SET status = ?, closed_on = ? WHERE id = ?", -1, &edit, 0) != SQLITE_OK)
        return 0;
    int isGood = 1;
    for (size_t index = 0; isGood && index < count; index++) {
        sqlite3_bind_text(edit, 1, edits[index].status, -1, SQLITE_STATIC);
        sqlite3_bind_text(edit, 2, edits[index].closed_on, -1, SQLITE_STATIC);
        sqlite3_bind_int64(edit, 3, edits[index].record);
        isGood = sqlite3_step(edit) == SQLITE_DONE;
        sqlite3_reset(edit);
    }
    sqlite3_finalize(edit);
    return isGood;
}

static unsigned char *deflate_bytes(const unsigned char *bytes, size_t count, size_t *deflated) {
    uLongf room = compressBound(count);
    unsigned char *out = malloc(room);
    if (!out || compress2(out, &room, bytes, count, 6) != Z_OK) {
        free(out);
        return 0;
    }
    *deflated = room;
    return out;
}

/// Takes what a session recorded, and deflates it.
static char *take(sqlite3 *db, sqlite3_session *session, peer_changesets *out, int part) {
    int count = 0;
    void *changeset = 0;
    double start = peer_now();
    if (sqlite3session_changeset(session, &count, &changeset) != SQLITE_OK) return peer_failure(db, "changeset");
    out->changeset_bytes[part] = (size_t)count;
    out->deflated[part] = deflate_bytes(changeset, (size_t)count, &out->deflated_bytes[part]);
    out->export_seconds += peer_now() - start;
    sqlite3_free(changeset);
    return out->deflated[part] ? 0 : peer_failure(0, "deflate");
}

char *peer_session_export(
    const char *path, const peer_record *records, size_t record_count, const peer_edit *edits, size_t edit_count,
    peer_changesets *out
) {
    memset(out, 0, sizeof *out);
    sqlite3 *db = 0;
    char *failure = peer_open(path, &db);
    if (!failure && sqlite3_exec(db, table, 0, 0, 0) != SQLITE_OK) failure = peer_failure(db, "table");
    // Records and edits apart: in one changeset an edit would vanish in the record that it edits.
    for (int part = 0; !failure && part < 2; part++) {
        sqlite3_session *session = 0;
        if (sqlite3session_create(db, "main", &session) != SQLITE_OK || sqlite3session_attach(session, 0) != SQLITE_OK
            || sqlite3_exec(db, "BEGIN", 0, 0, 0) != SQLITE_OK)
            failure = peer_failure(db, "session");
        if (!failure && !(part == 0 ? insert_all(db, records, record_count, 1) : edit_all(db, edits, edit_count)))
            failure = peer_failure(db, "save");
        if (!failure && sqlite3_exec(db, "COMMIT", 0, 0, 0) != SQLITE_OK) failure = peer_failure(db, "commit");
        if (!failure) failure = take(db, session, out, part);
        if (session) sqlite3session_delete(session);
    }
    if (!failure && sqlite3_exec(db, "PRAGMA wal_checkpoint(TRUNCATE)", 0, 0, 0) != SQLITE_OK)
        failure = peer_failure(db, "checkpoint");
    sqlite3_close(db);
    struct stat status;
    if (!failure && stat(path, &status) == 0) out->database_bytes = status.st_size;
    return failure;
}

static int keep_theirs(void *context, int conflict, sqlite3_changeset_iter *change) {
    (void)context, (void)change;
    return conflict == SQLITE_CHANGESET_DATA ? SQLITE_CHANGESET_REPLACE : SQLITE_CHANGESET_OMIT;
}

static int inflate_and_apply(sqlite3 *db, const peer_changesets *changesets, int part) {
    uLongf count = changesets->changeset_bytes[part];
    unsigned char *bytes = malloc(count);
    int isGood = bytes
        && uncompress(bytes, &count, changesets->deflated[part], changesets->deflated_bytes[part]) == Z_OK
        && sqlite3changeset_apply(db, (int)count, bytes, 0, keep_theirs, 0) == SQLITE_OK;
    free(bytes);
    return isGood;
}

char *peer_session_apply(const char *path, size_t others, const peer_changesets *changesets, double *seconds) {
    static const char *const fields[8] = {"2024-01-01", "other", "别处", "别处的一句话", "station", "open", "王芳", ""};
    sqlite3 *db = 0;
    char *failure = peer_open(path, &db);
    if (!failure && sqlite3_exec(db, table, 0, 0, 0) != SQLITE_OK) failure = peer_failure(db, "table");
    peer_record other;
    memcpy(other.fields, fields, sizeof fields);
    if (!failure) sqlite3_exec(db, "BEGIN", 0, 0, 0);
    for (size_t index = 0; !failure && index < others; index++)
        if (!insert_all(db, &other, 1, 1000000000 + (int64_t)index)) failure = peer_failure(db, "others");
    if (!failure) sqlite3_exec(db, "COMMIT", 0, 0, 0);
    if (!failure) {
        double start = peer_now();
        if (sqlite3_exec(db, "BEGIN", 0, 0, 0) != SQLITE_OK || !inflate_and_apply(db, changesets, 0)
            || !inflate_and_apply(db, changesets, 1) || sqlite3_exec(db, "COMMIT", 0, 0, 0) != SQLITE_OK)
            failure = peer_failure(db, "apply");
        *seconds = peer_now() - start;
    }
    sqlite3_close(db);
    return failure;
}

void peer_changesets_free(peer_changesets *changesets) {
    free(changesets->deflated[0]);
    free(changesets->deflated[1]);
    memset(changesets, 0, sizeof *changesets);
}

char *peer_zlib(
    const unsigned char *bytes, size_t count, double *deflate_seconds, double *inflate_seconds, size_t *deflated
) {
    double start = peer_now();
    unsigned char *small = deflate_bytes(bytes, count, deflated);
    *deflate_seconds = peer_now() - start;
    unsigned char *large = malloc(count);
    uLongf room = count;
    start = peer_now();
    int isGood = small && large && uncompress(large, &room, small, *deflated) == Z_OK && room == count;
    *inflate_seconds = peer_now() - start;
    free(small);
    free(large);
    return isGood ? 0 : peer_failure(0, "zlib");
}
