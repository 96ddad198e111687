import Access
import Foundations
import GRDB
import Journal
import TimeLimits

extension Desk {
    /// Calendar days before a limit is due from which on My day names it.
    static let limitSoon = 3

    /// The limits of a caseload that are overdue or due soon, the longest overdue first; those of children at high risk apart.
    func dueLimits(_ db: Database, _ cases: [MyDay.CaseRow], _ standing: Standing) throws -> (urgent: [MyDay.Row], others: [MyDay.Row]) {
        guard let book = limits.limits?.book else { return ([], []) }
        var found: [(row: MyDay.Row, due: Int, isUrgent: Bool)] = []
        var judged: Set<UUIDv7> = []
        for one in cases where judged.insert(one.dossier).inserted {
            guard let root = try PartialRecord.find(db, one.dossier, .none) else { continue }
            let around = try Surroundings.of(Envelope(root), in: db)
            for outcome in try outcomes(db, one.dossier, around, standing, book) {
                guard let due = outcome.due, outcome.state == .overdue || outcome.state == .open && outcome.days <= Self.limitSoon else { continue }
                found.append((Self.row(outcome, due, one), due.daysSinceEpoch, outcome.state == .overdue && one.risk == "high"))
            }
        }
        found.sort { ($0.due, $0.row.record) < ($1.due, $1.row.record) }
        return (found.filter(\.isUrgent).prefix(Self.dayRows).map(\.row), found.filter { !$0.isUrgent }.prefix(Self.dayRows).map(\.row))
    }

    private static func row(_ outcome: LimitOutcome, _ due: CivilDay, _ one: MyDay.CaseRow) -> MyDay.Row {
        let code = outcome.state == .overdue ? "limit_overdue" : outcome.days == 0 ? "limit_today" : "limit_soon"
        let args: [String: Value] = ["rule": .text(outcome.rule), "words": .map(outcome.labels.mapValues(Value.text)), "days": .int(Int64(outcome.days))]
        return MyDay.Row(kind: .limit, record: outcome.start, dossier: one.dossier, title: nil, name: one.name,
                         reason: MyDay.Reason(code: code, args: args), due: due.description, action: .open)
    }
}
