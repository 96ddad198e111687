import Foundation
import Foundations
import GRDB
import GRDBSQLite
import Glibc
import Testing
@testable import Vault

/// Pages that come with the one before them must never be older than the transaction that gets them.
@Suite struct ReadAheadTests {
    private static let rows = 2_000

    /// Scans and rewritings in turns: single reads after a rewriting, in the midst of what the scan before had read ahead, and
    /// the next scan see that rewriting, and never one of before.
    @Test func aScanNeverSeesPagesOfBefore() throws {
        let folder = TestFolder(inMemory: true)
        let (store, _) = try makeStore(folder, rows: Self.rows)
        let small = "PRAGMA cache_size = 10"
        for round in 1...6 {
            try store.database.write { try $0.execute(sql: "UPDATE t SET name = ? || substr(name, instr(name, ' '))", arguments: ["Lap-\(round)"]) }
            // Into the database, where a scan finds it without the log.
            try store.database.writeWithoutTransaction { _ = try $0.checkpoint(.passive) }
            for _ in 0..<7 {
                let names = try store.database.read { db in
                    try db.execute(sql: small)
                    let (begin, word) = ("SELECT substr(name, 1, instr(name, ' ') - 1) FROM t WHERE id", "ORDER BY id")
                    var names: Set<String?> = []
                    for id in stride(from: 900, to: 600, by: -5) { names.insert(try String.fetchOne(db, sql: "\(begin) = \(id)")) }
                    return names.union(try String.fetchAll(db, sql: "\(begin) BETWEEN 600 AND 900 \(word)"))
                }
                #expect(names == ["Lap-\(round)"])
            }
        }
        try store.close()
    }

    /// A reader in the middle of its scan keeps what it began with while others save and bring the log in.
    @Test func aScanThatIsUnderWayKeepsItsSnapshot() throws {
        let folder = TestFolder(inMemory: true)
        let (store, _) = try makeStore(folder, rows: Self.rows)
        try store.checkpointTruncate()
        try store.database.read { db in
            try db.execute(sql: "PRAGMA cache_size = 10")
            let cursor = try String.fetchCursor(db, sql: "SELECT name FROM t ORDER BY id")
            var names: [String] = []
            while let name = try cursor.next() {
                names.append(name)
                if names.count % 400 == 0 {
                    let done = DispatchSemaphore(value: 0)
                    let number = names.count
                    Thread.detachNewThread {
                        try? store.database.write { try $0.execute(sql: "UPDATE t SET name = 'Later\(number) ' || name") }
                        try? store.database.writeWithoutTransaction { _ = try $0.checkpoint(.passive) }
                        done.signal()
                    }
                    done.wait()
                }
            }
            #expect(names == (0..<Self.rows).map(rowText))
        }
        try store.close()
    }

    /// Read in order through the file layer: what was read ahead is good until a lock is taken or given, and no longer.
    @Test func aLockEndsWhatWasReadAhead() throws {
        let folder = TestFolder(inMemory: true)
        let (store, _) = try makeStore(folder, rows: Self.rows)
        try store.checkpointTruncate()
        let disk = open(folder.file("vault.db"), O_RDWR)
        defer { close(disk) }
        try onWriter(store) { database in
            let file = try RawHandle.database(database.sqliteConnection).file
            let methods = try #require(file.pointee.pMethods).pointee
            let (read, lock) = (try #require(methods.xRead), try #require(methods.xShmLock))
            var page = [UInt8](repeating: 0, count: 4096)
            func reads(_ number: Int) -> Bool { read(file, &page, 4096, Int64(number - 1) * 4096) == SQLITE_OK }
            func turnBit() {
                var byte: UInt8 = 0
                pread(disk, &byte, 1, 9 * 4096 + 77)
                byte ^= 1
                pwrite(disk, &byte, 1, 9 * 4096 + 77)
            }
            #expect(reads(5) && reads(6) && reads(7))
            turnBit()
            #expect(reads(10), "page 10 came with page 7")
            let shared = SQLITE_SHM_LOCK | SQLITE_SHM_SHARED, unlock = SQLITE_SHM_UNLOCK | SQLITE_SHM_SHARED
            #expect(lock(file, 4, 1, shared) == SQLITE_OK && lock(file, 4, 1, unlock) == SQLITE_OK)
            #expect(!reads(10), "now it comes from the disk, where a bit has turned")
            turnBit()
            #expect(reads(10))
        }
        try store.close()
    }
}
