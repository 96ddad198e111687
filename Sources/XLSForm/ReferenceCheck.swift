/// `${name}` anywhere in the workbook.
extension FormChecker {
    func checkReferences() {
        if let table = settingsTable { scan(table) { _ in true } }
        if let table = entitiesTable { scan(table) { !["list name", "list_name", "repeat"].contains($0.title) } }
        if let table = survey { scan(table) { !["type", "name", "trigger"].contains($0.path[0]) } }
        if let table = choicesTable { scan(table) { ["label", "image", "audio", "video", "big-image"].contains($0.path[0]) } }
    }

    private func scan(_ table: SheetTable, _ wanted: (SheetTable.Header) -> Bool) {
        var inTree: [String: Int] = [:]
        root.walk { node in
            if node.kind != .external { inTree[node.name, default: 0] += 1 }
        }
        inTree["instanceID", default: 0] += 1
        for row in table.rows {
            for value in row.values.values.sorted(by: { $0.header.column < $1.header.column }) where wanted(value.header) && Reference.mayOccur(value.raw) {
                check(value, table.place(row, value), row, table, inTree)
            }
        }
    }

    private func check(_ value: SheetTable.Value, _ place: Place, _ row: SheetTable.Row, _ table: SheetTable, _ inTree: [String: Int]) {
        let references: [Reference]
        do {
            references = try Reference.all(value.raw)
        } catch {
            return note(.badReference, place, "A reference must begin with ${, name a question and end with }.", mended(value.raw))
        }
        var told: Set<String> = []
        for reference in references where told.insert(reference.name).inserted {
            let name = reference.name
            guard let count = elementNames[name] else {
                note(.unknownReference, place, "There is no question named \(name).", near(name, in: elementNames.keys).map { "${\($0)}" })
                continue
            }
            if count > 1 || (inTree[name, default: 0] > 1 && resolves(value)) {
                note(.ambiguousReference, place, "More than one element of the form is named \(name), so this reference could mean either.",
                     "Rename one of them.")
            } else if inTree[name] == nil, resolves(value), table.name == "survey" {
                note(.unknownReference, place, "\(name) is a file, not a question.")
            }
        }
    }

    /// Columns whose references are looked up in the form itself; in columns of remarks any known name will do.
    private func resolves(_ value: SheetTable.Value) -> Bool {
        ["bind", "control", "label", "hint", "guidance_hint", "default", "choice_filter", "instance", "media"].contains(value.header.path[0])
    }

    /// `${ name }` → `${name}`.
    private func mended(_ text: String) -> String? {
        guard let open = text.firstRange(of: "${") else { return nil }
        let inner = text[open.upperBound...].prefix { $0 != "}" }
        let name = Words.trimmed(String(inner))
        if Words.isName(name, prefixed: false) { return "${\(name)}" }
        let word = String(name.prefix { $0.unicodeScalars.allSatisfy { Words.startsName($0) || Words.continuesName($0) } })
        return elementNames[word] != nil ? "${\(word)}" : nil
    }
}
