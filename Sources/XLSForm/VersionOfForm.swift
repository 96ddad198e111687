import Workbook

/// A form as the difference looks at it.
struct VersionOfForm {
    struct Field {
        let name: String
        let row: FormSheets.Row
        let group: String
        let isGroup: Bool

        /// A group and a question may share a name.
        var key: String { isGroup ? "group " + name : name }
        var type: String { (row["type"] ?? "").split(separator: " ").prefix(2).joined(separator: " ") }
        var locked: Bool { Self.says(row["cm::mds"]) }
        var hideable: Bool { Self.says(row["cm::hideable"]) }
        var retired: Bool { Self.says(row["cm::retire"]) }
        /// Nobody is asked: the way to hide a question that must stay.
        var hidden: Bool { ["false()", "no", "false", "0"].contains(row["relevant"]?.lowercased() ?? "") }
        var labels: [String: String] { row.texts("label") }

        static func says(_ text: String?) -> Bool { ["yes", "true", "true()", "1", "x"].contains(text?.lowercased() ?? "") }
    }

    private(set) var fields: [Field] = []
    private(set) var byKey: [String: Field] = [:]
    private(set) var lists: [String: [FormSheets.Row]] = [:]
    private(set) var listOrder: [String] = []
    let settings: FormSheets.Row?
    let sheets: FormSheets

    init(_ sheets: FormSheets) {
        self.sheets = sheets
        settings = sheets.settings.rows.first
        var groups: [String] = []
        for row in sheets.survey.rows {
            let type = row["type"] ?? "", name = row["name"] ?? ""
            if type.hasPrefix("end_") { _ = groups.popLast(); continue }
            let field = Field(name: name, row: row, group: groups.last ?? "", isGroup: type.hasPrefix("begin_"))
            fields.append(field)
            byKey[field.key] = field
            if field.isGroup { groups.append(name) }
        }
        for row in sheets.choices.rows {
            guard let list = row["list_name"] else { continue }
            if lists[list] == nil { listOrder.append(list) }
            lists[list, default: []].append(row)
        }
    }

    /// The rules under which the groups around a field are asked.
    func conditions(around field: Field) -> [(rule: String, hides: Bool)] {
        var found: [(rule: String, hides: Bool)] = []
        var name = field.group
        // A damaged file can't make it go round.
        for _ in 0..<64 {
            guard !name.isEmpty, let group = byKey["group " + name] else { break }
            if let rule = group.row["relevant"] { found.append((rule, group.hidden)) }
            name = group.group
        }
        return found
    }

    var languages: [String] {
        sheets.survey.header.filter { $0.hasPrefix("label::") }.map { String($0.dropFirst("label::".count)) }
    }
}

/// KoBo's vocabulary for what may not be changed: a sheet `kobo--locking-profiles` and a column `kobo--locking-profile`.
struct LockingProfiles {
    enum Act: String {
        case delete = "question_delete", deleteGroup = "group_delete", label = "question_label_edit", settings = "question_settings_edit"
        case skipLogic = "question_skip_logic_edit", validation = "question_validation_edit", addChoice = "choice_add", deleteChoice = "choice_delete"
    }

    /// Profile → what it forbids.
    private var forbidden: [String: Set<String>] = [:]
    /// The profile of the form as a whole.
    private let whole: String?

    init(_ sheets: FormSheets) {
        whole = sheets.settings.rows.first?["kobo--locking-profile"]
        guard let sheet = sheets.others.first(where: { $0.name == "kobo--locking-profiles" }), let header = sheet.rows.first,
              let rule = header.cells.first(where: { $0.text == "restriction" })?.column else { return }
        for cell in header.cells where cell.column != rule {
            for row in sheet.rows.dropFirst() where row[cell.column]?.lowercased() == "locked" {
                forbidden[cell.text, default: []].insert(row[rule] ?? "")
            }
        }
    }

    func refusal(_ field: VersionOfForm.Field, _ act: Act) -> String? {
        for profile in [field.row["kobo--locking-profile"], whole].compactMap({ $0 }) where forbidden[profile]?.contains(act.rawValue) == true {
            return "the locking profile \(profile) forbids \(act.rawValue)"
        }
        return nil
    }

    /// A list is locked with the questions that use it.
    func refusal(list: String, _ act: Act, in form: VersionOfForm) -> String? {
        for field in form.fields where field.type.hasSuffix(" " + list) {
            if let refusal = refusal(field, act) { return refusal }
        }
        return nil
    }
}
