import FieldRecords
import Seeds
import Testing

@Suite("A form while it is filled in")
struct FillingStateTests {
    private static let moment = FormFillingTests.moment

    @Test("a state without a fault can be saved, and one with a fault cannot", arguments: 0..<30)
    func agreesWithSaving(seed: UInt64) throws {
        var random = SeededRandom(seed)
        for form in BuiltInForms.all {
            let typed = Self.typed(form, &random)
            let state = form.state(current: [:], typed: typed, isNew: true, moment: Self.moment)
            let saved = Result { () throws in
                var values: [String: FieldValue] = [:]
                for (name, text) in typed { values[name] = try #require(form.field(name)).value(typed: text) }
                return try form.complete(current: [:], changes: values, isNew: true, moment: Self.moment)
            }
            switch saved {
            case .success(let completion):
                #expect(state.isSound)
                for entry in completion.patch.entries {
                    let position = try #require(form.position(of: entry.name))
                    #expect(state.fields[position].value == entry.value)
                }
            case .failure: #expect(!state.isSound)
            }
        }
    }

    private static func typed(_ form: Form, _ random: inout SeededRandom) -> [String: String] {
        var typed: [String: String] = [:]
        for field in form.fields where field.isForInput && !field.holdsFile && random.oneIn(2) {
            let words = ["", "2023-11-08", "3", "-1", "40.2 116.2", "九点", "x\u{0}y"]
            typed[field.name] =
                field.choices.isEmpty || random.oneIn(6) ? random.one(of: words) : random.one(of: field.choices).name
        }
        return typed
    }

    @Test("a field appears as its rule comes true, with what it must hold")
    func follows() throws {
        let form = try #require(BuiltInForms.form("issue"))
        func state(_ typed: [String: String], _ name: String) throws -> FillingState.FieldState {
            let position = try #require(form.position(of: name))
            return form.state(current: [:], typed: typed, isNew: true, moment: Self.moment).fields[position]
        }
        #expect(try !state(["kind": "entry"], "resolution").isShown)
        #expect(try state(["kind": "entry", "status": "resolved"], "resolution").isShown)
        #expect(try state([:], "date").value == .text("2023-11-08"))
        #expect(try state([:], "kind").isRequired)
        #expect(try state([:], "kind").fault?.problem == .required)
        let closed = try state(["status": "resolved", "closed_on": "2023-11-01"], "closed_on")
        #expect(closed.fault == nil && closed.warning != nil)
        #expect(try state(["date": "昨天的昨天"], "date").fault?.problem == .wrongType)
    }
}
