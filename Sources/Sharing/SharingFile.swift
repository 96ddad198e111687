public import Foundations

/// The wrong cells of a file of this module. Rows count from 1 as a spreadsheet shows them.
public struct SharingFault: KinboxFault, Equatable {
    public struct Cell: Sendable, Equatable {
        public let row: Int
        public let column: String
        public let code: String
        public let word: String
    }

    public let file: String
    public let cells: [Cell]

    public var code: String { "sharing-file" }
    public var whatHappened: String {
        let first = cells.first.map { ": row \($0.row), column \($0.column): \($0.code)\($0.word.isEmpty ? "" : " (\($0.word))")" } ?? ""
        return "\(file) has \(cells.count) wrong cell\(cells.count == 1 ? "" : "s")\(first)."
    }
    public var whatIsSafe: String { "Nothing was changed." }
    public var whatToDo: String { "Correct the file; assets/standard/README.md says what may stand in it." }
    public var exitCode: Int32 { 1 }
}

/// A table on its way in: bounded, its faults collected.
struct SharingFile {
    static let mostRows = 500, mostBytes = 2_000, mostWords = 100

    struct Row {
        let number: Int
        let cells: [String: String]
        /// Empty where the cell is.
        subscript(_ column: String) -> String { cells[column] ?? "" }
    }

    let name: String
    private(set) var rows: [Row] = []
    private(set) var faults: [SharingFault.Cell] = []

    init(_ name: String, _ cells: [[String]], columns: [String]) {
        self.name = name
        let header = (cells.first ?? []).prefix(50).map(Self.trimmed)
        for column in columns where header.filter({ $0 == column }).count != 1 {
            faults.append(.init(row: 1, column: column, code: "column-once", word: ""))
        }
        guard faults.isEmpty else { return }
        if cells.count > Self.mostRows + 1 { faults.append(.init(row: Self.mostRows + 2, column: "", code: "too-many-rows", word: "")) }
        for (place, line) in cells.dropFirst().prefix(Self.mostRows).enumerated() {
            var named: [String: String] = [:]
            for (column, cell) in zip(header, line) where columns.contains(column) {
                if cell.utf8.count > Self.mostBytes {
                    faults.append(.init(row: place + 2, column: column, code: "too-long", word: ""))
                } else {
                    named[column] = Self.trimmed(cell)
                }
            }
            if named.values.contains(where: { !$0.isEmpty }) { rows.append(Row(number: place + 2, cells: named)) }
        }
    }

    mutating func fault(_ row: Row, _ column: String, _ code: String, _ word: String = "") {
        faults.append(.init(row: row.number, column: column, code: code, word: String(word.prefix(60))))
    }

    /// The words of a cell; `*` is all there are.
    mutating func words<Word: RawRepresentable & CaseIterable>(_ row: Row, _ column: String) -> [Word] where Word.RawValue == String {
        if row[column] == "*" { return Array(Word.allCases) }
        let texts = list(row, column)
        if texts.isEmpty { fault(row, column, "missing") }
        return texts.compactMap { text in
            let word = Word(rawValue: text)
            if word == nil { fault(row, column, "unknown-word", text) }
            return word
        }
    }

    /// The words of a cell as they stand, at most `mostWords`.
    mutating func list(_ row: Row, _ column: String) -> [String] {
        let texts = row[column].split(separator: " ").map(String.init)
        if texts.count > Self.mostWords { fault(row, column, "too-many-words") }
        return Array(texts.prefix(Self.mostWords))
    }

    /// - Throws: what was found wrong, at most 100 cells.
    func finish() throws(SharingFault) {
        if !faults.isEmpty { throw SharingFault(file: name, cells: Array(faults.prefix(100))) }
    }

    private static func trimmed(_ text: String) -> String {
        var rest = text[...]
        while rest.first?.isWhitespace == true || rest.first == "\u{FEFF}" { rest = rest.dropFirst() }
        while rest.last?.isWhitespace == true { rest = rest.dropLast() }
        return String(rest)
    }
}
