import FormEngine
import Foundation
import Foundations

/// A dossier of the matrix: who works on it, who was asked into it, what came before an authority.
struct MatrixDossier: Sendable {
    /// The child's given name, which nobody else has.
    var name: String
    var caseNumber: String
    var child: UUIDv7
    var worker: UUIDv7
    var team: UUIDv7
    var agency: String
    /// Named by a referral that has not ended.
    var asked: UUIDv7?
    /// What for.
    var service: String?
    /// A member of its best-interest panel.
    var seated: UUIDv7?
    var hasPlacement = false
    var hasClosure = false
    /// Everything in it is marked as restricted.
    var isMarked = false
    /// For whose sake it is in the matrix; nothing where it is for everybody's.
    var subject: UUIDv7?
}

struct MatrixRecord: Sendable {
    var id: UUIDv7
    var kind: String
    /// In a dossier: that one. A family: the one its only member belongs to.
    var near: MatrixDossier?
    /// Whether the record itself lies in the dossier.
    var isPaper: Bool
    var owner: UUIDv7?
    var team: UUIDv7?
    var agency: String?
    var status: String?
    var isMarked = false
    var fields: Set<String> = []
}

struct MatrixPerson: Sendable {
    var id: UUIDv7
    var role: String
    var team: UUIDv7
    var agency: String
}

/// What the role files and the forms say, read anew and worked out by the tables of `assets/standard/README.md`. Nothing of it
/// calls the program's own rules: it is what they are held against.
struct PermissionModel: Sendable {
    struct Right: Sendable {
        var kinds: Set<String>
        var actions: Set<String>
        var reach: String
        var view: Set<String>
        var edit: Set<String>
        var export: Set<String>
    }

    struct Field: Sendable {
        var type: String
        var list: String
        var permission: String
        var isRequired: Bool
        /// A text that anybody could fill in at any time, if they may.
        var isPlainText: Bool
    }

    let roles: [String]
    /// Role → what it manages.
    let powers: [String: Set<String>]
    let secondFactor: Set<String>
    private let rights: [String: [Right]]
    /// Form → question → what the form says of it; without pictures and what is inside a repeat.
    let forms: [String: [String: Field]]
    private let choices: [String: [String: String]]
    /// Service (or `*`) → form → the questions that a referral for it shares.
    private let templates: [String: [String: Set<String>]]

    init(_ text: (String) throws -> String, forms names: [String]) throws {
        func words(_ cell: String?) -> Set<String> { Set((cell ?? "").split(separator: " ").map(String.init)) }
        let book = try CSVTable(text("roles.csv")).rows
        roles = book.compactMap { $0["role"] }
        powers = Dictionary(uniqueKeysWithValues: book.map { ($0["role"] ?? "", words($0["manages"])) })
        secondFactor = Set(book.filter { $0["second_factor"] == "yes" }.compactMap { $0["role"] })
        rights = Dictionary(grouping: try CSVTable(text("role_rights.csv")).rows) { $0["role"] ?? "" }.mapValues { rows in
            rows.map { row in
                Right(kinds: words(row["kinds"]), actions: words(row["actions"]), reach: row["reach"] ?? "", view: words(row["classes_view"]),
                      edit: words(row["classes_edit"]), export: words(row["classes_export"]))
            }
        }
        templates = Dictionary(grouping: try CSVTable(text("share_templates.csv")).rows) { $0["service"] ?? "" }.mapValues { rows in
            Dictionary(uniqueKeysWithValues: rows.map { ($0["form"] ?? "", words($0["fields"])) })
        }
        var forms: [String: [String: Field]] = [:], choices: [String: [String: String]] = [:]
        for name in names {
            forms[name] = try Self.questions(text("forms/\(name)/survey.csv"))
            for row in try CSVTable(text("forms/\(name)/choices.csv")).rows {
                if choices[name]?[row["list_name"] ?? ""] == nil { choices[name, default: [:]][row["list_name"] ?? ""] = row["name"] }
            }
        }
        forms["user", default: [:]]["language"] = Field(type: "text", list: "", permission: "general", isRequired: false, isPlainText: false)
        self.forms = forms
        self.choices = choices
    }

    private static func questions(_ survey: String) throws -> [String: Field] {
        var found: [String: Field] = [:], depth = 0
        for row in try CSVTable(survey).rows {
            let parts = (row["type"] ?? "").split(separator: " ").map(String.init)
            if parts.first == "begin_repeat" { depth += 1 }
            if parts.first == "end_repeat" { depth -= 1 }
            guard depth == 0, let name = row["name"], let type = parts.first,
                  ["text", "integer", "date", "hidden", "select_one", "select_multiple"].contains(type) else { continue }
            let isFree = ["relevant", "read_only", "constraint", "calculation", "appearance"].allSatisfy { row[$0] == nil || row[$0] == "multiline" }
            found[name] = Field(type: type, list: parts.count > 1 ? parts[1] : "", permission: row["cm::permission"] ?? "general",
                                isRequired: !["", "no"].contains(row["required"] ?? "") && row["relevant"] == nil, isPlainText: type == "text" && isFree)
        }
        return found
    }

    // MARK: Reach

    /// Of these a record that names a person keeps them near it, whatever became of the dossier.
    private static let keeping: Set<String> = ["case", "assignment", "placement", "referral", "task", "transfer", "best_interest_seat"]
    private static let ownedByMaker: Set<String> = [
        "case", "child", "family", "note", "prospective_parent", "tracing_request", "incident", "service_delivery",
        "medical_assessment", "educational_assessment", "psychological_assessment", "child_functioning", "gbv_case", "gbv_step",
    ]

    private func covers(_ right: Right, _ record: MatrixRecord, _ person: MatrixPerson) -> Bool {
        let works = record.near?.worker == person.id, isAsked = record.near?.asked == person.id
        let owns = record.owner == person.id && (!record.isPaper || Self.keeping.contains(record.kind) || works || isAsked)
        let isWaiting = ["notification", "notified_child"].contains(record.kind) && record.team == nil
            && !["registered", "linked", "screened_out"].contains(record.status ?? "")
        let isTeams = (record.near?.team ?? record.team) == person.team || isWaiting
        let isAgencys = (record.near?.agency ?? record.agency) == person.agency
        let isReached = switch right.reach {
        case "own": works || owns
        case "assigned": isAsked
        // Asked by a referral: of all referrals the one that names this person.
        case "referred": isAsked && (record.kind != "referral" || record.owner == person.id)
        case "placement": record.near?.hasPlacement == true
        case "panel": record.near?.seated == person.id
        case "closure": record.near?.hasClosure == true
        case "team": works || owns || isTeams
        case "agency": works || owns || isTeams || isAgencys
        case "site": true
        default: false
        }
        return isReached && (!record.isMarked || right.view.contains("restricted") || works || isAsked || owns)
    }

    private func rights(_ action: String, _ record: MatrixRecord, _ person: MatrixPerson) -> [Right] {
        (rights[person.role] ?? []).filter { $0.actions.contains(action) && $0.kinds.contains(record.kind) && covers($0, record, person) }
    }

    // MARK: Answers

    func holds(_ action: String, _ kind: String, _ role: String) -> Bool {
        (rights[role] ?? []).contains { $0.actions.contains(action) && $0.kinds.contains(kind) }
    }

    /// Whether a right to see records of this kind goes by the person's own, or further than that.
    func reaches(_ reach: String, _ kind: String, _ role: String) -> Bool {
        (rights[role] ?? []).contains { $0.kinds.contains(kind) && $0.actions.contains("view") && [reach, "team", "agency", "site"].contains($0.reach) }
    }

    func sees(_ record: MatrixRecord, _ person: MatrixPerson) -> Bool { !rights("view", record, person).isEmpty }

    /// The answers that this person may see, of those the record holds.
    func visible(_ record: MatrixRecord, _ person: MatrixPerson) -> Set<String> {
        fields(of: record, by: rights("view", record, person), \.view)
    }

    func mayChange(_ field: String, of record: MatrixRecord, _ person: MatrixPerson) -> Bool {
        sees(record, person) && fields(of: record, by: rights("edit", record, person), \.edit).contains(field)
    }

    func mayDecide(_ record: MatrixRecord, _ person: MatrixPerson) -> Bool { sees(record, person) && !rights("decide", record, person).isEmpty }

    func mayExport(_ record: MatrixRecord, _ person: MatrixPerson) -> Bool { sees(record, person) && !rights("export", record, person).isEmpty }

    /// Whether this person decides about some records of this kind beyond their own.
    func decidesWidely(_ kind: String, _ role: String) -> Bool {
        (rights[role] ?? []).contains { $0.kinds.contains(kind) && $0.actions.contains("decide") && ["team", "agency", "site"].contains($0.reach) }
    }

    /// Whether this person may add a record of this kind with these answers: to a dossier whose child they see, or to none.
    func mayAdd(_ kind: String, with fields: Set<String>, to dossier: MatrixDossier?, _ person: MatrixPerson) -> Bool {
        let new = MatrixRecord(id: person.id, kind: kind, near: dossier, isPaper: dossier != nil, owner: Self.ownedByMaker.contains(kind) ? person.id : nil,
                               team: person.team, agency: person.agency)
        let found = (rights[person.role] ?? []).filter { right in
            right.actions.contains("create") && right.kinds.contains(kind) && (covers(right, new, person) || (right.reach == "none" && dossier == nil))
        }
        if let dossier, !sees(Self.child(of: dossier), person) { return false }
        let classes = found.reduce(into: Set<String>()) { $0.formUnion($1.edit) }
        return !found.isEmpty && fields.allSatisfy { classes.contains(forms[kind]?[$0]?.permission ?? "never") }
    }

    private static func child(of dossier: MatrixDossier) -> MatrixRecord {
        MatrixRecord(id: dossier.child, kind: "child", near: dossier, isPaper: true, owner: dossier.worker, team: dossier.team, agency: dossier.agency,
                     isMarked: dossier.isMarked)
    }

    /// The same where the glass is broken: wider for reading alone, and not for what is marked.
    func visibleBehindGlass(_ record: MatrixRecord, _ person: MatrixPerson) -> Set<String>? {
        let glass = (rights[person.role] ?? []).filter { right in
            right.actions.contains("view") && right.kinds.contains(record.kind) && !["none", "nation"].contains(right.reach)
                && (!record.isMarked || right.view.contains("restricted"))
        }
        let found = glass + rights("view", record, person)
        return found.isEmpty ? nil : fields(of: record, by: found, \.view)
    }

    private func fields(of record: MatrixRecord, by rights: [Right], _ classes: KeyPath<Right, Set<String>>) -> Set<String> {
        record.fields.filter { field in
            rights.contains { right in
                right[keyPath: classes].contains(forms[record.kind]?[field]?.permission ?? "never")
                    && (right.reach != "referred" || ["*", record.near?.service ?? ""].contains { templates[$0]?[record.kind]?.contains(field) == true })
            }
        }
    }

    // MARK: Content

    /// A text of this form that can always be changed: of this class, or of any.
    func plainText(of form: String) -> [String] { (forms[form] ?? [:]).filter { $0.value.isPlainText }.keys.sorted() }

    /// The fewest answers with which a record of this form is complete.
    func fewest(_ form: String) -> [String: Any] {
        (forms[form] ?? [:]).filter { $0.value.isRequired }.mapValues { field in
            switch field.type {
            case "date": return "2026-01-05"
            case "integer": return 1
            case "select_one": return choices[form]?[field.list] ?? "yes"
            case "select_multiple": return [choices[form]?[field.list] ?? "yes"]
            default: return "words"
            }
        }
    }
}
