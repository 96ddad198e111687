import Foundations
import GRDB

/// Reads and writes rows of `record` and what hangs on them.
enum RecordTable {
    static let columns = """
        r.number, r.id, r.kind, r.scope, s.kind, s.id, r.form_version, r.version, r.updated, r.body
        """
    static let source = "record r JOIN scope_key s ON s.number = r.scope"

    static func load(_ db: Database, id: UUIDv7) throws -> RecordState? {
        let query = try Query(db, "SELECT \(columns) FROM \(source) WHERE r.id = ?")
        query.bind(1, id)
        defer { query.reset() }
        return try query.step() ? try state(query) : nil
    }

    static func load(_ db: Database, number: Int64) throws -> RecordState? {
        let query = try Query(db, "SELECT \(columns) FROM \(source) WHERE r.number = ?")
        query.bind(1, number)
        defer { query.reset() }
        return try query.step() ? try state(query) : nil
    }

    /// The current row as a state.
    static func state(_ row: Query) throws -> RecordState {
        guard let id = row.id(1), let kind = row.text(2), let scopeKind = row.text(4).flatMap(ScopeKind.init(rawValue:)),
              let scopeID = row.id(5) else { throw JournalError.damaged("record row \(row.int(0))") }
        var state = RecordState(id: id, number: row.int(0), kind: kind, scope: Scope(scopeKind, scopeID), scopeNumber: row.int(3))
        state.formVersion = Int(row.int(6))
        state.version = Int(row.int(7))
        state.updated = HybridTimestamp(rawValue: UInt64(bitPattern: row.int(8)))
        do {
            state.heads = try RecordBody.decode(row.blob(9))
        } catch {
            throw JournalError.damaged("body of record \(id)")
        }
        return state
    }

    /// Writes `new` over `old` (nil: a new record), with its rows in `lookup` and `search`.
    static func store(_ db: Database, _ new: RecordState, over old: RecordState?) throws {
        let query = try Query(db, old == nil ? insert : update)
        bind(query, new)
        try query.run()
        let newRows = ProjectionRules.rows(new)
        let newWords = ProjectionRules.words(new)
        guard let old else {
            try add(db, newRows, new.number)
            if !newWords.isEmpty { try addWords(db, newWords, new.number) }
            return
        }
        let oldRows = ProjectionRules.rows(old)
        if oldRows != newRows {
            let kept = Set(newRows)
            try remove(db, oldRows.filter { !kept.contains($0) }, old.number)
            let had = Set(oldRows)
            try add(db, newRows.filter { !had.contains($0) }, new.number)
        }
        let oldWords = ProjectionRules.words(old)
        if oldWords != newWords {
            if !oldWords.isEmpty { try removeWords(db, old.number) }
            if !newWords.isEmpty { try addWords(db, newWords, new.number) }
        }
    }

    static func remove(_ db: Database, _ old: RecordState) throws {
        try remove(db, ProjectionRules.rows(old), old.number)
        if !ProjectionRules.words(old).isEmpty { try removeWords(db, old.number) }
        let query = try Query(db, "DELETE FROM record WHERE number = ?")
        query.bind(1, old.number)
        try query.run()
    }

    private static let insert = """
        INSERT INTO record (id, kind, scope, dossier, parent, agency, status, owner, team, place, sensitivity,
            form_version, archived, version, updated, body, number) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)
        """
    private static let update = """
        UPDATE record SET id = ?, kind = ?, scope = ?, dossier = ?, parent = ?, agency = ?, status = ?, owner = ?, team = ?,
            place = ?, sensitivity = ?, form_version = ?, archived = ?, version = ?, updated = ?, body = ? WHERE number = ?
        """

    private static func bind(_ query: Query, _ state: RecordState) {
        query.bind(1, state.id)
        query.bind(2, state.kind)
        query.bind(3, state.scopeNumber)
        query.bind(4, state.shown(Reserved.dossier)?.identifier)
        query.bind(5, state.shown(Reserved.parent)?.identifier)
        query.bind(6, state.shown(Reserved.agency)?.text)
        query.bind(7, state.shown(Reserved.status)?.text)
        query.bind(8, state.shown(Reserved.owner)?.identifier)
        query.bind(9, state.shown(Reserved.team)?.identifier)
        query.bind(10, state.shown(Reserved.place)?.text)
        query.bind(11, state.shown(Reserved.sensitivity)?.text)
        query.bind(12, state.formVersion)
        query.bind(13, state.shown(Reserved.archived)?.bool == true ? 1 : 0)
        query.bind(14, state.version)
        query.bind(15, Int64(bitPattern: state.updated.rawValue))
        query.bind(16, RecordBody.encode(state))
        query.bind(17, state.number)
    }

    private static func add(_ db: Database, _ rows: [ProjectionRules.Row], _ number: Int64) throws {
        for row in rows {
            let query = try Query(db, "INSERT INTO lookup (rule, key, sort, record) VALUES (?, ?, ?, ?)")
            bind(query, row, number)
            try query.run()
        }
    }

    private static func remove(_ db: Database, _ rows: [ProjectionRules.Row], _ number: Int64) throws {
        for row in rows {
            let query = try Query(db, "DELETE FROM lookup WHERE rule = ? AND key = ? AND sort = ? AND record = ?")
            bind(query, row, number)
            try query.run()
        }
    }

    private static func bind(_ query: Query, _ row: ProjectionRules.Row, _ number: Int64) {
        query.bind(1, row.rule.rawValue)
        query.bind(2, row.key)
        query.bind(3, row.sort)
        query.bind(4, number)
    }

    private static func addWords(_ db: Database, _ words: String, _ number: Int64) throws {
        let query = try Query(db, "INSERT INTO search (rowid, words) VALUES (?, ?)")
        query.bind(1, number)
        query.bind(2, words)
        try query.run()
    }

    private static func removeWords(_ db: Database, _ number: Int64) throws {
        let query = try Query(db, "DELETE FROM search WHERE rowid = ?")
        query.bind(1, number)
        try query.run()
    }
}
