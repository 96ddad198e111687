import Foundations
import GRDB

/// Something of a load is in the store already: it must go the way of ordinary saves.
struct NotFresh: Error {}

extension EntryWriter {
    /// Writes prepared saves with what every save gets: place, link, signature, projection. Rows of `lookup` go in
    /// sorted, so that neighbours meet in one page. Throws `NotFresh`, or the database's constraint error, where a scope,
    /// record or entry is known; the transaction must then be undone.
    func append(_ db: Database, _ loads: [FreshSaves], received: WallTime) throws {
        var rows: [(row: ProjectionRules.Row, number: Int64)] = []
        let entry = try EntryTable.insertion(db)
        let record = try RecordTable.insertion(db)
        let words = try RecordTable.wordsInsertion(db)
        for load in loads {
            let base = head.position + 1
            let scopes = try load.scopes.map { try self.scopes.make(db, $0.scope, key: $0.key) }
            for one in load.entries {
                try take(db, one.device, one.deviceSeq)
                try place(one.made, scope: scopes[one.scope], record: base + Int64(one.first), received, entry)
            }
            for one in load.records {
                let number = one.isTask ? -(base + Int64(one.first)) : base + Int64(one.first)
                try RecordTable.insert(record, one.projected, number: number, scope: scopes[one.scope])
                if !one.projected.words.isEmpty { try RecordTable.insert(words, one.projected.words, near: one.near, number) }
                for row in one.projected.rows { rows.append((row, number)) }
            }
        }
        for index in rows.indices where rows[index].row.rule.sortsByNumber { rows[index].row.sort = rows[index].number }
        rows.sort { a, b in
            if a.row.rule != b.row.rule { return a.row.rule.rawValue < b.row.rule.rawValue }
            if a.row.key != b.row.key { return a.row.key.lexicographicallyPrecedes(b.row.key) }
            return (a.row.sort, a.number) < (b.row.sort, b.number)
        }
        let lookup = try RecordTable.lookupInsertion(db)
        for row in rows { try RecordTable.insert(lookup, row.row, row.number) }
    }
}
