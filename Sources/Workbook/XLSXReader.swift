extension Workbook {
    /// Reads an .xlsx or .xlsm workbook. Formulas give their last result, macros and pictures are left out.
    public static func xlsx(_ bytes: [UInt8], limits: WorkbookLimits = WorkbookLimits()) throws(WorkbookFault) -> Workbook {
        var reader = try XLSXReader(bytes, limits: limits)
        return try reader.workbook()
    }
}

struct XLSXReader {
    private var zip: ZipReader
    private let limits: WorkbookLimits
    private var shared: [String] = []
    private var styles = CellStyles()
    private var from1904 = false
    private var remarks: [WorkbookRemark] = []
    private var cellsLeft: Int

    init(_ bytes: [UInt8], limits: WorkbookLimits) throws(WorkbookFault) {
        zip = try ZipReader(bytes, limits: limits)
        self.limits = limits
        cellsLeft = limits.cells
    }

    private struct SheetEntry {
        var name: String
        var hidden: Bool
        var relation: String
    }

    mutating func workbook() throws(WorkbookFault) -> Workbook {
        let main = try mainPart()
        let links = try relations(of: main)
        let entries = try sheetEntries(main)
        guard !entries.isEmpty else { throw WorkbookFault(.noSheets) }
        guard entries.count <= limits.sheets else { throw WorkbookFault(.tooManySheets) }
        if zip.entries.keys.contains(where: { $0.hasSuffix("vbaproject.bin") }) { remarks.append(WorkbookRemark(code: .macrosIgnored)) }
        if let part = links.first(where: { $0.kind == "sharedStrings" })?.target, let bytes = try zip.read(part) {
            shared = try sharedStrings(bytes, part)
        }
        if let part = links.first(where: { $0.kind == "styles" })?.target, let bytes = try zip.read(part) {
            styles = try CellStyles(bytes, part: part, limits: limits)
        }
        var sheets: [Sheet] = []
        var seen: Set<String> = []
        for entry in entries {
            guard let link = links.first(where: { $0.id == entry.relation }), link.kind == "worksheet" else { continue }
            guard seen.insert(entry.name.lowercased()).inserted else { throw WorkbookFault(.repeatedSheet, part: entry.name) }
            guard let bytes = try zip.read(link.target) else { throw WorkbookFault(.damaged, part: link.target) }
            if entry.hidden { remarks.append(WorkbookRemark(code: .hiddenSheet, sheet: entry.name)) }
            sheets.append(try sheet(bytes, entry, part: link.target))
        }
        guard !sheets.isEmpty else { throw WorkbookFault(.noSheets) }
        return Workbook(sheets: sheets, remarks: remarks)
    }

    private struct Link {
        var id: String
        /// The last word of the relation's type: `worksheet`, `sharedStrings`, `styles`, `officeDocument`.
        var kind: String
        var target: String
    }

    private mutating func mainPart() throws(WorkbookFault) -> String {
        if let bytes = try zip.read("_rels/.rels"),
           let link = try links(bytes, "_rels/.rels", folder: "").first(where: { $0.kind == "officeDocument" }) { return link.target }
        guard zip.has("xl/workbook.xml") else { throw WorkbookFault(.unknownFormat) }
        return "xl/workbook.xml"
    }

    private mutating func relations(of part: String) throws(WorkbookFault) -> [Link] {
        let cut = part.lastIndex(of: "/").map { part.index(after: $0) } ?? part.startIndex
        let folder = String(part[..<cut])
        let path = folder + "_rels/" + part[cut...] + ".rels"
        guard let bytes = try zip.read(path) else { throw WorkbookFault(.damaged, part: path) }
        return try links(bytes, path, folder: folder)
    }

    private func links(_ bytes: [UInt8], _ part: String, folder: String) throws(WorkbookFault) -> [Link] {
        var found: [Link] = []
        try XMLScan.run(bytes, part: part, limits: limits) { _ in
            (start: { name, attributes in
                guard name == "Relationship", attributes["TargetMode"] != "External",
                      let id = attributes["Id"], let type = attributes["Type"], let target = attributes["Target"] else { return nil }
                let kind = type.split(separator: "/").last.map(String.init) ?? ""
                found.append(Link(id: id, kind: kind, target: target.hasPrefix("/") ? String(target.dropFirst()) : XLSXReader.joined(folder, target)))
                return found.count > 10_000 ? .tooManyParts : nil
            }, end: { _ in nil })
        }
        return found
    }

    private static func joined(_ folder: String, _ target: String) -> String {
        var pieces: [Substring] = []
        for piece in (folder + target).split(separator: "/") {
            if piece == ".." { _ = pieces.popLast() } else if piece != "." { pieces.append(piece) }
        }
        return pieces.joined(separator: "/")
    }

    private mutating func sheetEntries(_ part: String) throws(WorkbookFault) -> [SheetEntry] {
        guard let bytes = try zip.read(part) else { throw WorkbookFault(.damaged, part: part) }
        var entries: [SheetEntry] = []
        var from1904 = false
        try XMLScan.run(bytes, part: part, limits: limits) { _ in
            (start: { name, attributes in
                if name == "workbookPr" { from1904 = ["1", "true"].contains(attributes["date1904"] ?? "") }
                if name == "sheet", let title = attributes["name"], let relation = attributes["id"] {
                    entries.append(SheetEntry(name: title, hidden: attributes["state"].map { $0 != "visible" } ?? false, relation: relation))
                }
                return entries.count > 10_000 ? .tooManySheets : nil
            }, end: { _ in nil })
        }
        self.from1904 = from1904
        return entries
    }

    /// Phonetic readings (`rPh`) are no part of the text.
    private func sharedStrings(_ bytes: [UInt8], _ part: String) throws(WorkbookFault) -> [String] {
        var strings: [String] = []
        var current = ""
        var phonetic = 0
        let limit = limits.cells, longest = limits.cellBytes
        try XMLScan.run(bytes, part: part, limits: limits) { box in
            (start: { name, _ in
                switch name {
                case "si": current = ""
                case "rPh": phonetic += 1
                case "t" where phonetic == 0: box.gather()
                default: break
                }
                return nil
            }, end: { name in
                switch name {
                case "t":
                    current += box.gathered()
                    if current.utf8.count > longest { return .cellTooLong }
                case "rPh": phonetic -= 1
                case "si":
                    strings.append(current)
                    if strings.count > limit { return .tooManyCells }
                default: break
                }
                return nil
            })
        }
        return strings
    }

    private mutating func sheet(_ bytes: [UInt8], _ entry: SheetEntry, part: String) throws(WorkbookFault) -> Sheet {
        let cells = SheetCells(sheet: entry.name, limits: limits, cellsLeft: cellsLeft, shared: shared, styles: styles, from1904: from1904)
        try XMLScan.run(bytes, part: part, limits: limits) { box in
            (start: { name, attributes in cells.start(name, attributes, box) }, end: { name in cells.end(name, box) })
        }
        cellsLeft = cells.cellsLeft
        remarks += cells.remarks
        return Sheet(name: entry.name, hidden: entry.hidden, rows: cells.sorted())
    }
}

/// Listens to one worksheet.
private final class SheetCells {
    private let name: String
    private let limits: WorkbookLimits
    private let shared: [String]
    private let styles: CellStyles
    private let from1904: Bool
    private(set) var cellsLeft: Int
    private(set) var remarks: [WorkbookRemark] = []
    private var rows: [Sheet.Row] = []
    private var row = 0
    private var column = 0
    private var cells: [Sheet.Cell] = []
    private var ascending = true
    private var type = ""
    private var style = 0
    private var formula = false
    private var value: String?
    private var phonetic = 0

    init(sheet: String, limits: WorkbookLimits, cellsLeft: Int, shared: [String], styles: CellStyles, from1904: Bool) {
        name = sheet
        self.limits = limits
        self.cellsLeft = cellsLeft
        self.shared = shared
        self.styles = styles
        self.from1904 = from1904
    }

    func start(_ element: String, _ attributes: XMLScan.Attributes, _ box: XMLScan.Box) -> WorkbookFault.Code? {
        switch element {
        case "row":
            let next = attributes["r"].flatMap { Int($0) } ?? row + 1
            guard next > 0, next <= 1_048_576 else { return .badXML }
            if next <= row { ascending = false }
            row = next
            column = 0
            cells = []
        case "c":
            column = attributes["r"].flatMap(SheetCells.column) ?? column + 1
            guard column > 0, column <= 16_384 else { return .badXML }
            type = attributes["t"] ?? "n"
            style = attributes["s"].flatMap { Int($0) } ?? 0
            formula = false
            value = nil
        case "f": formula = true
        case "v": box.gather()
        case "rPh": phonetic += 1
        case "t" where type == "inlineStr" && phonetic == 0: box.gather()
        case "mergeCell":
            if let range = attributes["ref"] { merged(range) }
        default: break
        }
        return nil
    }

    func end(_ element: String, _ box: XMLScan.Box) -> WorkbookFault.Code? {
        switch element {
        case "v": value = box.gathered()
        case "t" where type == "inlineStr" && phonetic == 0: value = (value ?? "") + box.gathered()
        case "rPh": phonetic -= 1
        case "c": return finishCell()
        case "row":
            guard !cells.isEmpty else { return nil }
            guard rows.count < limits.rows else { return .tooManyRows }
            rows.append(Sheet.Row(number: row, cells: cells))
        default: break
        }
        return nil
    }

    private func finishCell() -> WorkbookFault.Code? {
        // A formula that gave the empty text is saved as such; nothing at all was never worked out.
        if formula, (value ?? "").isEmpty, type != "str" { remark(.formulaWithoutResult) }
        guard let value else { return nil }
        let text: String
        switch type {
        case "s":
            guard let index = Int(value), index >= 0, index < shared.count else { return .damaged }
            text = shared[index]
        case "b": text = value == "1" || value == "true" ? "TRUE" : "FALSE"
        case "e":
            remark(.errorValue)
            return nil
        case "str", "inlineStr": text = value
        case "d": text = value.replacing("T00:00:00", with: "")
        default:
            // Expat keeps blanks around a number; Double does not take them.
            let trimmed = value.filter { $0 != " " && $0 != "\n" && $0 != "\r" && $0 != "\t" }
            text = Double(trimmed).map { CellStyles.text(of: $0, look: styles.look(style), from1904: from1904) } ?? value
        }
        guard text.contains(where: { !$0.isWhitespace }) else { return nil }
        guard text.utf8.count <= limits.cellBytes else { return .cellTooLong }
        guard cellsLeft > 0, cells.count < limits.columns else { return .tooManyCells }
        cellsLeft -= 1
        if formula { remark(.formulaResult) }
        if let last = cells.last, last.column >= column { ascending = false }
        cells.append(Sheet.Cell(column: column, text: text))
        return nil
    }

    /// A workbook full of formulas gets a handful of remarks, not thousands.
    private func remark(_ code: WorkbookRemark.Code) {
        // Lost texts are counted apart: the usual remarks must not crowd them out.
        guard remarks.count(where: { $0.code == code }) < 100 else { return }
        remarks.append(WorkbookRemark(code: code, sheet: name, row: row, column: Sheet.letter(column)))
    }

    private func merged(_ range: String) {
        let first = range.split(separator: ":").first.map(String.init) ?? range
        guard remarks.count < 400, let column = SheetCells.column(first) else { return }
        let row = Int(first.drop { !$0.isASCII || !$0.isNumber }) ?? 0
        remarks.append(WorkbookRemark(code: .mergedCells, sheet: name, row: row, column: Sheet.letter(column)))
    }

    /// Rows and cells in order, the later of two with the same place winning, whatever order the file had.
    func sorted() -> [Sheet.Row] {
        if ascending { return rows }
        var byNumber: [Int: [Int: Sheet.Cell]] = [:]
        for row in rows {
            for cell in row.cells { byNumber[row.number, default: [:]][cell.column] = cell }
        }
        return byNumber.keys.sorted().map { number in
            Sheet.Row(number: number, cells: byNumber[number]!.values.sorted { $0.column < $1.column })
        }
    }

    /// `AB12` → 28; nil for anything else.
    private static func column(_ reference: String) -> Int? {
        var column = 0
        for byte in reference.utf8 {
            switch byte {
            case 0x41...0x5A: column = column * 26 + Int(byte - 0x40)
            case 0x61...0x7A: column = column * 26 + Int(byte - 0x60)
            case 0x30...0x39, 0x24: return column > 0 ? column : nil
            default: return nil
            }
            if column > 16_384 { return column }
        }
        return column > 0 ? column : nil
    }
}
