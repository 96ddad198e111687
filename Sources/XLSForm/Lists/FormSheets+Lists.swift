/// How a form follows a change of a code list whose choices it carries.
extension FormSheets {
    /// Whether the form has choices of that name.
    public func carries(_ list: String) -> Bool { choices.rows.contains { $0["list_name"] == list } }

    /// Whether the form offers every code of the list that can be chosen: then it offers new ones too. A form with a part
    /// of the list keeps its part, and so does one whose choices carry columns of its own, for its filters would hide what
    /// has none.
    public func offersWhole(_ list: String, of table: CodeTable) -> Bool {
        let rows = choices.rows.filter { $0["list_name"] == list }
        let offered = Set(rows.filter { !VersionOfForm.Field.says($0["cm::retire"]) }.compactMap { $0["name"] })
        let plain = rows.allSatisfy { row in
            row.cells.keys.allSatisfy { $0 == "list_name" || $0 == "name" || $0 == "label" || $0.hasPrefix("label::") || $0.hasPrefix("cm::") }
        }
        return plain && !offered.isEmpty && table.rows.allSatisfy { $0.retired || offered.contains($0.code) }
    }

    /// The form with what changed in the list: labels and retirement of the choices it has; new codes where it offers the
    /// whole list, each behind the code that it follows in the list. Codes that the newer table does not know at all (the
    /// list goes back to before they were added) are taken out; records that hold them show them as before.
    /// - Returns: the same form where nothing of it changes.
    public func following(_ list: String, from old: CodeTable, to new: CodeTable) -> FormSheets {
        guard carries(list) else { return self }
        let whole = offersWhole(list, of: old)
        let older = old.positions(), newer = new.positions()
        let columns = choices.header.filter { $0.hasPrefix("label::") }
        var copy = self
        var rows: [Row] = []
        for row in choices.rows {
            guard row["list_name"] == list, let code = row["name"], let was = older[code] else { rows.append(row); continue }
            guard let now = newer[code] else { continue }
            rows.append(row.following(columns, from: (old, old.rows[was]), to: (new, new.rows[now])))
        }
        if whole {
            var present = Set(rows.filter { $0["list_name"] == list }.compactMap { $0["name"] })
            var before: String?
            for row in new.rows {
                defer { before = present.contains(row.code) ? row.code : before }
                guard !row.retired, present.insert(row.code).inserted else { continue }
                let names = new.names(row)
                var cells = ["list_name": list, "name": row.code]
                for column in columns { cells[column] = names[CodeTable.languageCode(String(column.dropFirst(7)))] }
                let place = rows.lastIndex { $0["list_name"] == list && $0["name"] == before }.map { $0 + 1 }
                    ?? rows.firstIndex { $0["list_name"] == list } ?? rows.count
                rows.insert(Row(source: 0, cells: cells), at: place)
            }
        }
        copy.choices = Table()
        copy.choices.header = choices.header
        for row in rows { copy.choices.add(row) }
        copy.choices.header.removeAll { column in column.hasPrefix("cm::") && !rows.contains { $0.cells[column] != nil } }
        return copy
    }

    /// Whether both ask the same, whatever their version numbers.
    public func asksLike(_ other: FormSheets) -> Bool {
        let mine = numbered(1).csv, its = other.numbered(1).csv
        return mine.survey == its.survey && mine.choices == its.choices && mine.settings == its.settings
    }
}

extension FormSheets.Row {
    /// Only what changed in the list: what a form says otherwise on purpose stays until the list changes it.
    fileprivate func following(_ columns: [String], from old: (table: CodeTable, row: CodeTable.Row), to new: (table: CodeTable, row: CodeTable.Row)) -> FormSheets.Row {
        var copy = self
        let before = old.table.names(old.row), after = new.table.names(new.row)
        for column in columns {
            let language = CodeTable.languageCode(String(column.dropFirst(7)))
            guard before[language] != after[language] else { continue }
            copy.cells[column] = after[language]
        }
        if old.row.retired != new.row.retired { copy.cells["cm::retire"] = new.row.retired ? "yes" : nil }
        return copy
    }
}
