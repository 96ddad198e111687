/// A spreadsheet reduced to what people typed: named sheets of rows of text cells. However it came (.xlsx, CSV, Markdown
/// tables), everything after the readers sees only this.
public struct Workbook: Sendable, Equatable {
    public var sheets: [Sheet]
    /// What was left out or seemed odd while reading; nothing here stops the import.
    public var remarks: [WorkbookRemark]

    public init(sheets: [Sheet] = [], remarks: [WorkbookRemark] = []) {
        self.sheets = sheets
        self.remarks = remarks
    }

    /// The first sheet whose name is this one, whatever its letter case.
    public func sheet(_ name: String) -> Sheet? {
        let wanted = name.lowercased()
        return sheets.first { $0.name.lowercased() == wanted }
    }
}

public struct Sheet: Sendable, Equatable {
    public var name: String
    public var hidden: Bool
    /// Only rows with something in them, by ascending number.
    public var rows: [Row]

    public init(name: String, hidden: Bool = false, rows: [Row] = []) {
        self.name = name
        self.hidden = hidden
        self.rows = rows
    }

    /// A sheet from rows of plain texts, the first one being row 1; empty texts become no cell.
    public init(name: String, texts: [[String]]) {
        self.init(name: name)
        for (index, line) in texts.enumerated() {
            let cells = line.enumerated().compactMap { column, text in
                text.isEmpty ? nil : Cell(column: column + 1, text: text)
            }
            if !cells.isEmpty { rows.append(Row(number: index + 1, cells: cells)) }
        }
    }

    public struct Row: Sendable, Equatable {
        /// As a spreadsheet shows it: the first row is 1.
        public var number: Int
        /// Only cells with a text, by ascending column.
        public var cells: [Cell]

        public init(number: Int, cells: [Cell]) {
            self.number = number
            self.cells = cells
        }

        public subscript(_ column: Int) -> String? {
            cells.first { $0.column == column }?.text
        }
    }

    public struct Cell: Sendable, Equatable {
        /// 1 is column A.
        public var column: Int
        public var text: String
        /// Typed by a person about a case, not by the author of a form: a writer makes it harmless where it looks like a formula.
        public var fromData: Bool

        public init(column: Int, text: String, fromData: Bool = false) {
            self.column = column
            self.text = text
            self.fromData = fromData
        }

        public var letter: String { Sheet.letter(column) }
    }

    /// 1 → `A`, 27 → `AA`.
    public static func letter(_ column: Int) -> String {
        var rest = column
        var letters: [Character] = []
        while rest > 0 {
            letters.append(Character(Unicode.Scalar(UInt8(65 + (rest - 1) % 26))))
            rest = (rest - 1) / 26
        }
        return String(letters.reversed())
    }
}

/// Something about a workbook that its author should know.
public struct WorkbookRemark: Sendable, Equatable {
    public enum Code: String, Sendable {
        case hiddenSheet = "hidden-sheet"
        case macrosIgnored = "macros-ignored"
        case formulaResult = "formula-result"
        case formulaWithoutResult = "formula-without-result"
        case errorValue = "error-value"
        case mergedCells = "merged-cells"

        /// What stood in the cell is not known.
        public var losesText: Bool { self == .errorValue || self == .formulaWithoutResult }
    }

    public let code: Code
    public let sheet: String
    /// 0 where it concerns the whole sheet or file.
    public let row: Int
    public let column: String

    public init(code: Code, sheet: String = "", row: Int = 0, column: String = "") {
        self.code = code
        self.sheet = sheet
        self.row = row
        self.column = column
    }

    /// In plain words, without the place.
    public var words: String {
        switch code {
        case .hiddenSheet: "This sheet is hidden; it was read like the others."
        case .macrosIgnored: "The file contains macros. They were not run and not kept."
        case .formulaResult: "The cell holds a spreadsheet formula; its last result was read."
        case .formulaWithoutResult: "The cell holds a spreadsheet formula whose result was never saved, so nothing could be read. Open the file in the spreadsheet and save it, or type the text itself."
        case .errorValue: "The cell shows a spreadsheet error such as #REF!; it was left out."
        case .mergedCells: "Cells are merged here; the text counts for the first of them only."
        }
    }
}
