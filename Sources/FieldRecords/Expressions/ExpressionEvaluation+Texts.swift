extension ExpressionEvaluation {
    /// The functions whose arguments are all taken as texts.
    func callWithTexts(_ function: ExpressionFunction, _ texts: [String]) throws(FieldRecordsError) -> ExpressionValue {
        let first = texts[0]
        switch function {
        case .selected: return .boolean(codes(first).contains { $0 == texts[1].trimmed })
        case .countSelected: return .number(Double(codes(first).count))
        case .selectedAt:
            let codes = codes(first)
            guard let index = index(texts[1]), codes.indices.contains(index) else { return .text("") }
            return .text(String(codes[index]))
        case .countNonEmpty: return .number(Double(texts.count { !$0.isEmpty }))
        case .join: return .text(texts.dropFirst().joined(separator: first))
        case .concat: return .text(texts.joined())
        case .stringLength: return .number(Double(first.unicodeScalars.count))
        case .contains: return .boolean(texts[1].isEmpty || range(of: texts[1], in: first) != nil)
        case .startsWith: return .boolean(first.unicodeScalars.starts(with: texts[1].unicodeScalars))
        case .endsWith:
            return .boolean(first.unicodeScalars.reversed().starts(with: texts[1].unicodeScalars.reversed()))
        case .normalizeSpace:
            return .text(first.split { $0.unicodeScalars.allSatisfy(\.properties.isWhitespace) }.joined(separator: " "))
        case .substringBefore:
            return .text(range(of: texts[1], in: first).map { scalarText(first, 0..<$0.lowerBound) } ?? "")
        case .substringAfter:
            let count = first.unicodeScalars.count
            return .text(range(of: texts[1], in: first).map { scalarText(first, $0.upperBound..<count) } ?? "")
        case .substr: return .text(substring(texts))
        case .translate: return .text(translated(first, from: texts[1], to: texts[2]))
        case .regex: return .boolean(try Pattern(texts[1]).matchesWhole(first))
        default: preconditionFailure("\(function.rawValue) takes no texts")
        }
    }

    private func codes(_ text: String) -> [Substring] { text.split(separator: " ") }

    private func index(_ text: String) -> Int? {
        let number = ExpressionValue.text(text).number(in: scope.moment)
        return Int(exactly: number.rounded(.towardZero))
    }

    /// `substr(text, from, to?)`: scalars from 0, the end not included, negative ones counted from the end.
    private func substring(_ texts: [String]) -> String {
        let count = texts[0].unicodeScalars.count
        func bound(_ text: String) -> Int {
            guard let index = index(text) else { return 0 }
            return index < 0 ? max(0, count + max(index, -count)) : min(index, count)
        }
        let start = bound(texts[1])
        let end = texts.count > 2 ? bound(texts[2]) : count
        return start < end ? scalarText(texts[0], start..<end) : ""
    }

    private func scalarText(_ text: String, _ range: Range<Int>) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.dropFirst(range.lowerBound).prefix(range.count)))
    }

    private func range(of part: String, in text: String) -> Range<Int>? {
        let wanted = Array(part.unicodeScalars)
        let scalars = Array(text.unicodeScalars)
        guard wanted.count <= scalars.count else { return nil }
        return (0...(scalars.count - wanted.count)).lazy.map { $0..<($0 + wanted.count) }
            .first { scalars[$0].elementsEqual(wanted) }
    }

    private func translated(_ text: String, from: String, to: String) -> String {
        let source = Array(from.unicodeScalars)
        let target = Array(to.unicodeScalars)
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            guard let index = source.firstIndex(of: scalar) else {
                result.append(scalar)
                continue
            }
            if index < target.count { result.append(target[index]) }
        }
        return String(result)
    }
}
