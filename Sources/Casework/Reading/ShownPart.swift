import Access
import CaseSteps
import Foundations
import GRDB
import Journal

/// What rows and summaries read of a record, however much of it was loaded.
protocol Legible {
    var form: String { get }
    var status: String? { get }
    var owner: UUIDv7? { get }
    var place: String? { get }
    /// The value where this person may see it.
    func seen(_ field: String) -> Value?
}

extension Legible {
    func text(_ field: String) -> String? { seen(field)?.text }

    func words(_ field: String) -> [String] {
        switch seen(field) {
        case .list(let list): list.compactMap(\.text)
        case .text(let text): text.split(separator: " ").map(String.init)
        default: []
        }
    }
}

extension ShownRecord: Legible {
    func seen(_ field: String) -> Value? { fields[field] }
}

/// Some fields of a record as far as one person may see them: for rows of lists. Made only where the record exists for
/// that person.
struct ShownPart: Legible {
    let record: PartialRecord
    private let visible: FieldSet

    /// Nil where it does not exist for this person.
    init?(_ record: PartialRecord, _ around: Surroundings, _ standing: Standing) {
        guard let visible = standing.sees(Envelope(record), around) else { return nil }
        self.record = record
        self.visible = visible
    }

    var form: String { record.kind }
    var status: String? { record.status }
    var owner: UUIDv7? { record.owner }
    var place: String? { record.place }

    func seen(_ field: String) -> Value? { visible.contains(field) ? record.fields[field] : nil }
}

/// What one answer looks up more than once, read once: who is near a dossier, and the name of its child. Lives for one
/// snapshot of one person, so it can't show what another may see or what has changed since.
final class Glances {
    private let db: Database
    private let standing: Standing
    private var around: [UUIDv7: Surroundings] = [:]
    private var names: [UUIDv7: String] = [:]
    private static let naming = FieldChoice(["given_name", "family_name"])

    init(_ db: Database, _ standing: Standing) {
        self.db = db
        self.standing = standing
    }

    func part(_ number: Int64, _ choice: FieldChoice) throws -> ShownPart? {
        guard let record = try PartialRecord.find(db, number: number, choice) else { return nil }
        return ShownPart(record, try surroundings(of: record), standing)
    }

    /// The child's full name; nil without a dossier, or where this person may not see the child.
    func name(_ dossier: UUIDv7?) throws -> String? {
        guard let dossier else { return nil }
        if let known = names[dossier] { return known }
        guard let root = try PartialRecord.find(db, dossier, Self.naming),
              let child = ShownPart(root, try surroundings(of: root), standing) else { return nil }
        let name = ChildSummary.name(of: child)
        names[dossier] = name
        return name
    }

    /// How many records below this one exist for this person.
    func countSeen(below parent: UUIDv7) throws -> Int {
        try JournalStore.records(db, parent: parent).count { record in
            try standing.sees(Envelope(record), Surroundings.of(record, in: db)) != nil
        }
    }

    /// The caseload has read the name already.
    func keep(_ name: String, of dossier: UUIDv7) { names[dossier] = name }

    private func surroundings(of record: PartialRecord) throws -> Surroundings {
        guard let dossier = record.dossier else { return try Surroundings.of(Envelope(record), in: db) }
        if let known = around[dossier] { return known }
        let found = try Surroundings.of(Envelope(record), in: db)
        around[dossier] = found
        return found
    }
}

extension Standing {
    /// Whether an open case that names this person as its worker, and the child of it, exist for them: what a count of the
    /// caseload may count.
    var seesOwnCases: Bool {
        let one = Envelope(id: viewer.person, kind: "case", dossier: viewer.person, status: CaseStatus.open.rawValue, owner: viewer.person)
        let child = Envelope(id: viewer.person, kind: "child", dossier: viewer.person), around = Surroundings(dossierRows: [one])
        return sees(one, around) != nil && sees(child, around) != nil
    }
}
