import Foundations
import GRDB

/// Turns saves into entries, links and projection inside the writer's transaction. Confined to the writer thread.
final class EntryWriter {
    static let maximumChanges = 5_000

    let keys: any JournalKeys
    let site: UUIDv7
    private let clock: HybridClock
    let scopes: ScopeKeys
    private let opener: EntryOpener
    private(set) var head: ChainHead
    private var devices = DeviceCounters()
    private var unsigned = Unsigned()

    init(keys: any JournalKeys, site: UUIDv7, clock: HybridClock, head: ChainHead) {
        self.keys = keys
        self.site = site
        self.clock = clock
        self.head = head
        scopes = ScopeKeys(keys)
        opener = EntryOpener(keys, scopes)
    }

    /// What a failed save must put back.
    struct Mark {
        fileprivate var head: ChainHead
        fileprivate var devices: DeviceCounters
        fileprivate var unsigned: Int
    }

    func mark() -> Mark { Mark(head: head, devices: devices, unsigned: unsigned.count) }

    func restore(_ mark: Mark) {
        head = mark.head
        devices = mark.devices
        unsigned.keep(mark.unsigned)
        scopes.clear()
    }

    /// After keys were changed outside of `append`.
    func forgetKeys() { scopes.clear() }

    func startEpoch(_ epoch: Epoch) {
        head.epoch = epoch
        head.seq = 0
    }

    /// At the end of a transaction: what was appended in it is signed, counters of devices become rows.
    func flush(_ db: Database) throws {
        try unsigned.sign(db, keys, site)
        try devices.flush(db)
    }

    func append(_ db: Database, _ save: Save, received: WallTime, check: (Database) throws -> Void) throws -> Receipt {
        try Self.validate(save)
        if let receipt = try duplicate(db, save) { return receipt }
        do {
            try check(db)
        } catch let error as JournalError {
            throw error
        } catch {
            throw JournalError.refused(error)
        }
        var touched = TouchedRecords()
        for (offset, change) in save.changes.enumerated() { try append(db, change, offset, of: save, received, &touched) }
        return try store(db, save, touched)
    }

    private func append(_ db: Database, _ change: Change, _ offset: Int, of save: Save, _ received: WallTime,
                        _ touched: inout TouchedRecords) throws {
        let scope = try scopes.findOrMake(db, change.scope)
        guard let scopeKey = scope.key else { throw JournalError.erased }
        let position = head.position + 1
        var state = try touched.state(db, change.record)
            ?? RecordState(id: change.record, number: position, kind: change.kind, scope: change.scope, scopeNumber: scope.number)
        guard state.scope == change.scope else { throw JournalError.scopeMismatch(record: change.record) }
        let sequence = try devices.take(db, save.device, given: save.deviceSeq.map { $0 + offset })
        var known: [AppliedEntry]?
        let number = state.number
        let made = try EntryMaker(keys: keys).make(change, of: save, number: sequence.number, late: sequence.late, received: received,
                                                   scopeKey: scopeKey, into: &state) {
            if let known { return known }
            let read = try opener.applied(db, record: number)
            known = read
            return read
        }
        try place(made, scope: scope.number, record: number, received, EntryTable.insertion(db))
        touched.set(state, changed: made.applied.fields.keys)
    }

    /// Gives an entry its place: position, link, row, and a signature at the end of the transaction.
    func place(_ made: EntryMaker.Made, scope: Int64, record: Int64, _ received: WallTime, _ insertion: Query) throws {
        head.position += 1
        head.seq += 1
        let link = BoxLink(site: site, epoch: head.epoch, seq: head.seq, previous: head.link, received: received,
                           hlc: clock.tick(), digest: made.digest)
        head.link = keys.blake2b256(link.bytes)
        try EntryTable.insert(insertion, EntryRow(
            position: head.position, epoch: head.epoch.counter, seq: head.seq, id: made.id, scope: scope, record: record,
            version: made.version, received: received, hlc: link.hlc, link: head.link, payloadKey: made.payloadKey, authored: made.authored))
        unsigned.add(made.digest, at: head.position)
    }

    /// Notes a number that a device gave itself; throws `NotFresh` where it used a higher one before.
    func take(_ db: Database, _ device: UUIDv7, _ number: Int) throws {
        if try devices.take(db, device, given: number).late { throw NotFresh() }
    }

    private func store(_ db: Database, _ save: Save, _ touched: TouchedRecords) throws -> Receipt {
        var records: [Receipt.RecordReceipt] = []
        for touch in touched.inOrder {
            try RecordTable.store(db, touch.state, over: touch.before)
            let disputed = touch.state.conflicts
            if !disputed.isEmpty || !(touch.before?.conflicts ?? []).isEmpty { try storeTask(db, touch.state) }
            records.append(.init(record: touch.state.id, version: touch.state.version,
                                 conflicts: disputed.filter(touch.changed.contains)))
        }
        return Receipt(save: save.id, duplicate: false, records: records)
    }

    private func storeTask(_ db: Database, _ target: RecordState) throws {
        let old = try RecordTable.load(db, number: -target.number)
        if let new = ConflictTask.state(for: target, id: ConflictTask.id(for: target.id, keys)) {
            try RecordTable.store(db, new, over: old)
        } else if let old {
            try RecordTable.remove(db, old)
        }
    }

    static func validate(_ save: Save) throws {
        guard !save.changes.isEmpty, save.changes.count <= maximumChanges else {
            throw JournalError.badChange("a save holds 1 to \(maximumChanges) changes")
        }
        for change in save.changes {
            if change.fields.keys.contains(where: { $0.isEmpty || $0.hasPrefix("@") || $0.utf8.count > 128 }) {
                throw JournalError.badChange("a field name is empty, too long or begins with @")
            }
            if change.kind.isEmpty || change.kind == ConflictTask.kind || change.kind.utf8.count > 64 {
                throw JournalError.badChange("kind \(change.kind)")
            }
            if (change.base ?? 0) < 0 { throw JournalError.badChange("negative base version") }
        }
        guard Set(save.changes.map(\.id)).count == save.changes.count else { throw JournalError.badChange("an entry id twice") }
    }

    /// A receipt where the journal has all of this save already; throws where it has some, or others under its ids.
    private func duplicate(_ db: Database, _ save: Save) throws -> Receipt? {
        var known = 0
        for change in save.changes {
            guard let row = try EntryTable.find(db, change.id) else { continue }
            known += 1
            guard try sameContent(db, row, change, save) else { throw JournalError.entryReused(change.id) }
        }
        if known == 0 { return nil }
        guard known == save.changes.count else { throw JournalError.entryReused(save.id) }
        var touched = TouchedRecords()
        for change in save.changes {
            guard let state = try touched.state(db, change.record) else { continue }
            touched.set(state, changed: change.allFields.keys)
        }
        return Receipt(save: save.id, duplicate: true, records: touched.inOrder.map { touch in
            .init(record: touch.state.id, version: touch.state.version,
                  conflicts: touch.state.conflicts.filter(touch.changed.contains))
        })
    }

    /// What can no longer be read counts as the same.
    private func sameContent(_ db: Database, _ row: EntryRow, _ change: Change, _ save: Save) throws -> Bool {
        let (header, payload) = try opener.parts(db, row)
        guard header.record == change.record, header.scope == change.scope, header.device == save.device,
              change.base == nil || header.base == change.base else { return false }
        guard let payload else { return true }
        return payload.op == change.op.rawValue && payload.kind == change.kind && payload.actor == save.actor
            && payload.fields == change.allFields
    }
}

/// Where the chain stands.
struct ChainHead {
    var position: Int64
    var epoch: Epoch
    var seq: Int64
    var link: [UInt8]
}

/// Records of one save: loaded once, stored once.
struct TouchedRecords {
    struct Touch {
        var before: RecordState?
        var state: RecordState
        var changed: Set<String>
    }

    private var index: [UUIDv7: Int] = [:]
    private(set) var inOrder: [Touch] = []
    private var loaded: [UUIDv7: RecordState] = [:]

    mutating func state(_ db: Database, _ id: UUIDv7) throws -> RecordState? {
        if let at = index[id] { return inOrder[at].state }
        let state = try RecordTable.load(db, id: id)
        if let state { loaded[id] = state }
        return state
    }

    mutating func set(_ state: RecordState, changed: some Sequence<String>) {
        if let at = index[state.id] {
            inOrder[at].state = state
            inOrder[at].changed.formUnion(changed)
        } else {
            index[state.id] = inOrder.count
            inOrder.append(Touch(before: loaded[state.id], state: state, changed: Set(changed)))
        }
    }
}
