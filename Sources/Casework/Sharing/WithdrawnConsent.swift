import Foundations
import GRDB
import Journal
import Sharing

/// What follows from a no that is put on record: the referrals of the dossier end with the same save, so that whoever was asked
/// is near it no longer at their next request.
struct WithdrawnConsent {
    static let form = "consent"
    /// Ends an assignment (`Kinds.endedAssignment`), and is no answer that a service gives.
    static let endedStatus = "cancelled"
    private static let ended: Set<String> = ["cancelled", "closed", "completed", "declined", "done", "ended", "rejected"]

    let today: CivilDay
    let digest: ([UInt8]) -> [UInt8]

    /// The box's own changes beside those that the author meant.
    func followUps(_ db: Database, of changes: [Change]) throws -> [Change] {
        let about = changes.filter { $0.kind == Self.form }
        return try Set(about.compactMap(\.dossier)).sorted().flatMap { dossier in
            try ended(db, dossier, about.filter { $0.dossier == dossier })
        }
    }

    private func ended(_ db: Database, _ dossier: UUIDv7, _ changes: [Change]) throws -> [Change] {
        let records = try JournalStore.records(db, dossier: dossier)
        var consents = Dictionary(records.filter { $0.kind == Self.form }.map { ($0.id, $0.fields) }, uniquingKeysWith: { first, _ in first })
        let before = state(consents)
        for change in changes { consents[change.record, default: [:]].merge(change.fields) { $1 } }
        let after = state(consents)
        // Acting in spite of a no is said on the same form, with a ground and a second person.
        let isOverridden = changes.contains { consents[$0.record]?["overridden"]?.text == "yes" }
        guard after != before, [.withdrawn, .refused, .childDissents].contains(after), !isOverridden, let cause = changes.first else { return [] }
        return records.filter { $0.kind == "referral" && $0.owner != nil && !Self.ended.contains($0.status ?? "") }.compactMap { referral in
            UUIDv7.derived(from: digest(Array("consent ends".utf8) + cause.id.bytes + referral.id.bytes)).map { id in
                Change(id: id, record: referral.id, kind: referral.kind, op: .amend, scope: referral.scope, dossier: dossier,
                       formVersion: referral.formVersion, envelope: RecordEnvelope(status: Self.endedStatus))
            }
        }
    }

    private func state(_ consents: [UUIDv7: [String: Value]]) -> ConsentState { .of(consents.values.map(ConsentRecord.init), for: .referral, on: today) }
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
