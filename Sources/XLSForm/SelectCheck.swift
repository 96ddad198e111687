extension FormChecker {
    func readSelect(_ select: Select, _ node: FormNode, _ row: SheetTable.Row, _ parent: FormNode, _ tableList: inout TableList) {
        guard let survey, let parameters = node.parameters else { return }
        node.type = select.type.rawValue
        node.itemset = select.list
        node.orOther = select.other
        let (base, ending) = Words.extensionSplit(select.list)
        let place = survey.place(row, "type")
        let isFile = Vocabulary.fileEndings.contains(ending)
        let isReference = Reference.occurs(select.list)
        let known = lists[select.list] != nil
        let filter = row["choice_filter"]
        checkFileName(select, place)
        if select.type == .oneExternal {
            checkExternal(select.list, filter: filter, known: known, row, place)
        } else {
            secondaryInstances.insert(base)
            if !known, !isFile, !isReference {
                if lists.isEmpty {
                    note(.missingSheet, place, "The question needs the list \(select.list), but there is no sheet choices with columns list_name, name and label.")
                } else {
                    note(.unknownList, place, "The list \(select.list) is not on the sheet choices.", near(select.list, in: lists.keys))
                }
            }
            if select.type == .multiple, isReference, !isFile {
                note(.missingList, place, "Several answers can't be picked from the answers of a repeat.", "select_one \(select.list)")
            }
        }
        if select.type == .multiple, !isFile, known {
            for choice in lists[select.list]! where choice.name.contains(" ") {
                note(.choiceName, choicesTable!.place(choice.row, "name"), "A choice of a select_multiple must have no blank in its name.", choice.name.replacing(" ", with: "_"))
            }
        }
        checkRandom(select, row, parameters)
        let random = parameters["randomize"] == "true"
        if filter != nil ? known && select.type != .oneExternal : !random && !isFile && !isReference { node.listName = select.list }
        checkTableList(select, known: known, filter: filter, row, parent, &tableList)
        parent.add(node)
        if select.other { addOther(select, filter: filter, node, row, parent) }
    }

    private func checkFileName(_ select: Select, _ place: Place) {
        guard Vocabulary.fileSelects.contains(select.command) else { return }
        let file = select.list.split(separator: "/").last.map(String.init) ?? ""
        let endings = file.drop { $0 == "." }.filter { $0 == "." }.count
        guard endings != 1 || !Vocabulary.fileEndings.contains(Words.extensionSplit(file).ending) else { return }
        note(.fileName, place, "The file of \(select.command) must end in .csv, .xml or .geojson.", Words.extensionSplit(select.list).base + ".csv")
    }

    private func checkExternal(_ list: String, filter: String?, known: Bool, _ row: SheetTable.Row, _ place: Place) {
        guard let externalLists else {
            return note(.missingSheet, place, "select_one_external needs a sheet external_choices with columns list_name and name.")
        }
        if externalLists[list] == nil {
            note(.unknownList, place, "The list \(list) is not on the sheet external_choices.", near(list, in: externalLists.keys))
        } else if filter == nil {
            add(.missingList, known ? .warning : .error, place, "select_one_external is meant for filtered lists: this one has no choice_filter.", "select_one \(list)")
        }
    }

    private func checkRandom(_ select: Select, _ row: SheetTable.Row, _ parameters: Parameters) {
        guard let survey else { return }
        let place = survey.place(row, "parameters")
        let fromFile = select.command == "select_one_from_file" || select.command == "select_multiple_from_file"
        accept(fromFile ? ["label", "randomize", "seed", "value"] : ["randomize", "seed"], parameters, row)
        if fromFile {
            for key in ["value", "label"] {
                if let column = parameters[key], !Words.isName(column) {
                    note(.badParameter, place, "The parameter \(key) must be the name of a column.", Words.madeName(column))
                }
            }
        }
        if let random = parameters["randomize"] {
            if random != "true", random != "false" { note(.badParameter, place, "randomize must be true or false.", "randomize=true") }
            if let seed = parameters["seed"], Reference.only(seed) == nil, Double(seed) == nil {
                note(.badParameter, place, "seed must be a number or a reference to another question.")
            }
        } else if parameters["seed"] != nil {
            note(.badParameter, place, "seed works only together with randomize=true.", "randomize=true")
        }
    }

    private func checkTableList(_ select: Select, known: Bool, filter: String?, _ row: SheetTable.Row, _ parent: FormNode, _ tableList: inout TableList) {
        guard let survey, tableList != .no else { return }
        if tableList == .waiting {
            tableList = .list(select.list)
            if filter != nil { note(.tableList, survey.place(row, "choice_filter"), "A table-list can't have a choice_filter.") }
            if !known { note(.tableList, survey.place(row, "type"), "A table-list needs a list from the sheet choices.") }
            let heading = FormNode(.question, name: "reserved_name_for_field_list_labels_\(row.number)", type: select.type.rawValue)
            heading.itemset = select.list
            heading.made = ["label": " "]
            parent.add(heading)
        }
        if case .list(let list) = tableList, list != select.list {
            note(.tableList, survey.place(row, "type"), "All questions of a table-list share one choice list; this group began with \(list).", list)
        }
    }

    /// The text question that "or other" brings along.
    private func addOther(_ select: Select, filter: String?, _ node: FormNode, _ row: SheetTable.Row, _ parent: FormNode) {
        guard let survey else { return }
        if filter != nil { note(.orOther, survey.place(row, "choice_filter"), "or_other can't be used together with a choice_filter.") }
        if lists[select.list] == nil, select.type != .oneExternal, !Reference.occurs(select.list), Words.extensionSplit(select.list).ending.isEmpty { return }
        if lists[select.list] == nil {
            note(.orOther, survey.place(row, "type"), "or_other needs a list from the sheet choices.")
        }
        listsWithOther.insert(select.list)
        let text = FormNode(.question, name: node.name + "_other", type: "text")
        text.made = ["label": "Specify other.", "bind::relevant": "selected(../\(node.name), 'other')"]
        parent.add(text)
    }
}
