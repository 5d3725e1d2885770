import Device
import FieldRecords
import Foundation

extension SavedRecord {
    var json: JSONValue {
        [
            "number": .string(number), "changed": .bool(isChanged),
            "warnings": .array(warnings.map { .string($0.en) }),
        ]
    }
}

extension FillingView {
    /// What the script needs to follow what somebody types.
    func json(in language: Language) -> JSONValue {
        let fields = zip(form.fields, state.fields).filter { !hidden.contains($0.0.name) }.map { field, state in
            JSONMember(
                field.name,
                [
                    "shown": .bool(state.isShown), "required": .bool(state.isRequired),
                    "value": .string(FormControl.typed(state.value)),
                    "text": .string(ShownValue.text(state.value, field: field, language: language)),
                    "choices": state.choices.map { .array($0.map(JSONValue.string)) } ?? .null,
                    "fault": state.fault.map { .string($0.what.text(in: language)) } ?? .null,
                    "warning": state.warning.map { .string($0.what.text(in: language)) } ?? .null,
                ])
        }
        return ["sound": .bool(state.isSound), "fields": .object(fields)]
    }
}

extension ExchangeWork.State {
    func json(in language: Language) -> JSONValue {
        func text(_ phrase: Phrase) -> JSONValue { .string(phrase.text(in: language)) }
        switch self {
        case .idle: return ["state": "idle"]
        case .running(let kind, let phrase):
            return ["state": "running", "kind": .string(kind.rawValue), "progress": text(phrase)]
        case .done(let kind, let outcome, let ended):
            return [
                "state": "done", "kind": .string(kind.rawValue), "ended": .string(ended.ISO8601Format()),
                "said": .array(outcome.said.map(text)),
                "complaints": .array(outcome.complaints.map { ["what": text($0.what), "advice": text($0.advice)] }),
            ]
        }
    }
}
