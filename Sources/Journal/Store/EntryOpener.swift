import Foundations
import GRDB

/// Opens rows of `entry` with the keys of their scopes.
struct EntryOpener {
    private let keys: any JournalKeys
    private let scopes: ScopeKeys

    init(_ keys: any JournalKeys, _ scopes: ScopeKeys? = nil) {
        self.keys = keys
        self.scopes = scopes ?? ScopeKeys(keys)
    }

    /// All readable entries of a record as the fold takes them, in order of arrival.
    func applied(_ db: Database, record number: Int64) throws -> [AppliedEntry] {
        var entries: [AppliedEntry] = []
        for row in try EntryTable.ofRecord(db, number) {
            let (header, payload) = try parts(db, row)
            guard let payload else { continue }
            entries.append(Self.applied(row, header, payload, after: entries))
        }
        return entries
    }

    static func applied(_ row: EntryRow, _ header: EntryHeader, _ payload: EntryPayload, after earlier: [AppliedEntry]) -> AppliedEntry {
        let stamp = Stamp(clock: header.clock, entry: row.id, actor: payload.actor, device: header.device, deviceSeq: header.deviceSeq,
                          at: header.at, version: row.version, base: min(header.base, row.version - 1),
                          late: Stamp.isLate(device: header.device, header.deviceSeq, after: earlier))
        return AppliedEntry(stamp: stamp, op: payload.op, kind: payload.kind, formVersion: payload.formVersion, fields: payload.fields)
    }

    func open(_ db: Database, _ row: EntryRow) throws -> HistoryEntry {
        let (header, payload) = try parts(db, row)
        return HistoryEntry(
            entry: row.id, position: row.position, record: header.record, version: row.version, base: header.base,
            device: header.device, save: header.save, at: header.at, received: row.received, clock: header.clock,
            content: payload.map { .init(kind: $0.kind, op: $0.op, actor: $0.actor, formVersion: $0.formVersion, fields: $0.fields) })
    }

    /// Payload nil where its key or its scope's key is gone.
    func parts(_ db: Database, _ row: EntryRow) throws -> (EntryHeader, EntryPayload?) {
        let (header, associated, sealed) = try AuthoredEntry.decode(row.authored)
        guard let wrapped = row.payloadKey, let scopeKey = try scopes.key(db, number: row.scope) else { return (header, nil) }
        let key = try keys.open(wrapped, key: scopeKey, associated: EntryTable.keyLabel(row.id))
        return (header, try AuthoredEntry.decodePayload(try keys.open(sealed, key: key, associated: associated)))
    }
}
