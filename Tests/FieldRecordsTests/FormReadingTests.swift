import FieldRecords
import Testing

/// Reads a form from the rows of its sheets, written as CSV.
func readForm(_ survey: String, choices: String = "", named: String? = "f") throws(FieldRecordsError) -> Form {
    func indented(_ text: String) -> String {
        text.split(separator: "\n").map { "," + $0 + "\n" }.joined()
    }
    let csv = "survey\n" + indented(survey) + (choices.isEmpty ? "" : "choices\n" + indented(choices))
    return try Form.read(csv: Array(csv.utf8), named: named)
}

@Suite("Reading forms")
struct FormReadingTests {
    @Test("the twelve built-in forms are read, each with date, note, photo and by")
    func builtIn() throws {
        #expect(
            Set(BuiltInForms.all.map(\.name)) == [
                "station", "visit", "handout", "activity", "issue", "talk", "microservice", "shift", "honour",
                "courier",
                "offer", "notice",
            ])
        #expect(BuiltInForms.all.count == 12)
        for form in BuiltInForms.all {
            #expect(form.field("date")?.type == .date)
            #expect(form.field("note")?.type == .text)
            #expect(form.field("photo")?.type == .image)
            #expect(form.fields.allSatisfy { !$0.isPersonal || !$0.holdsFile })
            #expect(form.field("by")?.type == .text)
            #expect(form.fields.filter { $0.required != nil }.map(\.name) == ["date", form.fields[1].name])
            #expect(form.title.zh != form.title.en)
            for field in form.fields {
                #expect(field.label.zh != field.label.en)
                #expect(field.choices.allSatisfy { $0.label.zh != $0.label.en })
            }
        }
    }

    @Test(
        "the personal fields are those of the design",
        arguments: [
            ("station", ["lead", "phone"]), ("issue", ["raised_by"]), ("shift", ["volunteer"]), ("honour", ["courier"]),
            ("courier", ["name", "phone"]), ("visit", []), ("microservice", []),
        ])
    func personal(form: String, names: [String]) throws {
        #expect(try #require(BuiltInForms.form(form)).fields.filter(\.isPersonal).map(\.name) == names)
    }

    @Test("a field that the program sets itself is no form's", arguments: ["_key", "_kept", "_Imported", "_serial"])
    func reserved(name: String) throws {
        let error = #expect(throws: FieldRecordsError.self) { try readForm("type,name,label\ntext,\(name),L") }
        #expect(error?.what.en.contains("is the program's own") == true)
    }

    @Test(
        "what settles a deletion is no field's name, but stays one in a form that is published",
        arguments: ["deleted", "Deleted"])
    func deletion(name: String) throws {
        let text = "type,name,label\ntext,\(name),L"
        let error = #expect(throws: FieldRecordsError.self) { try readForm(text) }
        #expect(error?.what.en.contains("is the program's own") == true)
        let sheets = "survey\n,type,name,label\n,text,\(name),L\nsettings\n,form_id\n,f"
        #expect(try Form.read(csv: Array(sheets.utf8), isPublished: true).fields.map(\.name) == [name])
    }

    @Test("a form is called by no word that the commands mean otherwise", arguments: ["_node", "all", "auto"])
    func reservedForm(name: String) throws {
        let error = #expect(throws: FieldRecordsError.self) {
            try readForm("type,name,label\ntext,t,L", named: name)
        }
        #expect(error?.what.en.contains("is the program's own") == true)
    }

    @Test("columns are found by other names, in any case, in each language")
    func headers() throws {
        let form = try readForm(
            """
            Type,NAME,LABEL::中文 (zh),label:English (en),bind:constraint,bind:jr:constraintMsg,Read Only,relevance
            Select One c,q,问,Ask,,,,
            INT,n,数,Number,. > 0,more,no,${q} = 'y'
            phone number,p,电话,,,,yes,
            """, choices: "List Name,name,label\nc,y,Yes\nc,n,No")
        #expect(form.name == "f")
        let number = try #require(form.field("n"))
        #expect(number.type == .integer)
        #expect(number.label == Phrase(zh: "数", en: "Number"))
        #expect(number.constraint?.message == Phrase("more"))
        #expect(number.relevant?.fields == ["q"])
        #expect(form.field("p")?.isReadOnly == true)
        #expect(form.field("p")?.label == Phrase("电话"))
        #expect(form.field("q")?.choices.map(\.name) == ["y", "n"])
    }

    @Test("groups hold fields, and groups")
    func groups() throws {
        let form = try readForm(
            """
            type,name,label,relevant
            text,t,T,
            begin group,outer,Outer,${t} != ''
            begin_group,inner,Inner,
            text,u,U,
            end group,,,
            end_group,,,
            """)
        #expect(form.field("u")?.groups == ["outer", "inner"])
        #expect(form.groups.map(\.name) == ["outer", "inner"])
    }

    @Test(
        "what is not supported, or not right, is refused with sheet, row and name",
        arguments: [
            ("type,name,label\nbegin repeat,r,R", "survey, row 3", "begin repeat"),
            ("type,name,label\naudio,a,A", "row 3", "audio"),
            ("type,name,label\nvideo,a,A", "row 3", "video"),
            ("type,name,label\ntext,a b,A", "row 3, column name", "a b"),
            ("type,name,label\ntext,a,A\ntext,A,B", "row 4", "“A”"), ("type,name,label\ntext,a,", "row 3", "label"),
            ("type,name,label\nselect_one x,a,A", "row 3", "“x”"),
            ("type,name,label\nselect_one c or_other,a,A", "row 3", "or_other"),
            ("type,name,label\nselect_one_from_file a.csv,a,A", "row 3", "select_one_from_file"),
            ("type,name,label,relevant\ntext,a,A,${b} = 1", "row 3, column relevant", "“b”"),
            ("type,name,label,relevant\ntext,a,A,b = 1", "row 3, column relevant", "“b”"),
            ("type,name,label,calculation\ncalculate,a,,pulldata('x')", "row 3, column calculation", "pulldata()"),
            ("type,name,label,relevant\ntext,a,A,${b} = 1\ntext,b,B,${a} = 1", "row 3", "circle"),
            ("type,name,label,calculation\ncalculate,a,,${a} + 1", "row 3", "circle"),
            ("type,name,label,media::image\ntext,a,A,x.png", "row 3, column media::image", "not supported"),
            ("type,name,label\ntext,a,Hello ${a}", "row 3, column label", "${"),
            ("type,name,label\nbegin group,g,G\ntext,a,A", "row 3", "“g”"),
            ("type,name,label\ntext,a,A\nend group,,", "row 4", "no group"),
            ("type,name,label,label\ntext,a,A,B", "row 2", "two columns"),
            ("type,name,label,personal\ntext,a,A,maybe", "row 3, column personal", "yes or no"),
            ("type,name,label,personal\nimage,a,A,yes", "survey, row 3, column personal", "“image” is not supported"),
            ("type,name,label,personal\nfile,a,A,yes", "survey, row 3, column personal", "“file” is not supported"),
            ("type,name,label,default\ninteger,a,A,x", "row 3, column default", "whole number"),
            ("type,name,label,parameters\nrange,a,A,start=1 end=1", "row 3, column parameters", "range"),
            ("type,name,label,parameters\nrange,a,A,tick_interval=1", "row 3, column parameters", "tick_interval"),
            ("type,name,label\nnote,a,A", "sheet survey", "no field"), ("type,name,label\n,a,A", "row 3", "type"),
        ])
    func refusing(survey: String, place: String, named: String) throws {
        let error = #expect(throws: FieldRecordsError.self) {
            try readForm(survey, choices: "list_name,name,label\nc,x,X")
        }
        let what = try #require(error).what.en
        #expect(what.contains(place))
        #expect(what.contains(named))
    }

    @Test(
        "whole files that are no form are refused",
        arguments: [
            "", "a,b\n1,2\n", "settings\n,form_id\n,x\n",
            "survey\n,type,name,label\n,text,a,A\nsettings\n,form_id\n,驿站\n",
            "survey\n,type,name,label\n,text,a,A\nsettings\n,form_id,public_key\n,a,b\n",
            "survey\n,type,name,label\n,text,a,A\nentities\n,dataset\n,a\n", "survey\n,type,name,label\n,text,a,A\n",
            "survey\n,type,name,label\n,text,a,A\nsurvey\n,type,name,label\n,text,b,B\nsettings\n,form_id\n,x\n",
            "survey\n,type,name,label\n,select_one c,a,A\nchoices\n,list_name,name\n,c,x\n,c,x\nsettings\n,form_id\n,f\n",
        ])
    func noForm(csv: String) {
        #expect(throws: FieldRecordsError.self) { try Form.read(csv: Array(csv.utf8)) }
    }

    @Test("no damage to a form's file can stop the program", arguments: 0..<12)
    func damaged(seed: Int) {
        var state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 &+ 1
        func random(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % UInt64(bound))
        }
        let good = BuiltInForms.definitions[seed]
        for _ in 0..<40 {
            var bytes = good
            for _ in 0...random(4) {
                switch random(3) {
                case 0: bytes[random(bytes.count)] = UInt8(random(256))
                case 1: bytes.removeSubrange(random(bytes.count / 2)..<(bytes.count / 2 + random(bytes.count / 2)))
                default: bytes.insert(contentsOf: good.prefix(random(60)), at: random(bytes.count))
                }
                if bytes.count < 4 { bytes = good }
            }
            do throws(FieldRecordsError) {
                #expect(try Form.read(csv: bytes, named: "f").fields.isEmpty == false)
            } catch {
                #expect(!error.what.zh.isEmpty && !error.advice.en.isEmpty)
            }
        }
    }
}
