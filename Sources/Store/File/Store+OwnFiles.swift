extension Store {
    /// What SQLite keeps beside the file: saves that are not in it yet, and how to find them.
    static let companionNames = ["-wal", "-shm", "-journal"].map { fileName + $0 }

    /// Whether a path leads to one of the files that the store of a home consists of, be they there at the moment or
    /// not: whatever replaced one of them would take all records with it.
    package static func isOwnFile(_ path: String, home: String) -> Bool {
        ([fileName, lockName] + companionNames).contains { isSameFile(path, home + "/" + $0) }
    }
}
