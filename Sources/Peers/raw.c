#include <stdlib.h>

#include "support.h"

typedef struct {
    sqlite3_value **values;
    int columns;
    size_t count;
    size_t room;
} rows;

static char *load(sqlite3 *db, const char *sql, rows *rows) {
    sqlite3_stmt *statement = 0;
    if (sqlite3_prepare_v2(db, sql, -1, &statement, 0) != SQLITE_OK) return peer_failure(db, sql);
    rows->columns = sqlite3_column_count(statement);
    int step;
    while ((step = sqlite3_step(statement)) == SQLITE_ROW) {
        if (rows->count == rows->room) {
            rows->room = rows->room ? rows->room * 2 : 1024;
            rows->values = realloc(rows->values, rows->room * (size_t)rows->columns * sizeof *rows->values);
        }
        for (int column = 0; column < rows->columns; column++)
            rows->values[rows->count * (size_t)rows->columns + (size_t)column] =
                sqlite3_value_dup(sqlite3_column_value(statement, column));
        rows->count++;
    }
    sqlite3_finalize(statement);
    return step == SQLITE_DONE ? 0 : peer_failure(db, sql);
}

static void unload(rows *rows) {
    for (size_t index = 0; index < rows->count * (size_t)rows->columns; index++) sqlite3_value_free(rows->values[index]);
    free(rows->values);
}

static int write_row(sqlite3_stmt *statement, const rows *rows, size_t index) {
    for (int column = 0; column < rows->columns; column++)
        sqlite3_bind_value(statement, column + 1, rows->values[index * (size_t)rows->columns + (size_t)column]);
    int step = sqlite3_step(statement);
    sqlite3_reset(statement);
    return step == SQLITE_DONE;
}

static int copy_schema(sqlite3 *from, sqlite3 *to) {
    sqlite3_stmt *statement = 0;
    const char *sql =
        "SELECT sql FROM sqlite_schema WHERE tbl_name IN ('change', 'record') AND sql IS NOT NULL ORDER BY rowid";
    if (sqlite3_prepare_v2(from, sql, -1, &statement, 0) != SQLITE_OK) return 0;
    int isGood = 1;
    while (isGood && sqlite3_step(statement) == SQLITE_ROW)
        isGood = sqlite3_exec(to, (const char *)sqlite3_column_text(statement, 0), 0, 0, 0) == SQLITE_OK;
    sqlite3_finalize(statement);
    return isGood;
}

/// Each change, and the record that it leaves behind: begun with the first, updated with the others.
static char *write_saves(sqlite3 *db, const rows *changes, const rows *records, int batch) {
    sqlite3_stmt *change = 0, *begin = 0, *edit = 0;
    const char *failed = 0;
    if (sqlite3_prepare_v2(
            db, "INSERT INTO change VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)", -1, &change, 0) != SQLITE_OK
        || sqlite3_prepare_v2(db, "INSERT INTO record VALUES (?,?,?,?,?,?,?,?,?,?)", -1, &begin, 0) != SQLITE_OK
        || sqlite3_prepare_v2(
               db, "UPDATE record SET form = ?5, version = ?6, fields = ?7, stamps = ?8, conflicts = ?9, "
                   "deleted = ?10 WHERE id = ?1 AND ?2 + ?3 + ?4 > 0", -1, &edit, 0) != SQLITE_OK)
        failed = "prepare";
    size_t begun = 0;
    for (size_t index = 0; !failed && index < changes->count; index++) {
        if (index % (size_t)batch == 0 && sqlite3_exec(db, index ? "COMMIT; BEGIN" : "BEGIN", 0, 0, 0) != SQLITE_OK)
            failed = "transaction";
        const sqlite3_value *kind = changes->values[index * (size_t)changes->columns + 2];
        const sqlite3_value *record = changes->values[index * (size_t)changes->columns + 9];
        int isBegin = sqlite3_value_int((sqlite3_value *)kind) == 1;
        size_t row = isBegin ? begun++ : (size_t)sqlite3_value_int64((sqlite3_value *)record) - 1;
        if (!write_row(change, changes, index)) failed = "change";
        if (!failed && !write_row(isBegin ? begin : edit, records, row % records->count)) failed = "record";
    }
    if (!failed && sqlite3_exec(db, "COMMIT", 0, 0, 0) != SQLITE_OK) failed = "commit";
    char *failure = failed ? peer_failure(db, failed) : 0;
    sqlite3_finalize(change);
    sqlite3_finalize(begin);
    sqlite3_finalize(edit);
    return failure;
}

char *peer_raw(const char *store, const char *target, int batch, double *seconds, int64_t *saves) {
    sqlite3 *from = 0, *to = 0;
    rows changes = {0}, records = {0};
    char *failure = 0;
    if (sqlite3_open_v2(store, &from, SQLITE_OPEN_READONLY, 0) != SQLITE_OK) failure = peer_failure(from, store);
    if (!failure) failure = load(from, "SELECT * FROM change WHERE record IS NOT NULL ORDER BY log, sequence", &changes);
    if (!failure) failure = load(from, "SELECT * FROM record ORDER BY id", &records);
    if (!failure) failure = peer_open(target, &to);
    if (!failure && !copy_schema(from, to)) failure = peer_failure(to, "schema");
    if (!failure) {
        double start = peer_now();
        failure = write_saves(to, &changes, &records, batch);
        *seconds = peer_now() - start;
        *saves = (int64_t)changes.count;
    }
    unload(&changes);
    unload(&records);
    sqlite3_close(from);
    sqlite3_close(to);
    return failure;
}
