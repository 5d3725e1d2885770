#ifndef PEERS_SUPPORT_H
#define PEERS_SUPPORT_H

#include <sqlite3.h>

#include "peers.h"

/// A copy of what failed, for the caller to free.
char *peer_failure(sqlite3 *db, const char *what);

/// Opens a new database of the kind that a device has: write-ahead log, everything synced at a commit.
char *peer_open(const char *path, sqlite3 **db);

#endif
