/// A regular expression without surprises: no pattern can make it run long.
///
/// All states are followed at once (Ken Thompson, "Regular Expression Search Algorithm", 1968), so the time is the
/// length of the text times the length of the pattern with its repetitions written out, whatever the pattern, and
/// ``workMax`` ends it. The price: no references back and no looking around, which are refused by name.
struct Pattern: Hashable, Sendable {
    /// One instruction of the compiled pattern.
    enum Step: Hashable, Sendable {
        case match(ScalarSet)
        /// Goes on at both.
        case fork(Int, Int)
        case jump(Int)
        case atStart
        case atEnd
        case found
    }

    /// Instructions of a compiled pattern, counted repetitions written out.
    static let stepsMax = 4_000
    /// Instructions carried out in one match, and members of sets compared in it: some tenths of a second.
    static let workMax = 20_000_000

    private let steps: [Step]

    /// - Throws: ``FieldRecordsError/badExpression(_:)`` for a pattern that is none, too large or not supported.
    init(_ text: String) throws(FieldRecordsError) {
        var compiler = PatternCompiler(text)
        steps = try compiler.compile()
    }

    /// Whether the pattern describes the whole of a text, as ODK's `regex()` asks.
    ///
    /// - Throws: ``FieldRecordsError/badExpression(_:)`` beyond ``workMax``.
    func matchesWhole(_ text: String) throws(FieldRecordsError) -> Bool {
        let scalars = Array(text.unicodeScalars)
        var work = 0
        var current = StepSet(capacity: steps.count)
        var following = StepSet(capacity: steps.count)
        add(0, to: &current, isStart: true, isEnd: scalars.isEmpty)
        for (index, scalar) in scalars.enumerated() {
            following.removeAll()
            for member in current.members {
                guard case .match(let set) = steps[member] else { continue }
                work += set.members.count
                guard set.contains(scalar) else { continue }
                add(member + 1, to: &following, isStart: false, isEnd: index == scalars.count - 1)
            }
            work += current.members.count + 1
            guard work <= Pattern.workMax else {
                throw .badExpression(
                    ExpressionFault(
                        offset: nil, what: Phrase(zh: "regex() 计算量过大", en: "regex() takes too much work")))
            }
            swap(&current, &following)
            if current.members.isEmpty { return false }
        }
        return current.members.contains { steps[$0] == .found }
    }

    private func add(_ start: Int, to set: inout StepSet, isStart: Bool, isEnd: Bool) {
        var pending = [start]
        while let index = pending.popLast() {
            guard set.insert(index) else { continue }
            switch steps[index] {
            case .fork(let first, let second):
                pending.append(second)
                pending.append(first)
            case .jump(let target): pending.append(target)
            case .atStart: if isStart { pending.append(index + 1) }
            case .atEnd: if isEnd { pending.append(index + 1) }
            case .match, .found: break
            }
        }
    }
}

/// A set of instructions that is emptied without touching its memory.
private struct StepSet {
    private(set) var members: [Int] = []
    private var marks: [Int]
    private var round = 1

    init(capacity: Int) { marks = Array(repeating: 0, count: capacity) }

    mutating func insert(_ member: Int) -> Bool {
        guard marks[member] != round else { return false }
        marks[member] = round
        members.append(member)
        return true
    }

    mutating func removeAll() {
        members.removeAll(keepingCapacity: true)
        round += 1
    }
}

/// Which characters one place of a pattern takes.
struct ScalarSet: Hashable, Sendable {
    enum Member: Hashable, Sendable {
        case range(ClosedRange<Unicode.Scalar>)
        case digit, word, space, letter, han
        indirect case not(Member)
    }

    var members: [Member]
    var isNegated = false

    func contains(_ scalar: Unicode.Scalar) -> Bool {
        members.contains { ScalarSet.matches($0, scalar) } != isNegated
    }

    private static func matches(_ member: Member, _ scalar: Unicode.Scalar) -> Bool {
        switch member {
        case .range(let range): range.contains(scalar)
        case .digit: ("0"..."9").contains(scalar)
        case .word: scalar == "_" || (scalar.isASCII && Character(scalar).isLetter) || ("0"..."9").contains(scalar)
        case .space: scalar.properties.isWhitespace
        case .letter: scalar.properties.isAlphabetic
        case .han: scalar.properties.isIdeographic
        case .not(let inner): !matches(inner, scalar)
        }
    }
}
