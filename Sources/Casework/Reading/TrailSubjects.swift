public import Foundations
import GRDB
import Journal
import Matching

extension Desk {
    /// The ids under which the audit trail names this case's dossier and the records in it: what an auditor who has a case number asks
    /// the trail with. Nothing of the records themselves; empty where no case has the number. Who asks must be checked by the caller.
    public func trailSubjects(ofCase number: String) throws -> [UUIDv7] {
        guard let folded = NameFolding.number(number) else { return [] }
        return try read { db in
            var found: Set<UUIDv7> = []
            for hit in try Lookup.find(db, .caseByNumber, key: .text(folded), limit: 2) {
                guard let dossier = try PartialRecord.find(db, number: hit.record, .none)?.dossier else { continue }
                found.formUnion([dossier] + (try JournalStore.records(db, dossier: dossier)).map(\.id))
            }
            return Array(found.sorted().prefix(AuditTrail.Filter.mostOfOne))
        }
    }
}
