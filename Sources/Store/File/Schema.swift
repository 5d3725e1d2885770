import GRDB

/// The tables of the one file, version by version.
///
/// The file should explain itself to whoever opens it with the sqlite3 shell: names are those of the documentation,
/// texts are JSON where they hold more than one thing, and only what is compact by nature (keys, hashes, stamps) is a
/// blob.
enum Schema {
    /// "YILU" as SQLite's application_id.
    static let applicationID = 0x5949_4C55

    /// The version this program keeps; SQLite's user_version. Version 1, with a row for each change, was never released:
    /// its bundles are read, its files are not.
    static let version = 2

    /// - Throws: ``StoreError/newerVersion(found:)`` or ``StoreError/earlierVersion(found:)``.
    static func require(_ db: Database) throws {
        let found = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
        if found > version { throw StoreError.newerVersion(found: found) }
        if found < version { throw StoreError.earlierVersion(found: found) }
    }

    /// Indexes that came after files of this version did. They hold nothing of their own, so a file that lacks one is
    /// of the same version and gets it when it is opened; an earlier program keeps it in step without knowing it.
    static let laterIndexes = [
        (name: "blob_missing", what: "ON blob (digest) WHERE content IS NULL"),
        (name: "exchange_session", what: "ON exchange (id) WHERE direction = 'session'"),
    ]

    static func hasLaterIndexes(_ db: Database) throws -> Bool {
        let names = try String.fetchSet(db, sql: "SELECT name FROM sqlite_master WHERE type = 'index'")
        return names.isSuperset(of: laterIndexes.map(\.name))
    }

    static func addLaterIndexes(_ db: Database) throws {
        for (name, what) in laterIndexes { try db.execute(sql: "CREATE INDEX IF NOT EXISTS \(name) \(what)") }
    }

    static let tables = """
        -- Facts about this device and its network, by name.
        CREATE TABLE fact (
            name TEXT NOT NULL PRIMARY KEY,
            value ANY
        ) STRICT, WITHOUT ROWID;

        -- Private keys and one-time credentials. A backup carries the keys to open bundles and the
        -- successor credential, and none that signs.
        CREATE TABLE secret (
            name TEXT NOT NULL PRIMARY KEY,
            value BLOB NOT NULL
        ) STRICT, WITHOUT ROWID;

        -- The tree district / town / station, as the district published it.
        CREATE TABLE node (
            id TEXT NOT NULL PRIMARY KEY,           -- 16 hexadecimal digits, equal on every device
            parent TEXT,
            kind TEXT NOT NULL,                     -- district, town, station
            name TEXT NOT NULL,
            code TEXT NOT NULL,
            closed INTEGER NOT NULL DEFAULT 0
        ) STRICT, WITHOUT ROWID;

        -- A place: the records of a node, or its notices. Logs, vectors and contexts never reach beyond one.
        CREATE TABLE place (
            id INTEGER PRIMARY KEY,
            node TEXT NOT NULL,
            notices INTEGER NOT NULL,               -- 1 for what the node publishes to all below it
            digest BLOB NOT NULL,                   -- 32 bytes: the sum of its records' hashes, modulo 2^256
            records INTEGER NOT NULL DEFAULT 0,     -- people's records that stand, deleted ones left out
            UNIQUE (node, notices)
        ) STRICT;

        -- Every device ever heard of.
        CREATE TABLE replica (
            id INTEGER PRIMARY KEY,
            key BLOB NOT NULL UNIQUE,               -- its Ed25519 public key, which is its name
            label TEXT NOT NULL,                    -- as people see it: 037, 037b, 037~qwrt
            alias TEXT NOT NULL,                    -- as it calls itself until it hears of its label
            node TEXT NOT NULL,                     -- where it stands
            serial TEXT NOT NULL,                   -- of the invitation it joined with
            sealing BLOB NOT NULL,                  -- the X25519 key to seal bundles to
            identity BLOB NOT NULL,                 -- the certificates that prove all this
            predecessor INTEGER REFERENCES replica,
            standing TEXT NOT NULL,                 -- waiting, enrolled, revoked, retired, superseded, refused
            reason TEXT,                            -- why it waits
            clock_offset INTEGER                    -- its clock less ours at the last exchange, milliseconds
        ) STRICT;

        -- A log: all changes of one replica at one place, 1, 2, 3 … with no gap.
        CREATE TABLE log (
            id INTEGER PRIMARY KEY,
            replica INTEGER NOT NULL REFERENCES replica,
            place INTEGER NOT NULL REFERENCES place,
            held INTEGER NOT NULL DEFAULT 0,        -- verified, contiguous, stored
            applied INTEGER NOT NULL DEFAULT 0,     -- merged into the records
            chain BLOB NOT NULL,                    -- the chain hash at held, 32 bytes
            cut INTEGER,                            -- the last change that counts, once the log was cut
            stopped TEXT,                           -- why the next change cannot be applied
            UNIQUE (place, replica)
        ) STRICT;

        -- What authors had seen of other logs of their place: log number -> sequence, as JSON. Shared by many changes.
        CREATE TABLE context (
            id INTEGER PRIMARY KEY,
            place INTEGER NOT NULL REFERENCES place,
            vector TEXT NOT NULL,
            UNIQUE (place, vector)
        ) STRICT;

        -- The logs: every change, for ever, in pieces as they travel. `yilu record history` tells them one by one.
        CREATE TABLE chunk (
            id INTEGER PRIMARY KEY,
            log INTEGER NOT NULL REFERENCES log,
            first INTEGER NOT NULL,                 -- the number of its first change
            last INTEGER NOT NULL,
            content BLOB NOT NULL,                  -- a frame with one chunk: see BundleFormat
            chains BLOB NOT NULL,                   -- for each change, the first 8 bytes of the chain hash there
            contexts BLOB NOT NULL,                 -- runs: how many changes, their context; 0 until it can be told
            files INTEGER NOT NULL,                 -- 1 where a change names a photo or another file
            UNIQUE (log, first)
        ) STRICT;

        -- Changes that fold to nothing, and why.
        CREATE TABLE void (
            log INTEGER NOT NULL REFERENCES log,
            sequence INTEGER NOT NULL,
            reason TEXT NOT NULL,
            PRIMARY KEY (log, sequence)
        ) STRICT, WITHOUT ROWID;

        -- Signed heads: whoever holds changes up to one can prove them.
        CREATE TABLE head (
            log INTEGER NOT NULL REFERENCES log,
            sequence INTEGER NOT NULL,
            chain BLOB NOT NULL,
            signature BLOB NOT NULL,
            PRIMARY KEY (log, sequence)
        ) STRICT, WITHOUT ROWID;

        -- The records: what the changes come to.
        CREATE TABLE record (
            id INTEGER PRIMARY KEY,
            place INTEGER NOT NULL REFERENCES place,
            replica INTEGER NOT NULL REFERENCES replica,
            number INTEGER NOT NULL,
            form TEXT,                              -- NULL while its first change is not applied
            version TEXT,
            fields TEXT NOT NULL DEFAULT '{}',
            stamps BLOB,                            -- per field the dots that stand; see RecordStamps
            conflicts TEXT,                         -- the fields in conflict, as a JSON array
            deleted INTEGER NOT NULL DEFAULT 0,
            changes BLOB,                           -- the dots of all its applied changes
            UNIQUE (place, replica, number)
        ) STRICT;
        CREATE INDEX record_by_form ON record (form, place) WHERE form IS NOT NULL;
        CREATE INDEX record_in_conflict ON record (id) WHERE conflicts IS NOT NULL;

        -- Field names by number, for stamps.
        CREATE TABLE field (
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL UNIQUE
        ) STRICT;

        -- A row that an import took in, by the value that identifies it in its source.
        CREATE TABLE import_key (
            place INTEGER NOT NULL REFERENCES place,
            form TEXT NOT NULL,
            value TEXT NOT NULL,
            record INTEGER NOT NULL REFERENCES record,
            PRIMARY KEY (place, form, value, record)
        ) STRICT, WITHOUT ROWID;

        -- Verified chunks whose predecessor is missing, and branches of a fork that do not keep the name.
        CREATE TABLE parked (
            log INTEGER NOT NULL REFERENCES log,
            first INTEGER NOT NULL,
            last INTEGER NOT NULL,
            chain INTEGER NOT NULL,
            fork INTEGER NOT NULL DEFAULT 0,        -- 1: another branch; still to be issued anew: 2, 3 of our own
            chunk BLOB NOT NULL,
            PRIMARY KEY (log, first, last, chain)
        ) STRICT, WITHOUT ROWID;

        -- Two heads of one log that exclude each other, from this change on.
        CREATE TABLE fork (
            log INTEGER NOT NULL REFERENCES log,
            sequence INTEGER NOT NULL,
            kept INTEGER NOT NULL,
            other INTEGER NOT NULL,
            PRIMARY KEY (log, sequence)
        ) STRICT, WITHOUT ROWID;

        -- What each replica said it durably holds: its newest receipt for each log.
        CREATE TABLE receipt (
            replica INTEGER NOT NULL REFERENCES replica,
            log INTEGER NOT NULL REFERENCES log,
            number INTEGER NOT NULL,
            sequence INTEGER NOT NULL,
            chain INTEGER NOT NULL,
            time INTEGER NOT NULL,
            PRIMARY KEY (replica, log)
        ) STRICT, WITHOUT ROWID;

        -- The receipts themselves, signed, to carry on.
        CREATE TABLE receipt_statement (
            replica INTEGER NOT NULL REFERENCES replica,
            number INTEGER NOT NULL,
            statement BLOB NOT NULL,
            PRIMARY KEY (replica, number)
        ) STRICT, WITHOUT ROWID;

        -- Photos and other files, named by their content.
        CREATE TABLE blob (
            digest BLOB NOT NULL PRIMARY KEY,       -- SHA-256
            bytes INTEGER NOT NULL,
            content BLOB                            -- NULL while it is still elsewhere
        ) STRICT;
        CREATE TABLE blob_place (
            place INTEGER NOT NULL REFERENCES place,
            digest BLOB NOT NULL REFERENCES blob,
            PRIMARY KEY (place, digest)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE blob_piece (
            digest BLOB NOT NULL,
            offset INTEGER NOT NULL,
            content BLOB NOT NULL,
            PRIMARY KEY (digest, offset)
        ) STRICT;

        -- Blobs that a replica's newest receipt says it still lacks.
        CREATE TABLE receipt_missing (
            replica INTEGER NOT NULL REFERENCES replica,
            digest BLOB NOT NULL,
            PRIMARY KEY (replica, digest)
        ) STRICT, WITHOUT ROWID;

        -- Forms that the network added, in every version; the built-in ones are in the program.
        CREATE TABLE form (
            name TEXT NOT NULL,
            version TEXT NOT NULL,
            definition TEXT NOT NULL,
            added INTEGER NOT NULL,
            PRIMARY KEY (name, version)
        ) STRICT, WITHOUT ROWID;

        -- At the host: the invitations it wrote.
        CREATE TABLE invitation (
            serial TEXT NOT NULL PRIMARY KEY,
            node TEXT NOT NULL,
            label TEXT NOT NULL,
            expires INTEGER NOT NULL,               -- milliseconds since 1970
            withdrawn INTEGER NOT NULL DEFAULT 0,
            replica BLOB                            -- the key of its first user
        ) STRICT, WITHOUT ROWID;

        -- What came and went.
        CREATE TABLE exchange (
            id INTEGER PRIMARY KEY,
            time INTEGER NOT NULL,
            direction TEXT NOT NULL,                -- in, out, session
            peer TEXT NOT NULL,
            bundle BLOB,
            summary TEXT NOT NULL
        ) STRICT;
        CREATE INDEX exchange_by_bundle ON exchange (bundle) WHERE bundle IS NOT NULL;
        """
}
