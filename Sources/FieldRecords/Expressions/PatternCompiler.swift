/// Reads the text of a regular expression into the instructions of ``Pattern``.
struct PatternCompiler {
    /// Groups inside one another.
    private static let depthMax = 32
    /// The largest number in `{n,m}`.
    private static let repeatMax = 1_000

    private let scalars: [Unicode.Scalar]
    private var position = 0
    private var depth = 0

    init(_ text: String) { scalars = Array(text.unicodeScalars) }

    mutating func compile() throws(FieldRecordsError) -> [Pattern.Step] {
        let steps = try readAlternatives()
        guard position == scalars.count else { throw fault(Phrase(zh: "多余的括号", en: "an unmatched parenthesis")) }
        return steps + [.found]
    }

    private var next: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

    private mutating func skip(_ scalar: Unicode.Scalar) -> Bool {
        guard next == scalar else { return false }
        position += 1
        return true
    }

    private mutating func readAlternatives() throws(FieldRecordsError) -> [Pattern.Step] {
        var steps = try readSequence()
        while skip("|") {
            let other = try readSequence()
            steps =
                [.fork(1, steps.count + 2)] + moved(steps, by: 1) + [.jump(steps.count + 2 + other.count)]
                + moved(other, by: steps.count + 2)
            try check(steps)
        }
        return steps
    }

    private mutating func readSequence() throws(FieldRecordsError) -> [Pattern.Step] {
        var steps: [Pattern.Step] = []
        while let scalar = next, scalar != "|", scalar != ")" {
            let atom = try readAtom()
            steps += moved(try readRepetition(of: atom), by: steps.count)
            try check(steps)
        }
        return steps
    }

    private mutating func readAtom() throws(FieldRecordsError) -> [Pattern.Step] {
        guard let scalar = next else { throw fault(Phrase(zh: "正则表达式不完整", en: "the pattern ends too early")) }
        position += 1
        switch scalar {
        case "^": return [.atStart]
        case "$": return [.atEnd]
        case ".": return [.match(ScalarSet(members: [.range("\n"..."\n"), .range("\r"..."\r")], isNegated: true))]
        case "[": return [.match(try readClass())]
        case "\\": return [.match(ScalarSet(members: [try readEscape()]))]
        case "(": return try readGroup()
        case "*", "+", "?", "{":
            throw fault(Phrase(zh: "“\(scalar)”前没有可重复的内容", en: "nothing to repeat before “\(scalar)”"))
        default: return [.match(ScalarSet(members: [.range(scalar...scalar)]))]
        }
    }

    private mutating func readGroup() throws(FieldRecordsError) -> [Pattern.Step] {
        if skip("?"), !skip(":") {
            throw fault(Phrase(zh: "不支持环视等 (?…) 写法", en: "(?…) other than (?:…) is not supported"))
        }
        depth += 1
        defer { depth -= 1 }
        guard depth <= PatternCompiler.depthMax else {
            throw fault(Phrase(zh: "括号嵌套过深", en: "groups are nested too deeply"))
        }
        let steps = try readAlternatives()
        guard skip(")") else { throw fault(Phrase(zh: "缺少右括号", en: "a closing parenthesis is missing")) }
        return steps
    }

    private mutating func readRepetition(of atom: [Pattern.Step]) throws(FieldRecordsError) -> [Pattern.Step] {
        var steps = atom
        while let scalar = next {
            switch scalar {
            case "*": steps = try repeated(steps, from: 0, through: nil)
            case "+": steps = try repeated(steps, from: 1, through: nil)
            case "?": steps = try repeated(steps, from: 0, through: 1)
            case "{":
                position += 1
                let (low, high) = try readBounds()
                steps = try repeated(steps, from: low, through: high)
            default: return steps
            }
            position += 1
            // Lazy or possessive: the same texts match as a whole.
            if next == "?" || next == "+" { position += 1 }
        }
        return steps
    }

    /// Reads `n`, `n,` or `n,m`, up to the brace.
    private mutating func readBounds() throws(FieldRecordsError) -> (low: Int, high: Int?) {
        let start = position
        while let scalar = next, scalar != "}" { position += 1 }
        let text = scalars[start..<position].map { UInt8(ascii: $0.isASCII ? $0 : "?") }
        let parts = text.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
        let low = parts.first.flatMap { Digits.number($0) }
        let high = parts.count == 2 ? Digits.number(parts[1]) : low
        let isOpen = parts.count == 2 && parts[1].isEmpty
        guard next == "}", parts.count <= 2, let low, isOpen || high != nil, low <= high ?? low,
            max(low, high ?? 0) <= PatternCompiler.repeatMax
        else { throw fault(Phrase(zh: "重复次数 {…} 无效", en: "an invalid repetition {…}")) }
        return (low, isOpen ? nil : high)
    }

    private func repeated(
        _ atom: [Pattern.Step], from low: Int, through high: Int?
    ) throws(FieldRecordsError) -> [Pattern.Step] {
        guard atom.count * max(low, high ?? 1) <= Pattern.stepsMax else { throw tooLarge() }
        var steps: [Pattern.Step] = []
        for _ in 0..<low { steps += moved(atom, by: steps.count) }
        guard let high else {
            let start = steps.count
            steps += [.fork(start + 1, start + atom.count + 2)] + moved(atom, by: start + 1) + [.jump(start)]
            return steps
        }
        let end = steps.count + (high - low) * (atom.count + 1)
        for _ in low..<high { steps += [.fork(steps.count + 1, end)] + moved(atom, by: steps.count + 1) }
        try check(steps)
        return steps
    }

    private func moved(_ steps: [Pattern.Step], by distance: Int) -> [Pattern.Step] {
        steps.map {
            switch $0 {
            case .fork(let first, let second): .fork(first + distance, second + distance)
            case .jump(let target): .jump(target + distance)
            default: $0
            }
        }
    }

    private func check(_ steps: [Pattern.Step]) throws(FieldRecordsError) {
        guard steps.count <= Pattern.stepsMax else { throw tooLarge() }
    }

    private func tooLarge() -> FieldRecordsError { fault(Phrase(zh: "正则表达式过大", en: "the pattern is too large")) }

    private func fault(_ what: Phrase) -> FieldRecordsError {
        .badExpression(
            ExpressionFault(offset: nil, what: Phrase(zh: "regex()：\(what.zh)", en: "regex(): \(what.en)")))
    }
}

extension PatternCompiler {
    private mutating func readClass() throws(FieldRecordsError) -> ScalarSet {
        var set = ScalarSet(members: [], isNegated: skip("^"))
        var isFirst = true
        while let scalar = next, scalar != "]" || isFirst {
            isFirst = false
            position += 1
            guard scalar != "\\" else {
                let member = try readEscape()
                guard case .range(let single) = member else {
                    set.members.append(member)
                    continue
                }
                set.members.append(.range(try readRange(from: single.lowerBound)))
                continue
            }
            set.members.append(.range(try readRange(from: scalar)))
        }
        guard skip("]") else { throw fault(Phrase(zh: "缺少 ]", en: "a ] is missing")) }
        return set
    }

    private mutating func readRange(from low: Unicode.Scalar) throws(FieldRecordsError) -> ClosedRange<Unicode.Scalar> {
        guard next == "-", position + 1 < scalars.count, scalars[position + 1] != "]" else { return low...low }
        position += 1
        guard var high = next else { return low...low }
        position += 1
        if high == "\\" {
            guard case .range(let single) = try readEscape() else {
                throw fault(Phrase(zh: "字符范围无效", en: "an invalid range of characters"))
            }
            high = single.lowerBound
        }
        guard low <= high else { throw fault(Phrase(zh: "字符范围无效", en: "an invalid range of characters")) }
        return low...high
    }

    private mutating func readEscape() throws(FieldRecordsError) -> ScalarSet.Member {
        guard let scalar = next else { throw fault(Phrase(zh: "正则表达式不完整", en: "the pattern ends too early")) }
        position += 1
        switch scalar {
        case "d": return .digit
        case "D": return .not(.digit)
        case "w": return .word
        case "W": return .not(.word)
        case "s": return .space
        case "S": return .not(.space)
        case "n": return .range("\n"..."\n")
        case "r": return .range("\r"..."\r")
        case "t": return .range("\t"..."\t")
        case "u": return try readCodePoint()
        case "p": return try readProperty()
        case "0"..."9", "a"..."z", "A"..."Z":
            throw fault(Phrase(zh: "不支持 \\\(scalar)", en: "\\\(scalar) is not supported"))
        default: return .range(scalar...scalar)
        }
    }

    private mutating func readCodePoint() throws(FieldRecordsError) -> ScalarSet.Member {
        let digits = String(String.UnicodeScalarView(scalars[position...].prefix(4)))
        guard digits.utf8.count == 4, let value = UInt32(digits, radix: 16), let scalar = Unicode.Scalar(value) else {
            throw fault(Phrase(zh: "\\u 之后需要四位十六进制数", en: "\\u needs four hexadecimal digits"))
        }
        position += 4
        return .range(scalar...scalar)
    }

    private mutating func readProperty() throws(FieldRecordsError) -> ScalarSet.Member {
        let start = position
        while let scalar = next, scalar != "}" { position += 1 }
        let name = String(String.UnicodeScalarView(scalars[start..<position]))
        guard skip("}") else { throw fault(Phrase(zh: "正则表达式不完整", en: "the pattern ends too early")) }
        switch name {
        case "{L", "{Alpha", "{IsAlphabetic": return .letter
        case "{Han", "{IsHan", "{script=Han": return .han
        case "{N", "{Nd", "{Digit": return .digit
        default: throw fault(Phrase(zh: "不支持 \\p\(name)}", en: "\\p\(name)} is not supported"))
        }
    }
}
