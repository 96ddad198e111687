import Access
import Foundations
import GRDB
import Journal

extension Desk {
    /// Rows of the list of waiting requests that are looked at for one day at the most.
    static let mostRightsLooked = 400

    /// Requests about people's own files that wait for an answer of this person, the first due first. Those of closed cases too: nobody has these on
    /// their caseload.
    func waitingRights(_ db: Database, _ glances: Glances, _ standing: Standing) throws -> (now: [MyDay.Row], later: [MyDay.Row]) {
        guard standing.mayEver(.edit, RightsRequest.form) else { return ([], []) }
        var now: [MyDay.Row] = [], later: [MyDay.Row] = []
        for hit in try Lookup.find(db, .rightsByDue, key: .text(ProjectionRules.waiting), newestFirst: false, limit: Self.mostRightsLooked) {
            guard now.count + later.count < Self.dayRows else { break }
            guard let record = try PartialRecord.find(db, number: hit.record, .none),
                  standing.mayAnswer(Envelope(record), try Surroundings.of(Envelope(record), in: db)) else { continue }
            let due = CivilDay(daysSinceEpoch: Int(hit.sort))
            let row = MyDay.Row(
                kind: .task, record: record.id, dossier: record.dossier, title: nil, name: try glances.name(record.dossier),
                reason: MyDay.Reason(code: due < today ? "overdue" : due == today ? "due_today" : "due_later", args: ["form": .text(RightsRequest.form)]),
                due: due.description, action: .open)
            if due <= today { now.append(row) } else { later.append(row) }
        }
        return (now, later)
    }
}
