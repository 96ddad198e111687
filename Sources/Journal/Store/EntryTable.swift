import Foundations
import GRDB

/// A row of `entry`.
struct EntryRow {
    var position: Int64
    var epoch: Int
    var seq: Int64
    var id: UUIDv7
    var scope: Int64
    var record: Int64
    var version: Int
    var received: WallTime
    var hlc: HybridTimestamp
    var link: [UInt8]
    /// Nil where the entry was redacted.
    var payloadKey: [UInt8]?
    var authored: [UInt8]
}

enum EntryTable {
    static let columns = "position, epoch, seq, id, scope, record, version, received, received_how, hlc, link, payload_key, authored"

    static func keyLabel(_ id: UUIDv7) -> [UInt8] { Array("payload ".utf8) + id.bytes }

    static func insertion(_ db: Database) throws -> Query { try Query(db, insertSQL) }

    private static let insertSQL = "INSERT INTO entry (\(columns)) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)"

    static func insert(_ query: Query, _ row: EntryRow) throws {
        query.bind(1, row.position)
        query.bind(2, row.epoch)
        query.bind(3, row.seq)
        query.bind(4, row.id)
        query.bind(5, row.scope)
        query.bind(6, row.record)
        query.bind(7, row.version)
        query.bind(8, row.received.millis)
        query.bind(9, row.received.how)
        query.bind(10, Int64(bitPattern: row.hlc.rawValue))
        query.bind(11, row.link)
        query.bind(12, row.payloadKey)
        query.bind(13, row.authored)
        try query.run()
    }

    static func row(_ query: Query) throws -> EntryRow {
        guard let id = query.id(3), let received = WallTime(millis: query.int(7), how: query.int(8)) else {
            throw JournalError.damaged("entry \(query.int(0))")
        }
        return EntryRow(position: query.int(0), epoch: Int(query.int(1)), seq: query.int(2), id: id, scope: query.int(4),
                        record: query.int(5), version: Int(query.int(6)), received: received,
                        hlc: HybridTimestamp(rawValue: UInt64(bitPattern: query.int(9))), link: query.blob(10),
                        payloadKey: query.optionalBlob(11), authored: query.blob(12))
    }

    static func find(_ db: Database, _ id: UUIDv7) throws -> EntryRow? {
        let query = try Query(db, "SELECT \(columns) FROM entry WHERE id = ?")
        query.bind(1, id)
        defer { query.reset() }
        return try query.step() ? try row(query) : nil
    }

    static func ofRecord(_ db: Database, _ number: Int64) throws -> [EntryRow] {
        let query = try Query(db, "SELECT \(columns) FROM entry WHERE record = ? ORDER BY position")
        query.bind(1, number)
        defer { query.reset() }
        var rows: [EntryRow] = []
        while try query.step() { rows.append(try row(query)) }
        return rows
    }
}
