import Foundation
import Foundations
import GRDB
import GRDBSQLite
import Glibc
import Testing
@testable import Vault

/// What a failing disk or a meddling hand does to `vault.db`: the right error, never wrong data, never a crash.
@Suite struct DamageTests {
    private static let rows = 60

    /// A closed store whose log is empty, so that all of it lies in `vault.db`.
    private func atRest(_ suite: CipherSuite = .xchacha20) throws -> (folder: TestFolder, pages: Int) {
        let folder = TestFolder(inMemory: true)
        try makeStore(folder, suite: suite, rows: Self.rows).0.close()
        #expect(folder.bytes("vault.db-wal").isEmpty)
        return (folder, folder.bytes("vault.db").count / 4096)
    }

    /// The fault of opening; else what a walk over all pages finds.
    private func found(_ folder: TestFolder) throws -> (fault: VaultError?, pages: [PageReport.Damaged]) {
        do {
            let store = try openStore(folder)
            let report = try store.verifyPages()
            try store.close()
            return (nil, report.damaged)
        } catch let fault as VaultError {
            return (fault, [])
        }
    }

    // MARK: Bits

    /// All 32,768 bits of the first page and of one in the middle, read through the file layer.
    @Test(arguments: CipherSuite.allCases) func everyBitOfAPage(suite: CipherSuite) throws {
        guard suite.isAvailable else { return }
        let folder = TestFolder(inMemory: true)
        let (store, _) = try makeStore(folder, suite: suite, rows: Self.rows)
        try store.checkpointTruncate()
        let disk = open(folder.file("vault.db"), O_RDWR)
        defer { close(disk) }
        try onWriter(store) { database in
            let file = try RawHandle.database(database.sqliteConnection).file
            let read = try #require(file.pointee.pMethods.pointee.xRead)
            var (page, zeros) = ([UInt8](repeating: 0, count: 4096), [UInt8](repeating: 0, count: 4096))
            zeros.reserveCapacity(4096)
            for number in [1, 3] {
                let at = (number - 1) * 4096
                var missed: [Int] = []
                for bit in 0..<32_768 {
                    var byte: UInt8 = 0
                    pread(disk, &byte, 1, at + bit >> 3)
                    byte ^= 1 << UInt8(bit & 7)
                    pwrite(disk, &byte, 1, at + bit >> 3)
                    let code = read(file, &page, 4096, Int64(at))
                    if code != VFSCode.ioData || memcmp(&page, &zeros, 4096) != 0 { missed.append(bit) }
                    byte ^= 1 << UInt8(bit & 7)
                    pwrite(disk, &byte, 1, at + bit >> 3)
                }
                #expect(missed.isEmpty, "page \(number): \(missed.prefix(10))")
                #expect(read(file, &page, 4096, Int64(at)) == SQLITE_OK)
            }
        }
        #expect(try rowsAreRight(store, Self.rows))
        try store.close()
    }

    /// In every page, and named: which page, which bit.
    @Test(arguments: CipherSuite.allCases) func aBitOfEachPageIsNamed(suite: CipherSuite) throws {
        guard suite.isAvailable else { return }
        let (folder, pages) = try atRest(suite)
        let sound = folder.bytes("vault.db")
        for page in 1...pages {
            for bit in [0, 131 + page * 17, 32_448 + page, 32_767] {
                var bytes = sound
                bytes[(page - 1) * 4096 + bit >> 3] ^= 1 << UInt8(bit & 7)
                folder.put("vault.db", bytes)
                let (fault, damaged) = try found(folder)
                if page == 1 {
                    #expect(fault?.reason == .pageDamaged(.database, page: 1, .flippedBit(bit)))
                } else if let fault {
                    #expect(fault.reason == .pageDamaged(.database, page: UInt32(page), .flippedBit(bit)), "page \(page) bit \(bit)")
                } else {
                    #expect(damaged == [.init(page: UInt32(page), damage: .flippedBit(bit))], "page \(page) bit \(bit)")
                }
            }
        }
        folder.put("vault.db", sound)
        #expect(faultOfUse(folder, rows: Self.rows) == nil)
    }

    // MARK: Pages that belong elsewhere

    @Test func swappedPages() throws {
        let (folder, pages) = try atRest()
        let sound = folder.bytes("vault.db")
        for (one, other) in [(1, 2), (2, 3), (3, pages), (2, pages - 1)] {
            var bytes = sound
            let (a, b) = ((one - 1) * 4096, (other - 1) * 4096)
            bytes.replaceSubrange(a..<a + 4096, with: sound[b..<b + 4096])
            bytes.replaceSubrange(b..<b + 4096, with: sound[a..<a + 4096])
            folder.put("vault.db", bytes)
            let (fault, damaged) = try found(folder)
            if let fault {
                #expect(fault.reason == .pageDamaged(.database, page: UInt32(one), .misplaced(from: UInt32(other))))
            } else {
                #expect(damaged == [
                    .init(page: UInt32(one), damage: .misplaced(from: UInt32(other))),
                    .init(page: UInt32(other), damage: .misplaced(from: UInt32(one))),
                ])
            }
            #expect(faultOfUse(folder, rows: Self.rows)?.exitCode == 5)
        }
    }

    @Test func aPageOfAnotherStore() throws {
        let (folder, pages) = try atRest()
        let other = try atRest().folder.bytes("vault.db"), sound = folder.bytes("vault.db")
        for page in 1...pages where page * 4096 <= other.count {
            var bytes = sound
            bytes.replaceSubrange((page - 1) * 4096..<page * 4096, with: other[(page - 1) * 4096..<page * 4096])
            folder.put("vault.db", bytes)
            let (fault, damaged) = try found(folder)
            let expected = PageReport.Damaged(page: UInt32(page), damage: .unreadable)
            #expect(damaged == [expected] || fault?.reason == .pageDamaged(.database, page: UInt32(page), .unreadable), "page \(page)")
        }
    }

    @Test func theWholeDatabaseOfAnotherStore() throws {
        let (folder, _) = try atRest()
        folder.put("vault.db", try atRest().folder.bytes("vault.db"))
        #expect(faultOfUse(folder, rows: Self.rows)?.reason == .foreignDatabase)
    }

    /// The limit that docs/formats/vault.md states: an older version of a page in its own place is sound to its seal. It
    /// must not crash anything; whoever knows the journal finds it.
    @Test func anOlderVersionOfAPageIsSoundToItsSeal() throws {
        let (folder, pages) = try atRest()
        let old = folder.bytes("vault.db")
        let store = try openStore(folder)
        try store.database.write { try $0.execute(sql: "UPDATE t SET name = 'newer' WHERE id % 2 = 0") }
        try store.close()
        let new = folder.bytes("vault.db")
        for page in 2...pages {
            var bytes = new
            bytes.replaceSubrange((page - 1) * 4096..<page * 4096, with: old[(page - 1) * 4096..<page * 4096])
            folder.put("vault.db", bytes)
            let again = try openStore(folder)
            #expect(try again.verifyPages().isSound)
            _ = try? rowCount(again)
            try again.close()
        }
    }

    // MARK: Lengths

    @Test func everyShorterFile() throws {
        let (folder, pages) = try atRest()
        let sound = folder.bytes("vault.db")
        for page in 0..<pages {
            for extra in [0, 1, 2048, 4095] {
                let short = Array(sound[0..<page * 4096 + extra])
                folder.put("vault.db", short)
                let fault = faultOfUse(folder, rows: Self.rows)
                #expect(fault?.exitCode == 5, "\(short.count) bytes: \(String(describing: fault))")
                if short.isEmpty { #expect(fault?.reason == .databaseEmptied) }
            }
        }
    }

    @Test func pagesOfZerosAndOfNoise() throws {
        let (folder, pages) = try atRest()
        let sound = folder.bytes("vault.db")
        for page in 2...pages {
            for (fill, damage) in [([UInt8](repeating: 0, count: 4096), PageDamage.zeros), (Sodium.random(4096), .unreadable)] {
                var bytes = sound
                bytes.replaceSubrange((page - 1) * 4096..<page * 4096, with: fill)
                folder.put("vault.db", bytes)
                let (fault, damaged) = try found(folder)
                #expect(damaged == [.init(page: UInt32(page), damage: damage)]
                    || fault?.reason == .pageDamaged(.database, page: UInt32(page), damage), "page \(page)")
            }
        }
    }

    // MARK: Logs that do not belong

    @Test func theLogOfAnotherStoreIsNeverTakenIn() throws {
        let (folder, _) = try atRest()
        let other = TestFolder(inMemory: true)
        let (store, _) = try makeStore(other, rows: 20)
        let once = other.bytes("vault.db-wal")
        try store.database.write { try $0.execute(sql: "DELETE FROM t") }
        let more = other.bytes("vault.db-wal")
        try store.close()
        #expect(more.count > once.count)
        let database = folder.bytes("vault.db")
        folder.put("vault.db-wal", more)
        #expect(faultOfUse(folder, rows: Self.rows)?.code == "log-damaged")
        #expect(folder.bytes("vault.db") == database && folder.bytes("vault.db-wal") == more)
        // Nothing but noise, or a header and noise, can also be what a cut left of a log's first save.
        for log in [Sodium.random(9000), Array(more.prefix(32)) + Sodium.random(9000), Array(more.prefix(31))] {
            folder.put("vault.db-wal", log)
            #expect(faultOfUse(folder, rows: Self.rows) == nil)
        }
    }
}
