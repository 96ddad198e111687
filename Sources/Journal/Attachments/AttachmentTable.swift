import Foundations
import GRDB
import Vault

/// Rows of `attachment`: the wrapped key of each sealed file and the answer it belongs to. docs/formats/attachments.md.
enum AttachmentTable {
    static let version1 = [
        """
        CREATE TABLE attachment (id BLOB PRIMARY KEY, scope INTEGER NOT NULL, record BLOB NOT NULL, form TEXT NOT NULL,
            field TEXT NOT NULL, dossier BLOB, parent BLOB, actor BLOB NOT NULL, reference TEXT NOT NULL, blob TEXT NOT NULL UNIQUE,
            size INTEGER NOT NULL, wrapped BLOB NOT NULL, stored INTEGER NOT NULL, stored_how INTEGER NOT NULL,
            run BLOB NOT NULL, since INTEGER NOT NULL, entry BLOB) WITHOUT ROWID
        """,
        "CREATE INDEX attachment_scope ON attachment (scope)",
        "CREATE INDEX attachment_waiting ON attachment (actor) WHERE entry IS NULL",
        "CREATE INDEX attachment_entry ON attachment (entry) WHERE entry IS NOT NULL",
    ]

    private static let columns = """
        a.id, s.kind, s.id, a.record, a.form, a.field, a.dossier, a.parent, a.actor, a.reference, a.blob, a.size, a.stored,
        a.stored_how, a.entry, a.scope, a.wrapped
        """
    private static let source = "attachment a JOIN scope_key s ON s.number = a.scope"

    /// `run` and `since` say by the process's own clock when it came.
    static func insert(_ db: Database, _ one: StoredAttachment, run: [UInt8], since: UInt64) throws {
        let query = try Query(db, """
            INSERT INTO attachment (id, scope, record, form, field, dossier, parent, actor, reference, blob, size, wrapped, stored,
                stored_how, run, since) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)
            """)
        query.bind(1, one.plan.id)
        query.bind(2, one.scopeNumber)
        query.bind(3, one.plan.record)
        query.bind(4, one.plan.form)
        query.bind(5, one.plan.field)
        query.bind(6, one.plan.dossier)
        query.bind(7, one.plan.parent)
        query.bind(8, one.plan.actor)
        query.bind(9, one.reference)
        query.bind(10, one.blob)
        query.bind(11, one.size)
        query.bind(12, one.wrapped)
        query.bind(13, one.stored.millis)
        query.bind(14, one.stored.how)
        query.bind(15, run)
        query.bind(16, Int64(bitPattern: since))
        try query.run()
    }

    static func find(_ db: Database, _ id: UUIDv7) throws -> StoredAttachment? {
        let query = try Query(db, "SELECT \(columns) FROM \(source) WHERE a.id = ?")
        query.bind(1, id)
        return try all(query).first
    }

    static func taken(_ db: Database, by entry: UUIDv7) throws -> [StoredAttachment] {
        let query = try Query(db, "SELECT \(columns) FROM \(source) WHERE a.entry = ?")
        query.bind(1, entry)
        return try all(query)
    }

    /// In the order of ids, from behind `after`.
    static func page(_ db: Database, after: UUIDv7?, limit: Int) throws -> [StoredAttachment] {
        let query = try Query(db, "SELECT \(columns) FROM \(source) WHERE a.id > ? ORDER BY a.id LIMIT ?")
        query.bind(1, after?.bytes ?? [])
        query.bind(2, limit)
        return try all(query)
    }

    /// How many of somebody's wait for a save, and their bytes.
    static func waiting(_ db: Database, of actor: UUIDv7) throws -> (count: Int, bytes: Int64) {
        let query = try Query(db, "SELECT count(*), coalesce(sum(size), 0) FROM attachment WHERE actor = ? AND entry IS NULL")
        query.bind(1, actor)
        defer { query.reset() }
        _ = try query.step()
        return (Int(query.int(0)), query.int(1))
    }

    static func takeUp(_ db: Database, _ id: UUIDv7, entry: UUIDv7) throws {
        let query = try Query(db, "UPDATE attachment SET entry = ? WHERE id IN (?, ?) AND entry IS NULL")
        query.bind(1, entry)
        query.bind(2, id)
        query.bind(3, StoredAttachment.thumbnailID(of: id))
        try query.run()
    }

    static func remove(_ db: Database, _ id: UUIDv7) throws {
        let query = try Query(db, "DELETE FROM attachment WHERE id = ?")
        query.bind(1, id)
        try query.run()
    }

    /// Names of the sealed files whose rows went.
    static func removeAll(_ db: Database, scope: Int64) throws -> [String] {
        let query = try Query(db, "DELETE FROM attachment WHERE scope = ? RETURNING blob")
        query.bind(1, scope)
        return try names(query)
    }

    /// Removes what waited for a save longer than `Wait` allows; answers the names of its files.
    static func removeExpired(_ db: Database, _ wait: Wait) throws -> [String] {
        let query = try Query(db, """
            DELETE FROM attachment WHERE entry IS NULL AND (
                (run = ?1 AND since < ?2) OR (run <> ?1 AND ?3 < ?2) OR (?4 AND stored_how % 4 = 2 AND stored < ?5))
            RETURNING blob
            """)
        query.bind(1, wait.run)
        query.bind(2, Int64(bitPattern: wait.before))
        query.bind(3, Int64(bitPattern: wait.opened))
        query.bind(4, wait.isAttested ? 1 : 0)
        query.bind(5, wait.stored)
        return try names(query)
    }

    static func blobs(_ db: Database) throws -> Set<String> {
        Set(try names(Query(db, "SELECT blob FROM attachment")))
    }

    /// The wrapped keys of a scope, to be wrapped anew when the scope gets another key.
    static func wrapped(_ db: Database, scope: Int64) throws -> [(id: UUIDv7, wrapped: [UInt8])] {
        let query = try Query(db, "SELECT id, wrapped FROM attachment WHERE scope = ?")
        query.bind(1, scope)
        defer { query.reset() }
        var found: [(UUIDv7, [UInt8])] = []
        while try query.step() {
            guard let id = query.id(0) else { throw JournalError.damaged("an attachment's id") }
            found.append((id, query.blob(1)))
        }
        return found
    }

    static func setWrapped(_ db: Database, _ id: UUIDv7, _ wrapped: [UInt8]) throws {
        let query = try Query(db, "UPDATE attachment SET wrapped = ? WHERE id = ?")
        query.bind(1, wrapped)
        query.bind(2, id)
        try query.run()
    }

    private static func names(_ query: Query) throws -> [String] {
        defer { query.reset() }
        var names: [String] = []
        while try query.step() { if let name = query.text(0) { names.append(name) } }
        return names
    }

    private static func all(_ query: Query) throws -> [StoredAttachment] {
        defer { query.reset() }
        var rows: [StoredAttachment] = []
        while try query.step() {
            guard let id = query.id(0), let kind = query.text(1).flatMap(ScopeKind.init(rawValue:)), let scope = query.id(2),
                  let record = query.id(3), let form = query.text(4), let field = query.text(5), let actor = query.id(8),
                  let reference = query.text(9), let blob = query.text(10),
                  let stored = WallTime(millis: query.int(12), how: query.int(13)) else { throw JournalError.damaged("an attachment") }
            let plan = AttachmentPlan(id: id, scope: Scope(kind, scope), record: record, form: form, field: field, dossier: query.id(6),
                                      parent: query.id(7), actor: actor)
            rows.append(StoredAttachment(plan: plan, reference: reference, blob: blob, size: query.int(11), stored: stored,
                                         entry: query.id(14), scopeNumber: query.int(15), wrapped: query.blob(16)))
        }
        return rows
    }
}

/// How long an attachment waits for the save that takes it up: seven days. A wall clock alone does not end it, because one
/// that jumps ahead would take away what somebody is still writing about: either the process itself has lived so long
/// since, or both instants are attested.
struct Wait {
    static let nanos: UInt64 = 7 * 86_400 * 1_000_000_000

    /// Which life of the process.
    let run: [UInt8]
    /// When that life began, by its own clock.
    let opened: UInt64
    /// By the process's clock: what is older has waited long enough. 0 before anything can have.
    let before: UInt64
    let isAttested: Bool
    /// The same by the wall clock, in milliseconds.
    let stored: Int64

    init(run: [UInt8], opened: UInt64, time: any TimeSource) {
        let now = time.monotonicNanos(), wall = time.now()
        self.run = run
        self.opened = opened
        before = now > Self.nanos ? now - Self.nanos : 0
        isAttested = wall.trust == .attested
        stored = wall.millis - Int64(Self.nanos / 1_000_000)
    }
}
