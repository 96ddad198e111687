public import Access
import CaseSteps
public import Foundations
import GRDB
import Journal

/// A concern about a child that was known when it came, as somebody who sees both may see it.
public struct LinkedReport: Sendable {
    public let notification: ShownRecord
    /// The child in the report.
    public let child: ShownRecord
    /// The day on which somebody who works with the child took note, and who; nil while nobody has.
    public let noted: (on: String, by: UUIDv7)?
}

extension Desk {
    /// So many concerns of one dossier are shown at the most, the newest first.
    public static let mostConcerns = 50

    /// Reports that were linked to this child. One of which this person may not see the report, or not the child in it, is left out
    /// without a trace.
    /// - Throws: `CaseworkError.notFound` also where the child may not be seen.
    public func concerns(about asked: UUIDv7, for standing: Standing) throws -> [LinkedReport] {
        try read { db in
            let id = try DossierFolder.home(db, of: asked)
            for one in Set([id, asked]) {
                guard let child = try JournalStore.record(db, one), child.kind == "child", try shown(db, child, standing) != nil else { throw CaseworkError(.notFound) }
            }
            var found: [LinkedReport] = []
            for dossier in try Self.children(of: id, db) {
                for hit in try Lookup.find(db, .concernByDossier, key: .id(dossier), limit: Self.mostConcerns) {
                    guard let record = try JournalStore.record(db, number: hit.record), let parent = try record.parent.flatMap({ try JournalStore.record(db, $0) }),
                          parent.kind == "notification", let notification = try shown(db, parent, standing), let child = try shown(db, record, standing),
                          child.fields[LinkedConcern.link] != nil else { continue }
                    let by = record.stamps[LinkedConcern.noted]?.actor
                    let noted = child.text(LinkedConcern.noted).flatMap { day in by.map { (on: day, by: $0) } }
                    found.append(LinkedReport(notification: notification, child: child, noted: noted))
                }
            }
            return found
        }
    }

    /// Concerns about children of this person's cases, and of their teams' for who answers for these, of which nobody has taken note.
    func unnotedConcerns(_ db: Database, _ glances: Glances, _ standing: Standing) throws -> (urgent: [MyDay.Row], others: [MyDay.Row]) {
        guard standing.mayEver(.edit, LinkedConcern.form) else { return ([], []) }
        var urgent: [MyDay.Row] = [], others: [MyDay.Row] = []
        for dossier in try watched(standing, db) {
            // A report may name a child whose dossier became part of this one.
            let merges = try Lookup.count(db, .mergeByChild, key: .id(dossier), atMost: 1)
            let hits = try (merges > 0 ? Self.children(of: dossier, db) : [dossier])
                .flatMap { try Lookup.find(db, .unnotedConcernByDossier, key: .id($0), limit: Self.dayRows) }
            for hit in hits {
                guard urgent.count < Self.dayRows, others.count < Self.dayRows else { return (urgent, others) }
                guard let child = try glances.part(hit.record, Chosen.child), child.text(LinkedConcern.link) != nil,
                      let parent = try child.record.parent.flatMap({ try PartialRecord.find(db, $0, .none) }),
                      let report = try glances.part(parent.number, Chosen.report), let name = try glances.name(dossier) else { continue }
                let isUrgent = report.text("urgent") == "yes"
                var args: [String: Value] = ["concern": .list(report.words("concern").map(Value.text))]
                if let received = report.text("received_on") { args["received"] = .text(received) }
                let row = MyDay.Row(kind: .concern, record: report.record.id, dossier: dossier, title: nil, name: name,
                                    reason: MyDay.Reason(code: isUrgent ? "urgent_known_child" : "known_child", args: args), due: nil, action: .open)
                if isUrgent { urgent.append(row) } else { others.append(row) }
            }
        }
        return (urgent, others)
    }

    private static func children(of dossier: UUIDv7, _ db: Database) throws -> [UUIDv7] {
        Array(Set([dossier] + (try PartialRecord.all(db, dossier: dossier, kinds: ["child"], .none)).map(\.id))).sorted()
    }

    /// Dossiers of this person's live cases; for who approves, those of their teams too.
    private func watched(_ standing: Standing, _ db: Database) throws -> [UUIDv7] {
        var found = try CaseDuties.dossiers(of: standing.viewer.person, db), seen = Set(found)
        guard standing.viewer.role.functions.contains(.approves) else { return found }
        for team in standing.viewer.teams.sorted() {
            for status in [CaseStatus.open, .monitoring] {
                for hit in try Lookup.find(db, .caseByTeam, key: .pair(team, status.rawValue), limit: CaseDuties.mostCases) {
                    guard let dossier = try PartialRecord.find(db, number: hit.record, .none)?.dossier, seen.insert(dossier).inserted else { continue }
                    found.append(dossier)
                }
            }
        }
        return found
    }
}

private enum Chosen {
    static let child = FieldChoice([LinkedConcern.link])
    static let report = FieldChoice(["urgent", "concern", "received_on"])
}
