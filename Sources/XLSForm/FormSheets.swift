public import Workbook

/// A form in one spelling: canonical column names and types, one row a question, names unique over the whole form. The
/// engine reads it, pyxform accepts it, and two versions of it can be compared row by row.
public struct FormSheets: Sendable, Equatable {
    public struct Table: Sendable, Equatable {
        public internal(set) var header: [String] = []
        public internal(set) var rows: [Row] = []

        /// Columns that hold nothing are left out when written.
        mutating func add(_ row: Row) {
            for column in row.cells.keys.sorted() where !header.contains(column) { header.append(column) }
            rows.append(row)
        }

        /// Puts the columns into this order; those that it does not name follow as they stand.
        mutating func arrange(as order: [String]) {
            header = order.filter { header.contains($0) } + header.filter { !order.contains($0) }
        }
    }

    public struct Row: Sendable, Equatable {
        /// The row of the upload it came from; 0 for one that was made.
        public let source: Int
        public internal(set) var cells: [String: String]

        public subscript(_ column: String) -> String? { cells[column] }

        /// The texts of a column by language; the bare column has the language "".
        func texts(_ column: String) -> [String: String] {
            var found: [String: String] = [:]
            for (key, text) in cells {
                if key == column { found[""] = text } else if key.hasPrefix(column + "::") { found[String(key.dropFirst(column.count + 2))] = text }
            }
            return found
        }
    }

    public internal(set) var survey = Table()
    public internal(set) var choices = Table()
    public internal(set) var settings = Table()
    /// Sheets kept as they are: KoBo's locking profiles, external choices, entities.
    public internal(set) var others: [Sheet] = []

    public var name: String { settings.rows.first?["form_id"] ?? "" }

    /// Three sheets for people and programs: usual columns first, then the rest in the order of the upload.
    public func workbook() -> Workbook {
        Workbook(sheets: [FormSheets.sheet("survey", survey, first: FormSheets.surveyOrder),
                          FormSheets.sheet("choices", choices, first: ["list_name", "name", "label"]),
                          FormSheets.sheet("settings", settings, first: ["form_id", "version", "default_language", "form_title"])] + others)
    }

    /// The same as CSV texts, as the engine's reader takes them.
    public var csv: (survey: String, choices: String, settings: String) {
        let files = workbook().sheets
        return (files[0].csv(), files[1].csv(), files[2].csv())
    }

    static let surveyOrder = ["type", "name", "label", "hint", "guidance_hint", "required", "required_message", "relevant", "constraint",
                              "constraint_message", "calculation", "default", "read_only", "appearance", "choice_filter", "repeat_count",
                              "parameters", "trigger"]

    private static func sheet(_ name: String, _ table: Table, first: [String]) -> Sheet {
        func rank(_ column: String) -> Int {
            let base = Words.split(column, at: "::")[0]
            if let index = first.firstIndex(of: base) { return index }
            return base == "cm" ? first.count + 1 : first.count
        }
        let header = table.header.enumerated().sorted { (rank($0.element), $0.offset) < (rank($1.element), $1.offset) }.map(\.element)
        return Sheet(name: name, texts: [header] + table.rows.map { row in header.map { row.cells[$0] ?? "" } })
    }
}

extension FormSheets {
    /// The same form under another version number, which the site gives and not the file.
    public func numbered(_ version: Int) -> FormSheets {
        var copy = self
        guard !copy.settings.rows.isEmpty else { return self }
        copy.settings.rows[0].cells["version"] = String(version)
        if !copy.settings.header.contains("version") { copy.settings.header.append("version") }
        return copy
    }
}
