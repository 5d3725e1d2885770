import FieldRecords
import Seeds
import Testing

@Suite("Filling in forms fast")
struct FillingAgreementTests {
    /// Everything that one field can ask of another.
    private static let rules = """
        survey
        ,type,name,label,required,default,relevant,constraint,calculation,choice_filter,readonly,warning,personal
        ,date,date,D,yes,today(),,,,,,,
        ,select_one town,town,T,,n,,,,,,,
        ,begin group,inner,G,,,${town} != 's',,,,,,
        ,select_multiple place,place,P,,,${count} > 1 or ${count} = '',,,town=${town},,,
        ,integer,count,C,${town} = 'n',2,,. < 50,,,,. < ${limit},
        ,end group,,,,,,,,,,,
        ,integer,limit,L,,,,,${count} * 2,,,,
        ,calculate,sum,,,,,,${count} + ${limit},,,,
        ,text,seen,S,,once,,,,,yes,,
        ,text,who,W,${count} > 3,,${seen} = 'once',,,,,,yes
        ,decimal,share,H,,${count} div 2,,. >= 0,,,,,
        ,range,rate,R,,,,,,,,,
        ,geopoint,where,X,,,,,,,,,
        ,acknowledge,sure,A,,,${who} != '',,,,,,
        ,note,hint,N,,,,,,,,,
        choices
        ,list_name,name,label,town
        ,town,n,North,
        ,town,s,South,
        ,place,p1,One,n
        ,place,p2,Two,s
        ,place,p3,Three,n
        settings
        ,form_id
        ,rules
        """

    @Test("comes to what the plain way comes to", arguments: 0..<40)
    func agrees(seed: UInt64) throws {
        var random = SeededRandom(seed)
        let forms = BuiltInForms.all + [try Form.read(csv: Array(Self.rules.utf8))]
        let moment = FormFillingTests.moment
        for form in forms {
            var record: [String: FieldValue] = [:]
            for round in 0..<12 {
                let isNew = round == 0 || random.oneIn(4)
                let current = isNew ? [:] : record
                let changes = Self.changes(form, &random)
                let plain = Result { () throws in
                    var filling = PlainFilling(form: form, current: current, moment: moment)
                    filling.take(changes, isNew: isNew)
                    filling.workOut(isNew: isNew)
                    filling.judge(isNew: isNew)
                    return try filling.completion(changes: changes)
                }
                let fast = Result { () throws in
                    let completion = try form.complete(
                        current: current, changes: changes, isNew: isNew, moment: moment)
                    #expect(completion.plain.entries.allSatisfy { form.field($0.name)?.isPersonal == false })
                    #expect(completion.personal.entries.allSatisfy { form.field($0.name)?.isPersonal == true })
                    return PlainCompletion(
                        patch: completion.patch, unchanged: completion.unchanged, warnings: completion.warnings)
                }
                switch (plain, fast) {
                case (.success(let one), .success(let other)):
                    #expect(one == other)
                    record = current.merging(one.patch.entries.map { ($0.name, $0.value) }) { $1 }
                case (.failure(let one), .failure(let other)):
                    #expect(one as? FieldRecordsError == other as? FieldRecordsError)
                    // What a form refuses may stand in a record all the same: by an older version of the form.
                    record = current.merging(changes) { $1 }
                default: Issue.record("\(form.name): \(plain), but \(fast)")
                }
            }
        }
    }

    /// Some fields, most with values of their type, some without.
    private static func changes(_ form: Form, _ random: inout SeededRandom) -> [String: FieldValue] {
        var changes: [String: FieldValue] = [:]
        for field in form.fields where random.oneIn(3) {
            let typed = random.one(of: [
                "", "2024-02-29", "2024-02-30", "3", "-1", "51", "1.5", "once", "老王", "n", "s", "p1", "p1 p2", "p3 p1",
                "ok",
                "40.2 116.2", "resolved", "open", "other", "x\u{0}y",
            ])
            let choice = field.choices.isEmpty ? typed : random.one(of: field.choices).name
            if let value = try? field.value(typed: random.oneIn(2) ? choice : typed) {
                changes[field.name] = value
            } else if random.oneIn(3) {
                changes[field.name] = random.one(of: [.text(typed), .integer(7), .decimal(0.5), .list(["p2"]), .empty])
            }
        }
        return changes
    }
}
