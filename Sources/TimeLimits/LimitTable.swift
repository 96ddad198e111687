import FormEngine
import Foundations

/// One file of a country while it is read: gives typed cells and notes what is wrong with them.
struct LimitTable {
    let file: String
    private(set) var rows: [CSVTable.Row] = []
    private var table: CSVTable?
    var faults: [LimitFault] = []

    static let mostRows = 2_000

    /// - Parameter columns: those that must be there; `optional` those that may be. Labels are known anyway.
    init(_ file: String, _ files: [String: [UInt8]], columns: [String], optional: [String] = []) {
        self.file = file
        guard let bytes = files[file] else {
            note(0, "", .missingFile, "The file is not there.", "Add \(file) with the columns \(columns.joined(separator: ", ")).")
            return
        }
        let table: CSVTable
        do {
            let limits = CSVLimits(bytes: 1_000_000, rows: Self.mostRows, columns: 60, cellBytes: 2_000)
            table = CSVTable(cells: try CSV.parse(bytes, limits: limits))
        } catch {
            note(error.row, "\(error.column)", .unreadable, "The file can't be read as CSV (\(error.code.rawValue)).",
                 "Save it as CSV, UTF-8, separated by commas.")
            return
        }
        for name in columns where !table.header.contains(name) {
            note(1, name, .missingColumn, "The column is missing.", "Add it to the first row.")
        }
        for name in table.repeatedColumns { note(1, name, .repeated, "The column stands there twice.", "Keep one of them.") }
        for name in table.header where !name.isEmpty && !(columns + optional).contains(name) && !name.hasPrefix("label") {
            note(1, name, .unknownColumn, "The column is not read.", "Known are \((columns + optional).joined(separator: ", ")) and label::Language (code).")
        }
        self.table = table
        if faults.allSatisfy(\.isRemark) { rows = table.rows }
    }

    mutating func note(_ row: Int, _ column: String, _ code: LimitFault.Code, _ words: String, _ suggestion: String) {
        guard faults.count < 200 else { return }
        faults.append(LimitFault(file: file, row: row, column: column, code: code, words: words, suggestion: suggestion))
    }

    func labels(_ row: CSVTable.Row) -> [String: String] {
        var labels: [String: String] = [:]
        for (code, column) in table?.languages(of: "label") ?? [] { labels[code] = row[column] }
        return labels
    }

    mutating func text(_ row: CSVTable.Row, _ column: String) -> String? {
        guard let text = row[column] else {
            note(row.number, column, .missingValue, "The cell is empty.", "Fill it in.")
            return nil
        }
        return text
    }

    /// A code: letters, digits and `_`, at most 64.
    mutating func code(_ row: CSVTable.Row, _ column: String) -> String? {
        guard let text = text(row, column) else { return nil }
        let isCode = text.utf8.count <= 64 && text.utf8.allSatisfy { byte in
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "_")
        }
        if !isCode { note(row.number, column, .badValue, "This is no code.", "Use letters a to z, digits and _, at most 64.") }
        return isCode ? text : nil
    }

    mutating func day(_ row: CSVTable.Row, _ column: String) -> CivilDay? {
        guard let text = row[column] else { return nil }
        guard let day = CivilDay(text), (1900...2199).contains(day.year) else {
            note(row.number, column, .badValue, "This is no day.", "Write it as 2026-05-12.")
            return nil
        }
        return day
    }

    mutating func number(_ row: CSVTable.Row, _ column: String, in range: ClosedRange<Int>) -> Int? {
        guard let text = row[column] else { return nil }
        guard let number = Int(text), range.contains(number) else {
            note(row.number, column, .badValue, "This is no whole number from \(range.lowerBound) to \(range.upperBound).", "Write such a number.")
            return nil
        }
        return number
    }

    mutating func yes(_ row: CSVTable.Row, _ column: String) -> Bool {
        switch row[column] {
        case "yes": return true
        case nil, "no": return false
        default:
            note(row.number, column, .badValue, "This is neither yes nor no.", "Write yes, or leave the cell empty.")
            return false
        }
    }

    mutating func choice<One: RawRepresentable & CaseIterable>(_ row: CSVTable.Row, _ column: String) -> One? where One.RawValue == String {
        guard let text = row[column] else { return nil }
        if let one = One(rawValue: text) { return one }
        note(row.number, column, .unknownCode, "This word is not known.", "Write one of \(One.allCases.map(\.rawValue).joined(separator: ", ")).")
        return nil
    }

    /// Words separated by blanks.
    func words(_ row: CSVTable.Row, _ column: String) -> [String] {
        (row[column] ?? "").split(whereSeparator: { $0 == " " || $0 == "\t" }).map(String.init)
    }

    mutating func events(_ row: CSVTable.Row, _ column: String, needed: Bool, known: (EventName) -> Bool) -> [EventName] {
        let words = words(row, column)
        if words.isEmpty, needed { note(row.number, column, .missingValue, "The cell is empty.", "Name a dated answer, such as case.opened_on.") }
        return words.compactMap { word in
            guard let event = EventName(word) else {
                note(row.number, column, .badValue, "This names no dated answer.", "Write form.field, or form.field(other=value).")
                return nil
            }
            guard known(event) else {
                note(row.number, column, .unknownEvent, "No form of this site has the date \(event).", "Look at the names in the form.")
                return nil
            }
            return event
        }
    }
}
