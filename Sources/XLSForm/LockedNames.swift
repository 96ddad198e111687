extension XLSForm {
    /// The form's name as the workbook gives it.
    public func name(else fallback: String) -> String { checker.settings["id_string"] ?? fallback }

    /// Locked fields of the form in use that this one no longer has, also where it has errors: those are mostly what
    /// follows from it.
    public func missingLocked(of old: FormSheets) -> [XLSFormFault] {
        guard let survey = checker.survey else { return [] }
        let known = VersionOfForm(old)
        let rows = survey.rows.filter { $0["type"] != nil && $0["name"] != nil }
        let names = Set(rows.compactMap { $0["name"] })
        var taken: Set<Int> = []
        return known.fields.filter { $0.locked && !names.contains($0.name) }.map { field in
            let labels = Set(field.labels.values)
            let twin = rows.first { row in
                !taken.contains(row.number) && known.byKey[row["name"]!] == nil && !labels.isEmpty
                    && !labels.isDisjoint(with: row.all("label").map(\.text))
            }
            guard let twin, let name = twin["name"] else {
                return XLSFormFault(.lockedName, at: Place(sheet: "survey"), "\(field.name) is locked; this form no longer has it.",
                                    suggestion: field.hideable ? "Put its row back. To hide it, write false() under relevant." : "Put its row back.")
            }
            taken.insert(twin.number)
            return XLSFormFault(.lockedName, at: survey.place(twin, "name"), "\(field.name) is locked; row \(twin.number) now calls it \(name).", suggestion: field.name)
        }
    }
}
