import GRDB

/// What was replaced or deleted lies on, in the write-ahead log or in the file, until all of the log is in the file and
/// the log is empty. While somebody reads from an earlier state that cannot be done.
extension Store {
    /// How long the writer who asked for it waits for those who read.
    private static let forgettingWaitMaxMilliseconds = 1_000

    /// Does what ``StoreWriting/forgetReplaced()`` asked for, if nobody is in the way; else it stays due.
    ///
    /// The caller has the writers' turn, and what it committed stands whatever comes of this.
    ///
    /// - Parameter waits: whether those who read are waited for: one who only comes by does not.
    func forgetWhatIsDue(waits: Bool) {
        let waitMaxMilliseconds = waits ? Store.forgettingWaitMaxMilliseconds : 0
        try? pool.writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA busy_timeout = \(waitMaxMilliseconds)")
            defer { try? db.execute(sql: "PRAGMA busy_timeout = \(Store.waitMaxMilliseconds)") }
            _ = try db.checkpoint(.truncate)
            try db.execute(sql: "DELETE FROM fact WHERE name = ?", arguments: [Fact.forgetting.rawValue])
        }
    }

    /// The same when a store is opened, unless somebody is writing.
    func forgetWhatWasLeft() {
        guard (try? pool.read({ try StoreReading(db: $0, secrets: secrets).isForgettingDue() })) == true else { return }
        try? turns.take(waitMaxMilliseconds: 0) { forgetWhatIsDue(waits: false) }
    }
}

extension StoreReading {
    /// Whether bytes that ``StoreWriting/forgetReplaced()`` is about are still there.
    package func isForgettingDue() throws -> Bool { try number(.forgetting) != nil }
}

extension StoreWriting {
    /// Lets nothing lie on of what this transaction replaces or deletes: keys, personal values.
    ///
    /// It is done right after the transaction. Where others read for so long that it cannot be, it is remembered, and
    /// tried again after each later transaction and whenever the store is opened.
    package func forgetReplaced() {
        isToForget = true
    }
}
