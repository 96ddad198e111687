import Workbook

/// Cells whose text is lost: a spreadsheet error in place of a result, or a formula that was never worked out.
extension FormChecker {
    private static let errorTexts: Set = ["#REF!", "#NAME?", "#VALUE!", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!", "#CALC!", "#N/A"]

    /// An error where the column means something: the form would silently lack a rule, a text or a mark.
    func checkSpreadsheetErrors() {
        let tables = [survey, choicesTable, settingsTable, entitiesTable].compactMap(\.self)
        for remark in book.remarks where remark.code.losesText && isFormSheet(remark.sheet) {
            let table = tables.first { $0.name == remark.sheet.lowercased() } ?? (book.sheets.count == 1 ? survey : nil)
            let header = table?.headers.first { Sheet.letter($0.column) == remark.column }
            let place = Place(sheet: table?.name ?? remark.sheet, row: remark.row, column: header?.title ?? "", letter: remark.column)
            if !options.isStored, let table, remark.row == 1 || header.map({ means($0, in: table) }) ?? false {
                note(.workbook, place, remark.words)
            } else {
                warn(.workbook, place, remark.words)
            }
        }
        guard !options.isStored else { return }
        // A CSV of the same spreadsheet holds the error as a text.
        for table in tables {
            for row in table.rows {
                for value in row.values.values where Self.errorTexts.contains(value.text) && means(value.header, in: table) {
                    note(.workbook, table.place(row, value), "The cell shows a spreadsheet error; what should stand here is lost.")
                }
            }
        }
    }

    /// Whether anything reads the column.
    private func means(_ header: SheetTable.Header, in table: SheetTable) -> Bool {
        let first = header.path[0]
        if first == "cm" || first.hasPrefix("kobo") { return true }
        let words = switch table.name {
        case "survey": Vocabulary.survey
        case "choices": Vocabulary.choices
        case "settings": Vocabulary.settings
        default: Vocabulary.entities
        }
        // Every further column of the choices can be filtered by.
        return table.name == "choices" || words.columns.contains(first) || words.aliases.values.contains { $0[0] == first }
    }
}
