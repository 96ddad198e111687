/// A CSV text with a header row. Header names are cleaned as pyxform does: spaces around them and around
/// `::` go, letter case of the part before `::` does not matter. An empty row is skipped, but keeps its number.
public struct CSVTable: Sendable {
    public struct Row: Sendable {
        /// As a spreadsheet shows it; the header is row 1.
        public let number: Int
        let cells: [String]
        let columns: [String: Int]

        /// The trimmed cell, or nothing when the column is missing or the cell empty.
        public subscript(_ column: String) -> String? {
            guard let index = columns[column], index < cells.count else { return nil }
            let text = cells[index].trimmedSpaces
            return text.isEmpty ? nil : text
        }
    }

    public let header: [String]
    public let rows: [Row]
    /// Header names that occur twice; the first one counts.
    public let repeatedColumns: [String]

    public init(_ text: String, limits: CSVLimits = CSVLimits()) throws(CSVFault) {
        try self.init(cells: CSV.parse(text, limits: limits))
    }

    public init(cells: [[String]]) {
        var header: [String] = []
        var columns: [String: Int] = [:]
        var repeated: [String] = []
        for (index, raw) in (cells.first ?? []).enumerated() {
            let name = CSVTable.cleaned(raw)
            header.append(name)
            guard !name.isEmpty else { continue }
            if columns[name] == nil { columns[name] = index } else { repeated.append(name) }
        }
        var rows: [Row] = []
        for (index, line) in cells.enumerated().dropFirst() {
            if line.allSatisfy({ $0.trimmedSpaces.isEmpty }) { continue }
            rows.append(Row(number: index + 1, cells: line, columns: columns))
        }
        self.header = header
        self.rows = rows
        self.repeatedColumns = repeated
    }

    /// Columns `base::Language (code)` as (code, column); a bare `base` is the language `default`.
    public func languages(of base: String) -> [(code: String, column: String)] {
        var found: [(code: String, column: String)] = []
        for column in header {
            if column == base {
                found.append((code: "default", column: column))
            } else if column.hasPrefix(base + "::") {
                let title = String(column.dropFirst(base.utf8.count + 2))
                found.append((code: CSVTable.languageCode(title), column: column))
            }
        }
        return found
    }

    /// `French (fr)` → `fr`; a title without a code is its own code.
    static func languageCode(_ title: String) -> String {
        guard title.hasSuffix(")"), let open = title.lastIndex(of: "(") else { return title }
        let code = String(title[title.index(after: open)...].dropLast()).trimmedSpaces
        return code.isEmpty ? title : code
    }

    private static func cleaned(_ raw: String) -> String {
        var parts: [String] = []
        var rest = Substring(raw)
        while let mark = firstDoubleColon(rest) {
            parts.append(String(rest[..<mark]).trimmedSpaces)
            rest = rest[rest.index(mark, offsetBy: 2)...]
        }
        parts.append(String(rest).trimmedSpaces)
        parts[0] = parts[0].lowercased()
        return parts.joined(separator: "::")
    }

    private static func firstDoubleColon(_ text: Substring) -> Substring.Index? {
        var index = text.startIndex
        while index < text.endIndex {
            let next = text.index(after: index)
            if text[index] == ":", next < text.endIndex, text[next] == ":" { return index }
            index = next
        }
        return nil
    }
}

extension String {
    /// Without ASCII blanks, line ends and no-break spaces at both ends.
    var trimmedSpaces: String {
        func blank(_ c: Unicode.Scalar) -> Bool {
            c == " " || c == "\t" || c == "\n" || c == "\r" || c == "\u{A0}"
        }
        var view = unicodeScalars[...]
        while let first = view.first, blank(first) { view = view.dropFirst() }
        while let last = view.last, blank(last) { view = view.dropLast() }
        return String(view)
    }

    /// The words of a cell such as `a b  c`.
    var words: [String] {
        split(whereSeparator: { $0 == " " || $0 == "\t" || $0 == "\n" }).map(String.init)
    }
}
