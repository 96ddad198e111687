/// Finds the changes between two versions: fields by name, choices by list and name.
struct FormComparer {
    let old: VersionOfForm
    let new: VersionOfForm
    private(set) var changes: [FormDifference.Change] = []
    private let locks: LockingProfiles
    private let guarded: LockedRules

    init(old: VersionOfForm, new: VersionOfForm, standard: VersionOfForm? = nil) {
        self.old = old
        self.new = new
        guarded = LockedRules(old: old, new: new, standard: standard)
        locks = LockingProfiles(old.sheets)
    }

    private mutating func note(_ kind: FormDifference.Kind, _ field: String, _ before: String = "", _ after: String = "", row: Int = 0,
                               refusal: String? = nil, locked: [String] = []) {
        changes.append(FormDifference.Change(kind: kind, field: field, before: before, after: after, refusal: refusal, row: row, locked: locked))
    }

    mutating func compare() {
        compareExistence()
        for field in new.fields {
            if let before = old.byKey[field.key] { compare(before, field) }
        }
        for list in new.listOrder {
            if let before = old.lists[list] { compare(list, before, new.lists[list]!) }
        }
        compareSettings()
    }

    private mutating func compareExistence() {
        var added = new.fields.filter { old.byKey[$0.key] == nil }
        for field in old.fields where new.byKey[field.key] == nil {
            let lock = field.isGroup ? LockingProfiles.Act.deleteGroup : .delete
            // A question that vanishes while one with its type and text appears was renamed.
            if let index = added.firstIndex(where: { $0.type == field.type && !$0.labels.isEmpty && $0.labels == field.labels }) {
                let twin = added.remove(at: index)
                note(.renamed, field.name, field.name, twin.name, row: twin.row.source,
                     refusal: field.locked ? "locked field renamed" : locks.refusal(field, lock))
            } else if !field.retired || field.locked {
                note(.retired, field.name, field.type, "", row: field.row.source,
                     refusal: field.locked ? "locked field removed" : locks.refusal(field, lock))
            }
        }
        for field in added { note(.added, field.name, "", field.type, row: field.row.source) }
    }

    private mutating func compare(_ before: VersionOfForm.Field, _ after: VersionOfForm.Field) {
        let name = after.name, row = after.row.source
        if before.type != after.type {
            note(.retyped, name, before.type, after.type, row: row, refusal: before.locked ? "locked field retyped" : locks.refusal(before, .settings))
        }
        if before.locked, !after.locked { note(.protection, name, "locked", "not locked", row: row, refusal: "locked field unlocked") }
        if !before.retired, after.retired {
            note(.retired, name, before.type, "", row: row, refusal: before.locked ? "locked field removed" : locks.refusal(before, .delete))
        }
        if before.hidden != after.hidden {
            note(after.hidden ? .hidden : .shown, name, row: row,
                 refusal: after.hidden ? guarded.refusal(hiding: before) ?? locks.refusal(before, .skipLogic) : guarded.refusal(before, "relevant", after.row["relevant"]))
        } else if let covered = guarded.covered(before, after) {
            note(covered.hidden ? .hidden : .logic, covered.hidden ? name : "\(name) (relevant)", "", covered.hidden ? "" : covered.rule, row: row, refusal: covered.refusal)
        }
        if before.group != after.group { note(.moved, name, before.group, after.group, row: row) }
        for column in ["label", "hint", "guidance_hint", "constraint_message", "required_message"] {
            let a = before.row.texts(column), b = after.row.texts(column)
            guard let language = FormComparer.firstDifference(a, b) else { continue }
            note(.relabelled, column == "label" ? name : "\(name) (\(column))", a[language] ?? "", b[language] ?? "", row: row,
                 refusal: locks.refusal(before, .label))
        }
        compareRules(before, after)
        for column in ["cm::permission", "cm::forward"] where before.row[column] != after.row[column] {
            note(.protection, "\(name) (\(column))", before.row[column] ?? "", after.row[column] ?? "", row: row)
        }
    }

    private mutating func compareRules(_ before: VersionOfForm.Field, _ after: VersionOfForm.Field) {
        for (column, lock) in [("required", LockingProfiles.Act.validation), ("constraint", .validation), ("calculation", .settings),
                               ("default", .settings), ("choice_filter", .settings), ("repeat_count", .settings), ("read_only", .settings),
                               ("parameters", .settings), ("trigger", .settings), ("cm::maxlength", .settings), ("appearance", .settings),
                               ("relevant", .skipLogic), ("cm::hideable", .settings), ("cm::autofill", .settings), ("cm::beside", .settings),
                               ("cm::index", .settings), ("cm::indicator", .settings), ("cm::profile", .settings)] {
            guard before.row[column] != after.row[column], column != "relevant" || before.hidden == after.hidden else { continue }
            note(.logic, "\(after.name) (\(column))", before.row[column] ?? "", after.row[column] ?? "", row: after.row.source,
                 refusal: guarded.refusal(before, column, after.row[column]) ?? locks.refusal(before, lock))
        }
    }

    private mutating func compare(_ list: String, _ before: [FormSheets.Row], _ after: [FormSheets.Row]) {
        let newer = Dictionary(after.map { ($0["name"] ?? "", $0) }, uniquingKeysWith: { first, _ in first })
        let older = Dictionary(before.map { ($0["name"] ?? "", $0) }, uniquingKeysWith: { first, _ in first })
        for choice in before where !VersionOfForm.Field.says(choice["cm::retire"]) {
            if let twin = newer[choice["name"] ?? ""], !VersionOfForm.Field.says(twin["cm::retire"]) { continue }
            note(.choiceRetired, list, choice["name"] ?? "", "", row: choice.source, refusal: locks.refusal(list: list, .deleteChoice, in: old),
                 locked: old.fields.filter { $0.locked && $0.type.hasSuffix(" " + list) }.map(\.name))
        }
        var seen: Set<String> = []
        for choice in after {
            let name = choice["name"] ?? ""
            // Names that occur twice are compared once.
            guard seen.insert(name).inserted else { continue }
            guard let twin = older[name] else {
                note(.choiceAdded, list, "", name, row: choice.source, refusal: locks.refusal(list: list, .addChoice, in: old))
                continue
            }
            let a = twin.texts("label"), b = choice.texts("label")
            guard let language = FormComparer.firstDifference(a, b) else { continue }
            note(.choiceRelabelled, "\(list) (\(name))", a[language] ?? "", b[language] ?? "", row: choice.source, refusal: locks.refusal(list: list, .label, in: old))
        }
    }

    private mutating func compareSettings() {
        let rights = "cm::rights_as"
        if old.settings?[rights] != new.settings?[rights] {
            note(.protection, "\(new.sheets.name) (\(rights))", old.settings?[rights] ?? "", new.settings?[rights] ?? "", row: new.settings?.source ?? 0)
        }
        let before = old.settings?.texts("cm::title") ?? [:], after = new.settings?.texts("cm::title") ?? [:]
        if !before.isEmpty, !after.isEmpty {
            if let language = FormComparer.firstDifference(before, after) { note(.title, new.sheets.name, before[language] ?? "", after[language] ?? "") }
        } else if before.isEmpty, after.isEmpty, old.settings?["form_title"] != new.settings?["form_title"] {
            note(.title, new.sheets.name, old.settings?["form_title"] ?? "", new.settings?["form_title"] ?? "")
        }
        for language in new.languages where !old.languages.contains(language) { note(.languageAdded, new.sheets.name, "", language) }
        for language in old.languages where !new.languages.contains(language) { note(.languageRemoved, new.sheets.name, language, "") }
    }

    private static func firstDifference(_ a: [String: String], _ b: [String: String]) -> String? {
        a == b ? nil : Set(a.keys).union(b.keys).sorted().first { a[$0] != b[$0] }
    }
}
