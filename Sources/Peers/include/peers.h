#ifndef PEERS_H
#define PEERS_H

#include <stddef.h>
#include <stdint.h>

// What the benchmark is measured against, in plain C on the same SQLite and zlib: the least anybody could do.
// Every function returns NULL when all went well, otherwise what failed, to be freed by the caller.

/// One row of the workload: eight texts.
typedef struct {
    const char *fields[8];
} peer_record;

/// One edit: a record by its place in the workload, from 1, and two texts.
typedef struct {
    int64_t record;
    const char *status;
    const char *closed_on;
} peer_edit;

/// (a) Writes both rows of every save, one after another: a row of a log with the patch as JSON, and the row of the
/// record in the store's own `record` table; prepared statements, a transaction every `batch` saves. What the columns
/// beside the fields hold is taken from a record of `store`.
char *peer_raw(
    const char *store, const char *target, int batch, const peer_record *records, size_t record_count,
    const peer_edit *edits, size_t edit_count, double *seconds);

/// What the session extension made of the workload.
typedef struct {
    /// Two changesets, one of the records and one of the edits, deflated at level 6.
    unsigned char *deflated[2];
    size_t deflated_bytes[2];
    size_t changeset_bytes[2];
    /// Taking the changesets from the sessions and deflating them; recording them is not counted.
    double export_seconds;
    int64_t database_bytes;
} peer_changesets;

/// (b) Saves the workload in a plain table of nine columns with a session attached, and takes the changesets.
char *peer_session_export(
    const char *path, const peer_record *records, size_t record_count, const peer_edit *edits, size_t edit_count,
    peer_changesets *out);

/// Inflates and applies the changesets in a database that holds `others` further rows, in one transaction.
char *peer_session_apply(const char *path, size_t others, const peer_changesets *changesets, double *seconds);

void peer_changesets_free(peer_changesets *changesets);

/// (c) Deflates bytes at level 6, and inflates them again.
char *peer_zlib(
    const unsigned char *bytes, size_t count, double *deflate_seconds, double *inflate_seconds, size_t *deflated);

/// Moves all of a database's write-ahead log into the file itself, and tells the file's bytes.
char *peer_settle(const char *path, int64_t *bytes);

/// Runs a program to its end, its standard output thrown away: how long that took, and the most memory it had at once.
///
/// The system counts a program's memory from before it was one, when it was a copy of its caller: call this from a
/// small process. It fails where the program does not end with 0.
char *peer_run(char *const arguments[], double *seconds, int64_t *peak_bytes);

/// Seconds of a clock that only goes on.
double peer_now(void);

#endif
