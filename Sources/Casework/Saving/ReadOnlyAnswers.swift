import Access
import FormEngine
import Foundations
import GRDB
import Journal

/// Answers that the form shows but asks nobody for: they follow from a step (a closure, a registration from a notification) and
/// are written with that step alone. What a calculation gives is the box's own and judged elsewhere.
struct ReadOnlyAnswers {
    let forms: FormLibrary
    let standing: Standing
    /// Of the whole save.
    let changes: [Change]

    /// The step of a case that sets these.
    private static let ofCaseSteps: Set<String> = ["stage", "closed_on", "outcome"]

    /// Fields of a new record that may not be given by hand.
    func refused(_ db: Database, new entry: AuthoredEntry) throws -> [EntryFault] {
        try faults(entry, stored: [:]) { field, value in
            switch (entry.form, field.name) {
            case ("family_member", "family"): true
            // A case opened from a notification names one that its maker sees.
            case ("case", "notification"): try sees(db, "notification", value)
            case (ConfidentialForm.root, ConfidentialForm.link): try sees(db, "child", value)
            // What fills itself in the browser comes with the record.
            default: field.autofill != nil || field.defaultValue != nil
            }
        }
    }

    /// The same for a change of `record`. `steps`: it takes the record from one state to another.
    func refused(_ db: Database, change entry: AuthoredEntry, of record: StoredRecord, steps: Bool) throws -> [EntryFault] {
        try faults(entry, stored: record.fields) { field, value in
            switch (entry.form, field.name) {
            case ("case", let name) where Self.ofCaseSteps.contains(name): steps
            // Said once, by who decides about the notification, of a child that they see.
            case ("notified_child", "linked_dossier"):
                try (record.fields["linked_dossier"]?.text ?? "").isEmpty && sees(db, "child", value) && triages(db, record)
            // Said once, with its day, by who sees the child that it is linked to.
            case ("notified_child", LinkedConcern.noted):
                try (record.fields[field.name]?.text ?? "").isEmpty && value.text.flatMap { CivilDay($0) } != nil
                    && sees(db, "child", entry.fields["linked_dossier"] ?? record.fields["linked_dossier"] ?? .null)
            // Hung on a child's file, or on none, by who sees that child; a link that they cannot follow stays as it is.
            case (ConfidentialForm.root, ConfidentialForm.link):
                try (record.fields[field.name].map { try $0 == .null || sees(db, "child", $0) } ?? true) && (value == .null || sees(db, "child", value))
            default: false
            }
        }
    }

    /// What is sent as it is stored, or blank where nothing is, changes nothing.
    private func faults(_ entry: AuthoredEntry, stored: [String: Value],
                        unless isStep: (FormField, Value) throws -> Bool) rethrows -> [EntryFault] {
        guard let form = forms[entry.form] else { return [] }
        return try entry.fields.keys.sorted().compactMap { name in
            guard let field = form.field(name), field.readOnly, !field.retired, field.repeated == nil, field.calculation == nil,
                  let value = entry.fields[name], value != stored[name] ?? .null else { return nil }
            if value == .null || value == .text(""), (stored[name] ?? .null) == .null { return nil }
            return try isStep(field, value) ? nil : EntryFault(entry: entry.id, field: name, code: "not-allowed")
        }
    }

    /// Whether the value names a record of the kind that the author sees, or that this save makes.
    private func sees(_ db: Database, _ kind: String, _ value: Value) throws -> Bool {
        guard let id = value.text.flatMap({ UUIDv7($0) }) else { return false }
        if changes.contains(where: { $0.record == id && $0.kind == kind && $0.op == .create }) { return true }
        guard let record = try JournalStore.record(db, id), record.kind == kind else { return false }
        return try standing.decide(Envelope(record), Surroundings.of(record, in: db)).exists
    }

    private func triages(_ db: Database, _ child: StoredRecord) throws -> Bool {
        guard let notification = try child.parent.flatMap({ try JournalStore.record(db, $0) }) else { return false }
        return try !standing.decide(Envelope(notification), Surroundings.of(notification, in: db)).decidable.isEmpty
    }
}
