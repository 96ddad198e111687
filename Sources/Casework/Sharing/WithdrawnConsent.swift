import CaseSteps
import Foundations
import GRDB
import Journal
import Sharing

/// What follows from a no that is put on record: the referrals of the dossier that it covers end with the same save, so that whoever was
/// asked is near it no longer at their next request, and the dossier is offered to no other agency any more. One that a second person let through stays while its ground holds against
/// this no too. One that waits for a second person is theirs to decide.
struct WithdrawnConsent {
    /// The table in use; where there is none, nothing ends by itself.
    let rules: ConsentRules?
    let today: CivilDay
    let digest: ([UInt8]) -> [UInt8]

    /// States that end what was shared. That nobody was asked anew, or that the caregiver is suspected, takes no help from a child.
    static let ending: Set<ConsentState> = [.withdrawn, .refused, .childDissents, .expired]

    /// The box's own changes beside those that the author meant.
    func followUps(_ db: Database, of changes: [Change]) throws -> [Change] {
        guard let rules else { return [] }
        let about = changes.filter { $0.kind == ConsentOnRecord.form }
        return try Set(about.compactMap(\.dossier)).sorted().flatMap { dossier -> [Change] in
            guard let cause = about.first(where: { $0.dossier == dossier }) else { return [] }
            let records = try JournalStore.records(db, dossier: dossier)
            let before = ConsentOnRecord.records(records, with: []), after = ConsentOnRecord.records(records, with: about)
            // A referral that this very save answers or withdraws has its state from there.
            let written = Set(changes.map(\.record))
            return try Self.over(db, records, after, rules, today).filter { record in
                guard !written.contains(record.id) else { return false }
                let purpose = try Share.of(db, record.kind, record.fields, in: dossier).purpose
                return ConsentState.of(before, for: purpose, on: today) != ConsentState.of(after, for: purpose, on: today)
            }.compactMap { change($0, cause: cause.id) }
        }
    }

    /// The live referrals and offers of a dossier's records that consent covers no longer.
    static func over(_ db: Database, _ records: [StoredRecord], _ consents: [ConsentRecord], _ rules: ConsentRules, _ today: CivilDay) throws -> [StoredRecord] {
        try records.filter { record in
            guard Share.kinds.contains(record.kind), Share.isOut(record.kind, record.status), let dossier = record.dossier else { return false }
            let share = try Share.of(db, record.kind, record.fields, in: dossier)
            let state = ConsentState.of(consents, for: share.purpose, on: today)
            guard ending.contains(state) else { return false }
            switch rules.verdict(share.purpose, to: share.recipient, state) {
            case .allowed, .duty: return false
            case .blocked: return true
            case .overridable(let grounds):
                return record.fields[ShareJudge.ground]?.text.flatMap(LegalBasis.init(rawValue:)).map { !grounds.contains($0) } ?? true
            }
        }
    }

    /// The end of a referral or of an offer, which is then nobody's; the same for the same cause.
    /// - Parameter day: where the day is the cause and not an entry.
    func change(_ record: StoredRecord, cause: UUIDv7, on day: CivilDay? = nil) -> Change? {
        let isOffer = record.kind == Decidable.transfer.rawValue
        var envelope = RecordEnvelope(status: isOffer ? TransferStatus.takenBack.rawValue : ReferralStatus.cancelled.rawValue)
        if isOffer { envelope.clear.insert(.owner) }
        let ended = envelope, words = "consent ends " + (day?.description ?? "")
        return UUIDv7.derived(from: digest(Array(words.utf8) + cause.bytes + record.id.bytes)).map { id in
            Change(id: id, record: record.id, kind: record.kind, op: .amend, scope: record.scope, dossier: record.dossier,
                   formVersion: record.formVersion, envelope: ended)
        }
    }
}
