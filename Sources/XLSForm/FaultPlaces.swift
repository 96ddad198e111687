extension XLSForm {
    /// A fault about the form that only the site knows of, at a cell of the settings: where its author finds it.
    /// - Parameter column: canonical, `cm::rights_as`.
    public func fault(_ code: XLSFormCode, setting column: String, _ words: String, suggestion: String?) -> XLSFormFault {
        guard let table = checker.settingsTable, let row = table.rows.first else {
            return XLSFormFault(code, at: Place(sheet: "settings", column: column), words, suggestion: suggestion)
        }
        let path = column == "form_id" ? "id_string" : column
        if row.values[path] != nil { return XLSFormFault(code, at: table.place(row, path), words, suggestion: suggestion) }
        let header = table.headers.first { $0.path.joined(separator: "::") == path }.map { table.place($0) }
        return XLSFormFault(code, at: Place(sheet: "settings", row: row.number, column: header?.column ?? column, letter: header?.letter ?? ""), words,
                            suggestion: suggestion)
    }

    /// A remark about one question.
    /// - Parameter row: as the canonical sheets name their source.
    public func remark(_ code: XLSFormCode, row source: Int, column: String, _ words: String, suggestion: String? = nil) -> XLSFormFault {
        guard let table = checker.survey, let row = table.rows.first(where: { $0.number == source }) else {
            return XLSFormFault(code, .warning, at: Place(sheet: "survey", row: source, column: column), words, suggestion: suggestion)
        }
        return XLSFormFault(code, .warning, at: table.place(row, column), words, suggestion: suggestion)
    }

    /// The known word that is spelled most like one.
    public static func nearest(_ word: String, in known: [String]) -> String? { Words.nearest(word, in: known) }
}

extension XLSFormReport {
    /// The report with more faults, in the order of the sheets.
    public func adding(_ more: [XLSFormFault]) -> XLSFormReport { XLSFormReport(faults + more) }
}
