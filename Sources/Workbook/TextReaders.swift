import FormEngine

extension Workbook {
    /// Reads a file by what it contains, not by its name: .xlsx, a Markdown text with tables, or CSV in which the first
    /// column names the sheet.
    public static func read(_ bytes: [UInt8], limits: WorkbookLimits = WorkbookLimits()) throws(WorkbookFault) -> Workbook {
        guard bytes.count <= limits.bytes else { throw WorkbookFault(.tooLarge) }
        if bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) || bytes.starts(with: [0x50, 0x4B, 0x05, 0x06]) { return try xlsx(bytes, limits: limits) }
        if bytes.starts(with: [0xD0, 0xCF, 0x11, 0xE0]) { throw WorkbookFault(.oldExcel) }
        guard let text = String(validating: bytes, as: UTF8.self), !bytes.contains(0) else { throw WorkbookFault(.unknownFormat) }
        if isMarkdown(text) { return try markdown(text, limits: limits) }
        guard text.contains(",") else { throw WorkbookFault(.unknownFormat) }
        return try csv(text, limits: limits)
    }

    /// Tables of a Markdown text. A table's first column names the sheet, once; lines that begin with `#` are comments.
    /// Rows count from 1 within their sheet; a row of nothing does not count.
    public static func markdown(_ text: String, limits: WorkbookLimits = WorkbookLimits()) throws(WorkbookFault) -> Workbook {
        var sheets: [(name: String, rows: [[String]])] = []
        var cells = 0
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            guard let columns = MarkdownLine.columns(String(line)) else { continue }
            if !columns[0].isEmpty { sheets.append((columns[0], [])) }
            guard !sheets.isEmpty, columns.dropFirst().contains(where: { !$0.isEmpty }) else { continue }
            let row = Array(columns.dropFirst())
            cells += row.count
            guard cells <= limits.cells else { throw WorkbookFault(.tooManyCells) }
            guard sheets[sheets.count - 1].rows.count < limits.rows else { throw WorkbookFault(.tooManyRows, part: sheets[sheets.count - 1].name) }
            guard row.allSatisfy({ $0.utf8.count <= limits.cellBytes }) else { throw WorkbookFault(.cellTooLong) }
            sheets[sheets.count - 1].rows.append(row)
        }
        return try gathered(sheets, limits)
    }

    /// One CSV text for the whole form: a row with a name in its first column begins a sheet.
    public static func csv(_ text: String, limits: WorkbookLimits = WorkbookLimits()) throws(WorkbookFault) -> Workbook {
        var sheets: [(name: String, rows: [[String]])] = []
        for row in try rows(text, part: "", limits) {
            let name = trimmed(row.first ?? "")
            if !name.isEmpty { sheets.append((name, [])) }
            let rest = row.dropFirst().map(trimmed)
            if !sheets.isEmpty, rest.contains(where: { !$0.isEmpty }) { sheets[sheets.count - 1].rows.append(rest) }
        }
        return try gathered(sheets, limits)
    }

    /// A folder of CSV files: each is the sheet of its name, `survey.csv` the sheet `survey`. Row numbers are those of the file.
    public static func folder(_ files: [String: [UInt8]], limits: WorkbookLimits = WorkbookLimits()) throws(WorkbookFault) -> Workbook {
        guard files.count <= limits.sheets else { throw WorkbookFault(.tooManySheets) }
        guard files.values.reduce(0, { $0 + $1.count }) <= limits.bytes else { throw WorkbookFault(.tooLarge) }
        var sheets: [(name: String, rows: [[String]])] = []
        for (file, bytes) in files.sorted(by: { $0.key < $1.key }) {
            guard let text = String(validating: bytes, as: UTF8.self) else { throw WorkbookFault(.badText, part: file) }
            let name = file.lowercased().hasSuffix(".csv") ? String(file.dropLast(4)) : file
            sheets.append((name, try rows(text, part: file, limits).map { $0.map(trimmed) }))
        }
        return try gathered(sheets, limits)
    }

    private static func rows(_ text: String, part: String, _ limits: WorkbookLimits) throws(WorkbookFault) -> [[String]] {
        try rows(Array(text.utf8), part: part, limits, separator: 0x2C)
    }

    static func rows(_ bytes: [UInt8], part: String, _ limits: WorkbookLimits, separator: UInt8) throws(WorkbookFault) -> [[String]] {
        do {
            return try CSV.parse(bytes, limits: CSVLimits(bytes: limits.bytes, rows: limits.rows, columns: limits.columns, cellBytes: limits.cellBytes),
                                 separator: separator)
        } catch {
            switch error.code {
            case .tooLong: throw WorkbookFault(.tooLarge, part: part)
            case .tooManyRows: throw WorkbookFault(.tooManyRows, part: part)
            case .tooManyColumns: throw WorkbookFault(.tooManyCells, part: part, row: error.row)
            case .cellTooLong: throw WorkbookFault(.cellTooLong, part: part, row: error.row)
            case .notUTF8: throw WorkbookFault(.badText, part: part, row: error.row)
            default: throw WorkbookFault(.badCSV, part: part, row: error.row)
            }
        }
    }

    private static func gathered(_ sheets: [(name: String, rows: [[String]])], _ limits: WorkbookLimits) throws(WorkbookFault) -> Workbook {
        guard !sheets.isEmpty else { throw WorkbookFault(.noSheets) }
        guard sheets.count <= limits.sheets else { throw WorkbookFault(.tooManySheets) }
        var seen: Set<String> = []
        for sheet in sheets {
            guard seen.insert(sheet.name.lowercased()).inserted else { throw WorkbookFault(.repeatedSheet, part: sheet.name) }
        }
        let made = sheets.map { Sheet(name: $0.name, texts: $0.rows) }
        guard made.reduce(0, { $0 + $1.rows.reduce(0) { $0 + $1.cells.count } }) <= limits.cells else { throw WorkbookFault(.tooManyCells) }
        return Workbook(sheets: made)
    }

    private static func isMarkdown(_ text: String) -> Bool {
        text.split(separator: "\n").contains { trimmed(String($0)).hasPrefix("|") }
    }

    static func trimmed(_ text: String) -> String {
        guard let first = text.unicodeScalars.first, let last = text.unicodeScalars.last,
              first.properties.isWhitespace || last.properties.isWhitespace else { return text }
        var view = text.unicodeScalars[...]
        while let first = view.first, first.properties.isWhitespace { view = view.dropFirst() }
        while let last = view.last, last.properties.isWhitespace { view = view.dropLast() }
        return String(view)
    }
}

/// One line of a Markdown table.
enum MarkdownLine {
    /// The trimmed cells, or nil for a line that is no row: a comment, a separator, other text. `\|` is a bar inside a cell.
    static func columns(_ line: String) -> [String]? {
        var line = Substring(line)
        if Workbook.trimmed(String(line)).hasPrefix("#") { return nil }
        // A remark may follow the last bar: `| a | b | # why`.
        if let bar = line.lastIndex(of: "|"), let mark = line[bar...].firstIndex(of: "#") { line = line[..<mark] }
        guard let first = line.firstIndex(of: "|"), line[..<first].allSatisfy(\.isWhitespace),
              let last = line.lastIndex(of: "|"), last > first else { return nil }
        let inner = line[line.index(after: first)..<last]
        if inner.contains("--"), inner.allSatisfy({ "|-: ".contains($0) }) { return nil }
        var cells: [String] = []
        var cell = ""
        var escaped = false
        for character in inner {
            if character == "|", !escaped {
                cells.append(cell)
                cell = ""
            } else {
                cell.append(character)
            }
            escaped = character == "\\"
        }
        cells.append(cell)
        return cells.map { Workbook.trimmed($0).replacing("\\|", with: "|") }
    }
}
