import FormEngine
import Foundations
import Journal

/// What somebody without an account reported, on its way into the forms that are in use. They were told that it is received,
/// perhaps days ago while the store was locked, and nobody can ask them again: so no form refuses it and no word of it is
/// dropped. An answer that cannot stand in its field stands in the notification's description, each on a line of its own
/// behind a flag, for the worker to read and to place. What is missing or breaks a rule is seen by the worker, as in any
/// record that is incomplete.
struct PublicReport {
    let forms: FormLibrary
    let at: WallTime

    /// In front of each answer in the description that was not written there.
    static let flag = "\u{2691} "

    /// The entries as they can be kept; the notification comes first, and none is left out.
    func kept(_ entries: [AuthoredEntry]) -> [AuthoredEntry] {
        var out: [AuthoredEntry] = []
        var words: [String] = []
        for (place, entry) in entries.enumerated() {
            let isNotification = place == 0
            var (fitting, rest) = fit(entry, among: isNotification ? Concern.publicFields : Concern.publicChildFields)
            if isNotification { fitting.fields["channel"] = .text("web") }
            words += rest.map { Self.flag + (isNotification ? "" : "\(place). ") + $0 }
            out.append(fitting)
        }
        guard !words.isEmpty, !out.isEmpty else { return out }
        let said = out[0].fields["description"]?.text ?? ""
        out[0].fields["description"] = .text(([said].filter { !$0.isEmpty } + words).joined(separator: "\n"))
        return out
    }

    /// Whether an entry of the journal holds all that was sent, in its fields or in the description.
    static func holds(_ sent: [String: Value], in kept: [String: Value], description: String) -> Bool {
        sent.allSatisfy { name, value in
            if kept[name] == value { return true }
            let words = words(value)
            if words.isEmpty { return true }
            if name == "description", description == words || description.hasPrefix(words + "\n" + flag) { return true }
            return ("\n" + description + "\n").contains(": " + words + "\n")
        }
    }

    private func fit(_ entry: AuthoredEntry, among open: Set<String>) -> (AuthoredEntry, [String]) {
        var entry = entry
        var lines: [String] = []
        func move(_ name: String) {
            guard let value = entry.fields.removeValue(forKey: name) else { return }
            let words = Self.words(value)
            if !words.isEmpty { lines.append(label(name, in: entry.form) + ": " + words) }
        }
        for name in entry.fields.keys.sorted() where !open.contains(name) { move(name) }
        for reference in forms.media(of: entry.form).references(in: entry.fields) { move(reference.field) }
        let faults = judge(entry).faults.filter { Self.misfits.contains($0.code) }
        // The description takes any length: it is where the rest goes too.
        for fault in faults where !(fault.field == "description" && entry.fields["description"]?.text != nil) {
            let name = String(fault.field.prefix { $0 != "[" })
            if !isNarrower(name, in: entry.form) { move(name) }
        }
        entry.fields.merge(judge(entry).calculated) { _, ours in ours }
        return (entry, lines)
    }

    /// Whether fewer people may see the field than see the description: who reported, and how to reach them. It stays where it
    /// is, however badly it fits; a question that is no longer asked keeps its class too.
    private func isNarrower(_ name: String, in form: String) -> Bool {
        guard let own = forms[form]?.field(name)?.permission, let open = forms["notification"]?.field("description")?.permission else { return false }
        return own != open && own != FormField.generalClass
    }

    private func judge(_ entry: AuthoredEntry) -> (faults: [EntryFault], calculated: [String: Value]) {
        forms.judge(entry.fields, stored: [:], all: [:], form: entry.form, entry: entry.id, extent: .whole, at: at)
    }

    /// What would make a field unreadable as what it is. A rule that does not hold leaves it readable.
    private static let misfits: Set<String> = [
        FieldFault.Code.type.rawValue, FieldFault.Code.choice.rawValue, FieldFault.Code.length.rawValue, FieldFault.Code.unknownField.rawValue,
    ]

    /// As the form calls the question, in its first language.
    private func label(_ name: String, in form: String) -> String {
        let found = forms[form]?.field(name)?.label.entries.first?.text ?? ""
        return found.isEmpty ? name : found
    }

    private static func words(_ value: Value) -> String {
        switch value {
        case .null, .bytes: ""
        case .bool(let bool): bool ? "yes" : "no"
        case .int(let int): String(int)
        case .decimal(let text), .text(let text): text
        case .list(let values): values.map(words).filter { !$0.isEmpty }.joined(separator: ", ")
        case .map(let map): map.keys.sorted().map { $0 + " " + words(map[$0] ?? .null) }.joined(separator: "; ")
        }
    }
}
