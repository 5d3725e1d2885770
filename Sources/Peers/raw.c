#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support.h"

// A log with a row for each save, its patch as JSON, as one would lay it out by hand.
static const char *const log_table =
    "CREATE TABLE change (log INTEGER NOT NULL, sequence INTEGER NOT NULL, kind INTEGER NOT NULL, time INTEGER NOT NULL, "
    "author TEXT NOT NULL, context INTEGER NOT NULL, record INTEGER NOT NULL, patch TEXT NOT NULL, chain INTEGER NOT NULL, "
    "PRIMARY KEY (log, sequence)) STRICT, WITHOUT ROWID";

/// The columns of a record as the store keeps them, beside its fields.
typedef struct {
    sqlite3_value *columns[16];
    int count;
    int fields;
} row;

static int copy_schema(sqlite3 *from, sqlite3 *to) {
    sqlite3_stmt *statement = 0;
    const char *sql = "SELECT sql FROM sqlite_schema WHERE tbl_name = 'record' AND sql IS NOT NULL ORDER BY rowid";
    if (sqlite3_prepare_v2(from, sql, -1, &statement, 0) != SQLITE_OK) return 0;
    int isGood = sqlite3_exec(to, log_table, 0, 0, 0) == SQLITE_OK;
    while (isGood && sqlite3_step(statement) == SQLITE_ROW)
        isGood = sqlite3_exec(to, (const char *)sqlite3_column_text(statement, 0), 0, 0, 0) == SQLITE_OK;
    sqlite3_finalize(statement);
    return isGood;
}

/// One record of the store, to fill the columns that are not the workload's: stamps and the like.
static char *take_row(sqlite3 *from, row *out) {
    sqlite3_stmt *statement = 0;
    if (sqlite3_prepare_v2(from, "SELECT * FROM record WHERE form = 'issue' LIMIT 1", -1, &statement, 0) != SQLITE_OK
        || sqlite3_step(statement) != SQLITE_ROW || sqlite3_column_count(statement) > 16)
        return peer_failure(from, "record");
    out->count = sqlite3_column_count(statement);
    for (int column = 0; column < out->count; column++) {
        out->columns[column] = sqlite3_value_dup(sqlite3_column_value(statement, column));
        if (strcmp(sqlite3_column_name(statement, column), "fields") == 0) out->fields = column;
    }
    sqlite3_finalize(statement);
    return 0;
}

static char *json_of(const peer_record *record, const char *status, const char *closed_on) {
    char *text = 0;
    if (asprintf(
            &text,
            "{\"closed_on\":\"%s\",\"date\":\"%s\",\"detail\":\"%s\",\"kind\":\"%s\",\"owner\":\"%s\",\"raised_via\":\"%s\","
            "\"status\":\"%s\",\"title\":\"%s\"}",
            closed_on, record->fields[0], record->fields[3], record->fields[1], record->fields[6], record->fields[4],
            status, record->fields[2]) < 0)
        abort();
    return text;
}

static int write_change(sqlite3_stmt *change, int64_t sequence, int kind, int64_t record, const char *patch) {
    sqlite3_bind_int64(change, 1, 1);
    sqlite3_bind_int64(change, 2, sequence);
    sqlite3_bind_int(change, 3, kind);
    sqlite3_bind_int64(change, 4, 111411200000000000 + sequence);
    sqlite3_bind_text(change, 5, "王芳", -1, SQLITE_STATIC);
    sqlite3_bind_int(change, 6, 1);
    sqlite3_bind_int64(change, 7, record);
    sqlite3_bind_text(change, 8, patch, -1, SQLITE_STATIC);
    sqlite3_bind_int64(change, 9, sequence * 0x517CC1B727220A95);
    int step = sqlite3_step(change);
    sqlite3_reset(change);
    return step == SQLITE_DONE;
}

/// Columns in the order of the table: id, place, replica, number come first.
static int begin_record(sqlite3_stmt *begin, const row *row, int64_t record, const char *fields) {
    for (int column = 0; column < row->count; column++)
        sqlite3_bind_value(begin, column + 1, row->columns[column]);
    sqlite3_bind_int64(begin, 1, record);
    sqlite3_bind_int64(begin, 4, record);
    sqlite3_bind_text(begin, row->fields + 1, fields, -1, SQLITE_STATIC);
    int step = sqlite3_step(begin);
    sqlite3_reset(begin);
    return step == SQLITE_DONE;
}

static int edit_record(sqlite3_stmt *edit, const row *row, int64_t record, const char *fields) {
    sqlite3_bind_text(edit, 1, fields, -1, SQLITE_STATIC);
    sqlite3_bind_value(edit, 2, row->columns[row->fields + 1]);
    sqlite3_bind_int64(edit, 3, record);
    int step = sqlite3_step(edit);
    sqlite3_reset(edit);
    return step == SQLITE_DONE;
}

/// Each change, and the record that it leaves behind: begun with the first, updated with the others.
static char *write_saves(
    sqlite3 *db, const row *row, char **texts, char **patches, const peer_edit *edits, size_t record_count,
    size_t edit_count, int batch
) {
    sqlite3_stmt *change = 0, *begin = 0, *edit = 0;
    const char *failed = 0;
    char places[64] = "?";
    for (int column = 1; column < row->count; column++) strcat(places, ",?");
    char insert[128];
    snprintf(insert, sizeof insert, "INSERT INTO record VALUES (%s)", places);
    if (sqlite3_prepare_v2(db, "INSERT INTO change VALUES (?,?,?,?,?,?,?,?,?)", -1, &change, 0) != SQLITE_OK
        || sqlite3_prepare_v2(db, insert, -1, &begin, 0) != SQLITE_OK
        || sqlite3_prepare_v2(db, "UPDATE record SET fields = ?, stamps = ? WHERE id = ?", -1, &edit, 0) != SQLITE_OK)
        failed = "prepare";
    for (size_t index = 0; !failed && index < record_count + edit_count; index++) {
        if (index % (size_t)batch == 0 && sqlite3_exec(db, index ? "COMMIT; BEGIN" : "BEGIN", 0, 0, 0) != SQLITE_OK)
            failed = "transaction";
        int isBegin = index < record_count;
        int64_t record = isBegin ? (int64_t)index + 1 : edits[index - record_count].record;
        const char *patch = isBegin ? texts[index] : patches[index - record_count];
        if (!write_change(change, (int64_t)index + 1, isBegin ? 1 : 2, record, patch)) failed = "change";
        if (!failed
            && !(isBegin ? begin_record(begin, row, record, texts[index]) : edit_record(edit, row, record, texts[index])))
            failed = "record";
    }
    if (!failed && sqlite3_exec(db, "COMMIT", 0, 0, 0) != SQLITE_OK) failed = "commit";
    char *failure = failed ? peer_failure(db, failed) : 0;
    sqlite3_finalize(change);
    sqlite3_finalize(begin);
    sqlite3_finalize(edit);
    return failure;
}

char *peer_raw(
    const char *store, const char *target, int batch, const peer_record *records, size_t record_count,
    const peer_edit *edits, size_t edit_count, double *seconds
) {
    sqlite3 *from = 0, *to = 0;
    row row = {0};
    char *failure = 0;
    char **texts = calloc(record_count + edit_count, sizeof *texts), **patches = calloc(edit_count, sizeof *patches);
    if (!texts || !patches) abort();
    for (size_t index = 0; index < record_count; index++)
        texts[index] = json_of(&records[index], records[index].fields[5], records[index].fields[7]);
    for (size_t index = 0; index < edit_count; index++) {
        const peer_edit *edit = &edits[index];
        texts[record_count + index] = json_of(&records[edit->record - 1], edit->status, edit->closed_on);
        if (asprintf(&patches[index], "{\"closed_on\":\"%s\",\"status\":\"%s\"}", edit->closed_on, edit->status) < 0)
            abort();
    }
    if (sqlite3_open_v2(store, &from, SQLITE_OPEN_READONLY, 0) != SQLITE_OK) failure = peer_failure(from, store);
    if (!failure) failure = take_row(from, &row);
    if (!failure) failure = peer_open(target, &to);
    if (!failure && !copy_schema(from, to)) failure = peer_failure(to, "schema");
    if (!failure) {
        double start = peer_now();
        failure = write_saves(to, &row, texts, patches, edits, record_count, edit_count, batch);
        *seconds = peer_now() - start;
    }
    for (size_t index = 0; index < record_count + edit_count; index++) free(texts[index]);
    for (size_t index = 0; index < edit_count; index++) free(patches[index]);
    free(texts);
    free(patches);
    for (int column = 0; column < row.count; column++) sqlite3_value_free(row.columns[column]);
    sqlite3_close(from);
    sqlite3_close(to);
    return failure;
}
