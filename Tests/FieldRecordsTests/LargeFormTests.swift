import FieldRecords
import Foundation
import Testing

@Suite("The largest forms")
struct LargeFormTests {
    /// Seconds of the processor that this thread takes: what else is at work on the machine counts for nothing.
    private static func processorSeconds(of body: () throws -> Void) rethrows -> Double {
        func now() -> Double {
            var time = timespec()
            clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
            return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
        }
        let start = now()
        try body()
        return now() - start
    }

    @Test("of the most choices are read, and the longest answer to them is refused, in little time")
    func choices() throws {
        let rows = (0..<FormLimits.choicesMax).map { "l,c\($0),选项\($0)" }.joined(separator: "\n")
        var form: Form?
        let reading = try LargeFormTests.processorSeconds {
            form = try readForm("type,name,label\nselect_multiple l,a,A", choices: "list_name,name,label\n" + rows)
        }
        #expect(reading < 20)
        let field = try #require(form?.field("a"))
        #expect(field.choices.count == FormLimits.choicesMax)
        let labels = (0..<FormLimits.listEntriesMax + 4_000).map { "选项\($0)" }.joined(separator: ",")
        #expect(labels.utf8.count < FormLimits.textBytesMax)
        let judging = LargeFormTests.processorSeconds {
            #expect(throws: FieldRecordsError.self) { try field.value(typed: labels) }
        }
        #expect(judging < 20)
    }

    @Test("with many rules over many choices are read in little time")
    func rules() throws {
        let choices = (0..<9_000).map { "l,c\($0),选项\($0),\($0 % 9)" }.joined(separator: "\n")
        let fields = (0..<400).map { index in
            "select_one l,f\(index),F,\(index == 0 ? "" : "${f0} != 'c0'"),true(),. != 'c1',part='1'"
        }
        let reading = try LargeFormTests.processorSeconds {
            let form = try readForm(
                "type,name,label,relevant,required,constraint,choice_filter\n" + fields.joined(separator: "\n"),
                choices: "list_name,name,label,part\n" + choices)
            #expect(form.fields.count == 400)
        }
        #expect(reading < 20)
    }

    @Test("with headers of many parts, or many of them, are read in little time")
    func headers() throws {
        let columns = (0..<900).map { "x\($0)" } + [Array(repeating: "a", count: 8_000).joined(separator: ":")]
        let rows = (0..<FormLimits.choicesMax).map { "l,c\($0),选项\($0)" }.joined(separator: "\n")
        let reading = try LargeFormTests.processorSeconds {
            let form = try readForm(
                "type,name,label\nselect_one l,a,A",
                choices: "list_name,name,label," + columns.joined(separator: ",") + "\n" + rows)
            #expect(form.field("a")?.choices.count == FormLimits.choicesMax)
        }
        #expect(reading < 20)
    }
}
