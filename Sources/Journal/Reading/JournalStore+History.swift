public import Foundations
public import GRDB

extension JournalStore {
    /// All entries of a record, oldest first.
    public func entries(_ db: Database, of record: UUIDv7) throws -> [HistoryEntry] {
        guard let number = try Self.number(db, record) else { return [] }
        let opener = EntryOpener(keys)
        return try EntryTable.ofRecord(db, number).map { try opener.open(db, $0) }
    }

    /// One entry by its id; nil where the journal has none. Cheaper than the entries of a record.
    public func entry(_ db: Database, _ id: UUIDv7) throws -> HistoryEntry? {
        try EntryTable.find(db, id).map { try EntryOpener(keys).open(db, $0) }
    }

    /// Every value that each field ever had, newest first. Envelope parts come under names that begin with `@`.
    public func fieldHistory(_ db: Database, of record: UUIDv7) throws -> [String: [FieldHistory]] {
        var history: [String: [FieldHistory]] = [:]
        for entry in try entries(db, of: record).reversed() {
            guard let content = entry.content else { continue }
            for (name, value) in content.fields {
                history[name, default: []].append(FieldHistory(value: value, at: entry.at, actor: content.actor, entry: entry.entry,
                                                               device: entry.device, version: entry.version))
            }
        }
        return history
    }

    /// What happened in a dossier, newest first, what was written in another before the two were merged among it, before position `before` (nil: from the newest on).
    public func timeline(_ db: Database, dossier: UUIDv7, before: Int64? = nil, limit: Int = 50) throws -> [TimelineRow] {
        let query = try Query(db, """
            SELECT \(EntryTable.columns) FROM entry WHERE scope IN (
                    SELECT number FROM scope_key WHERE id = ? AND kind = 'dossier' UNION SELECT scope FROM record WHERE dossier = ?)
                AND NOT EXISTS (SELECT 1 FROM record r WHERE r.number = entry.record AND r.dossier IS NOT NULL AND r.dossier != ?)
                AND position < ? ORDER BY position DESC LIMIT ?
            """)
        for place in 1...3 { query.bind(Int32(place), dossier) }
        query.bind(4, before ?? .max)
        query.bind(5, limit)
        var rows: [EntryRow] = []
        while try query.step() { rows.append(try EntryTable.row(query)) }
        let opener = EntryOpener(keys)
        var before: [Int64: [Int64: [String: Value]]] = [:]
        return try rows.map { row in
            if before[row.record] == nil { before[row.record] = try valuesBefore(db, row.record, opener) }
            let entry = try opener.open(db, row)
            let old = before[row.record]?[row.position] ?? [:]
            let changes = (entry.content?.fields ?? [:]).filter { $0.key != Reserved.dossier && $0.key != Reserved.parent }
                .map { TimelineRow.FieldChange(field: $0.key, from: old[$0.key], to: $0.value.isNull ? nil : $0.value) }
                .sorted { $0.field < $1.field }
            return TimelineRow(entry: entry, kind: entry.content?.kind, changes: changes)
        }
    }

    /// For each entry of a record (by position), the values that its fields had before it, in order of arrival.
    private func valuesBefore(_ db: Database, _ record: Int64, _ opener: EntryOpener) throws -> [Int64: [String: Value]] {
        var current: [String: Value] = [:]
        var before: [Int64: [String: Value]] = [:]
        for row in try EntryTable.ofRecord(db, record) {
            guard let fields = try opener.open(db, row).content?.fields else { continue }
            before[row.position] = current.filter { fields[$0.key] != nil }
            for (name, value) in fields { current[name] = value.isNull ? nil : value }
        }
        return before
    }

    static func number(_ db: Database, _ record: UUIDv7) throws -> Int64? {
        let query = try Query(db, "SELECT number FROM record WHERE id = ?")
        query.bind(1, record)
        defer { query.reset() }
        return try query.step() ? query.int(0) : nil
    }
}
