public import Foundations
public import GRDB

extension JournalStore {
    /// The record with this id as it stands; nil where there is none (or it was erased).
    public static func record(_ db: Database, _ id: UUIDv7) throws -> StoredRecord? {
        try RecordTable.load(db, id: id).map(StoredRecord.init)
    }

    /// By its local number, as `lookup` and `search` give it.
    public static func record(_ db: Database, number: Int64) throws -> StoredRecord? {
        try RecordTable.load(db, number: number).map(StoredRecord.init)
    }

    /// Everything in a child's dossier, the child's own record among it, oldest first; open conflict tasks come first.
    public static func records(_ db: Database, dossier: UUIDv7) throws -> [StoredRecord] {
        let query = try Query(db, "SELECT \(RecordTable.columns) FROM \(RecordTable.source) WHERE r.dossier = ? ORDER BY r.number")
        query.bind(1, dossier)
        return try all(query)
    }

    /// The records that name this one as their parent, oldest first, without conflict tasks.
    public static func records(_ db: Database, parent: UUIDv7) throws -> [StoredRecord] {
        try Lookup.records(db, .byParent, key: .id(parent), newestFirst: false, limit: 1000).filter { $0.kind != ConflictTask.kind }
    }

    /// The open conflict task of a record, if any.
    public static func conflictTask(_ db: Database, of record: UUIDv7) throws -> StoredRecord? {
        try Lookup.records(db, .byParent, key: .id(record), newestFirst: false, limit: 1000).first { $0.kind == ConflictTask.kind }
    }

    /// The version of a record; 0 where there is none. Cheaper than the record.
    public static func version(_ db: Database, of id: UUIDv7) throws -> Int {
        let query = try Query(db, "SELECT version FROM record WHERE id = ?")
        query.bind(1, id)
        defer { query.reset() }
        return try query.step() ? Int(query.int(0)) : 0
    }

    private static func all(_ query: Query) throws -> [StoredRecord] {
        defer { query.reset() }
        var records: [StoredRecord] = []
        while try query.step() { records.append(StoredRecord(try RecordTable.state(query))) }
        return records
    }
}

extension StoredRecord {
    init(_ state: RecordState) {
        var fields: [String: Value] = [:]
        var stamps: [String: FieldStamp] = [:]
        for (name, heads) in state.heads where !name.hasPrefix("@") {
            if let value = state.shown(name) { fields[name] = value }
            if let stamp = heads.first?.stamp { stamps[name] = FieldStamp(stamp) }
        }
        self.init(
            id: state.id, number: state.number, kind: state.kind, scope: state.scope,
            dossier: state.shown(Reserved.dossier)?.identifier, parent: state.shown(Reserved.parent)?.identifier,
            agency: state.shown(Reserved.agency)?.text, status: state.shown(Reserved.status)?.text,
            owner: state.shown(Reserved.owner)?.identifier, team: state.shown(Reserved.team)?.identifier,
            place: state.shown(Reserved.place)?.text, sensitivity: state.shown(Reserved.sensitivity)?.text,
            formVersion: state.formVersion, archived: state.shown(Reserved.archived)?.bool == true,
            version: state.version, updated: state.updated, fields: fields, stamps: stamps, conflicts: state.conflicts,
            statusStamp: state.heads[Reserved.status]?.first.map { FieldStamp($0.stamp) })
    }
}

extension FieldStamp {
    init(_ stamp: Stamp) {
        self.init(clock: stamp.clock, entry: stamp.entry, actor: stamp.actor, device: stamp.device, at: stamp.at, version: stamp.version)
    }
}

extension JournalStore {
    /// The place of the newest entry; rises with every save. 0 in an empty journal. Blocks for a moment.
    public func newestPosition() throws(JournalError) -> Int64 {
        try read { db in
            let query = try Query(db, "SELECT position FROM entry ORDER BY position DESC LIMIT 1")
            defer { query.reset() }
            return try query.step() ? query.int(0) : 0
        }
    }
}
