public import Workbook

/// A file held against what a code list or a table of places must be: every fault at once, with its place.
public struct CheckedTable: Sendable {
    /// Nil while there is an error.
    public let table: CodeTable?
    public let report: XLSFormReport
    /// Faults beyond those that the report names.
    public let more: Int

    /// More would help nobody, and a file of 100,000 wrong rows would cost as many.
    public static let mostFaults = 500
}

extension WorkbookLimits {
    /// What an upload of this kind may cost: a row more than it may have, so that the check can say so itself.
    public static func table(_ kind: CodeTable.Kind) -> WorkbookLimits {
        var limits = WorkbookLimits()
        // What is kept has the retired rows of earlier versions too.
        limits.rows = kind.mostKept + 2
        limits.sheets = 16
        limits.columns = 64
        limits.cells = kind == .list ? 100_000 : 1_600_000
        limits.cellBytes = 4_000
        if kind == .places { limits.inflated = 120_000_000 }
        return limits
    }
}

extension CodeTable {
    /// Reads and checks the sheet of that name, or the first that has a column `code`, or else the first.
    /// - Parameter speaks: codes of the languages that the site's forms ask in; a row needs a label in one of them.
    public static func read(_ book: Workbook, kind: Kind, name: String, speaks: [String]) -> CheckedTable {
        let candidates = book.sheets.filter { sheet in sheet.rows.first?.cells.contains { CodeTableReader.cleaned($0.text) == "code" } ?? false }
        guard let sheet = book.sheet(name) ?? candidates.first ?? book.sheets.first else {
            return CheckedTable(table: nil, report: XLSFormReport([XLSFormFault(.missingSheet, at: Place(sheet: ""), "The file has no sheet.")]), more: 0)
        }
        var reader = CodeTableReader(sheet, kind: kind, speaks: speaks)
        for remark in book.remarks.prefix(100) where remark.sheet == sheet.name || remark.sheet.isEmpty {
            reader.note(.workbook, .warning, Place(sheet: remark.sheet, row: remark.row, letter: remark.column), remark.words)
        }
        return reader.checked()
    }
}

/// Turns a sheet into rows. What concerns rows among each other is in `CodeTableCheck`.
struct CodeTableReader {
    let sheet: Sheet
    let kind: CodeTable.Kind
    let speaks: [String]
    private(set) var faults: [XLSFormFault] = []
    private(set) var more = 0
    private var errors = 0
    /// Known column → number in the sheet.
    private(set) var columns: [String: Int] = [:]
    private(set) var labels: [(language: CodeTable.Language, column: Int)] = []

    init(_ sheet: Sheet, kind: CodeTable.Kind, speaks: [String]) {
        self.sheet = sheet
        self.kind = kind
        self.speaks = speaks
    }

    mutating func note(_ code: XLSFormCode, _ severity: XLSFormFault.Severity = .error, _ place: Place, _ words: String, suggestion: String? = nil) {
        if severity == .error { errors += 1 }
        guard faults.count < CheckedTable.mostFaults else { more += 1; return }
        faults.append(XLSFormFault(code, severity, at: place, words, suggestion: suggestion))
    }

    /// A suggestion costs a look at every known word; the first ones are worth it.
    var suggests: Bool { faults.count < 40 }

    func place(_ row: Int, _ column: String, _ cell: String) -> Place {
        let number = columns[column] ?? labels.first { "label::" + $0.language.title == column }?.column
        return Place(sheet: sheet.name, row: row, column: column, letter: number.map { Sheet.letter($0) } ?? "", cell: cell)
    }

    mutating func checked() -> CheckedTable {
        readHeader()
        guard columns["code"] != nil, errors == 0 else { return CheckedTable(table: nil, report: XLSFormReport(faults), more: more) }
        var rows: [CodeTable.Row] = []
        rows.reserveCapacity(min(sheet.rows.count, kind.mostRows))
        var active = 0
        for row in sheet.rows where row.number > 1 {
            guard let read = read(row) else { continue }
            rows.append(read)
            active += read.retired ? 0 : 1
            if active > kind.mostRows || rows.count > kind.mostKept {
                let words = active > kind.mostRows ? "There are more than \(kind.mostRows) rows that can be chosen." : "With its retired rows the list has more than \(kind.mostKept)."
                note(.tooLarge, .error, Place(sheet: sheet.name, row: row.number), words, suggestion: "Remove rows that are not needed.")
                break
            }
        }
        if rows.isEmpty { note(.missingName, .error, Place(sheet: sheet.name), "There is no row below the header.", suggestion: "Add one row for each code.") }
        let table = CodeTable(kind: kind, languages: labels.map(\.language), rows: rows)
        checkRows(table)
        return CheckedTable(table: errors == 0 ? table : nil, report: XLSFormReport(faults), more: more)
    }

    /// Without the check of rows: what is kept stays readable, whatever a later check would say.
    mutating func kept() -> CodeTable? {
        readHeader()
        guard columns["code"] != nil, !labels.isEmpty else { return nil }
        let rows = sheet.rows.dropFirst().compactMap { read($0) }
        return rows.isEmpty ? nil : CodeTable(kind: kind, languages: labels.map(\.language), rows: rows)
    }

    static func cleaned(_ title: String) -> String {
        Words.split(title, at: "::").enumerated().map { $0 == 0 ? Words.snake($1) : Words.oneSpace(Words.trimmed($1)) }.joined(separator: "::")
    }

    private mutating func readHeader() {
        guard let first = sheet.rows.first, first.number == 1 else {
            return note(.missingHeader, .error, Place(sheet: sheet.name, row: 1), "The first row is empty; it must name the columns.", suggestion: kind.columns.joined(separator: ", "))
        }
        var seen: Set<String> = []
        for cell in first.cells {
            let title = Self.cleaned(cell.text)
            let place = Place(sheet: sheet.name, row: 1, column: title, letter: cell.letter, cell: cell.text)
            guard !title.isEmpty else { continue }
            guard seen.insert(title).inserted else {
                note(.repeatedHeader, .error, place, "The column \(title) is there twice.", suggestion: "Delete or rename one of them.")
                continue
            }
            if kind.columns.contains(title) {
                columns[title] = cell.column
            } else if title.hasPrefix("label::"), title.utf8.count > 7 {
                let language = CodeTable.Language(title: String(title.dropFirst(7)))
                if labels.contains(where: { $0.language.code == language.code }) {
                    note(.repeatedHeader, .error, place, "There are two columns for the language \(language.code).", suggestion: "Delete or rename one of them.")
                }
                labels.append((language, cell.column))
            } else {
                unknown(title, place)
            }
        }
        if columns["code"] == nil {
            note(.missingHeader, .error, Place(sheet: sheet.name, row: 1, cell: first.cells.first?.text ?? ""), "There is no column code.", suggestion: kind.columns.joined(separator: ", "))
        }
        if !labels.contains(where: { speaks.contains($0.language.code) }) {
            note(.missingHeader, .error, Place(sheet: sheet.name, row: 1), "No column holds labels in a language of this site (\(speaks.joined(separator: ", "))).",
                 suggestion: speaks.first.map { "label::\(CodeTableReader.languageTitle($0))" })
        }
    }

    private static func languageTitle(_ code: String) -> String { ["en": "English (en)", "fr": "French (fr)", "ar": "Arabic (ar)"][code] ?? "\(code) (\(code))" }

    /// A misspelt column would lose what stands in it without a word; one that is like none of ours is somebody's own note.
    private mutating func unknown(_ title: String, _ place: Place) {
        if title == "label" {
            return note(.badHeader, .error, place, "The column label does not say which language it is in.", suggestion: "label::\(Self.languageTitle(speaks.first ?? "en"))")
        }
        let known = kind.columns + speaks.map { "label::" + Self.languageTitle($0) }
        if let near = Words.nearest(title, in: known) {
            note(.unknownHeader, .error, place, "There is no column \(title).", suggestion: near)
        } else {
            note(.unknownHeader, .warning, place, "The column \(title) is not known and was left out.")
        }
    }

    /// An exported text that looks like a formula carries an apostrophe in CSV; it does not belong to the text.
    private static func plain(_ raw: String) -> String {
        var text = Words.oneSpace(Words.trimmed(raw))
        if text.hasPrefix("'"), Sheet.looksLikeFormula(String(text.dropFirst())) { text.removeFirst() }
        return text
    }

    private mutating func read(_ row: Sheet.Row) -> CodeTable.Row? {
        var texts: [Int: String] = [:]
        for cell in row.cells { texts[cell.column] = Self.plain(cell.text) }
        guard texts.values.contains(where: { !$0.isEmpty }) else { return nil }
        func text(_ column: String) -> String { columns[column].flatMap { texts[$0] } ?? "" }
        let code = text("code")
        guard !code.isEmpty else {
            note(.missingName, .error, place(row.number, "code", ""), "This row has no code.", suggestion: "Give it a code, or delete the row.")
            return nil
        }
        checkCode(code, row.number)
        var made = CodeTable.Row(source: row.number, code: code, labels: labels.map { texts[$0.column] ?? "" })
        made.shortCode = text("short_code")
        made.parent = text("parent")
        made.level = text("level")
        made.weight = text("weight")
        made.retired = yes(text("retired"), row.number)
        checkTexts(made)
        return made
    }

    private mutating func yes(_ text: String, _ row: Int) -> Bool {
        switch text.lowercased() {
        case "", "no", "false", "0": return false
        case "yes", "true", "1", "x", "oui", "نعم": return true
        default:
            note(.badValue, .error, place(row, "retired", text), "This cell says neither yes nor no.", suggestion: "yes, or leave it empty")
            return false
        }
    }

    private mutating func checkCode(_ code: String, _ row: Int) {
        let allowed = code.utf8.allSatisfy { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x5F, 0x2D, 0x2E: true
            default: false
            }
        }
        let begins = code.utf8.first.map { $0 != 0x2D && $0 != 0x2E && $0 != 0x5F } ?? false
        if !allowed || !begins {
            let made = code.map { $0.isASCII && ($0.isLetter || $0.isNumber || "_-.".contains($0)) ? String($0) : "_" }.joined()
                .trimming("_-.")
            note(.badName, .error, place(row, "code", code), "A code is made of the letters A to Z, digits, and _ - . between them.", suggestion: made.isEmpty ? nil : made)
        } else if code.utf8.count > kind.longestCode {
            note(.badName, .error, place(row, "code", code), "The code is longer than \(kind.longestCode) letters.")
        }
    }

    private mutating func checkTexts(_ row: CodeTable.Row) {
        let spoken = zip(labels, row.labels).filter { speaks.contains($0.0.language.code) }
        if spoken.allSatisfy({ $0.1.isEmpty }) {
            note(.missingLabel, .error, place(row.source, spoken.first.map { "label::" + $0.0.language.title } ?? "label", ""),
                 "\(row.code) has no label in a language of this site.", suggestion: "Write what people call it.")
        }
        for (label, text) in zip(labels, row.labels) where text.utf8.count > 500 || text.unicodeScalars.contains(where: { $0.value < 32 || $0.value == 127 }) {
            note(.badValue, .error, place(row.source, "label::" + label.language.title, text), "A label is one line of at most 500 bytes.")
        }
        if row.shortCode.utf8.count > 16 { note(.badValue, .error, place(row.source, "short_code", row.shortCode), "A short code has at most 16 letters.") }
        if row.level.utf8.count > 40 { note(.badValue, .error, place(row.source, "level", row.level), "A level has at most 40 letters.") }
        if !row.weight.isEmpty, Int(row.weight).map({ $0 < 0 }) ?? true {
            note(.badValue, .error, place(row.source, "weight", row.weight), "A weight is a whole number.", suggestion: "Leave it empty if you do not need it.")
        }
    }
}

extension String {
    fileprivate func trimming(_ letters: String) -> String {
        var view = self[...]
        while let first = view.first, letters.contains(first) { view.removeFirst() }
        while let last = view.last, letters.contains(last) { view.removeLast() }
        return String(view)
    }
}
