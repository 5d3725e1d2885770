/// The fixed parts of a workbook: what it consists of, and how its cells look.
enum WorkbookXML {
    private static let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    private static let relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    private static let package = "http://schemas.openxmlformats.org/package/2006"
    private static let media = "application/vnd.openxmlformats-officedocument.spreadsheetml"

    /// The files beside the sheets, in their folders.
    static func parts(sheets: [String]) -> [(name: String, content: String)] {
        [
            ("[Content_Types].xml", contentTypes(sheets.count)), ("_rels/.rels", rootRelations),
            ("xl/workbook.xml", workbook(sheets)), ("xl/_rels/workbook.xml.rels", workbookRelations(sheets.count)),
            ("xl/styles.xml", styles),
        ].map { ($0.0, SheetXML.prologue + $0.1) }
    }

    static func sheetPath(_ number: Int) -> String { "xl/worksheets/sheet\(number).xml" }

    /// A name that spreadsheet programs take for a sheet: at most 31 UTF-16 units, without the signs of addresses, and
    /// none twice.
    static func sheetName(_ title: String, besides taken: [String]) -> String {
        let forbidden: Set<Character> = ["[", "]", ":", "*", "?", "/", "\\", "'"]
        let clean = String(title.filter { !forbidden.contains($0) && !$0.unicodeScalars.contains { $0.value < 0x20 } })
        let names = Set(taken.map { $0.lowercased() })
        var count = 1
        while true {
            let ending = count == 1 ? "" : " \(count)"
            var stem = clean.isEmpty ? "records" : clean
            while (stem + ending).utf16.count > 31 { stem.removeLast() }
            if !names.contains((stem + ending).lowercased()) { return stem + ending }
            count += 1
        }
    }

    private static func contentTypes(_ sheets: Int) -> String {
        let overrides = (1...sheets).map {
            "<Override PartName=\"/\(sheetPath($0))\" ContentType=\"\(media).worksheet+xml\"/>"
        }
        return """
            <Types xmlns="\(package)/content-types"><Default Extension="rels" \
            ContentType="application/vnd.openxmlformats-package.relationships+xml"/>\
            <Default Extension="xml" ContentType="application/xml"/>\
            <Override PartName="/xl/workbook.xml" ContentType="\(media).sheet.main+xml"/>\
            <Override PartName="/xl/styles.xml" ContentType="\(media).styles+xml"/>\(overrides.joined())</Types>
            """
    }

    private static let rootRelations = """
        <Relationships xmlns="\(package)/relationships"><Relationship Id="rId1" \
        Type="\(relations)/officeDocument" Target="xl/workbook.xml"/></Relationships>
        """

    private static func workbook(_ sheets: [String]) -> String {
        let all = sheets.enumerated().map {
            "<sheet name=\"\($1.markup)\" sheetId=\"\($0 + 1)\" r:id=\"rId\($0 + 1)\"/>"
        }
        return """
            <workbook xmlns="\(main)" xmlns:r="\(relations)"><sheets>\(all.joined())</sheets></workbook>
            """
    }

    private static func workbookRelations(_ sheets: Int) -> String {
        let all = (1...sheets).map {
            """
            <Relationship Id="rId\($0)" Type="\(relations)/worksheet" Target="worksheets/sheet\($0).xml"/>
            """
        }
        return """
            <Relationships xmlns="\(package)/relationships">\(all.joined())<Relationship Id="rId\(sheets + 1)" \
            Type="\(relations)/styles" Target="styles.xml"/></Relationships>
            """
    }

    /// In this order: plain, header, date, time, date and time, text.
    private static let styles = """
        <styleSheet xmlns="\(main)"><numFmts count="3"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/>\
        <numFmt numFmtId="165" formatCode="hh:mm:ss"/><numFmt numFmtId="166" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/>\
        </numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>\
        <font><b/><sz val="11"/><name val="Calibri"/></font></fonts>\
        <fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>\
        </fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>\
        <cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>\
        <cellXfs count="6"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>\
        <xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1" applyNumberFormat="1"/>\
        <xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>\
        <xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>\
        <xf numFmtId="166" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>\
        <xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>\
        <cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>
        """
}
