public import Access
public import Foundations
import GRDB
import Journal
public import Sharing

/// What somebody should know before they share something of a child: whether it may go out, who said what, and what would be seen.
public struct SharingSheet: Sendable {
    /// The answers of one consent that speaks of this purpose, as far as the asker may see them.
    public struct Said: Sendable {
        public let record: UUIDv7
        public let fields: [String: Value]
    }

    public let purpose: Purpose
    public let recipient: Recipient
    public let state: ConsentState
    public let verdict: ConsentRules.Verdict
    /// The newest first, at most `SharingSheet.mostSaid`.
    public let said: [Said]
    public let wishes: [SharingWish]
    /// Form → questions that a service sees; nothing where the site has no templates.
    public let shared: [String: [String]]

    static let mostSaid = 5
    static let told = ["asked_on", "child_assent", "caregiver_consent", "given_by", "valid_until"]
}

extension Desk {
    /// Before a referral of this child for a service, or before its dossier goes to a colleague.
    /// - Parameter receiver: the account of whoever is to take the dossier over; nothing for a referral.
    /// - Throws: `CaseworkError`: `.notFound` also where the child may not be seen, `.notAllowed` for who may not make referrals (or transfers) there or
    ///   where the site has no rules of consent.
    public func sharing(of dossier: UUIDv7, service: String?, handedTo receiver: String? = nil, for standing: Standing) throws -> SharingSheet {
        try read { db in
            guard let root = try JournalStore.record(db, dossier), root.kind == "child", let child = try shown(db, root, standing) else { throw CaseworkError(.notFound) }
            let records = try JournalStore.records(db, dossier: dossier)
            let around = Surroundings.of(dossier: records)
            guard let sharing, standing.creatable(Envelope(id: dossier, kind: receiver == nil ? "referral" : Decidable.transfer.rawValue, dossier: dossier), around) != nil else {
                throw CaseworkError(.notAllowed(what: receiver == nil ? "refer this child" : "hand this dossier over"))
            }
            let share = try receiver.map { try Share.transfer(db, of: root.id, to: $0) } ?? Share.referral(service: service)
            let (purpose, recipient) = (share.purpose, share.recipient)
            let state = ConsentState.of(ConsentOnRecord.records(records, with: []), for: purpose, on: today)
            let consents = records.filter { $0.kind == ConsentOnRecord.form }.compactMap { record -> ShownRecord? in
                let decision = standing.decide(Envelope(record), around)
                return decision.exists ? ShownRecord(record, decision, answers: []) : nil
            }
            func day(_ one: ShownRecord) -> String { one.text("asked_on") ?? "" }
            let said = consents.filter { $0.words("purpose").contains(purpose.rawValue) }.sorted { (day($0), $0.id) > (day($1), $1.id) }.prefix(SharingSheet.mostSaid)
            let wishes = [child.text("contact_restriction").map { SharingWish(words: $0, saidOn: nil) }]
                + consents.map { one in one.text("not_to").map { SharingWish(words: $0, saidOn: CivilDay(day(one))) } }
            return SharingSheet(
                purpose: purpose, recipient: recipient, state: state, verdict: sharing.verdict(purpose, to: recipient, state),
                said: said.map { one in SharingSheet.Said(record: one.id, fields: one.fields.filter { SharingSheet.told.contains($0.key) }) },
                wishes: SharingWish.shown(wishes.compactMap(\.self)),
                shared: receiver != nil ? [:] : standing.templates.map { templates in
                    Dictionary(uniqueKeysWithValues: ShareTemplates.forms.map { ($0, templates.fields(of: $0, for: service).sorted()) })
                } ?? [:])
        }
    }
}
