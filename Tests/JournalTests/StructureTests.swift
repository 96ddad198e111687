import Foundation
import Foundations
import GRDB
@testable import Journal
import Testing

/// Trees out of order, as a disk leaves them that forgot writes: every page is whole, and together they are nonsense.
@Suite struct StructureTests {
    @Test func anIndexThatMissesARowIsFound() throws {
        let office = try filled()
        try office.pool.write { db in
            try db.execute(sql: """
                PRAGMA writable_schema = ON;
                UPDATE sqlite_schema SET sql = 'CREATE INDEX record_dossier ON record (dossier) WHERE dossier IS NULL' WHERE name = 'record_dossier';
                PRAGMA schema_version = 4711;
                """)
        }
        let report = try office.journal.verify()
        #expect(report.faults.contains { $0.code == "structure-damaged" }, "found \(report.faults.map(\.code))")
    }

    /// Paging through such a table comes to the same rows again and again; every reader must end all the same.
    @Test func rowsOutOfOrderAreFoundAndNobodyRunsInCircles() throws {
        let office = try filled()
        try Self.swapFirstLeaves(of: "record", office)
        let pool = try DatabasePool(path: Self.path(office))
        defer { try? pool.close() }
        let damaged = try JournalStore(database: pool, keys: office.keys, time: office.time, site: office.journal.site)
        defer { damaged.close() }
        let report = try damaged.verify()
        #expect(report.faults.first?.code == "structure-damaged", "found \(report.faults.map(\.code))")
        #expect(throws: (any Error).self) {
            try pool.read { db in
                var report = VerifyReport()
                try ProjectionCheck(keys: office.keys).run(db, &report) { _ in }
            }
        }
    }

    @Test func aRebuildOverRowsOutOfOrderEnds() throws {
        let office = try filled()
        try office.pool.write { try $0.execute(sql: "UPDATE journal_meta SET value = x'30' WHERE name = 'projection'") }
        try Self.swapFirstLeaves(of: "record", office)
        let pool = try DatabasePool(path: Self.path(office))
        defer { try? pool.close() }
        #expect(throws: (any Error).self) { try ProjectionRebuild(batch: 3).run(pool) }
    }

    private func filled() throws -> Office {
        let office = try Office()
        for number in 0..<120 { try office.child("Ana", "Rusu", more: ["note": .text(String(repeating: "word ", count: 40) + "\(number)")]) }
        return office
    }

    private static func path(_ office: Office) -> String { "file:" + office.directory.appendingPathComponent("plain.db").path + "?vfs=unix" }

    /// Exchanges the first two children in the root page of a table, as https://www.sqlite.org/fileformat2.html lays it out.
    private static func swapFirstLeaves(of table: String, _ office: Office) throws {
        let (root, size) = try office.pool.writeWithoutTransaction { db in
            try db.checkpoint(.truncate)
            return (try Int.fetchOne(db, sql: "SELECT rootpage FROM sqlite_schema WHERE name = ?", arguments: [table]) ?? 0,
                    try Int.fetchOne(db, sql: "PRAGMA page_size") ?? 0)
        }
        office.journal.close()
        try office.pool.close()
        let file = office.directory.appendingPathComponent("plain.db")
        var bytes = [UInt8](try Data(contentsOf: file))
        let page = (root - 1) * size
        try #require(bytes[page] == 5, "the table must have more than one page")
        func cell(_ index: Int) -> Int { page + Int(bytes[page + 12 + 2 * index]) << 8 + Int(bytes[page + 13 + 2 * index]) }
        for byte in 0..<4 { bytes.swapAt(cell(0) + byte, cell(1) + byte) }
        try Data(bytes).write(to: file)
    }
}
