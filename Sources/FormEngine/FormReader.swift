extension FormDefinition {
    /// Reads the three sheets of an XLSForm as CSV text. `settings` gives `form_id`, `cm::title::Language (code)` or
    /// `form_title` (also per language) and `version`, a whole number above 0. Throws every fault found.
    public static func read(survey: String, choices: String, settings: String,
                            limits: CSVLimits = CSVLimits()) throws(FormFaults) -> FormDefinition {
        var reader = FormReader()
        let surveyTable = reader.table(survey, .survey, limits)
        let choicesTable = reader.table(choices, .choices, limits)
        let settingsTable = reader.table(settings, .settings, limits)
        reader.repeatsChoices = settingsTable?.rows.first?.says("allow_choice_duplicates") ?? false
        if let choicesTable { reader.readChoices(choicesTable) }
        if let surveyTable { reader.readSurvey(surveyTable) }
        if let settingsTable { reader.readSettings(settingsTable) }
        guard reader.faults.isEmpty else { throw FormFaults(faults: reader.faults) }
        let form = FormDefinition(name: reader.name, version: reader.version, title: reader.title,
                                  languages: reader.languages, fields: reader.fields,
                                  groups: reader.groups, lists: reader.lists, rightsAs: reader.rightsAs)
        do {
            return try form.compiling()
        } catch {
            throw FormFaults(faults: [reader.fault(error)])
        }
    }

    /// With its rules in the order they are worked out. The browser reads the same text.
    private func compiling() throws(FormProblem) -> FormDefinition {
        var form = self
        form.compiled = try CompiledForm(FormDefinition.json(FormJSON.text(of: self)))
        return form
    }

    /// The same after its content changed; nothing where a rule can no longer be read.
    func compiledAgain() -> FormDefinition? {
        do { return try compiling() } catch { return nil }
    }

    private static func json(_ text: String) -> JSONValue {
        do { return try JSONReader.value(of: Array(text.utf8)) } catch { return .null }
    }
}

struct FormReader {
    var faults: [FormFault] = []
    var name = ""
    var version = 0
    var title = LocalizedText()
    var languages: [String] = []
    var fields: [FormField] = []
    var groups: [FormGroup] = []
    var lists: [ChoiceList] = []
    var rightsAs: String?
    /// The setting allow_choice_duplicates: a list may name a choice twice, for filters to tell apart.
    var repeatsChoices = false
    private var listPositions: [String: Int] = [:]
    /// Where fields and groups stand in the survey.
    private var rowNumbers: [String: Int] = [:]

    func fault(_ problem: FormProblem) -> FormFault {
        let name = problem.field.string
        let isCircle = problem.error.code == .circle
        return FormFault(isCircle ? .circle : .badRule, .survey, row: rowNumbers[name] ?? 0, column: problem.column.string,
                         cell: isCircle ? problem.error.text : problem.error.code.rawValue + " " + problem.error.text)
    }

    mutating func table(_ text: String, _ sheet: FormFault.Sheet, _ limits: CSVLimits) -> CSVTable? {
        do {
            let table = try CSVTable(text, limits: limits)
            for column in table.repeatedColumns {
                faults.append(FormFault(.repeatedColumn, sheet, row: 1, column: column))
            }
            return table
        } catch {
            faults.append(FormFault(.unreadable, sheet, row: error.row, column: "", cell: error.code.rawValue))
            return nil
        }
    }

    mutating func readChoices(_ table: CSVTable) {
        let labels = table.languages(of: "label")
        let known = ["list_name", "list name", "name", "value", "label", "hint", "media", "image", "audio", "video"]
        let extra = table.header.filter { column in
            !column.isEmpty && !known.contains(String(column.prefix { $0 != ":" })) && !column.hasPrefix("cm::")
        }
        for row in table.rows {
            guard let list = row["list_name"] ?? row["list name"] else {
                faults.append(FormFault(.missingColumn, .choices, row: row.number, column: "list_name"))
                continue
            }
            guard let value = row["name"] ?? row["value"] else {
                faults.append(FormFault(.missingName, .choices, row: row.number, column: "name"))
                continue
            }
            // A select_multiple answer is a blank-separated list in XLSForm's world.
            guard value.words.count == 1 else {
                faults.append(FormFault(.badName, .choices, row: row.number, column: "name", cell: value))
                continue
            }
            let position = listPositions[list] ?? lists.count
            if position == lists.count {
                listPositions[list] = position
                lists.append(ChoiceList(name: list))
            }
            guard repeatsChoices || lists[position].choice(value) == nil else {
                faults.append(FormFault(.repeatedChoice, .choices, row: row.number, column: "name", cell: value))
                continue
            }
            lists[position].choices.append(
                Choice(value: value, label: row.text(labels), retired: row.says("cm::retire"),
                       columns: extra.compactMap { column in row[column].map { Choice.Column(name: column, value: $0) } }))
        }
    }

    mutating func readSurvey(_ table: CSVTable) {
        for column in ["type", "name"] where !table.header.contains(column) {
            faults.append(FormFault(.missingColumn, .survey, row: 1, column: column))
        }
        let columns = SurveyColumns(table)
        for label in columns.label where !languages.contains(label.code) { languages.append(label.code) }
        var open: [OpenGroup] = []
        var taken: Set<String> = []
        for row in table.rows {
            guard let written = row["type"] else { continue }
            switch TypeCell(written) {
            case .begin(let isRepeat):
                open.append(begin(row, isRepeat: isRepeat, in: open.last, columns, &taken))
            case .end(let isRepeat):
                guard let last = open.last, last.isRepeat == isRepeat else {
                    faults.append(FormFault(.unbalancedGroup, .survey, row: row.number, column: "type", cell: written))
                    continue
                }
                open.removeLast()
            case .unknown:
                faults.append(FormFault(.unknownType, .survey, row: row.number, column: "type", cell: written))
            case .field(let type, let list, let orOther):
                guard let name = row["name"] else {
                    faults.append(FormFault(.missingName, .survey, row: row.number, column: "name"))
                    continue
                }
                guard FormReader.isName(name) else {
                    faults.append(FormFault(.badName, .survey, row: row.number, column: "name", cell: name))
                    continue
                }
                guard taken.insert(name).inserted else {
                    faults.append(FormFault(.repeatedName, .survey, row: row.number, column: "name", cell: name))
                    continue
                }
                if let list, listPositions[list] == nil {
                    faults.append(FormFault(.unknownList, .survey, row: row.number, column: "type", cell: list))
                    continue
                }
                rowNumbers[name] = row.number
                var field = FormField(name: name, type: type)
                field.list = list
                field.orOther = orOther
                field.group = open.last?.name
                field.repeated = open.last?.repeated
                fill(&field, from: row, columns)
                if let around = open.last, around.repeated != nil {
                    if row["cm::permission"] == nil { field.permission = around.permission }
                    if field.permission != around.permission {
                        faults.append(FormFault(.mixedPermission, .survey, row: row.number, column: "cm::permission", cell: field.permission))
                    }
                }
                fields.append(field)
            }
        }
        for group in open {
            faults.append(FormFault(.unbalancedGroup, .survey, row: group.row, column: "type", cell: group.name))
        }
        if fields.isEmpty { faults.append(FormFault(.noFields, .survey, row: 1, column: "type")) }
    }

    private struct OpenGroup {
        let name: String
        let row: Int
        let isRepeat: Bool
        /// The innermost repeat, itself or around it.
        let repeated: String?
        /// That of the outermost repeat, which is one answer to whoever may see it or not.
        let permission: String
    }

    private mutating func begin(_ row: CSVTable.Row, isRepeat: Bool, in around: OpenGroup?, _ columns: SurveyColumns,
                                _ taken: inout Set<String>) -> OpenGroup {
        let name = row["name"] ?? "group\(row.number)"
        if isRepeat, row["name"] == nil {
            faults.append(FormFault(.missingName, .survey, row: row.number, column: "name"))
        } else if !FormReader.isName(name) {
            faults.append(FormFault(.badName, .survey, row: row.number, column: "name", cell: name))
        } else if !taken.insert(name).inserted {
            faults.append(FormFault(.repeatedName, .survey, row: row.number, column: "name", cell: name))
        }
        let own = row["cm::permission"]
        var permission = around?.permission ?? FormField.generalClass
        if isRepeat, around?.repeated == nil {
            permission = own ?? FormField.generalClass
        } else if isRepeat, let own, own != permission {
            faults.append(FormFault(.mixedPermission, .survey, row: row.number, column: "cm::permission", cell: own))
        }
        rowNumbers[name] = row.number
        groups.append(FormGroup(name: name, label: row.text(columns.label), appearance: row["appearance"], relevant: row["relevant"],
                                parent: around?.name, isRepeat: isRepeat, repeatCount: isRepeat ? row["repeat_count"] : nil,
                                permission: permission))
        return OpenGroup(name: name, row: row.number, isRepeat: isRepeat, repeated: isRepeat ? name : around?.repeated, permission: permission)
    }

    mutating func readSettings(_ table: CSVTable) {
        guard let row = table.rows.first, let id = row["form_id"] ?? row["id_string"] else {
            faults.append(FormFault(.missingName, .settings, row: 2, column: "form_id"))
            return
        }
        if !FormReader.isName(id) {
            faults.append(FormFault(.badName, .settings, row: row.number, column: "form_id", cell: id))
        }
        name = id
        // pyxform knows one title only, so ours in several languages stands in a column of our own.
        title = row.text(table.languages(of: "cm::title"))
        if title.isEmpty { title = row.text(table.languages(of: "form_title")) }
        rightsAs = row["cm::rights_as"]
        let written = row["version"] ?? ""
        if let number = Int(written), number > 0 {
            version = number
        } else {
            faults.append(FormFault(.badVersion, .settings, row: row.number, column: "version", cell: written))
        }
    }

    private mutating func fill(_ field: inout FormField, from row: CSVTable.Row, _ columns: SurveyColumns) {
        field.label = row.text(columns.label)
        field.hint = row.text(columns.hint)
        field.guidance = row.text(columns.guidance)
        field.requiredMessage = row.text(columns.requiredMessage)
        field.constraintMessage = row.text(columns.constraintMessage)
        (field.required, field.requiredIf) = row.condition("required")
        let column = row["read_only"] == nil ? "readonly" : "read_only"
        (field.readOnly, field.readOnlyIf) = row.condition(column)
        field.trigger = row["trigger"]
        field.appearance = row["appearance"]
        field.relevant = row["relevant"]
        field.constraint = row["constraint"]
        field.calculation = row["calculation"]
        field.defaultValue = row["default"]
        field.choiceFilter = row["choice_filter"]
        field.parameters = row["parameters"]
        // pyxform refuses parameters it does not know for a text.
        if let longest = row["cm::maxlength"] {
            field.parameters = (field.parameters.map { $0 + " " } ?? "") + "maxlength=" + longest
        }
        field.permission = row["cm::permission"] ?? FormField.generalClass
        field.minimumDataSet = row.says("cm::mds")
        field.hideable = row.says("cm::hideable")
        field.profile = row["cm::profile"]
        field.autofill = row["cm::autofill"]
        field.beside = row["cm::beside"]
        field.index = row["cm::index"]
        field.retired = row.says("cm::retire")
        if let written = row["cm::forward"] {
            if let rule = ForwardRule(rawValue: written) {
                field.forward = rule
            } else {
                faults.append(FormFault(.badForward, .survey, row: row.number, column: "cm::forward", cell: written))
            }
        }
    }

    /// Letters, digits, `_`, `-` and `.`; starts with a letter or `_`; at most 64 bytes. ASCII only: names are
    /// keys in journals, exports and expressions.
    static func isName(_ text: String) -> Bool {
        guard text.utf8.count <= 64 else { return false }
        for (index, byte) in text.utf8.enumerated() {
            let letter = (byte >= 0x61 && byte <= 0x7A) || (byte >= 0x41 && byte <= 0x5A) || byte == 0x5F
            let other = (byte >= 0x30 && byte <= 0x39) || byte == 0x2D || byte == 0x2E
            guard letter || (index > 0 && other) else { return false }
        }
        return !text.isEmpty
    }
}
