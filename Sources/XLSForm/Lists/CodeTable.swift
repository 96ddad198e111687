public import Workbook

/// A code list, or the places of a country: one row a code, with what people call it in each language. However it came
/// (.xlsx or CSV), everything after the check sees only this.
public struct CodeTable: Sendable, Equatable {
    public enum Kind: String, Sendable {
        /// A list that forms choose from: `code`, `short_code`, `retired`.
        case list
        /// The places: `code` (a P-code where the country has them), `parent`, `level`, `weight`, `retired`.
        case places

        /// Rows that can be chosen; a file with more is refused, never cut short.
        public var mostRows: Int { self == .list ? 5_000 : 100_000 }
        /// With those that are retired: an export must be taken back.
        public var mostKept: Int { mostRows * 3 / 2 }
        /// Bytes of a code; the forms keep a place in 32.
        var longestCode: Int { self == .list ? 64 : 32 }

        var columns: [String] {
            switch self {
            case .list: ["code", "short_code", "retired"]
            case .places: ["code", "parent", "level", "weight", "retired"]
            }
        }
    }

    /// A language as the header names it, `French (fr)`, and its code.
    public struct Language: Sendable, Equatable {
        public let title: String
        public let code: String

        init(title: String) {
            self.title = title
            code = CodeTable.languageCode(title)
        }
    }

    public struct Row: Sendable, Equatable {
        /// The row of the file; 0 for one that was kept from before.
        public let source: Int
        public let code: String
        public internal(set) var shortCode = ""
        public internal(set) var retired = false
        /// The code of the place around it; empty for the outermost.
        public internal(set) var parent = ""
        public internal(set) var level = ""
        public internal(set) var weight = ""
        /// In the order of the table's languages; empty where there is none.
        public internal(set) var labels: [String]

        public static func == (a: Row, b: Row) -> Bool {
            a.code == b.code && a.shortCode == b.shortCode && a.retired == b.retired && a.parent == b.parent && a.level == b.level
                && a.weight == b.weight && a.labels == b.labels
        }
    }

    public let kind: Kind
    public let languages: [Language]
    public internal(set) var rows: [Row]

    init(kind: Kind, languages: [Language], rows: [Row]) {
        self.kind = kind
        self.languages = languages
        self.rows = rows
    }

    /// `French (fr)` → `fr`; a title without a code is its own code.
    static func languageCode(_ title: String) -> String {
        guard title.hasSuffix(")"), let open = title.lastIndex(of: "(") else { return title }
        let code = Words.trimmed(String(title[title.index(after: open)...].dropLast()))
        return code.isEmpty ? title : code
    }

    /// Language code → what a row is called.
    public func names(_ row: Row) -> [String: String] {
        var names: [String: String] = [:]
        for (language, label) in zip(languages, row.labels) where !label.isEmpty { names[language.code] = label }
        return names
    }

    /// A table that was checked when it was kept. Nil where it has no rows, or no column for codes or labels.
    public static func kept(_ book: Workbook, kind: Kind) -> CodeTable? {
        guard let sheet = book.sheets.first else { return nil }
        var reader = CodeTableReader(sheet, kind: kind, speaks: [])
        return reader.kept()
    }

    /// Row of each code; the first one counts.
    public func positions() -> [String: Int] {
        Dictionary(rows.enumerated().map { ($1.code, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// The table as a sheet for people and programs. Its cells are data: what looks like a formula is made harmless by the writers.
    public func sheet(named name: String) -> Sheet {
        let header = kind.columns + languages.map { "label::" + $0.title }
        var sheet = Sheet(name: name, texts: [header])
        sheet.rows.reserveCapacity(rows.count + 1)
        for (index, row) in rows.enumerated() {
            let texts = kind.columns.map { row.text($0) } + row.labels
            var cells: [Sheet.Cell] = []
            for (column, text) in texts.enumerated() where !text.isEmpty { cells.append(Sheet.Cell(column: column + 1, text: text, fromData: true)) }
            sheet.rows.append(Sheet.Row(number: index + 2, cells: cells))
        }
        return sheet
    }

    public func workbook(named name: String) -> Workbook { Workbook(sheets: [sheet(named: name)]) }

    /// This table, and behind its rows those of an older one that it no longer names, retired: a code is never taken away,
    /// for records may hold it. Labels in languages that this table does not have are dropped.
    public func keeping(_ old: CodeTable) -> CodeTable {
        let known = Set(rows.map(\.code))
        var next = self
        for row in old.rows where !known.contains(row.code) {
            let names = old.names(row)
            var kept = Row(source: 0, code: row.code, labels: languages.map { names[$0.code] ?? "" })
            // Something must still say what it was.
            if kept.labels.allSatisfy(\.isEmpty), !kept.labels.isEmpty { kept.labels[0] = row.labels.first { !$0.isEmpty } ?? row.code }
            kept.shortCode = row.shortCode
            kept.retired = true
            kept.parent = row.parent
            kept.level = row.level
            kept.weight = row.weight
            next.rows.append(kept)
        }
        return next
    }
}

extension CodeTable.Row {
    func text(_ column: String) -> String {
        switch column {
        case "code": code
        case "short_code": shortCode
        case "retired": retired ? "yes" : ""
        case "parent": parent
        case "level": level
        case "weight": weight
        default: ""
        }
    }
}
