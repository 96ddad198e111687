import Foundations
import GRDB

extension JournalStore {
    /// Reads everything and proves that the journal is whole and that the projection is what it says. Runs beside
    /// other readers and the writer on one snapshot; only the check of the search index's inside waits for the writer.
    /// Memory does not grow with the store. Throws only where reading itself fails. Where the database's own trees are
    /// damaged, that is all the report says: what could be read through them proves nothing.
    public func verify(progress: (_ stage: String, _ done: Int64) -> Void = { _, _ in }) throws(JournalError) -> VerifyReport {
        var report = try read { db in
            var report = VerifyReport()
            progress("structure", 0)
            try StructureCheck.run(db, &report)
            guard report.sound else { return report }
            try checkErasures(db, &report)
            try ChainCheck(keys: keys, site: site).run(db, &report) { progress("journal", $0) }
            try ProjectionCheck(keys: keys).run(db, &report) { progress("records", $0) }
            try AttachmentCheck(keys: keys, blobs: blobs).run(db, &report) { progress("attachments", $0) }
            try TrailCheck(keys: keys, site: site).run(db, &report)
            return report
        }
        guard report.sound || !report.faults.contains(where: { $0.code == "structure-damaged" }) else { return report }
        progress("search", 0)
        do {
            try alone { db, _ in try db.execute(sql: "INSERT INTO search (search) VALUES ('integrity-check')") }
        } catch {
            report.fault("search-index-damaged", error.whatHappened)
        }
        return report
    }

    /// A scope without a key must have been erased by an entry that is still there.
    private func checkErasures(_ db: Database, _ report: inout VerifyReport) throws {
        let query = try Query(db, """
            SELECT s.number, e.position FROM scope_key s LEFT JOIN entry e ON e.id = s.erased_by WHERE s.wrapped IS NULL
            """)
        while try query.step() {
            report.erasedScopes += 1
            if query.isNull(1) { report.fault("key-missing", "scope \(query.int(0)) lost its key without an erasure") }
        }
    }
}
