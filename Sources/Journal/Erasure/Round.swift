import Foundations
import GRDB
import Vault

/// The row work of one erasure.
struct Round {
    private let keys: any JournalKeys
    private let scopes: ScopeKeys
    private var buckets: Set<Int64> = []
    private var wordsRemoved = false
    /// Sealed files of attachments whose keys went.
    private(set) var files: [String] = []

    init(_ keys: any JournalKeys) {
        self.keys = keys
        scopes = ScopeKeys(keys)
    }

    mutating func shred(_ db: Database, _ scope: Scope, _ entry: UUIDv7) throws {
        guard let known = try scopes.find(db, scope) else { throw JournalError.notFound(scope.id) }
        try refuseHeld(db, known.number)
        for number in try records(db, known.number) {
            guard let state = try RecordTable.load(db, number: number) else { continue }
            wordsRemoved = wordsRemoved || !ProjectionRules.words(state).isEmpty
            try RecordTable.remove(db, state)
        }
        let payloads = try Query(db, "UPDATE entry SET payload_key = NULL WHERE scope = ?")
        payloads.bind(1, known.number)
        try payloads.run()
        let key = try Query(db, "UPDATE scope_key SET wrapped = NULL, erased_by = ? WHERE number = ?")
        key.bind(1, entry)
        key.bind(2, known.number)
        try key.run()
        files += try AttachmentTable.removeAll(db, scope: known.number)
        buckets.insert(known.number % ScopeKeys.buckets)
    }

    mutating func redact(_ db: Database, _ entry: UUIDv7) throws {
        guard let row = try EntryTable.find(db, entry) else { throw JournalError.notFound(entry) }
        guard row.payloadKey != nil, let oldKey = try scopes.key(db, number: row.scope) else { throw JournalError.erased }
        try refuseHeld(db, row.scope)
        try forget(db, row)
        for one in try AttachmentTable.taken(db, by: entry) {
            if let told = try RecordTable.load(db, id: one.id) {
                for row in try EntryTable.ofRecord(db, told.number) { try forget(db, row) }
            }
            try AttachmentTable.remove(db, one.id)
            files.append(one.blob)
        }
        try replaceScopeKey(db, row.scope, oldKey)
        buckets.insert(row.scope % ScopeKeys.buckets)
    }

    private mutating func forget(_ db: Database, _ row: EntryRow) throws {
        let before = try RecordTable.load(db, number: row.record)
        let query = try Query(db, "UPDATE entry SET payload_key = NULL WHERE position = ?")
        query.bind(1, row.position)
        try query.run()
        if let before { try refold(db, before) }
    }

    /// The record without what can no longer be read; gone where nothing is left.
    private mutating func refold(_ db: Database, _ before: RecordState) throws {
        wordsRemoved = wordsRemoved || !ProjectionRules.words(before).isEmpty
        let oldTask = try RecordTable.load(db, number: -before.number)
        let entries = try EntryOpener(keys, scopes).applied(db, record: before.number)
        guard let after = RecordState(refolding: entries, like: before) else {
            try RecordTable.remove(db, before)
            if let oldTask { try RecordTable.remove(db, oldTask) }
            return
        }
        try RecordTable.store(db, after, over: before)
        if let task = ConflictTask.state(for: after, id: ConflictTask.id(for: after.id, keys)) {
            try RecordTable.store(db, task, over: oldTask)
        } else if let oldTask {
            try RecordTable.remove(db, oldTask)
        }
    }

    /// A new key for a scope, and the keys of its payloads and attachments under it: the old wrapped payload key opens nothing any more.
    private func replaceScopeKey(_ db: Database, _ number: Int64, _ old: [UInt8]) throws {
        let new = keys.randomBytes(32)
        var wrapped: [(Int64, UUIDv7, [UInt8])] = []
        let query = try Query(db, "SELECT position, id, payload_key FROM entry WHERE scope = ? AND payload_key IS NOT NULL")
        query.bind(1, number)
        while try query.step() {
            guard let id = query.id(1) else { throw JournalError.damaged("entry \(query.int(0))") }
            wrapped.append((query.int(0), id, query.blob(2)))
        }
        for (position, id, sealed) in wrapped {
            let update = try Query(db, "UPDATE entry SET payload_key = ? WHERE position = ?")
            let key = try keys.open(sealed, key: old, associated: EntryTable.keyLabel(id))
            update.bind(1, try keys.seal(key, key: new, associated: EntryTable.keyLabel(id)))
            update.bind(2, position)
            try update.run()
        }
        for (id, sealed) in try AttachmentTable.wrapped(db, scope: number) {
            let key = try keys.open(sealed, key: old, associated: BlobStore.wrappedKeyData)
            try AttachmentTable.setWrapped(db, id, try keys.seal(key, key: new, associated: BlobStore.wrappedKeyData))
        }
        let scope = try Query(db, "SELECT kind, id FROM scope_key WHERE number = ?")
        scope.bind(1, number)
        guard try scope.step(), let kind = scope.text(0).flatMap(ScopeKind.init(rawValue:)), let id = scope.id(1) else {
            throw JournalError.damaged("scope \(number)")
        }
        scope.reset()
        try setWrapped(db, number, try keys.seal(new, key: try scopes.bucketKey(db, number), associated: ScopeKeys.label(Scope(kind, id))))
        // Another entry of this scope may be next.
        scopes.clear()
    }

    /// New bucket keys for every bucket that held an erased key; search segments merged into one, because deleted
    /// words stay in older ones until then.
    mutating func finish(_ db: Database) throws {
        for bucket in buckets.sorted() { try replaceBucketKey(db, bucket) }
        if wordsRemoved { try db.execute(sql: "INSERT INTO search (search) VALUES ('optimize')") }
    }

    private func replaceBucketKey(_ db: Database, _ bucket: Int64) throws {
        let old = try scopes.bucketKey(db, bucket)
        let new = keys.randomBytes(32)
        var members: [(Int64, Scope, [UInt8])] = []
        let query = try Query(db, "SELECT number, kind, id, wrapped FROM scope_key WHERE number % \(ScopeKeys.buckets) = ? AND wrapped IS NOT NULL")
        query.bind(1, bucket)
        while try query.step() {
            guard let kind = query.text(1).flatMap(ScopeKind.init(rawValue:)), let id = query.id(2) else {
                throw JournalError.damaged("scope \(query.int(0))")
            }
            members.append((query.int(0), Scope(kind, id), query.blob(3)))
        }
        for (number, scope, wrapped) in members {
            let key = try keys.open(wrapped, key: old, associated: ScopeKeys.label(scope))
            try setWrapped(db, number, try keys.seal(key, key: new, associated: ScopeKeys.label(scope)))
        }
        let update = try Query(db, "UPDATE key_bucket SET wrapped = ? WHERE number = ?")
        update.bind(1, try keys.wrap(new, label: ScopeKeys.bucketLabel(bucket)))
        update.bind(2, bucket)
        try update.run()
    }

    private func setWrapped(_ db: Database, _ number: Int64, _ wrapped: [UInt8]) throws {
        let update = try Query(db, "UPDATE scope_key SET wrapped = ? WHERE number = ?")
        update.bind(1, wrapped)
        update.bind(2, number)
        try update.run()
    }

    private func refuseHeld(_ db: Database, _ number: Int64) throws {
        let query = try Query(db, "SELECT legal_hold, wrapped IS NULL FROM scope_key WHERE number = ?")
        query.bind(1, number)
        defer { query.reset() }
        guard try query.step() else { throw JournalError.damaged("scope \(number)") }
        if query.int(0) != 0 { throw JournalError.legalHold }
        if query.int(1) != 0 { throw JournalError.erased }
    }

    private func records(_ db: Database, _ scope: Int64) throws -> [Int64] {
        let query = try Query(db, "SELECT number FROM record WHERE scope = ?")
        query.bind(1, scope)
        var numbers: [Int64] = []
        while try query.step() { numbers.append(query.int(0)) }
        return numbers
    }
}
