import Foundations
import GRDB

/// Keys of scopes. Each is wrapped by one of 256 bucket keys, and those by the vault's erasure key, so that an
/// erasure rewraps one bucket's scopes and 256 keys instead of every scope of a nation.
///
/// One instance belongs to one thread or one read at a time; the cache is bounded.
final class ScopeKeys {
    static let buckets: Int64 = 256
    private static let cached = 8192

    struct Entry {
        var number: Int64
        /// Nil where the scope was erased.
        var key: [UInt8]?
    }

    private let keys: any JournalKeys
    private var bucketKeys: [Int64: [UInt8]] = [:]
    private var byScope: [Scope: Entry] = [:]
    private var byNumber: [Int64: [UInt8]] = [:]

    init(_ keys: any JournalKeys) { self.keys = keys }

    /// Forgets everything: after a rollback or an erasure.
    func clear() {
        bucketKeys = [:]
        byScope = [:]
        byNumber = [:]
    }

    func find(_ db: Database, _ scope: Scope) throws -> Entry? {
        if let known = byScope[scope] { return known }
        let query = try Query(db, "SELECT number, wrapped FROM scope_key WHERE id = ? AND kind = ?")
        query.bind(1, scope.id)
        query.bind(2, scope.kind.rawValue)
        defer { query.reset() }
        guard try query.step() else { return nil }
        let number = query.int(0)
        let wrapped = query.optionalBlob(1)
        query.reset()
        let entry = Entry(number: number, key: try wrapped.map { try unwrap(db, $0, number, scope) })
        remember(scope, entry)
        return entry
    }

    func findOrMake(_ db: Database, _ scope: Scope) throws -> Entry {
        if let known = try find(db, scope) { return known }
        let key = keys.randomBytes(32)
        return Entry(number: try make(db, scope, key: key), key: key)
    }

    /// Keeps a new scope's key and gives it a number. Throws the database's constraint error where the scope is known.
    func make(_ db: Database, _ scope: Scope, key: [UInt8]) throws -> Int64 {
        let next = try Query(db, "SELECT coalesce(max(number), 0) + 1 FROM scope_key")
        _ = try next.step()
        let number = next.int(0)
        next.reset()
        let insert = try Query(db, "INSERT INTO scope_key (number, kind, id, wrapped) VALUES (?, ?, ?, ?)")
        insert.bind(1, number)
        insert.bind(2, scope.kind.rawValue)
        insert.bind(3, scope.id)
        insert.bind(4, try keys.seal(key, key: try bucketKey(db, number), associated: Self.label(scope)))
        try insert.run()
        remember(scope, Entry(number: number, key: key))
        return number
    }

    /// The key of a scope known by number; nil where it was erased.
    func key(_ db: Database, number: Int64) throws -> [UInt8]? {
        if let known = byNumber[number] { return known }
        let query = try Query(db, "SELECT kind, id, wrapped FROM scope_key WHERE number = ?")
        query.bind(1, number)
        defer { query.reset() }
        guard try query.step(), let kind = query.text(0).flatMap(ScopeKind.init(rawValue:)), let id = query.id(1) else {
            throw JournalError.damaged("scope \(number)")
        }
        guard let wrapped = query.optionalBlob(2) else { return nil }
        query.reset()
        let key = try unwrap(db, wrapped, number, Scope(kind, id))
        remember(Scope(kind, id), Entry(number: number, key: key))
        return key
    }

    static func label(_ scope: Scope) -> [UInt8] { Array("scope ".utf8) + Array(scope.kind.rawValue.utf8) + scope.id.bytes }
    static func bucketLabel(_ bucket: Int64) -> String { "bucket \(bucket)" }

    func bucketKey(_ db: Database, _ number: Int64) throws -> [UInt8] {
        let bucket = number % Self.buckets
        if let known = bucketKeys[bucket] { return known }
        let query = try Query(db, "SELECT wrapped FROM key_bucket WHERE number = ?")
        query.bind(1, bucket)
        defer { query.reset() }
        guard try query.step() else { throw JournalError.damaged("key bucket \(bucket)") }
        let key = try keys.unwrap(query.blob(0), label: Self.bucketLabel(bucket))
        bucketKeys[bucket] = key
        return key
    }

    private func unwrap(_ db: Database, _ wrapped: [UInt8], _ number: Int64, _ scope: Scope) throws -> [UInt8] {
        try keys.open(wrapped, key: try bucketKey(db, number), associated: Self.label(scope))
    }

    private func remember(_ scope: Scope, _ entry: Entry) {
        if byScope.count >= Self.cached { byScope = [:] }
        if byNumber.count >= Self.cached { byNumber = [:] }
        byScope[scope] = entry
        if let key = entry.key { byNumber[entry.number] = key }
    }
}
