extension Workbook {
    /// An .xlsx workbook that Excel, LibreOffice and pyxform open: text cells only, the first row bold and frozen. A cell
    /// from data that looks like a formula carries the mark by which spreadsheets treat it as text.
    public func xlsx() throws(WorkbookFault) -> [UInt8] {
        var strings = SharedTexts()
        let parts = sheets.map { XLSXText.worksheet($0, &strings) }
        var zip = ZipWriter()
        try zip.add("[Content_Types].xml", XLSXText.contentTypes(sheets.count))
        try zip.add("_rels/.rels", XLSXText.packageLinks)
        try zip.add("xl/workbook.xml", XLSXText.workbook(sheets))
        try zip.add("xl/_rels/workbook.xml.rels", XLSXText.workbookLinks(sheets.count))
        try zip.add("xl/styles.xml", XLSXText.styles)
        try zip.add("xl/sharedStrings.xml", strings.part())
        for (index, part) in parts.enumerated() { try zip.add("xl/worksheets/sheet\(index + 1).xml", part) }
        return zip.finish()
    }

    /// Each sheet as a CSV file, `survey.csv` for the sheet `survey`.
    public func csvFiles() -> [String: String] {
        Dictionary(sheets.map { (XLSXText.safeName($0.name) + ".csv", $0.csv(forPeople: true)) }, uniquingKeysWith: { first, _ in first })
    }
}

extension Sheet {
    /// RFC 4180 with CRLF; every row as long as the header. A cell from data that looks like a formula gets an apostrophe
    /// in front, as spreadsheet programs have no other mark in CSV. `forPeople` puts a blank in front of such a text of the
    /// form's author: spreadsheets then show it, and readers of forms drop the blank.
    public func csv(forPeople: Bool = false) -> String {
        let width = rows.first?.cells.last?.column ?? 0
        var out = ""
        var next = 1
        for row in rows {
            while next < row.number { out += "\r\n"; next += 1 }
            let last = max(width, row.cells.last?.column ?? 0)
            var texts = [String](repeating: "", count: last)
            for cell in row.cells {
                let mark = !Sheet.looksLikeFormula(cell.text) ? "" : cell.fromData ? "'" : forPeople ? " " : ""
                texts[cell.column - 1] = mark + cell.text
            }
            out += texts.map(Sheet.quoted).joined(separator: ",") + "\r\n"
            next += 1
        }
        return out
    }

    /// Begins with `=`, `+`, `-`, `@`, a tab or a line break, and is no plain number.
    public static func looksLikeFormula(_ text: String) -> Bool {
        guard let first = text.unicodeScalars.first else { return false }
        switch first {
        case "=", "@", "\t", "\r", "\n", "\u{FF1D}", "\u{FF20}", "\u{FF0B}", "\u{FF0D}": return true
        case "+", "-": return !text.dropFirst().allSatisfy { $0.isASCII && ($0.isNumber || $0 == ".") } || text.count == 1
        default: return false
        }
    }

    private static func quoted(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 == 0x2C || $0 == 0x22 || $0 == 0x0A || $0 == 0x0D }) || text.first == " " || text.last == " "
        else { return text }
        return "\"" + text.replacing("\"", with: "\"\"") + "\""
    }
}

/// Each text once, in the order of its first use.
struct SharedTexts {
    private var order: [String] = []
    private var positions: [String: Int] = [:]

    mutating func position(_ text: String) -> Int {
        if let position = positions[text] { return position }
        positions[text] = order.count
        order.append(text)
        return order.count - 1
    }

    func part() -> [UInt8] {
        var xml = XLSXText.head + "<sst xmlns=\"\(XLSXText.main)\" uniqueCount=\"\(order.count)\">"
        for text in order { xml += "<si><t xml:space=\"preserve\">\(XLSXText.escaped(text))</t></si>" }
        return Array((xml + "</sst>").utf8)
    }
}

/// The fixed texts of an Office Open XML package.
enum XLSXText {
    static let head = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
    static let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    private static let links = "http://schemas.openxmlformats.org/package/2006/relationships"
    private static let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    private static let type = "application/vnd.openxmlformats-officedocument.spreadsheetml"

    static func contentTypes(_ sheets: Int) -> [UInt8] {
        var xml = head + "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
            + "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
            + "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
            + "<Override PartName=\"/xl/workbook.xml\" ContentType=\"\(type).sheet.main+xml\"/>"
            + "<Override PartName=\"/xl/styles.xml\" ContentType=\"\(type).styles+xml\"/>"
            + "<Override PartName=\"/xl/sharedStrings.xml\" ContentType=\"\(type).sharedStrings+xml\"/>"
        for index in 1...max(1, sheets) { xml += "<Override PartName=\"/xl/worksheets/sheet\(index).xml\" ContentType=\"\(type).worksheet+xml\"/>" }
        return Array((xml + "</Types>").utf8)
    }

    static let packageLinks = Array((head + "<Relationships xmlns=\"\(links)\"><Relationship Id=\"rId1\" Type=\"\(office)/officeDocument\" "
        + "Target=\"xl/workbook.xml\"/></Relationships>").utf8)

    static func workbook(_ sheets: [Sheet]) -> [UInt8] {
        var xml = head + "<workbook xmlns=\"\(main)\" xmlns:r=\"\(office)\"><sheets>"
        for (index, sheet) in sheets.enumerated() {
            xml += "<sheet name=\"\(escaped(safeName(sheet.name)))\" sheetId=\"\(index + 1)\"\(sheet.hidden ? " state=\"hidden\"" : "") r:id=\"rId\(index + 1)\"/>"
        }
        return Array((xml + "</sheets></workbook>").utf8)
    }

    static func workbookLinks(_ sheets: Int) -> [UInt8] {
        var xml = head + "<Relationships xmlns=\"\(links)\">"
        for index in 1...max(1, sheets) {
            xml += "<Relationship Id=\"rId\(index)\" Type=\"\(office)/worksheet\" Target=\"worksheets/sheet\(index).xml\"/>"
        }
        xml += "<Relationship Id=\"rId\(sheets + 1)\" Type=\"\(office)/styles\" Target=\"styles.xml\"/>"
            + "<Relationship Id=\"rId\(sheets + 2)\" Type=\"\(office)/sharedStrings\" Target=\"sharedStrings.xml\"/>"
        return Array((xml + "</Relationships>").utf8)
    }

    /// Style 0 text, 1 header, 2 text that must not be taken for a formula. Format 49 is `@`: text.
    static let styles = Array((head + "<styleSheet xmlns=\"\(main)\"><fonts count=\"2\"><font><sz val=\"11\"/><name val=\"Calibri\"/></font>"
        + "<font><b/><sz val=\"11\"/><name val=\"Calibri\"/></font></fonts>"
        + "<fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill><fill><patternFill patternType=\"gray125\"/></fill></fills>"
        + "<borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/></border></borders>"
        + "<cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs>"
        + "<cellXfs count=\"3\"><xf numFmtId=\"49\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\"/>"
        + "<xf numFmtId=\"49\" fontId=\"1\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\" applyFont=\"1\"/>"
        + "<xf numFmtId=\"49\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\" quotePrefix=\"1\"/></cellXfs>"
        + "<cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" builtinId=\"0\"/></cellStyles></styleSheet>").utf8)

    static func worksheet(_ sheet: Sheet, _ strings: inout SharedTexts) -> [UInt8] {
        var xml = head + "<worksheet xmlns=\"\(main)\"><sheetViews><sheetView workbookViewId=\"0\"><pane ySplit=\"1\" topLeftCell=\"A2\" "
            + "activePane=\"bottomLeft\" state=\"frozen\"/></sheetView></sheetViews><sheetFormatPr defaultRowHeight=\"15\"/>"
            + "<cols><col min=\"1\" max=\"64\" width=\"24\" customWidth=\"1\"/></cols><sheetData>"
        for row in sheet.rows {
            xml += "<row r=\"\(row.number)\">"
            for cell in row.cells {
                let style = cell.fromData && Sheet.looksLikeFormula(cell.text) ? 2 : row.number == 1 ? 1 : 0
                xml += "<c r=\"\(cell.letter)\(row.number)\" s=\"\(style)\" t=\"s\"><v>\(strings.position(cell.text))</v></c>"
            }
            xml += "</row>"
        }
        return Array((xml + "</sheetData></worksheet>").utf8)
    }

    /// Excel takes at most 31 characters and none of `[]:*?/\`.
    static func safeName(_ name: String) -> String {
        let kept = name.filter { !"[]:*?/\\".contains($0) && !$0.unicodeScalars.contains { $0.value < 32 } }
        return kept.isEmpty ? "sheet" : String(kept.prefix(31))
    }

    /// Characters that XML 1.0 cannot carry are dropped.
    static func escaped(_ text: String) -> String {
        var out = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": out += "&amp;"
            case "<": out += "&lt;"
            case ">": out += "&gt;"
            case "\"": out += "&quot;"
            case "\r": out += "&#13;"
            case "\t", "\n": out.unicodeScalars.append(scalar)
            case "\u{0}"..<"\u{20}", "\u{FFFE}", "\u{FFFF}": break
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out
    }
}
