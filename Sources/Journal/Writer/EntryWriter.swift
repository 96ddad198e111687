import Foundations
import GRDB

/// Turns saves into entries, links and projection inside the writer's transaction. Confined to the writer thread.
final class EntryWriter {
    static let maximumChanges = 5_000

    let keys: any JournalKeys
    let site: UUIDv7
    private let clock: HybridClock
    private let scopes: ScopeKeys
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
        let before = state.version
        var stamp = Stamp(clock: .zero, entry: change.id, actor: save.actor, device: save.device, deviceSeq: sequence.number,
                          at: save.at, version: before + 1, base: min(change.base ?? before, before), late: false)
        var known: [AppliedEntry]?
        func history() throws -> [AppliedEntry] {
            if let known { return known }
            let read = try opener.applied(db, record: state.number)
            known = read
            return read
        }
        if sequence.late { stamp.late = Stamp.isLate(device: save.device, sequence.number, after: try history()) }
        stamp.clock = authoredClock(change, save, received)
        let seen = stamp.base < before ? try history().filter { stamp.saw($0.stamp) }.map(\.stamp.clock).max() : state.updated
        if let seen, stamp.clock <= seen { stamp.clock = seen.next }

        let header = EntryHeader(id: change.id, device: save.device, deviceSeq: sequence.number, at: save.at, scope: change.scope,
                                 record: change.record, base: change.base ?? before, save: save.id, clock: stamp.clock)
        let payload = EntryPayload(kind: change.kind, op: change.op.rawValue, actor: save.actor, formVersion: change.formVersion,
                                   fields: change.allFields)
        let payloadKey = keys.randomBytes(32)
        let authored = try AuthoredEntry.encode(header, payload) { try keys.seal($0, key: payloadKey, associated: $1) }
        guard authored.count <= AuthoredEntry.maximumBytes else { throw JournalError.badChange("larger than 2 MiB") }
        let digest = keys.blake2b256(authored)
        head.position = position
        head.seq += 1
        let link = BoxLink(site: site, epoch: head.epoch, seq: head.seq, previous: head.link, received: received,
                           hlc: clock.tick(), digest: digest)
        head.link = keys.blake2b256(link.bytes)
        try EntryTable.insert(db, EntryRow(
            position: position, epoch: head.epoch.counter, seq: head.seq, id: change.id, scope: scope.number,
            record: state.number, version: stamp.version, received: received, hlc: link.hlc, link: head.link,
            payloadKey: try keys.seal(payloadKey, key: scopeKey, associated: EntryTable.keyLabel(change.id)), authored: authored))
        try state.apply(AppliedEntry(stamp: stamp, op: payload.op, kind: payload.kind, formVersion: payload.formVersion,
                                     fields: payload.fields), history: history)
        touched.set(state, changed: payload.fields.keys)
        unsigned.add(digest, at: position)
    }

    /// The author's clock, or the time of the save; no further ahead of this box than a day.
    private func authoredClock(_ change: Change, _ save: Save, _ received: WallTime) -> HybridTimestamp {
        let claimed = change.clock ?? HybridTimestamp(millis: max(0, save.at.millis))
        guard received.trust != .unset else { return claimed }
        return min(claimed, HybridTimestamp(millis: received.millis + HybridClock.leap))
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

    private static func validate(_ save: Save) throws {
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
