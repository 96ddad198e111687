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
        let projected = ProjectedRecord(new)
        let query = try Query(db, old == nil ? insert : update)
        bind(query, projected, number: new.number, scope: new.scopeNumber)
        try query.run()
        let newRows = projected.rows
        let newWords = projected.words
        guard let old else {
            try add(db, newRows, new.number)
            if !newWords.isEmpty { try addWords(db, newWords, new.number) }
            if NearWords.kinds.contains(new.kind), let dossier = projected.dossier { try NearWords.refresh(db, dossier) }
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
        guard NearWords.kinds.contains(new.kind) else { return }
        let oldDossier = old.shown(Reserved.dossier)?.identifier
        if let oldDossier, oldDossier != projected.dossier { try NearWords.refresh(db, oldDossier) }
        if let dossier = projected.dossier { try NearWords.refresh(db, dossier) }
    }

    /// Writes what was derived of a stored record into `lookup` and `search`, where it has nothing. The table `record` must be whole:
    /// who is near is read from it once.
    static func derive(_ db: Database, _ derived: DerivedRows) throws {
        try add(db, derived.rows, derived.number)
        guard !derived.words.isEmpty else { return }
        let near = try derived.dossier.map { try NearWords.stored(db, $0).text } ?? ""
        try insert(Query(db, insertWords), derived.words, near: near, derived.number)
    }

    static func remove(_ db: Database, _ old: RecordState) throws {
        try remove(db, ProjectionRules.rows(old), old.number)
        if !ProjectionRules.words(old).isEmpty { try removeWords(db, old.number) }
        let query = try Query(db, "DELETE FROM record WHERE number = ?")
        query.bind(1, old.number)
        try query.run()
        if NearWords.kinds.contains(old.kind), let dossier = old.shown(Reserved.dossier)?.identifier { try NearWords.refresh(db, dossier) }
    }

    private static let insert = """
        INSERT INTO record (id, kind, scope, dossier, parent, agency, status, owner, team, place, sensitivity,
            form_version, archived, version, updated, body, number) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)
        """
    private static let update = """
        UPDATE record SET id = ?, kind = ?, scope = ?, dossier = ?, parent = ?, agency = ?, status = ?, owner = ?, team = ?,
            place = ?, sensitivity = ?, form_version = ?, archived = ?, version = ?, updated = ?, body = ? WHERE number = ?
        """

    // For loads: statements looked up once, rows without a predecessor.
    static func insertion(_ db: Database) throws -> Query { try Query(db, insert) }
    static func wordsInsertion(_ db: Database) throws -> Query { try Query(db, insertWords) }
    static func lookupInsertion(_ db: Database) throws -> Query { try Query(db, insertLookup) }

    static func insert(_ query: Query, _ record: ProjectedRecord, number: Int64, scope: Int64) throws {
        bind(query, record, number: number, scope: scope)
        try query.run()
    }

    static func insert(_ query: Query, _ words: String, near: String, _ number: Int64) throws {
        query.bind(1, number)
        query.bind(2, words)
        query.bind(3, near)
        try query.run()
    }

    static func insert(_ query: Query, _ row: ProjectionRules.Row, _ number: Int64) throws {
        bind(query, row, number)
        try query.run()
    }

    private static let insertWords = "INSERT INTO search (rowid, words, near) VALUES (?, ?, ?)"
    private static let insertLookup = "INSERT INTO lookup (rule, key, sort, record) VALUES (?, ?, ?, ?)"

    private static func bind(_ query: Query, _ record: ProjectedRecord, number: Int64, scope: Int64) {
        query.bind(1, record.id)
        query.bind(2, record.kind)
        query.bind(3, scope)
        query.bind(4, record.dossier)
        query.bind(5, record.parent)
        query.bind(6, record.agency)
        query.bind(7, record.status)
        query.bind(8, record.owner)
        query.bind(9, record.team)
        query.bind(10, record.place)
        query.bind(11, record.sensitivity)
        query.bind(12, record.formVersion)
        query.bind(13, record.archived ? 1 : 0)
        query.bind(14, record.version)
        query.bind(15, Int64(bitPattern: record.updated.rawValue))
        query.bind(16, record.body)
        query.bind(17, number)
    }

    private static func add(_ db: Database, _ rows: [ProjectionRules.Row], _ number: Int64) throws {
        for row in rows { try insert(Query(db, insertLookup), row, number) }
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
        try insert(Query(db, insertWords), words, near: "", number)
    }

    private static func removeWords(_ db: Database, _ number: Int64) throws {
        let query = try Query(db, "DELETE FROM search WHERE rowid = ?")
        query.bind(1, number)
        try query.run()
    }
}
