import Workbook

/// A sheet after header clean-up: cells are found by a path such as `label::French (fr)` or `bind::relevant`, whatever
/// alias its author wrote.
struct SheetTable {
    struct Header {
        /// As written, spaces around it and runs of spaces within it removed.
        let title: String
        let column: Int
        let path: [String]
    }

    struct Value {
        var text: String
        /// Before white space was cleaned.
        let raw: String
        let header: Header
    }

    struct Row {
        let number: Int
        var values: [String: Value] = [:]

        subscript(_ path: String) -> String? { values[path]?.text }

        /// `label`, or any language of it.
        func has(_ path: String) -> Bool { values[path] != nil || values.keys.contains { $0.hasPrefix(path + "::") } }

        /// The texts of all languages.
        func all(_ path: String) -> [Value] {
            values.filter { $0.key == path || $0.key.hasPrefix(path + "::") }.map(\.value).sorted { $0.header.column < $1.header.column }
        }
    }

    let name: String
    let headers: [Header]
    let rows: [Row]
    var faults: [XLSFormFault] = []
    /// The first text of each column that has no header, where there are others beside it.
    let strays: [Place]

    func place(_ row: Row, _ path: String? = nil) -> Place {
        guard let path, let value = row.values[path] else { return Place(sheet: name, row: row.number, column: path ?? "") }
        return place(row, value)
    }

    func place(_ row: Row, _ value: Value) -> Place {
        Place(sheet: name, row: row.number, column: value.header.title, letter: Sheet.letter(value.header.column), cell: value.raw)
    }

    func place(_ header: Header) -> Place {
        Place(sheet: name, row: 1, column: header.title, letter: Sheet.letter(header.column), cell: header.title)
    }

    func header(_ first: String) -> Header? { headers.first { $0.path.first == first } }

    /// - Parameters:
    ///   - tidies: whether runs of blanks within a cell become one, as the survey sheet wants it.
    ///   - words: the vocabulary of this sheet's headers.
    init(_ sheet: Sheet, named name: String, words: HeaderWords, tidies: Bool) {
        self.name = name
        let titles = SheetTable.titles(sheet)
        let double = titles.contains { $0.title.contains("::") }
        var headers: [Header] = []
        var byTitle: [String: Int] = [:]
        var byPath: [[String]: String] = [:]
        var faults: [XLSFormFault] = []
        for (title, column) in titles {
            let place = Place(sheet: name, row: 1, column: title, letter: Sheet.letter(column), cell: title)
            if byTitle.updateValue(column, forKey: title) != nil {
                faults.append(XLSFormFault(.repeatedHeader, at: place, "The column \(title) is there twice.", suggestion: "Delete or rename one of them."))
                continue
            }
            let (renamed, path) = words.path(of: title, double: double)
            if let other = byPath[path], renamed != title {
                faults.append(XLSFormFault(.repeatedHeader, at: place, "\(other) and \(title) are two names of the same column.",
                                           suggestion: "Rename or remove one of them."))
            }
            byPath[path] = title
            headers.append(Header(title: title, column: column, path: path))
        }
        self.headers = headers
        let titled = Set(titles.map(\.column)), lastTitled = titled.max() ?? 0
        var strays: [Int: Place] = [:]
        for row in sheet.rows where row.number > 1 && row.number < 2_000 {
            for cell in row.cells where !titled.contains(cell.column) && cell.column <= lastTitled + 1 && strays[cell.column] == nil && strays.count < 20
                && cell.text.contains(where: { !$0.isWhitespace }) {
                strays[cell.column] = Place(sheet: name, row: row.number, letter: cell.letter, cell: cell.text)
            }
        }
        self.strays = strays.values.sorted { $0.letter < $1.letter }
        var rows: [Row] = []
        var last = 1
        for row in sheet.rows where row.number > 1 {
            // Sixty empty rows mean the end of the data; what stands below is a note to oneself.
            if row.number - last > 61 {
                faults.append(XLSFormFault(.ignoredRow, .warning, at: Place(sheet: name, row: row.number),
                                           "More than sixty empty rows come before this row, so it and the rest were not read."))
                break
            }
            var made = Row(number: row.number)
            for header in headers {
                guard let raw = row[header.column], raw.contains(where: { !$0.isWhitespace }) else { continue }
                made.values[header.path.joined(separator: "::")] = Value(text: SheetTable.cleaned(raw, tidies: tidies), raw: raw, header: header)
            }
            guard !made.values.isEmpty else { continue }
            last = row.number
            rows.append(made)
        }
        self.rows = rows
        self.faults = faults
    }

    /// The headers with their columns; a run of more than twenty empty ones ends them.
    private static func titles(_ sheet: Sheet) -> [(title: String, column: Int)] {
        guard let first = sheet.rows.first, first.number == 1 else { return [] }
        var found: [(title: String, column: Int)] = []
        var last = 0
        for cell in first.cells {
            guard cell.column - last <= 21 else { break }
            last = cell.column
            let title = Words.oneSpace(Words.trimmed(cell.text))
            if !title.isEmpty { found.append((title, cell.column)) }
        }
        return found
    }

    /// Typographic quotes become plain ones, since expressions need those; no-break spaces become spaces.
    private static func cleaned(_ raw: String, tidies: Bool) -> String {
        var text = raw
        if text.unicodeScalars.contains(where: { "\u{2018}\u{2019}\u{201C}\u{201D}\u{A0}".unicodeScalars.contains($0) }) {
            var out = ""
            for scalar in text.unicodeScalars {
                switch scalar {
                case "\u{2018}", "\u{2019}": out += "'"
                case "\u{201C}", "\u{201D}": out += "\""
                case "\u{A0}": out += " "
                default: out.unicodeScalars.append(scalar)
                }
            }
            text = out
        }
        text = Words.trimmed(text)
        return tidies ? Words.oneSpace(text) : text
    }
}

/// The header vocabulary of one kind of sheet.
struct HeaderWords {
    /// Names understood as they are.
    let columns: Set<String>
    let aliases: [String: [String]]

    /// The name by which the header was understood, and its path.
    func path(of title: String, double: Bool) -> (String, [String]) {
        if columns.contains(title), aliases[title] == nil { return (title, [title]) }
        let plain = Words.snake(title)
        if columns.contains(plain), aliases[plain] == nil { return (plain, [plain]) }
        var tokens: [String]
        if double || title.contains("::") {
            tokens = Words.split(title, at: "::").map(Words.trimmed)
        } else {
            tokens = Words.split(title, at: ":").map(Words.trimmed)
            if let jr = tokens.firstIndex(of: "jr"), jr + 1 < tokens.count {
                tokens.replaceSubrange(jr...(jr + 1), with: ["jr:" + tokens[jr + 1]])
            }
        }
        let first = Words.snake(tokens[0])
        if let alias = aliases[first] {
            tokens.replaceSubrange(0...0, with: alias)
            return (alias.count == 1 ? alias[0] : alias.joined(separator: "::"), tokens)
        }
        if columns.contains(first) {
            tokens[0] = first
            return (first, tokens)
        }
        return (title, tokens)
    }
}
