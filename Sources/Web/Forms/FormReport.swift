import Access
import Casework
import FormEngine
import Foundations
import XLSForm

/// A checked form as `assets/api/openapi.json` describes it.
struct FormReport: Encodable {
    struct Form: Encodable {
        var name: String
        var title: [String: String]
        var version: Int
    }

    struct Repair: Encodable {
        var code: String
        var words: String
        var chosen: Bool
    }

    struct Missing: Encodable {
        var language: String
        var missing: Int
    }

    struct Difference: Encodable {
        var summary: String
        var refused: Bool
        var changes: [ChangeShape]
    }

    struct RoleClasses: Encodable {
        var code: String
        var title: [String: String]
        var classes: [String]
    }

    var upload: UUIDv7
    var form: Form?
    var accepted: Bool
    var verdict: CheckedForm.Verdict
    var faults: [FaultShape]
    var repairs: [Repair]
    var translations: [Missing]
    var difference: Difference?
    /// What needs a second person.
    var loosened: [LoosenedShape]
    /// What was in use when it was compared; left out for the standard version.
    var base: UUIDv7?
    var roles: [RoleClasses]

    init(_ checked: CheckedForm, upload: UUIDv7, site: OpenSite) {
        self.upload = upload
        accepted = checked.accepted
        verdict = checked.verdict
        base = checked.base
        form = checked.definition.map { Form(name: $0.name, title: Self.texts($0.title), version: $0.version) }
        if let problem = checked.unreadable {
            faults = [problem]
        } else {
            faults = (checked.report?.faults ?? []).map(FaultShape.init)
        }
        let offered = Set(checked.report?.repairs ?? []).union(checked.chosen)
        repairs = offered.sorted().map { Repair(code: $0.rawValue, words: $0.words, chosen: checked.chosen.contains($0)) }
        translations = checked.definition.map(Self.missing) ?? []
        let shown = checked.definition.flatMap { site.desk.forms[$0.name] }
        difference = checked.difference.map { difference in
            Difference(summary: difference.summary, refused: difference.refused,
                       changes: difference.changes.map { ChangeShape($0, records: checked.records(touchedBy: $0, in: shown)) })
        }
        loosened = checked.loosened.map { LoosenedShape($0, in: shown, site.rules.book) }
        roles = checked.definition.map { Self.roles(of: $0.rightsAs ?? $0.name, site.rules.book) } ?? []
    }

    static func texts(_ text: LocalizedText) -> [String: String] {
        Dictionary(text.entries.map { ($0.language, $0.text) }, uniquingKeysWith: { first, _ in first })
    }

    /// Questions and choices that have a text, but not in this language.
    private static func missing(_ form: FormDefinition) -> [Missing] {
        form.languages.map { language in
            let questions = form.fields.filter { !$0.retired && !$0.label.isEmpty && $0.label[language] == nil }.count
            let choices = form.lists.flatMap(\.choices).filter { !$0.retired && !$0.label.isEmpty && $0.label[language] == nil }.count
            return Missing(language: language, missing: questions + choices)
        }.filter { $0.missing > 0 }
    }

    private static func roles(of kind: String, _ book: RoleBook) -> [RoleClasses] {
        book.roles.values.compactMap { role in
            let classes = role.grants.filter { $0.kinds.contains(kind) }.reduce(into: Set<String>()) { $0.formUnion($1.viewing.map(\.rawValue)) }
            return classes.isEmpty ? nil : RoleClasses(code: role.code, title: role.titles, classes: classes.sorted())
        }.sorted { $0.code < $1.code }
    }
}
