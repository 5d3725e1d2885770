/// What a value of some type looks like, for the message that asks for one.
enum Expectation {
    case text, integer, decimal, date, time, dateTime, choice, geopoint, acknowledge, file

    static func of(_ type: FieldType) -> Expectation {
        switch type {
        case .text, .barcode, .hidden, .calculate, .note: .text
        case .integer: .integer
        case .decimal, .range: .decimal
        case .date: .date
        case .time: .time
        case .dateTime: .dateTime
        case .selectOne, .selectMultiple: .choice
        case .geopoint: .geopoint
        case .acknowledge: .acknowledge
        case .image, .file: .file
        }
    }

    var sentence: Phrase {
        switch self {
        case .text: Phrase(zh: "应填文字", en: "a text is wanted")
        case .integer: Phrase(zh: "应填整数", en: "a whole number is wanted")
        case .decimal: Phrase(zh: "应填数字", en: "a number is wanted")
        case .date: Phrase(zh: "应填日期，如 2023-11-08", en: "a date such as 2023-11-08 is wanted")
        case .time: Phrase(zh: "应填时间，如 09:30", en: "a time such as 09:30 is wanted")
        case .dateTime:
            Phrase(zh: "应填日期和时间，如 2023-11-08T09:30", en: "a date and time such as 2023-11-08T09:30 is wanted")
        case .choice: Phrase(zh: "没有这个选项", en: "there is no such choice")
        case .geopoint:
            Phrase(zh: "应填“纬度 经度”，如 40.22 116.23", en: "latitude and longitude such as 40.22 116.23 are wanted")
        case .acknowledge: Phrase(zh: "应填是或否", en: "yes or no is wanted")
        case .file: Phrase(zh: "应附上文件", en: "a file must be attached")
        }
    }
}

extension Field {
    /// The label and the name, which commands and columns use.
    var title: Phrase {
        Phrase(
            zh: label.zh == name ? name : "\(label.zh)（\(name)）", en: label.en == name ? name : "\(label.en) (\(name))")
    }

    func fault(_ problem: FieldFault.Problem, _ sentence: Phrase) -> FieldFault {
        FieldFault(
            field: name, problem: problem,
            what: Phrase(zh: "\(title.zh)：\(sentence.zh)", en: "\(title.en): \(sentence.en)"))
    }

    /// A refusal that shows what was typed, unless the field is personal.
    func refusal(_ expectation: Expectation, _ typed: String?) -> FieldRecordsError {
        var sentence = expectation.sentence
        if let typed, !isPersonal {
            let shown = typed.count > 40 ? typed.prefix(40) + "…" : typed[...]
            sentence = Phrase(zh: "“\(shown)”：\(sentence.zh)", en: "“\(shown)”: \(sentence.en)")
        }
        return .badFields([fault(isChoiceProblem(expectation) ? .notAChoice : .wrongType, sentence)])
    }

    private func isChoiceProblem(_ expectation: Expectation) -> Bool {
        if case .choice = expectation { true } else { false }
    }

    var tooLong: FieldFault {
        fault(
            .tooLong,
            Phrase(
                zh: "过长：文字不超过 \(FormLimits.textBytesMax) 字节，选项不超过 \(FormLimits.listEntriesMax) 个",
                en:
                    "too long: a text has up to \(FormLimits.textBytesMax) bytes, a list \(FormLimits.listEntriesMax) entries"
            ))
    }

    var notForInput: FieldRecordsError {
        .badFields([fault(.notForInput, Phrase(zh: "由表单自动填写，不能修改", en: "the form fills this in by itself"))])
    }

    /// What is wrong with a value as one of this type, apart from the form's own rules; nil for nothing.
    func faultOfType(_ value: FieldValue) -> FieldFault? {
        // Asked for every value of every save: the message is made only where it is needed.
        func wrong() -> FieldFault {
            fault(type.isChoice ? .notAChoice : .wrongType, Expectation.of(type).sentence)
        }
        switch (type, value) {
        case (.note, _): return fault(.notForInput, Phrase(zh: "说明没有答案", en: "a note has no answer"))
        case (_, .empty): return nil
        case (.calculate, .text(let text)), (.text, .text(let text)), (.barcode, .text(let text)),
            (.hidden, .text(let text)):
            if text.utf8.count > FormLimits.textBytesMax { return tooLong }
            return text.hasNUL ? wrong() : nil
        case (.calculate, .integer), (.calculate, .decimal), (.integer, .integer): return nil
        case (.decimal, .decimal(let number)): return number.isFinite ? nil : wrong()
        case (.range, .integer(let number)): return range?.isWhole == true ? faultOfRange(Double(number)) : wrong()
        case (.range, .decimal(let number)): return range?.isWhole == false ? faultOfRange(number) : wrong()
        case (.date, .text(let text)): return CivilDate(text) == nil ? wrong() : nil
        case (.time, .text(let text)): return TimeOfDay(text) == nil ? wrong() : nil
        case (.dateTime, .text(let text)): return Moment(text) == nil ? wrong() : nil
        case (.geopoint, .text(let text)): return GeoPosition(text) == nil ? wrong() : nil
        case (.acknowledge, .text(let text)): return text == "OK" ? nil : wrong()
        case (.selectOne, .text(let code)): return hasChoice(code) ? nil : wrong()
        case (.selectMultiple, .list(let codes)):
            if codes.count > FormLimits.listEntriesMax { return tooLong }
            let isGood = !codes.isEmpty && Set(codes).count == codes.count && codes.allSatisfy { hasChoice($0) }
            return isGood ? nil : wrong()
        case (.image, .file(let file)): return file.mediaType.hasPrefix("image/") ? nil : wrong()
        case (.file, .file): return nil
        default: return wrong()
        }
    }

    private func faultOfRange(_ number: Double) -> FieldFault? {
        guard let range, !range.contains(number) else { return nil }
        let bounds = [range.start, range.end, range.step].map { ExpressionValue.number($0).text }
        return fault(
            .constraint,
            Phrase(
                zh: "应在 \(bounds[0]) 到 \(bounds[1]) 之间，步长 \(bounds[2])",
                en: "from \(bounds[0]) to \(bounds[1]) in steps of \(bounds[2]) is wanted"))
    }
}
