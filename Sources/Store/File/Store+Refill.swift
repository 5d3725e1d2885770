import GRDB

extension Store {
    /// Empties the file and fills it anew, in one transaction: whoever has it open goes on with what there is then.
    ///
    /// Nothing of what there was lies on, and a copy of it on this machine is known as one when it next writes. What
    /// protects the secrets goes on protecting them.
    ///
    /// - Parameters:
    ///   - judge: throws where what there is has to stay; what it writes is undone in any case.
    ///   - fill: does what is done to a store that was just made.
    package func refill(judge: (StoreWriting) throws -> Void, fill: (StoreWriting) throws -> Void) throws {
        // Each goes by what it reads itself: what the one before remembers of rows is not so any more.
        try write(identityEnds: true) { db in
            try judge(StoreWriting(db: db, secrets: secrets))
            try StoreWriting(db: db, secrets: secrets).removeAll()
        } _: { session in
            try session.keepFormViews()
            try fill(session)
            session.forgetReplaced()
        } after: {
            // The room is free already; that it leaves the disk too need not be.
            try? pool.writeWithoutTransaction { try $0.execute(sql: "VACUUM") }
        }
    }
}

extension StoreWriting {
    /// Removes all rows of all tables, but for the lock on the secrets.
    fileprivate func removeAll() throws {
        for name in try secretNames() { try setSecret(name, nil) }
        // A row may go before what refers to it; by the order of their making, few do.
        try db.execute(sql: "PRAGMA defer_foreign_keys = ON")
        let tables = try String.fetchAll(
            db,
            sql: """
                SELECT name FROM sqlite_master
                WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name <> 'secret' ORDER BY rowid DESC
                """)
        for table in tables { try db.execute(sql: "DELETE FROM \(table.quotedDatabaseIdentifier)") }
    }
}
