import Access
import FormEngine

/// Ways for the words of an answer into another one that more people see: what the box or the app works out or fills in, and
/// a question that is asked again under another name.
extension FormShelf {
    private static let reading: Set<Action> = [.view, .export]

    /// What `new` would newly bring to people who cannot see where it comes from. What the form in use does already, by the
    /// same rule, is no news.
    /// - Parameters:
    ///   - model: the kind whose rights the form's records follow.
    func copied(by new: FormDefinition, in library: FormLibrary, model: String) -> [LoosenedField] {
        // With the retired questions: a path may name them, and their answers are stored.
        let shown = library.keeping(new)
        let known = library.asked(new.name)
        return calculated(shown, known, model) + filledIn(new, known, library, model) + askedAgain(new, library[new.name], model)
    }

    private func calculated(_ form: FormDefinition, _ known: FormDefinition?, _ model: String) -> [LoosenedField] {
        let old = Set((known?.answerFlows ?? []).map { [$0.field, $0.entry, $0.rule] })
        let classes = Dictionary(form.entries().map { ($0.name, $0.permission) }, uniquingKeysWith: { first, _ in first })
        var found: [LoosenedField] = []
        for flow in form.answerFlows {
            guard let own = classes[flow.entry], !isKnown(flow, own, old, known) else { continue }
            let sources = flow.reads.compactMap { name in classes[name].map { (name: name, permission: $0) } }.filter { $0.name != flow.entry }
            for source in sources {
                let roles = seers(of: own, not: source.permission, model, model)
                if !roles.isEmpty { found.append(LoosenedField(.flow, field: flow.field, from: source.name, to: own, roles: roles)) }
            }
            // Other records and tables hold anything.
            if flow.reachesOut {
                let roles = seers(of: own, not: SensitivityClass.never.rawValue, model, model)
                if !roles.isEmpty { found.append(LoosenedField(.flow, field: flow.field, from: "*", to: own, roles: roles)) }
            }
        }
        return found
    }

    /// Whether the form in use works the same answer out by the same rule, under the same class.
    private func isKnown(_ flow: AnswerFlow, _ own: String, _ old: Set<[String]>, _ known: FormDefinition?) -> Bool {
        guard old.contains([flow.field, flow.entry, flow.rule]) else { return false }
        return known?.storedClasses[flow.field] == own
    }

    /// `cm::autofill`: the app copies what its user sees, and stores it under the class of the question it fills.
    private func filledIn(_ form: FormDefinition, _ known: FormDefinition?, _ library: FormLibrary, _ model: String) -> [LoosenedField] {
        let classes = form.storedClasses
        var found: [LoosenedField] = []
        for field in form.fields {
            guard let autofill = field.autofill, let own = classes[field.name] else { continue }
            let was = known?.field(field.name)
            if was?.autofill == autofill, known?.storedClasses[field.name] == own { continue }
            for source in autofill.split(separator: " ") {
                let parts = source.split(separator: ".").map(String.init)
                guard parts.count == 2, let from = library[parts[0]], let permission = from.storedClasses[parts[1]] else { continue }
                let roles = seers(of: own, not: permission, model, library.model(of: parts[0]))
                if !roles.isEmpty { found.append(LoosenedField(.flow, field: field.name, from: String(source), to: own, roles: roles)) }
            }
        }
        return found
    }

    /// A question with the words of one that is asked, or was, under another name: what people answer to it is the same.
    private func askedAgain(_ form: FormDefinition, _ known: FormDefinition?, _ model: String) -> [LoosenedField] {
        guard let known else { return [] }
        let before = known.storedClasses, now = form.storedClasses
        var byWords: [String: String] = [:]
        for field in known.fields where field.type.holdsAnswer {
            for entry in field.label.entries { byWords[Self.folded(entry.text)] = field.name }
        }
        var found: [LoosenedField] = []
        for field in form.fields where before[field.name] == nil && field.type.holdsAnswer {
            let twins = Set(field.label.entries.compactMap { byWords[Self.folded($0.text)] }).sorted()
            for twin in twins {
                guard let was = before[twin], let isNow = now[field.name] else { continue }
                let roles = seers(of: isNow, not: was, model, model)
                if !roles.isEmpty { found.append(LoosenedField(.twin, field: field.name, from: twin, to: isNow, roles: roles)) }
            }
        }
        return found
    }

    private static func folded(_ text: String) -> String { text.lowercased().filter { $0.isLetter || $0.isNumber } }

    /// Roles that see or take away answers of one class and not those of the other.
    private func seers(of new: String, not old: String, _ newKind: String, _ oldKind: String) -> [String] {
        let from = SensitivityClass(rawValue: old), to = SensitivityClass(rawValue: new)
        guard let rules else { return from == to && oldKind == newKind ? [] : ["*"] }
        return rules.book.gainers(from: from, in: oldKind, to: to, in: newKind, actions: Self.reading)
    }
}
