import Dispatch
import Foundations
import GRDB
import Synchronization

/// Makes `lookup` and `search` anew where another version of `ProjectionRules` made them. Before the writer thread starts,
/// in small transactions: a power cut loses at most one, and the next start goes on from there. What the rows hold is worked out on
/// all processors.
struct ProjectionRebuild {
    /// Records a transaction takes.
    var batch = 8_000

    /// What `journal_meta` says of a rebuild under way: the version that it makes and the last record done.
    private static let mark = "projection_rebuild"

    /// Does nothing where the stored version is this one. `progress` gets how many records are done; what it throws ends the
    /// rebuild, which the next call goes on with.
    func run(_ database: any DatabaseWriter, requireSpace: () throws -> Void = {}, progress: (Int) throws -> Void = { _ in }) throws {
        let now = "\(ProjectionRules.version)"
        let known = try database.read { try Self.meta($0, "projection") }
        if known == now { return }
        var after = try begin(database, now)
        var done = 0
        while true {
            try requireSpace()
            let states = try database.write { db in
                let states = try self.next(db, after)
                for derived in Self.derived(states) { try RecordTable.derive(db, derived) }
                guard let last = states.last else {
                    try JournalStart.setMeta(db, "projection", Array(now.utf8))
                    try db.execute(sql: "DELETE FROM journal_meta WHERE name = ?", arguments: [Self.mark])
                    return states
                }
                try JournalStart.setMeta(db, Self.mark, Array("\(now) \(last.number)".utf8))
                return states
            }
            guard let last = states.last else { return }
            // A damaged tree can answer with rows that were done before, for ever.
            guard last.number > after else { throw JournalError.damaged("records do not lie in order") }
            after = last.number
            done += states.count
            try progress(done)
        }
    }

    private static func derived(_ states: [RecordState]) -> [DerivedRows] {
        let parts = 16
        let done = Mutex([[DerivedRows]](repeating: [], count: parts))
        DispatchQueue.concurrentPerform(iterations: parts) { part in
            let range = states.count * part / parts..<states.count * (part + 1) / parts
            let rows = states[range].map { DerivedRows($0) }
            done.withLock { $0[part] = rows }
        }
        return done.withLock { $0.flatMap { $0 } }
    }

    /// The last record done, after emptying both tables unless a rebuild to the same version was cut off.
    private func begin(_ database: any DatabaseWriter, _ now: String) throws -> Int64 {
        try database.write { db in
            let parts = try Self.meta(db, Self.mark)?.split(separator: " ") ?? []
            if parts.count == 2, parts[0] == now, let after = Int64(parts[1]) { return after }
            for statement in ["DROP TABLE lookup", "DROP TABLE search", Schema.lookup, Schema.search] { try db.execute(sql: statement) }
            try JournalStart.setMeta(db, Self.mark, Array("\(now) \(Int64.min)".utf8))
            return Int64.min
        }
    }

    private func next(_ db: Database, _ after: Int64) throws -> [RecordState] {
        let query = try Query(db, """
            SELECT \(RecordTable.columns) FROM \(RecordTable.source) WHERE r.number > ? ORDER BY r.number LIMIT \(batch)
            """)
        query.bind(1, after)
        defer { query.reset() }
        var states: [RecordState] = []
        while try query.step() { states.append(try RecordTable.state(query)) }
        return states
    }

    private static func meta(_ db: Database, _ name: String) throws -> String? {
        let query = try Query(db, "SELECT value FROM journal_meta WHERE name = ?")
        query.bind(1, name)
        defer { query.reset() }
        return try query.step() ? String(decoding: query.blob(0), as: UTF8.self) : nil
    }
}

/// What a record has in `lookup` and `search`, all but who is near.
struct DerivedRows: Sendable {
    let number: Int64
    let rows: [ProjectionRules.Row]
    let words: String
    let dossier: UUIDv7?

    init(_ state: RecordState) {
        number = state.number
        rows = ProjectionRules.rows(state)
        words = ProjectionRules.words(state)
        dossier = state.shown(Reserved.dossier)?.identifier
    }
}
