public import Foundations
public import GRDB

/// Which scopes one child's papers lie in. A dossier that was merged into another keeps its scope: its papers stay sealed where they
/// were written, and only `dossier` says where they are read.
enum MergedScopes {
    /// These scopes, and for each dossier among them those that are one with it now, sorted.
    static func all(_ db: Database, of scopes: [Scope]) throws -> [Scope] {
        var found = Set(scopes)
        var open = scopes.filter { $0.kind == .dossier }
        while let next = open.popLast() {
            for id in try neighbours(db, next.id) where found.insert(Scope(.dossier, id)).inserted { open.append(Scope(.dossier, id)) }
        }
        return found.sorted { ($0.kind.rawValue, $0.id) < ($1.kind.rawValue, $1.id) }
    }

    /// Throws `holdsOthers` where a record of these scopes lies in a dossier that is not among them.
    static func refuseOthers(_ db: Database, in scopes: [Scope]) throws {
        for scope in scopes where scope.kind == .dossier {
            let dossiers = try ids(db, """
                SELECT DISTINCT r.dossier FROM record r JOIN scope_key s ON s.number = r.scope WHERE s.id = ? AND s.kind = 'dossier' AND r.dossier IS NOT NULL
                """, scope.id)
            if dossiers.contains(where: { !scopes.contains(Scope(.dossier, $0)) }) { throw JournalError.holdsOthers }
        }
    }

    /// Entries of records that lie in these dossiers and were written in another child's scope.
    static func strays(_ db: Database, of scopes: [Scope]) throws -> [UUIDv7] {
        var entries: [UUIDv7] = []
        for scope in scopes where scope.kind == .dossier {
            for (id, owner) in try pairs(db, scope.id) where !scopes.contains(Scope(.dossier, owner)) { entries.append(id) }
        }
        return entries
    }

    /// The dossier that this one was merged into, and those that were merged into it.
    private static func neighbours(_ db: Database, _ dossier: UUIDv7) throws -> [UUIDv7] {
        try ids(db, "SELECT dossier FROM record WHERE id = ? AND kind = 'child' AND dossier IS NOT NULL", dossier)
            + ids(db, "SELECT id FROM record WHERE dossier = ? AND kind = 'child'", dossier)
    }

    private static func ids(_ db: Database, _ sql: String, _ id: UUIDv7) throws -> [UUIDv7] {
        let query = try Query(db, sql)
        query.bind(1, id)
        defer { query.reset() }
        var found: [UUIDv7] = []
        while try query.step() { if let id = query.id(0) { found.append(id) } }
        return found
    }

    private static func pairs(_ db: Database, _ dossier: UUIDv7) throws -> [(entry: UUIDv7, scope: UUIDv7)] {
        let query = try Query(db, """
            SELECT e.id, s.id FROM record r JOIN scope_key s ON s.number = r.scope JOIN entry e ON e.record = r.number
                WHERE r.dossier = ? AND s.kind = 'dossier' AND e.payload_key IS NOT NULL AND r.number > 0
            """)
        query.bind(1, dossier)
        defer { query.reset() }
        var found: [(UUIDv7, UUIDv7)] = []
        while try query.step() { if let entry = query.id(0), let scope = query.id(1) { found.append((entry, scope)) } }
        return found
    }
}

extension JournalStore {
    /// Whether a legal hold forbids erasing this scope. False also where there is no such scope.
    public static func isHeld(_ db: Database, _ scope: Scope) throws -> Bool {
        let query = try Query(db, "SELECT legal_hold FROM scope_key WHERE id = ? AND kind = ?")
        query.bind(1, scope.id)
        query.bind(2, scope.kind.rawValue)
        defer { query.reset() }
        return try query.step() && query.int(0) != 0
    }

    /// Whether `shred` would refuse these dossiers because papers of another child lie in their keeping.
    public static func holdsOthers(_ db: Database, _ scopes: [Scope]) throws -> Bool {
        do {
            try MergedScopes.refuseOthers(db, in: MergedScopes.all(db, of: scopes))
            return false
        } catch JournalError.holdsOthers {
            return true
        }
    }
}
