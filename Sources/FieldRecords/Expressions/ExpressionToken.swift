/// One word of an expression, with the Unicode scalars before it.
struct ExpressionToken: Hashable, Sendable {
    enum Kind: Hashable, Sendable {
        case number(Double)
        case string(String)
        /// `${name}`.
        case field(String)
        /// A bare name: a function, an operator in words or a column of the choices.
        case name(String)
        case dot
        case symbol(String)
    }

    let kind: Kind
    let offset: Int
}

/// Cuts the text of an expression into words.
struct ExpressionLexer {
    private let scalars: [Unicode.Scalar]
    private var position = 0

    static func tokens(of text: String) throws(FieldRecordsError) -> [ExpressionToken] {
        guard text.utf8.count <= Expression.bytesMax else {
            throw .badExpression(
                ExpressionFault(
                    offset: nil,
                    what: Phrase(
                        zh: "表达式超过 \(Expression.bytesMax) 字节",
                        en: "the expression is longer than \(Expression.bytesMax) bytes")))
        }
        var lexer = ExpressionLexer(scalars: Array(text.unicodeScalars))
        var tokens: [ExpressionToken] = []
        while let token = try lexer.next() { tokens.append(token) }
        return tokens
    }

    private init(scalars: [Unicode.Scalar]) { self.scalars = scalars }

    private func scalar(_ ahead: Int = 0) -> Unicode.Scalar? {
        position + ahead < scalars.count ? scalars[position + ahead] : nil
    }

    private mutating func next() throws(FieldRecordsError) -> ExpressionToken? {
        while let space = scalar(), space.properties.isWhitespace { position += 1 }
        guard let first = scalar() else { return nil }
        let start = position
        let kind: ExpressionToken.Kind
        switch first {
        case "'", "\"": kind = .string(try readLiteral(until: first))
        case "$" where scalar(1) == "{": kind = .field(try readField())
        case "0"..."9": kind = .number(try readNumber())
        case "." where scalar(1).map(isDigit) == true: kind = .number(try readNumber())
        case "." where scalar(1) == ".":
            position += 2
            kind = .symbol("..")
        case ".":
            position += 1
            kind = .dot
        case "(", ")", ",", "+", "-", "*", "=", "/", "[", "]", "@", "|":
            position += 1
            kind = .symbol(String(first))
        case "!" where scalar(1) == "=":
            position += 2
            kind = .symbol("!=")
        case "<", ">":
            position += 1
            let orEqual = scalar() == "="
            if orEqual { position += 1 }
            kind = .symbol(String(first) + (orEqual ? "=" : ""))
        default:
            guard isNameStart(first) else { throw unexpected(first) }
            kind = .name(readName())
        }
        return ExpressionToken(kind: kind, offset: start)
    }

    private mutating func readLiteral(until quote: Unicode.Scalar) throws(FieldRecordsError) -> String {
        let start = position
        position += 1
        var text = String.UnicodeScalarView()
        while let next = scalar() {
            position += 1
            if next == quote { return String(text) }
            text.append(next)
        }
        throw fault(at: start, Phrase(zh: "引号没有闭合", en: "a quote is never closed"))
    }

    private mutating func readField() throws(FieldRecordsError) -> String {
        let start = position
        position += 2
        var text = String.UnicodeScalarView()
        while let next = scalar() {
            position += 1
            guard next == "}" else {
                text.append(next)
                continue
            }
            let name = String(text).trimmed
            guard FieldName.isValid(name) else { break }
            return name
        }
        throw fault(at: start, Phrase(zh: "${…} 中不是字段名", en: "no field name stands in ${…}"))
    }

    private mutating func readNumber() throws(FieldRecordsError) -> Double {
        let start = position
        while let next = scalar(), isDigit(next) || next == "." { position += 1 }
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars[start..<position])
        guard let number = Double("0" + String(text)), number.isFinite else {
            throw fault(at: start, Phrase(zh: "不是数字", en: "not a number"))
        }
        return number
    }

    private mutating func readName() -> String {
        var text = String.UnicodeScalarView()
        while let next = scalar(), isNameStart(next) || isDigit(next) || next == "-" || next == "." || next == ":" {
            text.append(next)
            position += 1
        }
        return String(text)
    }

    private func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

    private func isNameStart(_ scalar: Unicode.Scalar) -> Bool { scalar == "_" || scalar.properties.isAlphabetic }

    private func fault(at offset: Int, _ what: Phrase, advice: Phrase? = nil) -> FieldRecordsError {
        .badExpression(ExpressionFault(offset: offset, what: what, advice: advice))
    }

    private func unexpected(_ scalar: Unicode.Scalar) -> FieldRecordsError {
        fault(
            at: position,
            Phrase(zh: "此处不应出现“\(scalar)”", en: "“\(scalar)” may not stand here"),
            advice: Phrase(
                zh: "请使用英文标点：引号 ' 或 \"，括号 ( )，逗号 ,。",
                en: "Use plain punctuation: ' or \" for quotes, ( ) and a comma."))
    }
}
