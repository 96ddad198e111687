public import Workbook

extension FormSheets {
    /// An XLSForm that pyxform, ODK and KoBo take, and that comes back unchanged when it is read again: what only this
    /// product knows stands in columns under `cm::`.
    public func exported() -> Workbook {
        var copy = self
        let label = survey.header.first { $0 == "label" || $0.hasPrefix("label::") } ?? "label"
        copy.survey = FormSheets.changed(survey) { row in FormSheets.forOthers(&row, label: label) }
        // pyxform puts each column of the choices into the form and can't take one with parts.
        copy.choices = FormSheets.changed(choices) { row in
            for (column, text) in row where column.hasPrefix("cm::") {
                row[column] = nil
                row[column.replacing("::", with: "_")] = text
            }
        }
        copy.settings = FormSheets.changed(settings) { row in
            guard row["form_title"] == nil else { return }
            let titles = row.filter { $0.key.hasPrefix("cm::title::") }
            row["form_title"] = titles["cm::title::" + (row["default_language"] ?? "")] ?? titles.min { $0.key < $1.key }?.value
        }
        return copy.workbook()
    }

    private static let unseen: Set = ["calculate", "hidden", "start", "end", "today", "username", "deviceid", "end_group", "end_repeat", "begin_group",
                                      "begin_repeat"]

    private static func forOthers(_ row: inout [String: String], label: String) {
        if row["type"] == "signature" {
            row["type"] = "image"
            row["cm::type"] = "signature"
            row["appearance"] = (["signature"] + (row["appearance"]?.split(separator: " ").map(String.init) ?? [])).joined(separator: " ")
        }
        if row["type"] == "calculate", row["calculation"] == nil {
            row["type"] = "hidden"
            row["cm::type"] = "calculate"
        }
        if !unseen.contains(row["type"] ?? ""), !row.keys.contains(where: { ["label", "hint"].contains(Words.split($0, at: "::")[0]) }) {
            row[label] = Words.readable(row["name"] ?? "")
        }
    }

    /// The order of columns stays, new ones follow, and those that became empty go.
    private static func changed(_ table: Table, _ change: (inout [String: String]) -> Void) -> Table {
        var out = Table()
        out.header = table.header
        for row in table.rows {
            var cells = row.cells
            change(&cells)
            out.add(Row(source: row.source, cells: cells))
        }
        if !out.rows.isEmpty { out.header = out.header.filter { column in out.rows.contains { $0.cells[column] != nil } } }
        return out
    }
}
