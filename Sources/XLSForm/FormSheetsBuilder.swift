import Workbook

/// Writes what was checked in the canonical spelling, and tells what had to be adapted.
struct FormSheetsBuilder {
    let checker: FormChecker
    private(set) var sheets = FormSheets()
    private(set) var faults: [XLSFormFault] = []
    private var names: [ObjectIdentifier: String] = [:]
    /// Names of questions, groups and repeats alike: `${name}` must mean one of them.
    private var taken: Set<String> = []
    /// Old name → new name, where a reference can only mean this one.
    private var renamed: [String: String] = [:]
    private var literals: [String: String] = [:]
    private let fallbackName: String
    private var languages: Set<String> = []

    init(_ checker: FormChecker, name: String) {
        self.checker = checker
        fallbackName = name
    }

    mutating func build() {
        for table in [checker.survey, checker.choicesTable] {
            for header in table?.headers ?? [] {
                if let (_, language) = TranslationPath.of(header.path), language != "default" { languages.insert(language) }
            }
        }
        nameAll(checker.root, prefix: "")
        buildChoices()
        for child in checker.root.children { write(child) }
        buildSettings()
        sheets.survey.arrange(as: order(checker.survey))
        sheets.choices.arrange(as: order(checker.choicesTable))
        sheets.settings.arrange(as: order(checker.settingsTable).map { $0.hasPrefix("title::") ? "cm::" + $0 : $0 })
        for name in ["kobo--locking-profiles", "external_choices", "entities"] {
            if let sheet = checker.book.sheet(name) { sheets.others.append(sheet) }
        }
    }

    private mutating func adapt(_ code: XLSFormCode, _ place: Place, _ words: String) {
        faults.append(XLSFormFault(code, .warning, at: place, words))
    }

    mutating func note(_ code: XLSFormCode, _ node: FormNode, _ words: String) { adapt(code, checker.place(node, "type"), words) }

    func hasList(_ name: String) -> Bool { checker.lists[name] != nil }

    // MARK: names

    /// Answers are stored by field name alone, so a name may occur only once in a form, in ASCII.
    private mutating func nameAll(_ node: FormNode, prefix: String) {
        for child in node.children {
            var name = FormSheetsBuilder.plainName(child.name) ?? "field_\(child.row?.number ?? 0)"
            if taken.contains(name) {
                let longer = prefix.isEmpty ? name : prefix + "_" + name
                name = longer
                var count = 2
                while taken.contains(name) { name = "\(longer)_\(count)"; count += 1 }
            }
            taken.insert(name)
            names[ObjectIdentifier(child)] = name
            if name != child.name {
                renamed[child.name] = name
                if child.row != nil { adapt(.adapted, checker.place(child), "\(child.name) is called \(name) here, since names are unique over the form and in plain letters.") }
            }
            nameAll(child, prefix: child.kind == .question ? prefix : name)
        }
    }

    /// Letters, digits, `_`, `-`, `.`, at most 64 bytes; nil when nothing readable is left.
    static func plainName(_ name: String) -> String? {
        if !name.isEmpty, name.utf8.count <= 64, name.utf8.allSatisfy(isPlain), !isDigit(name.utf8.first!) { return name }
        var out = ""
        for byte in name.utf8.prefix(64) {
            if isPlain(byte) { out.append(Character(Unicode.Scalar(byte))) } else if byte < 0x80, !out.isEmpty, !out.hasSuffix("_") { out += "_" }
        }
        while out.hasSuffix("_") { out.removeLast() }
        guard out.utf8.count * 2 >= min(64, name.count), let first = out.utf8.first else { return nil }
        return isDigit(first) ? "_" + out : out
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        (0x61...0x7A).contains(byte) || (0x41...0x5A).contains(byte) || (0x30...0x39).contains(byte) || byte == 0x5F || byte == 0x2D || byte == 0x2E
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) || byte == 0x2D || byte == 0x2E }

    /// The text with renamed fields and choices in their new names.
    private func mended(_ text: String) -> String {
        var text = text
        if !renamed.isEmpty, text.contains("${") {
            for (old, new) in renamed where text.contains("${\(old)}") { text = text.replacing("${\(old)}", with: "${\(new)}") }
        }
        if !literals.isEmpty {
            for (old, new) in literals { text = text.replacing("'\(old)'", with: "'\(new)'").replacing("\"\(old)\"", with: "\"\(new)\"") }
        }
        return text
    }

    // MARK: columns

    /// `bind::jr:constraintMsg::French (fr)` → `constraint_message::French (fr)`.
    private func column(_ path: [String]) -> String {
        var path = path
        let whole = ["bind::relevant": "relevant", "bind::constraint": "constraint", "bind::calculate": "calculation", "bind::required": "required",
                     "bind::readonly": "read_only", "bind::jr:constraintMsg": "constraint_message", "bind::jr:requiredMsg": "required_message",
                     "control::appearance": "appearance", "control::jr:count": "repeat_count", "bind::entities:saveto": "save_to"]
        if path.count > 1, let short = whole[path[0] + "::" + path[1]] { path.replaceSubrange(0...1, with: [short]) }
        if let (_, language) = TranslationPath.of(path), language == "default", !languages.isEmpty, let own = checker.settings["default_language"] { path.append(own) }
        return path.joined(separator: "::")
    }

    /// The columns of an upload in their order, each once.
    private func order(_ table: SheetTable?) -> [String] {
        var columns: [String] = []
        for header in table?.headers ?? [] {
            let column = column(header.path)
            if !columns.contains(column) { columns.append(column) }
        }
        return columns
    }

    private func cells(_ row: SheetTable.Row) -> [String: String] {
        var cells: [String: String] = [:]
        for value in row.values.values.sorted(by: { $0.header.path.count < $1.header.path.count }) {
            cells[column(value.header.path)] = mended(value.text)
        }
        return cells
    }

    // MARK: survey

    private mutating func write(_ node: FormNode) {
        let name = names[ObjectIdentifier(node)] ?? node.name
        switch node.kind {
        case .survey: return
        case .group, .repeats, .loop:
            var row = node.row.map { cells($0) } ?? turnCells(node)
            row["type"] = node.kind == .repeats ? "begin_repeat" : "begin_group"
            row["name"] = name
            sheets.survey.add(FormSheets.Row(source: node.row?.number ?? 0, cells: row))
            for child in node.children { write(child) }
            sheets.survey.add(FormSheets.Row(source: 0, cells: ["type": node.kind == .repeats ? "end_repeat" : "end_group"]))
        case .external:
            adapt(.notSupported, checker.place(node, "type"), "The file \(node.name) is not part of the form; import such lists as choices or places.")
        case .question:
            guard let source = node.row else { return }
            var row = loopCells(cells(source), node)
            row["name"] = name
            guard adaptType(node, &row) else { return }
            if row["label"] == nil, !row.keys.contains(where: { $0.hasPrefix("label::") || $0 == "hint" || $0.hasPrefix("hint::") }),
               checker.options.repairs.contains(.missingLabels), row["type"] != "calculate", row["type"] != "hidden" {
                row[labelColumn] = Words.readable(name)
            }
            sheets.survey.add(FormSheets.Row(source: source.number, cells: row))
        }
    }

    private var labelColumn: String {
        if let own = checker.settings["default_language"], !languages.isEmpty { return "label::" + own }
        return languages.min().map { "label::" + $0 } ?? "label"
    }

    /// One turn of a loop is labelled like its choice.
    private func turnCells(_ node: FormNode) -> [String: String] {
        guard let list = node.parent?.itemset, let choice = checker.lists[list]?.first(where: { $0.name == node.name }) else { return [:] }
        return cells(choice.row).filter { $0.key == "label" || $0.key.hasPrefix("label::") }
    }

    /// `%(label)s` within a loop stands for the choice of this turn.
    private func loopCells(_ cells: [String: String], _ node: FormNode) -> [String: String] {
        guard cells.values.contains(where: { $0.contains("%(") }) else { return cells }
        var turn = node.parent
        while let one = turn, one.parent?.kind != .loop { turn = one.parent }
        guard let turn, let list = turn.parent?.itemset, let choice = checker.lists[list]?.first(where: { $0.name == turn.name }) else { return cells }
        let labels = self.cells(choice.row)
        var out = cells
        for (column, text) in cells {
            let language = Words.split(column, at: "::").dropFirst().joined(separator: "::")
            let label = labels[language.isEmpty ? "label" : "label::" + language] ?? labels["label"] ?? labels.first { $0.key.hasPrefix("label::") }?.value ?? choice.name
            out[column] = text.replacing("%(label)s", with: label).replacing("%(name)s", with: choice.name)
        }
        return out
    }

    // MARK: choices and settings

    private mutating func buildChoices() {
        for list in checker.listOrder {
            for choice in checker.lists[list] ?? [] {
                var row = cells(choice.row)
                row["list name"] = nil
                row["list_name"] = list
                let name = choice.name.split(whereSeparator: \.isWhitespace).joined(separator: "_")
                if name != choice.name {
                    literals[choice.name] = name
                    if let table = checker.choicesTable { adapt(.adapted, table.place(choice.row, "name"), "The choice is stored as \(name): choice names have no blanks here.") }
                }
                row["name"] = name
                for key in row.keys where key.contains(" ") && !key.contains("::") { row[key] = nil }
                sheets.choices.add(FormSheets.Row(source: choice.row.number, cells: row))
            }
        }
        if sheets.choices.header.isEmpty { sheets.choices.header = ["list_name", "name", "label"] }
    }

    private mutating func buildSettings() {
        var row = checker.settingsTable?.rows.first.map { cells($0) } ?? [:]
        row["form_title"] = row.removeValue(forKey: "title")
        for (column, text) in row where column.hasPrefix("title::") {
            row[column] = nil
            row["cm::" + column] = row["cm::" + column] ?? text
        }
        let id = row.removeValue(forKey: "id_string") ?? fallbackName
        row["form_id"] = FormSheetsBuilder.plainName(id) ?? "form"
        let place = Place(sheet: "settings", row: checker.settingsTable?.rows.first?.number ?? 0, column: "form_id", cell: id)
        if row["form_id"] != id { adapt(.adapted, place, "The form is called \(row["form_id"]!) here.") }
        if row["form_title"] == nil, !row.keys.contains(where: { $0.hasPrefix("cm::title") }) { row["form_title"] = Words.readable(row["form_id"]!) }
        if let version = row["version"], Int(version).map({ $0 > 0 }) != true { row["version"] = nil }
        if row["version"] == nil { row["version"] = "1" }
        if checker.options.repairs.contains(.repeatedChoices) { row["allow_choice_duplicates"] = "yes" }
        row["name"] = nil
        sheets.settings.add(FormSheets.Row(source: place.row, cells: row))
    }
}

/// The text columns that have languages.
enum TranslationPath {
    static func of(_ path: [String]) -> (text: String, language: String)? {
        switch path[0] {
        case "constraint_message", "required_message": path.count <= 2 ? (path[0], path.count == 2 ? path[1] : "default") : nil
        default: FormChecker.textColumn(path)
        }
    }
}
