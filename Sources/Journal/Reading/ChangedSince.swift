public import Foundations
public import GRDB

/// What entries behind a place in the journal were about, on one snapshot: for whoever keeps something worked out from records.
public struct ChangedSince: Sendable {
    /// Local numbers of records that entries were about.
    public let records: Set<Int64>
    /// The dossiers in which these records lie now.
    public let dossiers: Set<UUIDv7>

    /// The place of the last entry; 0 in an empty journal.
    public static func place(_ db: Database) throws -> Int64 {
        let query = try Query(db, "SELECT coalesce(max(position), 0) FROM entry")
        defer { query.reset() }
        return try query.step() ? query.int(0) : 0
    }

    /// Nil where more than `atMost` entries came since. An erasure takes records away without an entry about them: what is kept by this
    /// has to end by itself after a while.
    public static func find(_ db: Database, after place: Int64, atMost: Int = 500) throws -> ChangedSince? {
        let query = try Query(db, "SELECT e.record, r.dossier FROM entry e LEFT JOIN record r ON r.number = e.record WHERE e.position > ? LIMIT ?")
        query.bind(1, place)
        query.bind(2, atMost + 1)
        defer { query.reset() }
        var records: Set<Int64> = [], dossiers: Set<UUIDv7> = []
        var count = 0
        while try query.step() {
            count += 1
            records.insert(query.int(0))
            if let dossier = query.id(1) { dossiers.insert(dossier) }
        }
        return count > atMost ? nil : ChangedSince(records: records, dossiers: dossiers)
    }
}
