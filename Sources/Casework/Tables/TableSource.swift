import FormEngine
import Workbook

/// An uploaded table as rows of cells under the columns of its form. Knows nothing of records.
struct TableSource {
    struct Row {
        let number: Int
        /// Column → cell, trimmed; without empty ones.
        let cells: [String: String]
    }

    /// What stands under a column's name: where it is.
    struct Place {
        let letter: String
    }

    let sheet: String
    /// The columns that the table has, by name.
    private(set) var places: [String: Place] = [:]
    private(set) var rows: [Row] = []
    private(set) var faults: [TableFault] = []

    /// Sheets that an export adds for people; never read.
    static let choicesSheet = "choices", columnsSheet = "columns"

    static var limits: WorkbookLimits {
        var limits = WorkbookLimits()
        limits.rows = TablePlan.mostRows + 1
        limits.columns = 200
        // The longest text of a form, in a script of two to four bytes a letter.
        limits.cellBytes = 100_000
        return limits
    }

    /// - Throws: what makes the file unreadable as a whole. What is wrong inside stands in `faults`.
    init(_ bytes: [UInt8], _ shape: TableShape) throws(TableRefused) {
        let (sheet, remarks) = try Self.sheet(bytes, shape.form.name)
        self.sheet = sheet.name
        readHeader(sheet, shape)
        for row in sheet.rows where row.number > 1 { read(row) }
        for remark in remarks where remark.sheet == sheet.name { add(remark) }
    }

    private static func sheet(_ bytes: [UInt8], _ form: String) throws(TableRefused) -> (Sheet, [WorkbookRemark]) {
        do throws(WorkbookFault) {
            // A workbook begins as any ZIP archive, or is an old one that the reader names as such; the rest is text.
            let isBook = bytes.starts(with: [0x50, 0x4B]) || bytes.starts(with: [0xD0, 0xCF, 0x11, 0xE0])
            guard isBook else { return (try Workbook.sheet(csv: bytes, name: form, limits: limits), []) }
            let book = try Workbook.read(bytes, limits: limits)
            let own = book.sheets.filter { ![choicesSheet, columnsSheet].contains($0.name.lowercased()) }
            guard let sheet = book.sheet(form) ?? own.first else { throw WorkbookFault(.noSheets) }
            return (sheet, book.remarks)
        } catch {
            throw TableRefused(.unreadable(error))
        }
    }

    private mutating func readHeader(_ sheet: Sheet, _ shape: TableShape) {
        guard let header = sheet.rows.first, header.number == 1 else {
            add(.noHeader, row: 1)
            return
        }
        for cell in header.cells {
            let name = TableText.plain(cell.text)
            let known = shape.column(name) ?? shape.column(name.lowercased())
            guard let known else {
                add(.unknownColumn, row: 1, letter: cell.letter, cell: name, suggestion: Suggestion.nearest(to: name, among: shape.columns.map(\.name)))
                unread.insert(cell.column)
                continue
            }
            if places[known.name] != nil {
                add(.repeatedColumn, row: 1, column: known.name, letter: cell.letter, cell: name)
                unread.insert(cell.column)
            } else {
                places[known.name] = Place(letter: cell.letter)
                names[cell.column] = known.name
            }
        }
    }

    private mutating func read(_ row: Sheet.Row) {
        var cells: [String: String] = [:]
        for cell in row.cells {
            let text = TableText.trimmed(cell.text)
            guard !text.isEmpty else { continue }
            if let name = names[cell.column] {
                cells[name] = TableText.unmarked(text)
            } else if unread.insert(cell.column).inserted {
                add(.namelessColumn, row: row.number, letter: cell.letter, cell: text)
            }
        }
        if !cells.isEmpty { rows.append(Row(number: row.number, cells: cells)) }
    }

    /// Column number → name.
    private var names: [Int: String] = [:]
    /// Columns that a fault was told of.
    private var unread: Set<Int> = []

    /// What reading left out would clear an answer: it is an error here, though none in a form.
    private mutating func add(_ remark: WorkbookRemark) {
        let code: TableFault.Code
        switch remark.code {
        // Neither says what the answer is.
        case .errorValue, .formulaWithoutResult: code = .errorValue
        case .mergedCells: code = .mergedCells
        case .formulaResult: code = .formulaResult
        case .hiddenSheet, .macrosIgnored: return
        }
        let name = places.first { $0.value.letter == remark.column }?.key ?? ""
        add(code, remark.code == .formulaResult ? .warning : .error, row: remark.row, column: name, letter: remark.column)
    }

    private mutating func add(_ code: TableFault.Code, _ severity: TableFault.Severity = .error, row: Int, column: String = "", letter: String = "",
                              cell: String = "", suggestion: String? = nil) {
        faults.append(TableFault(severity: severity, code: code, sheet: sheet, row: row, column: column, letter: letter, cell: String(cell.prefix(80)),
                                 suggestion: suggestion, message: LocalizedText(), other: nil, record: nil))
    }
}
