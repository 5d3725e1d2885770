import Foundation

/// What a run of the program wrote, synced and renamed before it said anything: see `Preloads/witness.c`.
struct Witness {
    /// Files whose content a loss of power might have taken when the program first said something.
    private(set) var unsyncedContents: Set<String> = []
    /// Files whose names it might have taken: their folders were not synced since.
    private(set) var unsyncedNames: Set<String> = []
    /// Files of ours that were written at all.
    private(set) var written: Set<String> = []

    /// - Parameter known: files that were there before.
    init(log: String, known: Set<String>) {
        var known = known
        for line in log.split(separator: "\n") {
            let words = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            guard words.count == 3, words[0] != "say" else { break }
            switch words[0] {
            case "create" where Witness.isOurs(words[1]):
                if known.insert(words[1]).inserted { unsyncedNames.insert(words[1]) }
            case "write" where Witness.isOurs(words[1]):
                unsyncedContents.insert(words[1])
                written.insert(words[1])
                if known.insert(words[1]).inserted { unsyncedNames.insert(words[1]) }
            case "sync":
                unsyncedContents.remove(words[1])
                unsyncedNames = unsyncedNames.filter { Witness.folder(of: $0) != words[1] }
            case "rename":
                if unsyncedContents.remove(words[1]) != nil { unsyncedContents.insert(words[2]) }
                unsyncedNames.remove(words[1])
                unsyncedNames.insert(words[2])
                written.insert(words[2])
            default: break
            }
        }
        // What is gone again nobody misses.
        let isThere = FileManager.default.fileExists(atPath:)
        unsyncedContents = unsyncedContents.filter(isThere)
        unsyncedNames = unsyncedNames.filter(isThere)
    }

    /// SQLite looks after its own, and a lock holds nothing.
    private static func isOurs(_ path: String) -> Bool {
        !path.contains(".sqlite") && !path.hasSuffix(".lock")
    }

    private static func folder(of path: String) -> String {
        String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])
    }
}
