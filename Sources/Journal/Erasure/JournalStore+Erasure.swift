public import Foundations
import GRDB

extension JournalStore {
    /// Makes everything in these scopes unreadable for good: keys, projection, search words, tasks, attachments. Entries stay as
    /// sealed bytes that nobody can open, so the chain stays verifiable. Two different persons must agree.
    ///
    /// Dossiers that were merged are one child's and go together, whichever of them is named. Refuses with `holdsOthers` where a dossier
    /// holds papers that belong to another child since a merging was undone.
    ///
    /// Waits until the last reader of an older state is done and the WAL is empty; blocks. The erasure itself is an
    /// entry in the site's scope.
    /// - Parameters:
    ///   - records: single records of other scopes that go with them; everything that was ever written in them is redacted.
    ///   - told: what else the entry says; nothing about the child, for it stays.
    public func shred(_ scopes: [Scope], records: [UUIDv7] = [], by first: UUIDv7, and second: UUIDv7, device: UUIDv7, reason: String,
                      told: [String: Value] = [:]) throws(JournalError) {
        guard first != second else { throw .needsTwoPersons }
        guard scopes.allSatisfy({ $0.kind != .site }) else { throw .badChange("the site's own scope cannot be erased") }
        let scopes = try read { db in try MergedScopes.all(db, of: scopes) }
        let entry = UUIDv7.make(at: time.now().millis)
        let save = erasureSave(entry, .shred, first, device, told.merging([
            "scopes": .list(scopes.map { .map(["kind": .text($0.kind.rawValue), "id": .text($0.id.description)]) }),
            "second": .text(second.description), "reason": .text(reason),
        ]) { $1 })
        let now = time.now()
        let gone = Names()
        try exclusive { writer in
            gone.set(try Erasure(writer.entries.keys).run(writer, save, now) { db, round in
                // Somebody may have merged or undone meanwhile: what is erased is what the entry names.
                guard try MergedScopes.all(db, of: scopes) == scopes else { throw JournalError.busy }
                try MergedScopes.refuseOthers(db, in: scopes)
                for record in records {
                    guard let state = try RecordTable.load(db, id: record) else { continue }
                    for row in try EntryTable.ofRecord(db, state.number) where row.payloadKey != nil { try round.redact(db, row.id) }
                }
                for stray in try MergedScopes.strays(db, of: scopes) where try EntryTable.find(db, stray)?.payloadKey != nil { try round.redact(db, stray) }
                for scope in scopes { try round.shred(db, scope, entry) }
            })
        }
        remove(gone.all)
    }

    /// Makes one entry's content unreadable, takes what it said out of the projection, and its attachments away. Two different persons
    /// must agree. Blocks as `shred` does.
    public func redact(_ entry: UUIDv7, by first: UUIDv7, and second: UUIDv7, device: UUIDv7, reason: String) throws(JournalError) {
        guard first != second else { throw .needsTwoPersons }
        let save = erasureSave(UUIDv7.make(at: time.now().millis), .redact, first, device, [
            "entry": .text(entry.description), "second": .text(second.description), "reason": .text(reason),
        ])
        let now = time.now()
        let gone = Names()
        try exclusive { writer in
            gone.set(try Erasure(writer.entries.keys).run(writer, save, now) { db, round in try round.redact(db, entry) })
        }
        remove(gone.all)
    }

    /// Forbids or allows again the erasure of a scope (origins of an adopted child). Two different persons must agree.
    public func setLegalHold(_ held: Bool, on scope: Scope, by first: UUIDv7, and second: UUIDv7, device: UUIDv7, reason: String) throws(JournalError) {
        guard first != second else { throw .needsTwoPersons }
        let save = erasureSave(UUIDv7.make(at: time.now().millis), .decide, first, device, [
            "hold": .bool(held), "scope_kind": .text(scope.kind.rawValue), "scope": .text(scope.id.description),
            "second": .text(second.description), "reason": .text(reason),
        ])
        let now = time.now()
        try alone { db, entries in
            let query = try Query(db, "UPDATE scope_key SET legal_hold = ? WHERE id = ? AND kind = ?")
            query.bind(1, held ? 1 : 0)
            query.bind(2, scope.id)
            query.bind(3, scope.kind.rawValue)
            try query.run()
            guard db.changesCount == 1 else { throw JournalError.notFound(scope.id) }
            _ = try entries.append(db, save, received: now, check: { _ in })
        }
    }

    /// Begins a new life of the journal; called after every restore.
    public func raiseEpoch() throws(JournalError) {
        let now = time.now()
        try alone { db, entries in
            let epoch = Epoch(counter: entries.head.epoch.counter + 1, tag: entries.keys.randomBytes(8),
                              firstPosition: entries.head.position + 1)
            try JournalStart.addEpoch(db, epoch, now)
            entries.startEpoch(epoch)
        }
    }

    /// An erasure is a record of its own in the site's scope; the erasure list is the records of this kind.
    private func erasureSave(_ entry: UUIDv7, _ op: Op, _ actor: UUIDv7, _ device: UUIDv7, _ fields: [String: Value]) -> Save {
        let now = time.now()
        let change = Change(id: entry, record: UUIDv7.make(at: now.millis), kind: op == .decide ? "legal_hold" : "erasure", op: op,
                            scope: Scope(.site, site), fields: fields)
        return Save(id: UUIDv7.make(at: now.millis), actor: actor, device: device, at: now, changes: [change])
    }
}
