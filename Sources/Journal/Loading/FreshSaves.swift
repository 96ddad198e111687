import Foundations

/// Saves that begin all the records and scopes they touch, sealed and folded before the writer sees them. Records are
/// told by the entry that begins them; numbers come when they are written.
public struct FreshSaves: Sendable {
    struct Entry {
        var made: EntryMaker.Made
        var scope: Int
        /// Index of the entry that began its record.
        var first: Int
        var device: UUIDv7
        var deviceSeq: Int
    }

    struct Record {
        var first: Int
        var scope: Int
        /// A conflict task carries its record's number negated.
        var isTask: Bool
        var projected: ProjectedRecord
        /// Beside its words, where it has any.
        var near = ""
    }

    /// As they came: what is written instead where something turns out to be known already.
    let saves: [Save]
    private(set) var scopes: [(scope: Scope, key: [UInt8])] = []
    private(set) var entries: [Entry] = []
    private(set) var records: [Record] = []
    /// Fields on which authors disagree, as the receipts of the saves would have told.
    private(set) var conflicts = 0

    /// `numbers` are the device's own numbers of the saves' first changes.
    init(_ saves: [Save], numbers: [Int], keys: any JournalKeys, received: WallTime) throws {
        self.saves = saves
        let maker = EntryMaker(keys: keys)
        var scopeIndex: [Scope: Int] = [:]
        var recordIndex: [UUIDv7: Int] = [:]
        var growing: [(state: RecordState, scope: Int, first: Int, history: [AppliedEntry])] = []
        for (save, number) in zip(saves, numbers) {
            try EntryWriter.validate(save)
            var touched: [Int: Set<String>] = [:]
            for (offset, change) in save.changes.enumerated() {
                let scope = scopeIndex[change.scope] ?? scopes.count
                if scope == scopes.count {
                    scopeIndex[change.scope] = scope
                    scopes.append((change.scope, keys.randomBytes(32)))
                }
                let record = recordIndex[change.record] ?? growing.count
                if record == growing.count {
                    recordIndex[change.record] = record
                    growing.append((RecordState(id: change.record, number: Int64(entries.count + 1), kind: change.kind,
                                                scope: change.scope, scopeNumber: 0), scope, entries.count, []))
                }
                guard growing[record].state.scope == change.scope else { throw JournalError.scopeMismatch(record: change.record) }
                let history = growing[record].history
                let made = try maker.make(change, of: save, number: number + offset, late: false, received: received,
                                          scopeKey: scopes[scope].key, into: &growing[record].state) { history }
                growing[record].history.append(made.applied)
                entries.append(Entry(made: made, scope: scope, first: growing[record].first, device: save.device, deviceSeq: number + offset))
                touched[record, default: []].formUnion(made.applied.fields.keys)
            }
            for (record, names) in touched { conflicts += growing[record].state.conflicts.count { names.contains($0) } }
        }
        for record in growing {
            records.append(Record(first: record.first, scope: record.scope, isTask: false, projected: ProjectedRecord(record.state)))
            guard let task = ConflictTask.state(for: record.state, id: ConflictTask.id(for: record.state.id, keys)) else { continue }
            records.append(Record(first: record.first, scope: record.scope, isTask: true, projected: ProjectedRecord(task)))
        }
        var near: [UUIDv7: [NearWords.Row]] = [:]
        for record in records { if let dossier = record.projected.dossier { near[dossier, default: []].append(.init(record.projected)) } }
        for index in records.indices where !records[index].projected.words.isEmpty {
            records[index].near = records[index].projected.dossier.map { NearWords.text(near[$0] ?? []) } ?? ""
        }
    }
}
