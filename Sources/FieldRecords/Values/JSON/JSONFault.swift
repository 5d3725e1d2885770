/// Why some bytes are not the JSON that was expected, and where.
package struct JSONFault: Hashable, Sendable {
    /// What is wrong.
    package enum Problem: Hashable, Sendable {
        case unexpectedEnd
        case unexpectedByte
        case invalidUTF8
        case invalidEscape
        /// A number that Int64 and Double cannot hold.
        case numberOutOfRange
        case duplicateKey
        case tooDeep
        case tooLong
        case trailingBytes
        /// Well-formed JSON that is no field value: `true`, a nested list, an object that is no file reference.
        case notAFieldValue
        /// A patch whose names are not sorted field names, or whose bytes are not the canonical ones.
        case notCanonical
    }

    package let problem: Problem
    /// Bytes before the place of the problem.
    package let offset: Int

    package init(_ problem: Problem, offset: Int) {
        self.problem = problem
        self.offset = offset
    }

    package var what: Phrase {
        let sentence = problem.sentence
        return Phrase(
            zh: "JSON 第 \(offset) 字节处：\(sentence.zh)",
            en: "JSON at byte \(offset): \(sentence.en)")
    }
}

extension JSONFault.Problem {
    fileprivate var sentence: Phrase {
        switch self {
        case .unexpectedEnd: Phrase(zh: "内容不完整", en: "the text ends too early")
        case .unexpectedByte: Phrase(zh: "此处不应出现这个字符", en: "a character that may not stand here")
        case .invalidUTF8: Phrase(zh: "不是有效的 UTF-8", en: "not valid UTF-8")
        case .invalidEscape: Phrase(zh: "转义序列无效", en: "an invalid escape")
        case .numberOutOfRange: Phrase(zh: "数字过大", en: "a number too large to keep")
        case .duplicateKey: Phrase(zh: "键重复", en: "a key stands twice")
        case .tooDeep: Phrase(zh: "嵌套过深", en: "nested too deeply")
        case .tooLong: Phrase(zh: "内容过长", en: "too long")
        case .trailingBytes: Phrase(zh: "结尾之后还有内容", en: "something follows the end")
        case .notAFieldValue: Phrase(zh: "不是字段的值", en: "not the value of a field")
        case .notCanonical: Phrase(zh: "不是规范写法", en: "not in canonical form")
        }
    }
}
