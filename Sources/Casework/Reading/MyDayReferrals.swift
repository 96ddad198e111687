import Access
import Foundations
import GRDB
import Journal

// Referrals on both sides: to whom they are addressed, and whose cases wait for the answer.

extension Desk {
    /// Referrals that ask this person or one of their teams and have no answer yet, the oldest first. Those that cannot wait are urgent.
    func requests(_ db: Database, _ glances: Glances, _ standing: Standing) throws -> (urgent: [MyDay.Row], others: [MyDay.Row]) {
        guard standing.mayEver(.decide, "referral") || standing.mayEver(.edit, "referral") else { return ([], []) }
        var hits: Set<Lookup.Hit> = []
        for key in standing.viewer.teams.sorted() + [standing.viewer.person] {
            hits.formUnion(try Lookup.find(db, .askedByOwner, key: .id(key), newestFirst: false, limit: Self.dayRows))
        }
        var urgent: [MyDay.Row] = [], others: [MyDay.Row] = []
        for hit in hits.sorted(by: { ($0.sort, $0.record) < ($1.sort, $1.record) }).prefix(Self.dayRows) {
            guard let shown = try glances.part(hit.record, Asked.referral) else { continue }
            let row = MyDay.Row(
                kind: .request, record: shown.record.id, dossier: shown.record.dossier, title: shown.text("service"), name: try glances.name(shown.record.dossier),
                reason: MyDay.Reason(code: "asked_of_you", args: ["form": "referral", "days": .int(days(since: hit))]), due: nil, action: .answer)
            if shown.text("urgency") == "now" { urgent.append(row) } else { others.append(row) }
        }
        return (urgent, others)
    }

    /// Referrals from this person's cases that nobody has answered: who was asked, and for how many days.
    func unanswered(_ db: Database, _ duties: CaseDuties, _ glances: Glances, _ standing: Standing) throws -> [MyDay.Row] {
        var rows: [MyDay.Row] = []
        for hit in duties.unanswered where rows.count < Self.dayRows {
            guard let shown = try glances.part(hit.record, Asked.referral), shown.owner != standing.viewer.person else { continue }
            var args: [String: Value] = ["form": "referral", "days": .int(days(since: hit))]
            if let who = try shown.text("provider_name") ?? asked(shown, glances, db) { args["who"] = .text(who) }
            rows.append(MyDay.Row(
                kind: .unanswered, record: shown.record.id, dossier: shown.record.dossier, title: shown.text("service"), name: try glances.name(shown.record.dossier),
                reason: MyDay.Reason(code: "not_answered", args: args), due: nil, action: .open))
        }
        return rows
    }

    /// The name of the colleague who was asked, where this person may see it.
    private func asked(_ referral: ShownPart, _ glances: Glances, _ db: Database) throws -> String? {
        guard referral.seen("referred_to") != nil, let owner = referral.owner,
              let person = try PartialRecord.find(db, owner, .none), person.kind == ReservedKind.user else { return nil }
        return try glances.part(person.number, Asked.colleague)?.text("display_name")
    }

    /// Full days; a day that has not come counts as today.
    private func days(since hit: Lookup.Hit) -> Int64 { max(0, Int64(today.daysSinceEpoch) - hit.sort) }
}

private enum Asked {
    static let referral = FieldChoice(["service", "provider_name", "referred_to", "urgency"])
    static let colleague = FieldChoice(["display_name"])
}
