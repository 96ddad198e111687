import Access
public import Foundations
import Journal

/// A record as far as one person may see it. The only shape in which records leave casework.
public struct ShownRecord: Sendable {
    public let id: UUIDv7
    public let form: String
    public let dossier: UUIDv7?
    public let parent: UUIDv7?
    public let status: String?
    public let owner: UUIDv7?
    public let place: String?
    public let version: Int
    public let formVersion: Int
    public let updated: HybridTimestamp
    /// The fields this person may see.
    public let fields: [String: Value]
    /// Names of fields that hold a value this person may not see, sorted.
    public let hidden: [String]
    /// Names of the form's fields that this person may change, sorted.
    public let editable: [String]
    public let mayDecide: Bool

    /// - Parameters:
    ///   - answers: names of the form's fields that a person may answer, sorted.
    ///   - sides: of a conflict task, the competing values that this person may see; nothing for any other record.
    ///   - unseen: names of fields whose value leads to a record that this person may not see: they count as hidden.
    init(_ record: StoredRecord, _ decision: FieldDecision, answers: [String], sides: [String: Value] = [:], unseen: [String] = []) {
        id = record.id
        self.form = record.kind
        dossier = record.dossier
        parent = record.parent
        status = record.status
        owner = record.owner
        place = record.place
        version = record.version
        formVersion = record.formVersion
        updated = record.updated
        var (fields, hidden) = decision.visible.split(record.fields)
        if !sides.isEmpty {
            fields[ConflictSides.field] = .map(sides)
            // Where one disputed field stays unseen, the task says that it holds more than is shown.
            if sides.count == record.fields[ConflictSides.field]?.map?.count { hidden.removeAll { $0 == ConflictSides.field } }
        }
        let led = unseen.filter { fields.removeValue(forKey: $0) != nil }
        if !led.isEmpty { hidden = (hidden + led).sorted() }
        (self.fields, self.hidden) = (fields, hidden)
        editable = decision.editable.isEmpty ? [] : answers.filter { decision.editable.contains($0) && !DecidedAnswers.isFixed($0, of: record) }
        mayDecide = !decision.decidable.isEmpty
    }

    public func text(_ field: String) -> String? { fields[field]?.text }

    public func words(_ field: String) -> [String] {
        switch fields[field] {
        case .list(let list): list.compactMap(\.text)
        case .text(let text): text.split(separator: " ").map(String.init)
        default: []
        }
    }
}
