import Foundations
import GRDB
import Journal
import Sharing

/// The consent in a child's dossier, whoever may read it: sharing goes by all of it.
enum ConsentOnRecord {
    static let form = "consent"
    /// Answers that a consent goes by.
    static let deciding: Set<String> = ["purpose", "asked_on", "child_assent", "caregiver_consent", "valid_until"]

    /// What it comes to on a day.
    /// - Parameter changes: what a save adds to it.
    static func state(_ db: Database, of dossier: UUIDv7, for purpose: Purpose, on day: CivilDay, with changes: [Change] = []) throws -> ConsentState {
        .of(records(try JournalStore.records(db, dossier: dossier), with: changes.filter { $0.dossier == dossier }), for: purpose, on: day)
    }

    /// The records of a dossier that are consents, as a save leaves them.
    static func records(_ stored: [StoredRecord], with changes: [Change]) -> [ConsentRecord] {
        var disputed: Set<UUIDv7> = []
        var consents: [UUIDv7: [String: Value]] = [:]
        for record in stored where record.kind == form {
            consents[record.id] = record.fields
            if !deciding.isDisjoint(with: record.conflicts) { disputed.insert(record.id) }
        }
        for change in changes where change.kind == form {
            consents[change.record, default: [:]].merge(change.fields) { $1 }
            if change.op == .decide { disputed.remove(change.record) }
        }
        return consents.map { id, fields in
            var one = ConsentRecord(fields)
            // As long as two people disagree about what was said, it is no yes.
            if disputed.contains(id) { one.child = one.child == "agrees" ? nil : one.child; if one.caregiver == "given" { one.caregiver = nil } }
            return one
        }
    }
}

extension ConsentRecord {
    /// From the answers of the form `consent`.
    init(_ fields: [String: Value]) {
        let purposes: [String] = switch fields["purpose"] {
        case .list(let list): list.compactMap(\.text)
        case .text(let text): text.split(separator: " ").map(String.init)
        default: []
        }
        func day(_ field: String) -> CivilDay? { fields[field]?.text.flatMap { CivilDay($0) } }
        self.init(purposes: Set(purposes), askedOn: day("asked_on"), child: fields["child_assent"]?.text, caregiver: fields["caregiver_consent"]?.text,
                  validUntil: day("valid_until"))
    }
}
