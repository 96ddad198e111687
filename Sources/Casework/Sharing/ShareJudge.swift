import CaseSteps
import Foundations
import GRDB
import Journal
import Sharing

/// Asks, inside the transaction of a save, whether consent covers what the save sends out. A referral goes out when it is made, asked
/// again, let through, addressed to somebody else or changed to another service; each time it is asked anew.
struct ShareJudge: Sendable {
    let rules: ConsentRules
    let journal: JournalStore
    /// Whoever saves.
    let person: UUIDv7
    /// Those that the author meant, in order.
    let changes: [Change]
    let today: CivilDay

    /// On which ground a referral goes out without consent, and why.
    static let ground = "override_basis", reason = "override_reason"
    private static let asking: Set<String> = [ground, reason, "service", "referred_to", "provider_name", "shared_note"]
    static let live: Set<String> = [ReferralStatus.requested, .accepted, .inProgress].reduce(into: []) { $0.insert($1.rawValue) }

    /// Whether a new referral names a ground: it waits for a second person and is sent to nobody until then.
    static func asksForSecond(_ entry: AuthoredEntry) -> Bool {
        entry.form == "referral" && entry.op == .create && entry.fields[ground]?.text?.isEmpty == false
    }

    /// What a referral for this service shares, and with whom.
    static func share(service: String?) -> (purpose: Purpose, recipient: Recipient) {
        switch service {
        case "tracing": (.tracing, .provider)
        case "police": (.referral, .authority)
        default: (.referral, .provider)
        }
    }

    /// - Throws: `CaseworkError`: `.sharing` where it may not go out, `.faults` where the ground or its reason is missing.
    func judge(_ db: Database) throws {
        var seen: Set<UUIDv7> = []
        for change in changes where change.kind == "referral" && seen.insert(change.record).inserted {
            try judge(db, try JournalStore.record(db, change.record), changes.filter { $0.record == change.record })
        }
    }

    private func judge(_ db: Database, _ before: StoredRecord?, _ changes: [Change]) throws {
        guard let first = changes.first, let dossier = before?.dossier ?? first.dossier else { return }
        let old = before?.fields ?? [:]
        let fields = changes.reduce(into: old) { fields, change in fields.merge(change.fields) { $1 } }
        let status = changes.last { $0.envelope.status != nil }?.envelope.status ?? before?.status ?? ReferralStatus.requested.rawValue
        func changed(_ name: String) -> Bool { (fields[name]?.text ?? "") != (old[name]?.text ?? "") }
        let waits = status == ReferralStatus.proposed.rawValue, waited = before?.status == ReferralStatus.proposed.rawValue
        if before != nil, !waited, !waits, changed(Self.ground) || changed(Self.reason) {
            throw CaseworkError(.notAllowed(what: "change on which ground a referral goes out; make a new one"))
        }
        let wasLive = before.map { Self.live.contains($0.status ?? ReferralStatus.requested.rawValue) } ?? false
        let isNewlyShared = !wasLive || changed("service") || (changed("referred_to") && !(fields["referred_to"]?.text ?? "").isEmpty)
        guard waits || (Self.live.contains(status) && isNewlyShared) else { return }

        let (purpose, recipient) = Self.share(service: fields["service"]?.text)
        let state = try ConsentOnRecord.state(db, of: dossier, for: purpose, on: today, with: self.changes)
        func refusal(_ cause: ShareRefusal.Cause) -> CaseworkError {
            CaseworkError(.sharing(ShareRefusal(purpose: purpose, recipient: recipient, state: state, cause: cause)))
        }
        switch rules.verdict(purpose, to: recipient, state) {
        case .allowed: return
        case .blocked: throw refusal(.blocked)
        case .overridable(let grounds):
            let basis = fields[Self.ground]?.text.flatMap(LegalBasis.init(rawValue:))
            guard waits || waited, let basis, grounds.contains(basis) else { throw refusal(.needsGround(grounds)) }
            if !(fields[Self.reason]?.text ?? "").contains(where: { $0.isLetter || $0.isNumber }) {
                throw CaseworkError(.faults([EntryFault(entry: first.id, field: Self.reason, code: "required")]))
            }
            guard waited, !waits, let before else { return }
            // Who wrote any of what is to be shared, or on which ground, asked; the second person has written nothing of it.
            let askers = try Set(journal.entries(db, of: before.id).compactMap(\.content).filter { !Self.asking.isDisjoint(with: $0.fields.keys) }.map(\.actor))
            let word = Override(basis: basis, reason: fields[Self.reason]?.text ?? "", second: person)
            for asker in askers {
                guard case .goesOutWithout = rules.decide(purpose, to: recipient, state, override: word, by: asker) else { throw refusal(.ownWord) }
            }
        }
    }
}
