import Foundation
import Foundations
import GRDB
@testable import Journal
import Testing

/// A journal in a fresh folder on plain SQLite, with hands on every part.
final class Office {
    let directory: URL
    let keys: SodiumKeys
    let time: ManualTime
    let pool: DatabasePool
    let journal: JournalStore
    let worker = UUIDv7.make(at: 1_790_000_000_000)
    let tablet = UUIDv7.make(at: 1_790_000_000_001)

    init(keys: SodiumKeys = SodiumKeys(), time: ManualTime = ManualTime()) throws {
        directory = FileManager.default.temporaryDirectory.appendingPathComponent("journal-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        self.keys = keys
        self.time = time
        var configuration = Configuration()
        configuration.prepareDatabase { db in try db.execute(sql: "PRAGMA temp_store = MEMORY; PRAGMA secure_delete = ON; PRAGMA synchronous = FULL") }
        // By name: once a test of the same process has opened a vault, the default file layer refuses plain files.
        pool = try DatabasePool(path: "file:" + directory.appendingPathComponent("plain.db").path + "?vfs=unix", configuration: configuration)
        journal = try JournalStore(database: pool, keys: keys, time: time, site: UUIDv7.make(at: 1_780_000_000_000))
    }

    deinit {
        journal.close()
        try? pool.close()
        try? FileManager.default.removeItem(at: directory)
    }

    func id() -> UUIDv7 { UUIDv7.make(at: time.now().millis) }

    func save(_ changes: [Change], actor: UUIDv7? = nil, device: UUIDv7? = nil) -> Save {
        Save(id: id(), actor: actor ?? worker, device: device ?? tablet, at: time.now(), changes: changes)
    }

    @discardableResult
    func child(_ given: String, _ family: String, more: [String: Value] = [:]) throws -> UUIDv7 {
        let child = id()
        var fields = more
        fields["given_name"] = .text(given)
        fields["family_name"] = .text(family)
        _ = try journal.commitAndWait(save([Change(id: id(), record: child, kind: "child", op: .create, scope: Scope(.dossier, child), fields: fields)]))
        return child
    }

    @discardableResult
    func amend(_ record: UUIDv7, _ fields: [String: Value], base: Int? = nil, op: Op = .amend, device: UUIDv7? = nil, at: Int64? = nil,
               envelope: RecordEnvelope = RecordEnvelope()) throws -> Receipt {
        let known = try #require(try self.record(record))
        var save = save([Change(id: id(), record: record, kind: known.kind, op: op, scope: known.scope, base: base, fields: fields, envelope: envelope)],
                        device: device)
        if let at { save.at.millis = at }
        return try journal.commitAndWait(save)
    }

    func record(_ id: UUIDv7) throws -> StoredRecord? { try journal.read { try JournalStore.record($0, id) } }

    func names(_ query: String, within people: [UUIDv7] = []) throws -> [String] {
        try journal.read { db in
            let reach = people.isEmpty ? nil : NameSearch.Reach(owners: Set(people))
            return try NameSearch.find(db, query, within: reach).compactMap {
                try JournalStore.record(db, number: $0.record)?.fields["given_name"]?.text
            }
        }
    }
}
