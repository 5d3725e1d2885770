/// How far the logs of the district's own devices count, by what these say of one another.
///
/// Each of them may let in others and end them, so what counts decides what counts, and two may end each other without
/// having met. All have to come to the same, whatever reached whom first; so it follows from all that was said, by
/// seniority: the device that made the network comes first, then those whom it let in, in the order of its words, and its
/// heirs, then those whom these let in, and so on.
///
/// What one says of its juniors counts. What a junior says of a senior counts, too, unless that one, or one before it,
/// had cut the junior off before; and it takes back neither what the junior had seen nor what its own standing rests on.
struct DistrictAuthority<Log: Hashable & Comparable> {
    enum Word: Hashable {
        case admits
        /// The device is ended; a cut tells where.
        case ends
        case cuts(through: UInt64)
    }

    /// What one change says of another device.
    struct Saying: Hashable {
        let sequence: UInt64
        let target: Log
        let word: Word
        /// How far its author had seen the other's log.
        let seen: UInt64
    }

    /// Those whom no word has to let in.
    let founders: [Log]
    /// By device those that go on after it, restored or copied, as far as they were let in.
    let heirs: [Log: [Log]]
    /// By the log that they stand in, ascending.
    let sayings: [Log: [Saying]]

    /// Of each log that counts at all the last change that does; `UInt64.max` where all do.
    func reach() -> [Log: UInt64] {
        var words = Limits()
        var hearing = hearing(words)
        var heard: Set<Log> = []
        while let next = hearing.order.first(where: { !heard.contains($0) }) {
            heard.insert(next)
            // It settles at once, unless some cut one another off in a circle; then it ends somewhere, for all alike.
            for _ in hearing.order {
                let told = wordsOnSeniors(of: heard, in: hearing)
                guard told != words else { break }
                words = told
                hearing = self.hearing(words)
            }
        }
        return hearing.reach
    }

    /// Where logs end.
    private struct Limits: Equatable {
        private var cuts: [Log: UInt64] = [:]
        private var ends: [Log: UInt64] = [:]

        /// - Parameter least: what stays, whatever was said.
        mutating func note(_ saying: Saying, least: UInt64) {
            switch saying.word {
            case .admits: break
            case .ends: ends[saying.target] = max(ends[saying.target] ?? 0, least)
            case .cuts(let through): cuts[saying.target] = max(cuts[saying.target] ?? 0, through, least)
            }
        }

        /// Of several cuts the one furthest on.
        func end(of log: Log, beside other: Limits) -> UInt64 {
            [cuts[log], other.cuts[log]].compactMap { $0 }.max()
                ?? [ends[log], other.ends[log]].compactMap { $0 }.max() ?? .max
        }
    }

    /// Whom one comes to hear, by seniority, and how far.
    private struct Hearing {
        var order: [Log]
        var ranks: [Log: Int]
        var reach: [Log: UInt64] = [:]
        /// The change that let a device in; 0 of an heir, which stands by its predecessor alone.
        var admissions: [Log: (log: Log, sequence: UInt64)] = [:]

        mutating func admit(_ log: Log, by admission: (log: Log, sequence: UInt64)) {
            guard ranks[log] == nil else { return }
            ranks[log] = order.count
            admissions[log] = admission
            order.append(log)
        }

        /// How much of a senior's log a device's own standing rests on.
        func support(of log: Log, in senior: Log) -> UInt64 {
            var support: UInt64 = 0
            var next = admissions[log]
            while let admission = next {
                if admission.log == senior { support = max(support, admission.sequence) }
                next = admissions[admission.log]
            }
            return support
        }
    }

    private func hearing(_ words: Limits) -> Hearing {
        var hearing = Hearing(
            order: founders, ranks: Dictionary(uniqueKeysWithValues: founders.enumerated().map { ($1, $0) }))
        var limits = Limits()
        var rank = 0
        while rank < hearing.order.count {
            let log = hearing.order[rank]
            let end = limits.end(of: log, beside: words)
            hearing.reach[log] = end
            for saying in sayings[log] ?? [] where saying.sequence <= end && saying.target != log {
                guard hearing.ranks[saying.target] ?? .max > rank else { continue }
                limits.note(saying, least: saying.seen)
                if saying.word == .admits { hearing.admit(saying.target, by: (log, saying.sequence)) }
            }
            for heir in heirs[log] ?? [] { hearing.admit(heir, by: (log, 0)) }
            rank += 1
        }
        return hearing
    }

    private func wordsOnSeniors(of heard: Set<Log>, in hearing: Hearing) -> Limits {
        var words = Limits()
        for (rank, log) in hearing.order.enumerated() where heard.contains(log) {
            for saying in sayings[log] ?? [] where saying.sequence <= hearing.reach[log] ?? 0 {
                guard let senior = hearing.ranks[saying.target], senior < rank else { continue }
                words.note(saying, least: max(saying.seen, hearing.support(of: log, in: saying.target)))
            }
        }
        return words
    }
}
