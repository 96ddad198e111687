public import FormEngine

/// What became of an accepted form.
public struct XLSFormImport: Sendable {
    public let sheets: FormSheets
    /// The check's remarks, what was adapted, and what the engine could not take; with errors there is no definition.
    public let report: XLSFormReport
    /// As the engine runs it.
    public let definition: FormDefinition?
}

extension XLSForm {
    /// The form in the canonical spelling and as the engine reads it.
    /// - Parameter name: the form's name where the workbook gives none, usually that of the file.
    /// - Returns: nil while the report has errors.
    public func imported(name: String = "form") -> XLSFormImport? {
        guard report.accepted else { return nil }
        var builder = FormSheetsBuilder(checker, name: name)
        builder.build()
        let sheets = builder.sheets
        let csv = sheets.csv
        var faults = report.faults + builder.faults
        var definition: FormDefinition?
        do {
            definition = try FormDefinition.read(survey: csv.survey, choices: csv.choices, settings: csv.settings)
        } catch {
            faults += error.faults.map { sheets.fault($0) }
        }
        return XLSFormImport(sheets: sheets, report: XLSFormReport(faults), definition: definition)
    }
}

extension XLSForm {
    /// The report, and where it has no error the rules of all kinds (not only calculations) that the engine finds waiting
    /// for each other.
    public func reportWithCircles() -> XLSFormReport {
        guard let imported = imported() else { return report }
        return XLSFormReport(report.faults + imported.report.errors.filter { $0.code == .cycle })
    }
}

extension FormSheets {
    /// A fault of the engine's reader, at the place of the upload.
    func fault(_ fault: FormFault) -> XLSFormFault {
        let table = fault.sheet == .survey ? survey : fault.sheet == .choices ? choices : settings
        let row = fault.row >= 2 && fault.row - 2 < table.rows.count ? table.rows[fault.row - 2] : nil
        let place = Place(sheet: fault.sheet.rawValue, row: row?.source ?? fault.row, column: fault.column, cell: fault.cell)
        switch fault.code {
        case .circle: return XLSFormFault(.cycle, at: place, "These rules wait for each other: \(fault.cell).")
        case .mixedPermission:
            return XLSFormFault(.badValue, at: place, "All questions of a repeat have the permission of the outermost repeat.", suggestion: "Leave the cell empty.")
        default: return XLSFormFault(.notSupported, at: place, "The form engine can't take this (\(fault.code.rawValue)).")
        }
    }
}
