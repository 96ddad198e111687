extension FormChecker {
    func readChoices() {
        guard let table = choicesTable, !table.rows.isEmpty else { return }
        if table.header("name") == nil {
            let near = table.headers.first { Words.nearest($0.title, in: ["name"]) != nil }
            note(.missingHeader, near.map { table.place($0) } ?? Place(sheet: "choices", row: 1, column: "name"),
                 "The choices have no column name.", near.map { "Rename \($0.title) to name." })
        }
        if table.header("list name") == nil {
            warn(.missingHeader, Place(sheet: "choices", row: 1, column: "list_name"), "The choices have no column list_name, so none of them is used.")
        }
        for header in table.headers where header.path[0] != "list name" && header.path[0].contains(" ") {
            warn(.badHeader, table.place(header), "A column of the choices must not have blanks in its name; this one was not read.",
                 Words.madeName(header.path[0]))
        }
        for header in table.headers where header.path.count > 1 {
            guard !["label", "media", "cm", "name", "list name"].contains(header.path[0]), !header.path[0].contains(" "),
                  table.rows.contains(where: { $0.values[header.path.joined(separator: "::")] != nil && $0["list name"] != nil }) else { continue }
            note(.badHeader, table.place(header), "A column of the choices can't have languages or parts unless it is label, image, audio or video.")
        }
        for row in table.rows {
            guard let list = row["list name"] else {
                if row["name"] != nil {
                    warn(.ignoredRow, table.place(row), "This choice names no list and was not read.")
                }
                continue
            }
            if lists[list] == nil { listOrder.append(list) }
            lists[list, default: []].append(ChoiceRow(name: row["name"] ?? "", row: row))
        }
        let allowed = Words.yesNo(settings["allow_choice_duplicates"]) ?? false || options.repairs.contains(.repeatedChoices)
        for list in listOrder { check(list, table, repeatsAllowed: allowed) }
    }

    private func check(_ list: String, _ table: SheetTable, repeatsAllowed: Bool) {
        var first: [String: Int] = [:]
        for choice in lists[list] ?? [] {
            guard choice.row["name"] != nil else {
                note(.missingName, table.place(choice.row, "name"), "This choice of \(list) has no name.", choice.row["label"].flatMap { Words.madeName($0.lowercased()) })
                continue
            }
            if !choice.row.has("label") {
                warn(.missingLabel, table.place(choice.row, "label"), "The choice \(choice.name) of \(list) has no label.")
            }
            if let other = first[choice.name] {
                guard !repeatsAllowed else { continue }
                note(.repeatedChoice, table.place(choice.row, "name"), "The choice \(choice.name) is already in the list \(list), in row \(other).",
                     "Rename it, or agree to keep repeated choice names.")
            } else {
                first[choice.name] = choice.row.number
            }
        }
    }
}
