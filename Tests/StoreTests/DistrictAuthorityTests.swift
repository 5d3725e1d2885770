import Testing

@testable import Store

/// Words of devices that are named by letters; of each log the numbers follow one another.
@Suite("How far the district's own devices count, by their words on one another")
struct DistrictAuthorityTests {
    private typealias Authority = DistrictAuthority<String>

    private struct Words {
        var sayings: [String: [Authority.Saying]] = [:]

        /// - Parameter seen: how far the author had seen the other's log.
        mutating func say(_ author: String, _ word: Authority.Word, _ target: String, seen: UInt64 = 0) {
            let next = UInt64(sayings[author, default: []].count + 1)
            sayings[author, default: []].append(
                Authority.Saying(sequence: next, target: target, word: word, seen: seen))
        }

        func reach(heirs: [String: [String]] = [:]) -> [String: UInt64] {
            Authority(founders: ["a"], heirs: heirs, sayings: sayings).reach()
        }
    }

    /// A lets in B, and B lets in C.
    private static func three() -> Words {
        var words = Words()
        words.say("a", .admits, "b")
        words.say("b", .admits, "c")
        return words
    }

    @Test("whoever was let in counts, with heirs, and nobody else")
    func letIn() {
        var words = Self.three()
        words.say("x", .admits, "x")
        words.say("x", .cuts(through: 0), "a")
        #expect(words.reach(heirs: ["c": ["d"], "x": ["y"]]) == ["a": .max, "b": .max, "c": .max, "d": .max])
    }

    @Test("what was said beyond a cut lets in nobody, and ends nobody")
    func cut() {
        var words = Self.three()
        words.say("a", .cuts(through: 0), "b")
        var more = words
        more.say("c", .cuts(through: 0), "a")
        #expect(more.reach() == ["a": .max, "b": 0])
        words.say("a", .cuts(through: 5), "b", seen: 5)
        #expect(words.reach() == ["a": .max, "b": 5, "c": .max], "of several cuts the one furthest on counts")
    }

    @Test("a junior ends a senior, up to what it had seen and what lets it in")
    func upward() {
        var words = Self.three()
        words.say("a", .admits, "e")
        words.say("c", .cuts(through: 0), "a", seen: 1)
        #expect(words.reach() == ["a": 1, "b": .max, "c": .max])
        words.say("c", .ends, "b")
        #expect(words.reach() == ["a": 1, "b": 1, "c": .max], "b's first word is what c stands by")
    }

    @Test("of two that end each other the senior stays")
    func eachOther() {
        var words = Self.three()
        words.say("b", .cuts(through: 1), "a", seen: 1)
        words.say("a", .cuts(through: 1), "b")
        #expect(words.reach() == ["a": .max, "b": 1, "c": .max])
    }

    @Test("who is ended in time ends nobody")
    func chain() {
        var words = Self.three()
        words.say("a", .cuts(through: 1), "b")
        words.say("c", .cuts(through: 1), "a")
        #expect(words.reach() == ["a": 1, "b": .max, "c": .max])
    }

    @Test("a circle comes to an end")
    func circle() {
        var words = Words()
        for other in ["b", "c", "d"] { words.say("a", .admits, other) }
        words.say("d", .cuts(through: 0), "c")
        words.say("c", .cuts(through: 0), "b")
        words.say("b", .cuts(through: 0), "d")
        let reach = words.reach()
        #expect(reach["a"] == .max && Set(reach.keys) == ["a", "b", "c", "d"])
    }
}
