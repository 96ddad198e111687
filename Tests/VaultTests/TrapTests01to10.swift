import Foundation
import Foundations
import GRDB
import GRDBSQLite
import Testing
@testable import Vault

/// One test for each numbered way in which an encrypting SQLite VFS was seen to lose or leak data.
@Suite struct TrapTests01to10 {
    @Test func trap01_walHeaderLeak() throws {
        let folder = TestFolder()
        let (store, _) = try makeStore(folder, rows: 50)
        let log = folder.bytes("vault.db-wal")
        let frames = (log.count - 32) / 4120
        #expect(frames > 5)
        try onWriter(store) { database in
            let handle = try RawHandle.log(database.sqliteConnection)
            let header = handle.read(32, at: 0).bytes
            func word(_ bytes: [UInt8], _ at: Int) -> UInt32 { bytes[at..<at + 4].reduce(0) { $0 << 8 | UInt32($1) } }
            var sum = (word(header, 24), word(header, 28))
            for frame in 0..<frames {
                let at = 32 + frame * 4120
                let clear = handle.read(4120, at: Int64(at))
                #expect(clear.code == SQLITE_OK)
                // What SQLite reads is the true sum over the plain page…
                sum = logChecksum(Array(clear.bytes[0..<8]), sum)
                sum = logChecksum(Array(clear.bytes[24...]), sum)
                #expect(word(clear.bytes, 16) == sum.0 && word(clear.bytes, 20) == sum.1)
                // …and the disk holds something else, from which a guess at the content can't be checked.
                #expect(Array(log[at + 16..<at + 24]) != Array(clear.bytes[16..<24]))
                // The 8-byte read of the writer.
                #expect(handle.read(8, at: Int64(at) + 16).bytes == Array(clear.bytes[16..<24]))
            }
        }
        try store.close()
    }

    @Test func trap02_noSharedMemoryFileAndNoSecondProcess() async throws {
        let folder = TestFolder()
        let (store, _) = try makeStore(folder, rows: 10)
        #expect(try rowCount(store) == 10)
        #expect(!folder.exists("vault.db-shm"))
        // Another process is kept out by SQLite's own lock too, not only by kinbox.lock.
        await #expect(processExitsWith: .success) { [path = folder.file("vault.db") as String] in
            let file = Glibc.open(path, O_RDWR)
            var lock = flock()
            lock.l_type = Int16(F_RDLCK)
            lock.l_whence = Int16(SEEK_SET)
            lock.l_start = 0x4000_0002
            lock.l_len = 510
            exit(file >= 0 && fcntl(file, F_SETLK, &lock) != 0 ? 0 : 1)
        }
        try store.close()
    }

    @Test func trap03_reservedBytesStayZero() throws {
        let folder = TestFolder()
        let (store, _) = try makeStore(folder, rows: 400)
        let cut = folder.copy()
        try onWriter(store) { database in
            let file = try RawHandle.database(database.sqliteConnection)
            var (code, page) = file.read(4096, at: 4096)
            #expect(code == SQLITE_OK && page.suffix(40).allSatisfy { $0 == 0 })
            page[4090] = 1
            #expect(file.write(page, at: 4096) != SQLITE_OK)
            let log = try RawHandle.log(database.sqliteConnection)
            #expect(log.read(4096, at: 32 + 24).bytes.suffix(40).allSatisfy { $0 == 0 })
        }
        // The real damage was silent: every committed row was gone after recovery.
        #expect(faultOfUse(cut, rows: 400) == nil)
        try store.close()
    }

    @Test(arguments: [8, 40, 2000, 4119]) func trap04_tornTailLosesOnlyTheTornTransaction(bytesLost: Int) throws {
        let folder = TestFolder()
        let (store, _) = try makeStore(folder, rows: 300)
        let before = folder.bytes("vault.db-wal").count
        try store.database.write { try $0.execute(sql: "UPDATE t SET name = 'changed' WHERE id < 100") }
        let cut = folder.copy()
        try store.close()
        var log = cut.bytes("vault.db-wal")
        #expect(log.count > before)
        // The cut came before the save was synced, so there is no mark behind it yet.
        log.removeLast(LogMark.size)
        for index in (log.count - bytesLost)..<log.count { log[index] = 0 }
        cut.put("vault.db-wal", log)
        let again = try openStore(cut)
        #expect(try rowsAreRight(again, 300))
        #expect(again.health().endedTorn)
        try again.close()
    }

    @Test func trap05_plantedJournalIsNotPlayedBack() throws {
        let folder = TestFolder()
        let (store, _) = try makeStore(folder, rows: 50)
        try store.close()
        let size = folder.bytes("vault.db").count
        folder.put("vault.db-journal", hotJournal(pages: UInt32(size / 4096), page: 2, nonce: 7))
        #expect(faultOfUse(folder, rows: 50) == nil)
        #expect(folder.exists("vault.db-journal"))
        #expect(!folder.bytes("vault.db").contains(text: "planted"))
    }

    /// A journal as SQLite itself would leave it, holding one page of 'planted'.
    private func hotJournal(pages: UInt32, page: UInt32, nonce: UInt32) -> [UInt8] {
        var content = Array("planted".utf8)
        content += [UInt8](repeating: 0x41, count: 4096 - content.count)
        var sum = nonce
        for at in stride(from: 4096 - 200, to: 0, by: -200) { sum &+= UInt32(content[at]) }
        var bytes: [UInt8] = [0xD9, 0xD5, 0x05, 0xF9, 0x20, 0xA1, 0x63, 0xD7]
        bytes.append(bigEndian: UInt32(1))
        bytes.append(bigEndian: nonce)
        bytes.append(bigEndian: pages)
        bytes.append(bigEndian: UInt32(512))
        bytes.append(bigEndian: UInt32(4096))
        bytes += [UInt8](repeating: 0, count: 512 - bytes.count)
        bytes.append(bigEndian: page)
        bytes += content
        bytes.append(bigEndian: sum)
        return bytes
    }

    @Test func trap06_splitWritesAtSectorBoundaries() throws {
        let folder = TestFolder()
        let (store, _) = try makeStore(folder)
        try store.close()
        let recorder = DiskRecorder()
        let ring = try KeyRing.open(directory: folder.path, with: .passphrase(SecretBytes(text: testPassphrase)),
                                    files: ObservedFiles(observer: recorder))
        let core = try ring.core(path: try canonical(folder.path) + "/vault.db", building: false)
        let database = try RawDatabase("file:\(core.path)?psow=0", flags: SQLITE_OPEN_READWRITE | SQLITE_OPEN_URI)
        try database.run("PRAGMA temp_store = MEMORY; PRAGMA wal_autocheckpoint = 0")
        // One row a commit: a frame and its filling, so that in time a boundary falls into a header as well.
        for id in 0..<400 { try database.run("INSERT INTO t VALUES (\(id), '\(rowText(id))')") }
        let sizes = Set(recorder.operations.compactMap { operation -> Int? in
            if case .write(_, _, let bytes) = operation { bytes.count } else { nil }
        })
        // Parts of pages and parts of headers both went by.
        #expect(sizes.contains { $0 > 24 && $0 < 4096 })
        #expect(sizes.contains { $0 < 24 })
        let cut = folder.copy()
        try database.close()
        core.unregister()
        #expect(faultOfUse(cut, rows: 400) == nil)
        #expect(faultOfUse(folder, rows: 400) == nil)
    }

    @Test func trap07_theCallersBufferIsLeftAlone() throws {
        let folder = TestFolder()
        let (store, _) = try makeStore(folder, rows: 50)
        try store.checkpointTruncate()
        try onWriter(store) { database in
            let file = try RawHandle.database(database.sqliteConnection)
            let page = file.read(4096, at: 4096).bytes
            let kept = page
            #expect(file.write(page, at: 4096) == SQLITE_OK)
            #expect(page == kept)
            #expect(file.read(4096, at: 4096).bytes == kept)
        }
        try store.close()
    }

    @Test(arguments: [EIO, ENOSPC]) func trap08_everyErrorReachesSQLite(number: Int32) throws {
        let folder = TestFolder()
        let plan = FaultPlan(errno: number)
        let (store, _) = try makeStore(folder, rows: 20, files: ObservedFiles(observer: plan))
        // Writes of the log, one after another: each fails its own transaction and nothing else.
        for at in 1...3 {
            plan.arm(failAt: at)
            #expect(throws: DatabaseError.self) {
                try store.database.write { try $0.execute(sql: "UPDATE t SET name = name || '!'") }
            }
            plan.arm(failAt: nil)
            if case .readOnly = store.health().state { break }  // The failed one was the sync.
            #expect(try rowsAreRight(store, 20))
        }
        #expect(try rowsAreRight(store, 20))
        try? store.close()
        // A save whose sync failed was refused to its author, but may be on the disk: all of it or nothing.
        let again = try openStore(folder)
        let names = try again.database.read { try String.fetchAll($0, sql: "SELECT name FROM t ORDER BY id") }
        #expect(names == (0..<20).map(rowText) || names == (0..<20).map { rowText($0) + "!" })
        try again.close()
    }

    @Test func trap08_shortReadsAreFilledWithZeros() throws {
        let folder = TestFolder()
        let (store, _) = try makeStore(folder, rows: 5)
        try onWriter(store) { database in
            let file = try RawHandle.database(database.sqliteConnection)
            let (code, bytes) = file.read(4096, at: 4096 * 100_000)
            #expect(code == VFSCode.shortRead && bytes.allSatisfy { $0 == 0 })
        }
        try store.close()
    }

    @Test func trap09_sqlitesBackupWritesNoPlaintext() throws {
        let folder = TestFolder()
        let (store, _) = try makeStore(folder, rows: 50)
        // The default VFS knows no store at that path, so the copy can't even be opened.
        #expect(throws: (any Error).self) {
            try store.database.backup(to: DatabaseQueue(path: folder.file("copy.db")))
        }
        #expect(!folder.exists("copy.db"))
        // And a first page that does not reserve the bytes is refused.
        try onWriter(store) { database in
            let file = try RawHandle.database(database.sqliteConnection)
            var page = file.read(4096, at: 0).bytes
            page[20] = 0
            #expect(file.write(page, at: 0) != SQLITE_OK)
        }
        try store.close()
    }

    @Test func trap10_readsOfPartsAndOfSeveralPages() throws {
        let folder = TestFolder()
        let (store, _) = try makeStore(folder, rows: 200)
        try store.checkpointTruncate()
        try onWriter(store) { database in
            let file = try RawHandle.database(database.sqliteConnection)
            let plain = (0..<4).flatMap { file.read(4096, at: Int64($0) * 4096).bytes }
            #expect(plain.starts(with: Array("SQLite format 3\0".utf8)))
            for (offset, count) in [(0, 100), (24, 16), (0, 8192), (1000, 5000), (4095, 2), (4096, 12_288), (8191, 4098)] {
                let (code, bytes) = file.read(count, at: Int64(offset))
                #expect(code == SQLITE_OK && bytes == Array(plain[offset..<offset + count]))
            }
        }
        try store.close()
    }
}
