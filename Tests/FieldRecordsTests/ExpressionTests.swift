import FieldRecords
import Foundation
import Testing

@Suite("Expressions")
struct ExpressionTests {
    static let moment = Moment("2023-11-08T09:30:00+08:00")!

    static func scope(this: FieldValue = .empty, _ values: [String: FieldValue] = [:]) -> ExpressionScope {
        ExpressionScope(
            moment: moment, this: this, column: { $0 == "town" ? "沙河" : "" }, field: { values[$0] ?? .empty })
    }

    static let values: [String: FieldValue] = [
        "n": .integer(7), "d": .decimal(2.5), "t": .text("hello 驿站"), "s": .list(["a", "b"]), "on": .text("2023-11-09"),
        "at": .text("2023-11-08T01:30:00Z"),
    ]

    @Test(
        "an expression yields what ODK says",
        arguments: [
            ("1 + 2 * 3", "7"), ("(1 + 2) * 3", "9"), ("7 div 2", "3.5"), ("7 mod 4", "3"), ("-7 mod 4", "-3"),
            ("- -2", "2"),
            ("10 - 4 - 3", "3"), ("2 < 3 and 3 <= 3", "true"), ("1 = 2 or 2 != 3", "true"), ("'a' = \"a\"", "true"),
            ("${n} > 5", "true"), ("${n} = '7'", "true"), ("${missing} = ''", "true"), ("${missing} > 0", "false"),
            ("${missing} != 0", "true"), ("1 div 0", "Infinity"), ("number('x')", "NaN"), ("number('0x10')", "NaN"),
            ("if(${n} > 5, 'many', 'few')", "many"), ("not(${s} = '')", "true"), ("selected(${s}, 'b')", "true"),
            ("selected(${s}, 'c')", "false"), ("count-selected(${s})", "2"), ("selected-at(${s}, 1)", "b"),
            ("selected-at(${s}, 9)", ""), ("selected-at(${s}, -1)", ""), ("concat(${n}, '-', ${d})", "7-2.5"),
            ("join(', ', 'a', 'b')", "a, b"), ("substr(${t}, 6)", "驿站"), ("substr('hello', 1, 3)", "el"),
            ("substr('hello', -3, -1)", "ll"), ("substr('hello', 4, 1000000000000)", "o"), ("string-length('驿站')", "2"),
            ("contains(${t}, '驿')", "true"), ("starts-with(${t}, 'he')", "true"), ("ends-with(${t}, '站')", "true"),
            ("normalize-space('  a   b ')", "a b"), ("substring-before('a=b', '=')", "a"),
            ("substring-after('a=b', '=')", "b"),
            ("coalesce(${missing}, 'x')", "x"), ("round(2.5)", "3"), ("round(-2.5)", "-2"),
            ("round(3.14159, 2)", "3.14"),
            ("int(-2.9)", "-2"), ("abs(-3)", "3"), ("pow(2, 10)", "1024"), ("min(3, '', 2)", "2"), ("max(3, 9)", "9"),
            ("floor(2.9) + ceiling(2.1)", "5"), ("true() = 1", "true"), ("today()", "2023-11-08"),
            ("now()", "2023-11-08T09:30:00+08:00"), ("${on} > today()", "true"), ("${on} - today()", "1"),
            ("date(today() + 30)", "2023-12-08"), ("decimal-date-time('1970-01-02')", "1"), ("${at} = now()", "false"),
            ("decimal-date-time(${at}) = decimal-date-time(now())", "true"),
            ("date-time('2023-11-08')", "2023-11-08T00:00:00+08:00"),
            ("format-date(today(), '%Y年%n月%e日 %a %H%%')", "2023年11月8日 Wed 00%"), ("format-date('x', '%Y')", ""),
            ("regex('138-0000', '[0-9]{3}-\\d+')", "true"), ("translate('abc', 'ab', 'x')", "xc"),
            ("town = '沙河'", "true"),
            ("'2024-01-01' > '2023-12-31'", "true"), ("(${n})", "7"), (".5 + 1.", "1.5"), ("once('z')", "z"),
            ("boolean-from-string('1')", "true"), ("count-non-empty('a', '', 'b')", "2"),
        ])
    func evaluation(text: String, result: String) throws {
        #expect(try Expression(text).value(in: Self.scope(Self.values)).text == result)
    }

    @Test("a dot is the field's own value")
    func dot() throws {
        #expect(try Expression(". >= 0 and . <= 120").value(in: Self.scope(this: .integer(130))).isTrue == false)
        #expect(
            try Expression("not(selected(., 'c') and selected(., 'd'))").value(in: Self.scope(this: .list(["c"])))
                .isTrue)
        #expect(try Expression("string-length() < 3 and . > today()").fields.isEmpty)
    }

    @Test("the fields and columns that it reads are known")
    func reads() throws {
        let expression = try Expression("${a} = name and ${b} > ${a}")
        #expect(expression.fields == ["a", "b"])
        #expect(expression.columns == ["name"])
    }

    @Test(
        "what is not supported is refused by name",
        arguments: [
            ("pulldata('a', 'b', 'c', 'd')", "pulldata()"), ("indexed-repeat(${a}, ${b}, 1)", "indexed-repeat()"),
            ("position(..)", "position()"), ("random()", "random()"), ("../a > 1", "XPath"), ("/data/a", "XPath"),
            ("uuid()", "uuid()"),
            ("sum(${a})", "sum()"), ("${a}[1]", "XPath"), ("jr:choice-name(${a}, '${a}')", "jr:choice-name()"),
            ("if(1, 2)", "if()"), ("today(1)", "today()"), ("regex(., '(?=a)')", "(?"), ("regex(., '(a)\\1')", "\\1"),
            ("regex(., '[a')", "]"), ("regex(., 'a{2000}')", "{"),
        ])
    func unsupported(text: String, named: String) throws {
        let error = #expect(throws: FieldRecordsError.self) { try Expression(text) }
        #expect(try #require(error).what.en.contains(named))
    }

    @Test(
        "what cannot be read is refused",
        arguments: [
            "", "1 +", "(1", "1)", "'a", "${a", "${a b}", "1 2", "and", "and 1", "= 1", "concat(1,)", "if(,,)",
            "‘a’ = 1", "1.2.3", "!1", "$a",
        ])
    func unreadable(text: String) {
        // A bare word is a column of the choices, which the form then looks for.
        guard text != "and" else { return }
        #expect(throws: FieldRecordsError.self) { try Expression(text) }
    }

    @Test("neither depth nor length can exhaust the stack")
    func limits() {
        #expect(throws: FieldRecordsError.self) { try Expression(String(repeating: "(", count: 5_000) + "1") }
        #expect(throws: FieldRecordsError.self) { try Expression("1" + String(repeating: "+1", count: 8_000)) }
        #expect(throws: FieldRecordsError.self) { try Expression(String(repeating: "not(", count: 1_000) + "1") }
        #expect(throws: FieldRecordsError.self) { try Expression(String(repeating: " ", count: 20_000)) }
        #expect(throws: Never.self) { try Expression(String(repeating: "-", count: 16_000) + "1") }
    }

    @Test(
        "patterns match whole texts",
        arguments: [
            ("a|bc", "bc", true), ("a|bc", "b", false), ("(ab)+c?", "ababc", true), ("[^a-c]{2,3}", "xyz", true),
            ("[^a-c]{2,3}", "x", false),
            ("\\p{Han}+", "驿站", true), (".*", "a\nb", false), ("^1[3-9]\\d{9}$", "13800000000", true),
            ("^1[3-9]\\d{9}$", "1380000000", false),
            ("a{0}", "", true), ("(a*)*b", "aaab", true), ("[\\d-]+", "1-2", true), ("", "", true), ("a??", "a", true),
            ("[]a]+", "]a", true),
            ("\\u9A7F.", "驿站", true), ("(a|b|)c", "c", true), ("a{2,}", "a", false), ("a{2,}", "aaaa", true),
            ("\\.\\(\\)", ".()", true),
        ])
    func patterns(pattern: String, text: String, matches: Bool) throws {
        let values: [String: FieldValue] = ["p": .text(pattern), "t": .text(text)]
        #expect(try Expression("regex(${t}, ${p})").value(in: Self.scope(values)).isTrue == matches)
    }

    /// Seconds that the processor has spent on this thread: what else the machine is busy with does not count.
    private static func processorSeconds() -> Double {
        var now = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now)
        return Double(now.tv_sec) + Double(now.tv_nsec) / 1e9
    }

    @Test("a pattern that would take for ever elsewhere is done at once")
    func catastrophe() throws {
        let start = Self.processorSeconds()
        let values: [String: FieldValue] = ["t": .text(String(repeating: "a", count: 60_000) + "!")]
        for pattern in ["(a+)+$", "(a|aa)+", "(.*)*x", "((a*)*)*b"] {
            #expect(try Expression("regex(${t}, '\(pattern)')").value(in: Self.scope(values)).isTrue == false)
        }
        #expect(Self.processorSeconds() - start < 60)
    }

    @Test("a pattern of sets with thousands of members is refused before it takes long")
    func largeSets() throws {
        let scalars = (UInt32(0x4E00)..<0x4E00 + 4_000).reversed().compactMap(Unicode.Scalar.init)
        let pattern = "(?:[\(String(String.UnicodeScalarView(scalars)))]?){700}"
        let long = String(repeating: "一", count: 400)
        let values: [String: FieldValue] = ["p": .text(pattern), "short": .text("一丁丂"), "long": .text(long)]
        #expect(try Expression("regex(${short}, ${p})").value(in: Self.scope(values)).isTrue)
        #expect(throws: FieldRecordsError.self) { try Expression("regex(${long}, ${p})").value(in: Self.scope(values)) }
    }
}
