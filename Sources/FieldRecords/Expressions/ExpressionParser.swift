/// Reads tokens by XPath 1.0's grammar, from `or`, which binds least, to a single operand.
struct ExpressionParser {
    /// From the one that binds least; operators of one level bind from the left.
    private static let levels: [Set<String>] = [
        ["or"], ["and"], ["=", "!="], ["<", "<=", ">", ">="], ["+", "-"], ["*", "div", "mod"],
    ]

    private let tokens: [ExpressionToken]
    private var position = 0
    private var depth = 0
    private(set) var fields: Set<String> = []
    private(set) var columns: Set<String> = []

    init(tokens: [ExpressionToken]) { self.tokens = tokens }

    mutating func parse() throws(FieldRecordsError) -> Expression.Node {
        let root = try parse(level: 0)
        guard position == tokens.count else { throw unexpected() }
        return root
    }

    private mutating func parse(level: Int) throws(FieldRecordsError) -> Expression.Node {
        guard level < ExpressionParser.levels.count else { return try parseUnary() }
        var left = try parse(level: level + 1)
        var operands = 1
        while let symbol = operatorText(), ExpressionParser.levels[level].contains(symbol),
            let operation = Expression.Operation(rawValue: symbol)
        {
            position += 1
            operands += 1
            // A chain is a tree as deep as it is long, and the working out walks it.
            guard operands <= 512 else { throw fault(Phrase(zh: "表达式过长", en: "too many operands in a row")) }
            left = .operation(operation, left, try parse(level: level + 1))
        }
        return left
    }

    private func operatorText() -> String? {
        guard position < tokens.count else { return nil }
        return switch tokens[position].kind {
        case .symbol(let text), .name(let text): text
        default: nil
        }
    }

    private mutating func parseUnary() throws(FieldRecordsError) -> Expression.Node {
        var isNegative = false
        while skip("-") { isNegative.toggle() }
        let operand = try parseOperand()
        return isNegative ? .negation(operand) : operand
    }

    private mutating func parseOperand() throws(FieldRecordsError) -> Expression.Node {
        guard position < tokens.count else {
            throw fault(Phrase(zh: "表达式不完整", en: "the expression ends too early"))
        }
        depth += 1
        defer { depth -= 1 }
        guard depth <= Expression.depthMax else {
            throw fault(Phrase(zh: "括号嵌套过深", en: "parentheses are nested too deeply"))
        }
        switch tokens[position].kind {
        case .number(let number):
            position += 1
            return .value(.number(number))
        case .string(let text):
            position += 1
            return .value(.text(text))
        case .dot:
            position += 1
            return .this
        case .field(let name):
            position += 1
            fields.insert(name)
            return .field(name)
        case .name(let name): return try parseName(name)
        case .symbol("("):
            position += 1
            let inner = try parse(level: 0)
            guard skip(")") else { throw fault(Phrase(zh: "缺少右括号", en: "a closing parenthesis is missing")) }
            return inner
        case .symbol: throw unexpected()
        }
    }

    private mutating func parseName(_ name: String) throws(FieldRecordsError) -> Expression.Node {
        let start = position
        position += 1
        guard skip("(") else {
            columns.insert(name)
            return .column(name)
        }
        guard let function = ExpressionFunction(rawValue: name) else {
            position = start
            throw fault(
                Phrase(zh: "不支持函数 \(name)()", en: "the function \(name)() is not supported"),
                advice: Phrase(zh: "请删去它，或改用其他写法。", en: "Remove it or write the rule without it."))
        }
        var arguments: [Expression.Node] = []
        if !skip(")") {
            repeat { arguments.append(try parse(level: 0)) } while skip(",")
            guard skip(")") else { throw fault(Phrase(zh: "缺少右括号", en: "a closing parenthesis is missing")) }
        }
        guard function.arity.contains(arguments.count) else {
            position = start
            throw fault(
                Phrase(zh: "\(name)() 的参数个数不对", en: "\(name)() has the wrong number of arguments"))
        }
        if function == .regex, case .value(let pattern) = arguments[1] { _ = try Pattern(pattern.text) }
        return .call(function, arguments)
    }

    private mutating func skip(_ symbol: String) -> Bool {
        guard position < tokens.count, tokens[position].kind == .symbol(symbol) else { return false }
        position += 1
        return true
    }

    private func unexpected() -> FieldRecordsError {
        if position < tokens.count, case .symbol(let symbol) = tokens[position].kind,
            ["..", "/", "[", "]", "@", "|"].contains(symbol)
        {
            return fault(
                Phrase(zh: "不支持 XPath 路径", en: "XPath paths are not supported"),
                advice: Phrase(zh: "请用 ${字段名} 指代字段。", en: "Refer to a field as ${name}."))
        }
        return fault(Phrase(zh: "此处的写法无法理解", en: "this cannot be understood here"))
    }

    private func fault(_ what: Phrase, advice: Phrase? = nil) -> FieldRecordsError {
        let offset = position < tokens.count ? tokens[position].offset : tokens.last?.offset
        return .badExpression(ExpressionFault(offset: offset, what: what, advice: advice))
    }
}
