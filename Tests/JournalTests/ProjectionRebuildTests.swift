import Foundations
import GRDB
import Testing
@testable import Journal

@Suite struct ProjectionRebuildTests {
    private struct PowerCut: Error {}

    /// A store whose rows another version of the rules made comes up with the rows that a fresh one has.
    @Test func anotherVersionsRowsAreMadeAnew() throws {
        let office = try Office()
        try Self.fill(office)
        let fresh = try Self.rows(office)
        #expect(fresh.lookup.count > 20 && fresh.search.count > 5)
        try Self.spoil(office)
        #expect(try Self.rows(office).lookup != fresh.lookup)
        try ProjectionRebuild(batch: 3).run(office.pool)
        let after = try Self.rows(office)
        #expect(after.lookup == fresh.lookup && after.search == fresh.search)
        #expect(try office.journal.verify().sound)
        var asked = 0
        try ProjectionRebuild(batch: 3).run(office.pool, progress: { _ in asked += 1 })
        #expect(asked == 0, "a second start finds nothing to do")
    }

    /// Cut off after any transaction, the next start goes on where it was, and ends in the same rows.
    @Test func aRebuildCutOffGoesOn() throws {
        let office = try Office()
        try Self.fill(office)
        let fresh = try Self.rows(office)
        try Self.spoil(office)
        #expect(throws: PowerCut.self) {
            try ProjectionRebuild(batch: 3).run(office.pool, progress: { if $0 >= 6 { throw PowerCut() } })
        }
        var first: Int?
        try ProjectionRebuild(batch: 3).run(office.pool, progress: { first = first ?? $0 })
        let after = try Self.rows(office)
        #expect(first == 3 && after.lookup == fresh.lookup && after.search == fresh.search)
        #expect(try office.journal.verify().sound)
    }

    /// Opening the store is what starts it.
    @Test func openingAStoreRebuilds() throws {
        let office = try Office()
        try Self.fill(office)
        let fresh = try Self.rows(office)
        try Self.spoil(office)
        office.journal.close()
        let again = try JournalStore(database: office.pool, keys: office.keys, time: office.time, site: office.journal.site)
        let after = try Self.rows(office)
        #expect(after.lookup == fresh.lookup && after.search == fresh.search)
        #expect(try again.verify().sound)
    }

    private static func rows(_ office: Office) throws -> (lookup: [Row], search: [Row]) {
        try office.pool.read { db in
            (try Row.fetchAll(db, sql: "SELECT * FROM lookup ORDER BY rule, key, sort, record"),
             try Row.fetchAll(db, sql: "SELECT rowid, words FROM search ORDER BY rowid"))
        }
    }

    private static func fill(_ office: Office) throws {
        for number in 0..<12 {
            let child = try office.child("Amina \(number)", "Haddad", more: ["place": .text("P\(number % 3)")])
            let scope = Scope(.dossier, child)
            _ = try office.journal.commitAndWait(office.save([Change(
                id: office.id(), record: office.id(), kind: "case", op: .create, scope: scope, parent: child,
                fields: ["case_number": .text("C-\(number)"), "risk_level": "low", "opened_on": "2026-03-01"],
                envelope: RecordEnvelope(owner: office.worker, status: "open"))]))
            // Somebody else, who had not seen the first version: a dispute, and with it a task.
            if number % 4 == 0 {
                try office.amend(child, ["given_name": "Amna"], base: 1)
                try office.amend(child, ["given_name": "Amena"], base: 1, device: office.id())
            }
        }
    }

    /// As rules of version 0 might have left it.
    private static func spoil(_ office: Office) throws {
        try office.pool.write { db in
            try db.execute(sql: "UPDATE journal_meta SET value = CAST('0' AS BLOB) WHERE name = 'projection'")
            try db.execute(sql: "DELETE FROM lookup WHERE record % 2 = 0")
            try db.execute(sql: "UPDATE lookup SET sort = sort + 1 WHERE record % 3 = 0")
            try db.execute(sql: "INSERT INTO lookup (rule, key, sort, record) VALUES (99, x'00', 1, 1)")
            try db.execute(sql: "UPDATE search SET words = 'nobody' WHERE rowid % 2 = 1")
        }
    }
}
