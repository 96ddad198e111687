extension FormChecker {
    struct OpenSection {
        let node: FormNode
        let kind: Vocabulary.GroupKind?
        let row: SheetTable.Row?
        var names: Set<String> = ["meta"]
        var lowerNames: Set<String> = []
        let path: ContainerPath
    }

    /// The table-list state of the innermost group: nothing, waiting for its first select, or bound to that select's list.
    enum TableList: Equatable { case no, waiting, list(String) }

    func readRows() {
        guard let survey else { return }
        var open = [OpenSection(node: root, kind: nil, row: nil, path: .root)]
        var tableList = TableList.no
        for row in survey.rows {
            if let disabled = row.values["disabled"] {
                warn(.ignoredRow, survey.place(row, disabled), "The column disabled is not part of XLSForm.", "Use relevant instead.")
                if Words.yesNo(disabled.text) == true { continue }
                if row.values.count == 1 { continue }
            }
            guard let type = row["type"] else {
                if row["name"] == nil, !row.has("label") {
                    warn(.ignoredRow, survey.place(row), "A row without type, name and label was taken for a remark.")
                } else {
                    note(.missingType, Place(sheet: "survey", row: row.number, column: "type"), "This question has no type.", "text")
                }
                continue
            }
            readRow(row, type: Vocabulary.typeAliases[type] ?? type, written: type, &open, &tableList)
        }
        for section in open.dropFirst() {
            guard let row = section.row, let kind = section.kind else { continue }
            note(.unbalancedGroup, survey.place(row, "type"), "This \(kind.rawValue) is never closed.", "Add a row end_\(kind.rawValue).")
        }
    }

    private func readRow(_ row: SheetTable.Row, type: String, written: String, _ open: inout [OpenSection], _ tableList: inout TableList) {
        guard let survey else { return }
        checkTrigger(row)
        let dynamic = row["default"].map { DynamicDefault.isDynamic($0, type: type) } ?? false
        var parameters = Parameters("")!
        if let text = row["parameters"] {
            if let read = Parameters(text) {
                parameters = read
            } else {
                note(.badParameters, survey.place(row, "parameters"), "Parameters must look like key1=value1 key2=value2.")
            }
        }
        if type == "audit" { return checkAudit(row, parameters) }
        // With a column of ours the server fills it; an export says hidden, which other tools take.
        if type == "calculate", row["bind::calculate"] == nil, !dynamic, !row.values.keys.contains(where: { $0.hasPrefix("cm::") }) {
            note(.missingCalculation, Place(sheet: "survey", row: row.number, column: survey.headers.first { $0.path == ["bind", "calculate"] }?.title ?? "calculation"),
                 "This calculate question has no calculation.")
        }
        if type == "subscriberid" || type == "simserial" {
            warn(.notSupported, survey.place(row, "type"), "Today's devices no longer tell \(type).")
        }
        if Vocabulary.settingTypes[type] != nil { return }
        let begins = Self.beginning(type)
        let ends = Self.ending(type)
        var name = row["name"] ?? ""
        if ends == nil {
            if name.isEmpty, type == "note" { name = "generated_note_name_\(row.number)" }
            name = checkName(name, row, &open[open.count - 1])
        }
        checkSaveTo(row, name: name, path: open.last!.path, isContainer: begins != nil || ends != nil)
        if let ends { return close(ends, row, &open, &tableList) }
        if let begins { return begin(begins.kind, list: begins.list, name: name, row, &open, &tableList) }
        questionNames.insert(name)
        let parent = open.last!.node
        let node = FormNode(Vocabulary.externalTypes.contains(type) ? .external : .question, name: name, type: type, row: row)
        node.dynamicDefault = dynamic
        node.parameters = parameters
        if node.kind == .external { secondaryInstances.insert(Words.extensionSplit(name).base) }
        if let select = Self.select(type) {
            return readSelect(select, node, row, parent, &tableList)
        }
        parent.add(node)
        if let list = Self.osmList(type) {
            node.type = "osm"
            if let list, let osmLists, !osmLists.contains(list) {
                note(.unknownList, survey.place(row, "type"), "The list \(list) is not on the sheet osm.", near(list, in: osmLists))
            }
            return
        }
        checkParameters(node, row, parameters)
        if Vocabulary.types[type] == nil, node.kind != .external, type != "signature" {
            // A select that only lacks its list deserves a better word than "unknown".
            if let command = Vocabulary.selects.first(where: { $0.command == type })?.command {
                note(.missingList, survey.place(row, "type"), "\(command) must be followed by the name of a choice list.", lists.keys.min().map { "\(command) \($0)" })
            } else {
                note(.unknownType, survey.place(row, "type"), "The type \(written) is not known.", suggestedType(written))
            }
        }
    }

    private func suggestedType(_ written: String) -> String? {
        let lower = written.lowercased()
        if lower != written, Vocabulary.types[lower] != nil || Self.beginning(lower) != nil || Self.ending(lower) != nil || Self.select(lower) != nil { return lower }
        let words = lower.split(separator: " ", maxSplits: 1).map(String.init)
        if words.count == 2, let near = near(words[0], in: Vocabulary.selects.map(\.command)) { return near + " " + words[1] }
        if ["group", "repeat", "loop"].contains(lower) { return "begin_" + lower }
        return near(Words.snake(written), in: Vocabulary.usualTypes)
    }

    /// Notes bad, missing and repeated names. Returns the name to go on with.
    private func checkName(_ written: String, _ row: SheetTable.Row, _ section: inout OpenSection) -> String {
        guard let survey else { return written }
        var name = written
        let place = row.values["name"].map { survey.place(row, $0) }
            ?? Place(sheet: "survey", row: row.number, column: survey.header("name")?.title ?? "name")
        guard !name.isEmpty else {
            note(.missingName, place, "This question or group has no name.", row.all("label").first.flatMap { Words.madeName(String($0.text.lowercased().prefix(24))) })
            return "row_\(row.number)"
        }
        if !Words.isName(name) {
            let better = Words.madeName(name)
            if options.repairs.contains(.badNames), let better {
                name = better
            } else {
                note(.badName, place, "Names begin with a letter or _ and contain only letters, digits, _, - and .", better)
            }
        }
        elementNames[name, default: 0] += 1
        if firstRows[name] == nil { firstRows[name] = row.number }
        if !section.names.insert(name).inserted {
            if name == "meta" {
                note(.reservedName, place, "The name meta is kept for data about the form.", "meta_1")
            } else {
                note(.repeatedName, place, "The name \(name) is already taken in this group, in row \(firstRows[name] ?? 0).", name + "_\(row.number)")
            }
        } else if !section.lowerNames.insert(name.lowercased()).inserted {
            warn(.similarName, place, "Another name of this group differs from \(name) only by capital letters.")
        }
        return name
    }

    private func begin(_ kind: Vocabulary.GroupKind, list: String?, name: String, _ row: SheetTable.Row, _ open: inout [OpenSection], _ tableList: inout TableList) {
        guard let survey else { return }
        if open.count == 60 { note(.tooLarge, survey.place(row, "type"), "Groups are nested more than sixty deep.") }
        let parent = open.last!.node
        let node = FormNode(kind == .group ? .group : kind == .repeats ? .repeats : .loop, name: name, row: row)
        if kind == .repeats {
            if name == root.name {
                note(.repeatedName, survey.place(row, "name"), "A repeat must not be named like the form itself (\(root.name)).", name + "_repeat")
            } else if !repeatNames.insert(name).inserted {
                note(.repeatedName, survey.place(row, "name"), "Another repeat of this form is named \(name).", name + "_\(row.number)")
            }
            if !row.has("label"), !row.has("media") {
                warn(.missingLabel, survey.place(row), "The repeat \(name) has no label.")
            }
        }
        if kind == .loop {
            node.itemset = list
            if list == nil {
                note(.missingList, survey.place(row, "type"), "A loop must name the choice list it goes through.", "begin loop over LIST")
            } else if lists[list!] == nil {
                note(.unknownList, survey.place(row, "type"), "The list \(list!) is not on the sheet choices.", near(list!, in: lists.keys))
            }
        }
        if let count = row["control::jr:count"], Reference.only(count) == nil {
            let counter = FormNode(.question, name: name + "_count", type: "calculate")
            counter.made = ["bind::calculate": count]
            parent.add(counter)
        }
        if let appearance = row["control::appearance"], appearance.split(separator: " ").contains("table-list") {
            tableList = .waiting
            if row.has("label") || row.has("hint") {
                let heading = FormNode(.question, name: "generated_table_list_label_\(row.number)", type: "note")
                heading.made = ["label": " "]
                node.add(heading)
            }
        }
        parent.add(node)
        // Beyond the depth that was just refused everything stays on one level.
        let container = ContainerPath.Node(name: name, kind: kind)
        let flat = open.count > 60
        open.append(OpenSection(node: flat ? parent : node, kind: kind, row: row, path: flat ? open.last!.path : ContainerPath(open.last!.path.nodes + [container])))
    }

    private func close(_ kind: Vocabulary.GroupKind, _ row: SheetTable.Row, _ open: inout [OpenSection], _ tableList: inout TableList) {
        guard let survey else { return }
        tableList = .no
        guard open.count > 1, open.last!.kind == kind else {
            note(.unbalancedGroup, survey.place(row, "type"), "This row ends a \(kind.rawValue), but no \(kind.rawValue) is open here.",
                 open.count > 1 ? "end_" + (open.last!.kind?.rawValue ?? "") : "Delete this row.")
            // Going on as if it had been meant for what is open keeps later rows free of echoes.
            if open.count > 1 { open.removeLast() }
            return
        }
        open.removeLast()
    }

    // MARK: the type cell

    /// `begin repeat`, `begin_loop over list`.
    static func beginning(_ type: String) -> (kind: Vocabulary.GroupKind, list: String?)? {
        guard type.hasPrefix("begin"), let rest = afterMark(type.dropFirst(5)) else { return nil }
        for control in Vocabulary.controls where rest.hasPrefix(control.word) {
            var tail = rest.dropFirst(control.word.count)
            if tail.isEmpty { return (control.kind, nil) }
            guard tail.first == " " else { continue }
            tail = tail.dropFirst()
            if tail.hasPrefix("over "), tail.count > 5, !tail.dropFirst(5).contains(where: \.isWhitespace) { return (control.kind, String(tail.dropFirst(5))) }
            if !tail.isEmpty, !tail.contains(where: \.isWhitespace) { return (control.kind, String(tail)) }
        }
        return nil
    }

    static func ending(_ type: String) -> Vocabulary.GroupKind? {
        guard type.hasPrefix("end"), let rest = afterMark(type.dropFirst(3)) else { return nil }
        return Vocabulary.controls.first { $0.word == rest }?.kind
    }

    private static func afterMark(_ rest: Substring) -> Substring? {
        guard let mark = rest.first, mark == "_" || mark.isWhitespace else { return nil }
        return rest.dropFirst()
    }

    struct Select {
        let command: String
        let type: Vocabulary.SelectType
        let list: String
        let other: Bool
    }

    static func select(_ type: String) -> Select? {
        for (command, kind) in Vocabulary.selects where type.hasPrefix(command + " ") {
            var rest = type.dropFirst(command.count + 1)
            var other = false
            for suffix in [" or specify other", " or_other", " or other"] where rest.hasSuffix(suffix) {
                rest = rest.dropLast(suffix.count)
                other = true
                break
            }
            if !rest.isEmpty, !rest.contains(where: \.isWhitespace) { return Select(command: command, type: kind, list: String(rest), other: other) }
        }
        return nil
    }

    /// `osm tags` → `tags`; `.some(nil)` never occurs, a bare `osm` is a plain type.
    static func osmList(_ type: String) -> String?? {
        guard let range = type.firstRange(of: "osm ") else { return nil }
        let list = type[range.upperBound...].prefix { !$0.isWhitespace }
        return list.isEmpty ? nil : .some(String(list))
    }
}
