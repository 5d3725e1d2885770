/// What causes what, without what is written: per log, the context of each change.
///
/// Three replicas with a log each, at most four changes. A vector packs into 12 bits, four for each log, so that
/// hundreds of thousands of schedules can be walked through in a debug build.
struct History: Hashable {
    static let replicas = 3

    /// `contexts[log][n - 1]` is the packed vector that change n of the log had seen.
    private(set) var contexts: [[UInt16]] = [[], [], []]

    var changeCount: Int { contexts.reduce(0) { $0 + $1.count } }

    func length(_ log: Int) -> Int { contexts[log].count }

    mutating func append(to log: Int, context: UInt16) {
        contexts[log].append(context)
    }

    /// Covers all changes.
    var full: UInt16 {
        (0..<History.replicas).reduce(0) { Packed.setting($1, to: length($1), in: $0) }
    }

    /// Whether a vector covers, with each change, all that the change had seen.
    func isClosed(_ vector: UInt16) -> Bool {
        (0..<History.replicas).allSatisfy { log in
            (0..<Packed.sequence(of: log, in: vector)).allSatisfy { Packed.covers(vector, contexts[log][$0]) }
        }
    }

    /// Every vector of its changes.
    var vectors: [UInt16] {
        (0..<History.replicas).reduce([0]) { vectors, log in
            vectors.flatMap { vector in (0...length(log)).map { Packed.setting(log, to: $0, in: vector) } }
        }
    }

    /// Every vector that some replica could have applied.
    var closedVectors: [UInt16] { vectors.filter(isClosed) }

    /// Every history of so many changes that can come about at all, up to names.
    ///
    /// The contexts of one log's changes are moments of one replica, of which one is always before the other, though a
    /// form that was opened early may be saved late.
    static func all(changes: Int) -> Set<History> {
        guard changes > 0 else { return [History()] }
        var histories: Set<History> = []
        for history in all(changes: changes - 1) {
            for log in 0..<replicas {
                for context in history.closedVectors
                where history.contexts[log].allSatisfy({
                    Packed.covers($0, context) || Packed.covers(context, $0)
                }) {
                    var longer = history
                    longer.append(to: log, context: context)
                    histories.insert(longer.canonical)
                }
            }
        }
        return histories
    }

    /// Every history of so many changes, up to names, whose contexts cover what their authors please, so long as there
    /// is an order in which each change comes after all that its context covers.
    ///
    /// Nobody can have had most of these contexts, but a dishonest member may sign them.
    static func claimed(changes: Int) -> Set<History> {
        var histories: Set<History> = []
        // Taken in an order in which they can be applied, so each claims of what comes before it whatever it likes.
        func go(_ history: History, left: Int) {
            guard left > 0 else { return }
            for log in 0..<replicas {
                for context in history.vectors {
                    var longer = history
                    longer.append(to: log, context: context)
                    longer = longer.canonical
                    if histories.insert(longer).inserted { go(longer, left: left - 1) }
                }
            }
        }
        go(History(), left: changes)
        return histories.filter { $0.changeCount == changes }
    }

    /// The history with its replicas named otherwise.
    func renamed(_ names: [Int]) -> History {
        var other = History()
        for log in 0..<History.replicas { other.contexts[names[log]] = contexts[log].map { Packed.renamed($0, names) } }
        return other
    }

    /// One name for all histories that differ only in how their replicas are called.
    var canonical: History {
        let all = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]].map(renamed)
        return all.min { $0.key.lexicographicallyPrecedes($1.key) } ?? self
    }

    private var key: [UInt16] { contexts.flatMap { [UInt16($0.count)] + $0 } }
}

/// Version vectors of three logs in 12 bits.
enum Packed {
    static func sequence(of log: Int, in vector: UInt16) -> Int {
        Int(vector >> UInt16(log * 4) & 15)
    }

    static func setting(_ log: Int, to sequence: Int, in vector: UInt16) -> UInt16 {
        vector & ~(15 << UInt16(log * 4)) | UInt16(sequence) << UInt16(log * 4)
    }

    static func covers(_ one: UInt16, _ other: UInt16) -> Bool {
        one & 15 >= other & 15 && one & 240 >= other & 240 && one & 3840 >= other & 3840
    }

    static func merging(_ one: UInt16, _ other: UInt16) -> UInt16 {
        max(one & 15, other & 15) | max(one & 240, other & 240) | max(one & 3840, other & 3840)
    }

    static func renamed(_ vector: UInt16, _ names: [Int]) -> UInt16 {
        (0..<History.replicas).reduce(0) { setting(names[$1], to: sequence(of: $1, in: vector), in: $0) }
    }
}
