import CaseSteps
import Foundations
import GRDB
import Journal
import Sharing

/// Asks, inside the transaction of a save, whether consent covers what the save sends out. A referral goes out when it is made, asked
/// again, let through, addressed to somebody else or changed to another service, a dossier when it is to leave the agency that answers for it;
/// each time it is asked anew.
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
    private static let asking: Set<String> = [ground, reason, "service", "referred_to", "provider_name", "shared_note", "handed_to", "transfer_why", "situation"]
    static let live: Set<String> = [ReferralStatus.requested, .accepted, .inProgress].reduce(into: []) { $0.insert($1.rawValue) }

    /// Whether a new referral names a ground: it waits for a second person and is sent to nobody until then.
    static func asksForSecond(_ entry: AuthoredEntry) -> Bool {
        entry.form == "referral" && entry.op == .create && entry.fields[ground]?.text?.isEmpty == false
    }

    /// - Throws: `CaseworkError`: `.sharing` where it may not go out, `.faults` where the ground or its reason is missing.
    func judge(_ db: Database) throws {
        var seen: Set<UUIDv7> = []
        for change in changes where Share.kinds.contains(change.kind) && seen.insert(change.record).inserted {
            let before = try JournalStore.record(db, change.record), all = changes.filter { $0.record == change.record }
            guard let dossier = before?.dossier ?? change.dossier else { continue }
            let step = Step(before, all)
            if change.kind == "referral" { try judgeReferral(db, step, dossier) } else { try judgeTransfer(db, step, dossier) }
        }
    }

    /// One record before the save and after it.
    private struct Step {
        let before: StoredRecord?
        let first: UUIDv7
        let fields: [String: Value]
        /// Nil for a record that is older than the states, or new and without one.
        let status: String?

        init(_ before: StoredRecord?, _ changes: [Change]) {
            self.before = before
            first = changes[0].id
            fields = changes.reduce(into: before?.fields ?? [:]) { fields, change in fields.merge(change.fields) { $1 } }
            status = changes.last { $0.envelope.status != nil }?.envelope.status ?? before?.status
        }

        func changed(_ name: String) -> Bool { (fields[name]?.text ?? "") != (before?.fields[name]?.text ?? "") }
    }

    private func judgeReferral(_ db: Database, _ step: Step, _ dossier: UUIDv7) throws {
        let before = step.before, status = step.status ?? ReferralStatus.requested.rawValue
        let waits = status == ReferralStatus.proposed.rawValue, waited = before?.status == ReferralStatus.proposed.rawValue
        if before != nil, !waited, !waits, step.changed(Self.ground) || step.changed(Self.reason) {
            throw CaseworkError(.notAllowed(what: "change on which ground a referral goes out; make a new one"))
        }
        let wasLive = before.map { Share.isOut($0.kind, $0.status) } ?? false
        let isNewlyShared = !wasLive || step.changed("service") || (step.changed("referred_to") && !(step.fields["referred_to"]?.text ?? "").isEmpty)
        guard waits || (Self.live.contains(status) && isNewlyShared) else { return }
        try ask(db, Share.of(db, "referral", step.fields, in: dossier), step, dossier, mayWait: waits || waited, isSecond: waited && !waits)
    }

    /// A dossier leaves when it is offered and when it is taken over; asked already when it is proposed, so that whoever proposes hears of it.
    /// Who offers it is the second person.
    private func judgeTransfer(_ db: Database, _ step: Step, _ dossier: UUIDv7) throws {
        guard let status = TransferStatus(rawValue: step.status ?? TransferStatus.start.rawValue), [.proposed, .offered, .accepted].contains(status),
              step.before == nil || step.before?.status != status.rawValue || step.changed("handed_to") else { return }
        if step.before != nil, step.changed(Self.ground) || step.changed(Self.reason) {
            throw CaseworkError(.notAllowed(what: "change on which ground a dossier leaves; ask for a new transfer"))
        }
        try ask(db, Share.of(db, step.before?.kind ?? Decidable.transfer.rawValue, step.fields, in: dossier), step, dossier, mayWait: true, isSecond: status != .proposed)
    }

    /// - Parameters:
    ///   - mayWait: whether a ground counts here: a second person has yet to say so, or does now.
    ///   - isSecond: whether whoever saves is that person.
    private func ask(_ db: Database, _ share: Share, _ step: Step, _ dossier: UUIDv7, mayWait: Bool, isSecond: Bool) throws {
        let state = try ConsentOnRecord.state(db, of: dossier, for: share.purpose, on: today, with: changes)
        func refusal(_ cause: ShareRefusal.Cause) -> CaseworkError {
            CaseworkError(.sharing(ShareRefusal(purpose: share.purpose, recipient: share.recipient, state: state, cause: cause)))
        }
        switch rules.verdict(share.purpose, to: share.recipient, state) {
        case .allowed, .duty: return
        case .blocked: throw refusal(.blocked)
        case .overridable(let grounds):
            let reason = step.fields[Self.reason]?.text ?? ""
            let basis = step.fields[Self.ground]?.text.flatMap(LegalBasis.init(rawValue:))
            guard mayWait, let basis, grounds.contains(basis) else { throw refusal(.needsGround(grounds)) }
            if !reason.contains(where: { $0.isLetter || $0.isNumber }) {
                throw CaseworkError(.faults([EntryFault(entry: step.first, field: Self.reason, code: "required")]))
            }
            guard isSecond, let before = step.before else { return }
            // Who wrote any of what is to be shared, or on which ground, asked; the second person has written nothing of it.
            let askers = try Set(journal.entries(db, of: before.id).compactMap(\.content).filter { !Self.asking.isDisjoint(with: $0.fields.keys) }.map(\.actor))
            let word = Override(basis: basis, reason: reason, second: person)
            for asker in askers {
                guard case .goesOutWithout = rules.decide(share.purpose, to: share.recipient, state, override: word, by: asker) else { throw refusal(.ownWord) }
            }
        }
    }
}
