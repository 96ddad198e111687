import Foundation
import Foundations
import GRDB
import GRDBSQLite
import Testing
@testable import Vault

@Suite struct TrapTests11to20 {
    /// A transaction larger than the page cache: SQLite spills, overwrites frames of the running transaction without
    /// their headers, and then writes headers alone to put the checksums right (traps 11 and 12).
    private func spill(_ folder: TestFolder, _ recorder: DiskRecorder) throws -> TestFolder {
        let (store, _) = try makeStore(folder, rows: 2000, files: ObservedFiles(observer: recorder))
        try onWriter(store) { database in
            try database.execute(sql: "PRAGMA cache_size = 10; PRAGMA wal_autocheckpoint = 0")
            try database.inTransaction {
                for id in 2000..<4000 {
                    try database.execute(sql: "INSERT INTO t VALUES (?, ?)", arguments: [id, rowText(id)])
                    if id % 200 == 0 {
                        // There and back again, so that pages already spilled change.
                        for letter in ["Z", "A"] {
                            try database.execute(sql: "UPDATE t SET name = '\(letter)' || substr(name, 2) WHERE id % 37 = 0")
                        }
                    }
                }
                return .commit
            }
        }
        #expect(try rowsAreRight(store, 4000))
        let cut = folder.copy()
        try store.close()
        return cut
    }

    @Test func trap11_pagesOfTheLogAreBoundToTheirNumber() throws {
        let folder = TestFolder()
        let recorder = DiskRecorder()
        let cut = try spill(folder, recorder)
        // Pages written without their header: found and bound through the header on the disk.
        #expect(recorder.operations.contains {
            if case .write(let path, let offset, let bytes) = $0 {
                path.hasSuffix("-wal") && bytes.count == 4096 && (offset - 32) % 4120 == 24
            } else { false }
        })
        // Another page number in a header: the page no longer opens, though SQLite's salts still fit.
        let forged = cut.copy()
        var log = forged.bytes("vault.db-wal")
        let frames = (log.count - 32) / 4120
        log[32 + 3] ^= 1
        forged.put("vault.db-wal", log)
        #expect(frames > 100)
        let fault = try #require(faultOfUse(forged, rows: 4000))
        #expect(fault.code == "log-damaged")
        #expect(faultOfUse(cut, rows: 4000) == nil)
    }

    @Test func trap12_headersWrittenAlone() throws {
        let folder = TestFolder()
        let recorder = DiskRecorder()
        let cut = try spill(folder, recorder)
        #expect(recorder.operations.contains {
            if case .write(let path, _, let bytes) = $0 { path.hasSuffix("-wal") && bytes.count == 24 } else { false }
        })
        #expect(faultOfUse(cut, rows: 4000) == nil)
    }

    @Test func trap13_aCheckpointSealsAnew() throws {
        let folder = TestFolder()
        let (store, _) = try makeStore(folder, rows: 100)
        let log = folder.bytes("vault.db-wal")
        try store.checkpointTruncate()
        let database = folder.bytes("vault.db")
        let frames = (0..<(log.count - 32) / 4120).map { Array(log[(56 + $0 * 4120)..<(56 + $0 * 4120 + 4096)]) }
        let pages = (0..<database.count / 4096).map { Array(database[$0 * 4096..<($0 + 1) * 4096]) }
        let nonces = (frames + pages).map { Array($0[4056..<4080]) }
        #expect(Set(nonces).count == nonces.count)
        #expect(Set(pages.map { Array($0.prefix(64)) }).isDisjoint(with: frames.map { Array($0.prefix(64)) }))
        try store.close()
    }

    @Test func trap14_newFilesReserveTheirBytes() throws {
        let folder = TestFolder()
        let (store, _) = try makeStore(folder, rows: 10)
        try onWriter(store) { database in
            let head = try RawHandle.database(database.sqliteConnection).read(100, at: 0).bytes
            #expect(head[20] == 40)
        }
        // A file made by VACUUM INTO, which SQLite attaches behind our back.
        let path = store.directory + "/other.db"
        let other = try store.ring.core(path: path, building: true)
        try onWriter(store) { try $0.execute(sql: "VACUUM INTO '\(path)'") }
        let database = try RawDatabase(path, flags: SQLITE_OPEN_READONLY)
        let head = try RawHandle.database(database.handle).read(100, at: 0).bytes
        #expect(head[20] == 40)
        #expect(try database.text("SELECT count(*) FROM t") == "10")
        try database.close()
        withExtendedLifetime(other) {}
        try store.close()
    }

    @Test func trap15_plainEmptiedAndMissingDatabases() throws {
        let folder = TestFolder()
        let (store, _) = try makeStore(folder, rows: 10)
        try store.close()
        for (content, code) in [(Array("SQLite format 3\0".utf8) + [UInt8](repeating: 0, count: 8176), "database-not-sealed"),
                                ([], "database-emptied")] {
            let copy = folder.copy()
            copy.put("vault.db", content)
            #expect(faultOfUse(copy, rows: 10)?.code == code)
            // Nothing was made in its place.
            #expect(copy.bytes("vault.db") == content)
        }
        let copy = folder.copy()
        copy.remove("vault.db")
        #expect(faultOfUse(copy, rows: 10)?.code == "database-missing")
        #expect(!copy.exists("vault.db"))
    }

    @Test func trap16_pragmasAnswerText() throws {
        let folder = TestFolder()
        let (store, _) = try makeStore(folder)
        try onWriter(store) { database in
            for pragma in ["page_size", "page_size = 1024", "mmap_size", "mmap_size = 1000000", "synchronous = OFF"] {
                var statement: OpaquePointer?
                #expect(sqlite3_prepare_v2(database.sqliteConnection, "PRAGMA \(pragma)", -1, &statement, nil) == SQLITE_OK)
                #expect(sqlite3_step(statement) == SQLITE_ROW)
                #expect(sqlite3_column_type(statement, 0) != SQLITE_NULL)
                sqlite3_finalize(statement)
            }
        }
        try store.close()
    }

    @Test func trap17_pragmasThatWouldUndoTheSeal() throws {
        let folder = TestFolder()
        let (store, _) = try makeStore(folder, rows: 3)
        try onWriter(store) { database in
            for (pragma, answer) in [("page_size = 8192", "4096"), ("mmap_size = 268435456", "0")] {
                #expect(try String.fetchOne(database, sql: "PRAGMA \(pragma)") == answer)
            }
            for pragma in ["journal_mode = DELETE", "journal_mode = MEMORY", "journal_mode = OFF", "temp_store = FILE",
                           "key = 'x'", "rekey = 'x'"] {
                #expect(throws: DatabaseError.self) { try database.execute(sql: "PRAGMA \(pragma)") }
            }
            #expect(try String.fetchOne(database, sql: "PRAGMA journal_mode") == "wal")
            try database.execute(sql: "PRAGMA synchronous = NORMAL")
            #expect(try Int.fetchOne(database, sql: "PRAGMA synchronous") == 2)
        }
        try store.close()
    }

    @Test func trap18_noMappedPages() {
        let methods = VaultMethods.table.pointer.pointee
        #expect(methods.iVersion == 2)
        #expect(methods.xFetch == nil && methods.xUnfetch == nil)
    }

    @Test func trap19_noPromisesOfAtomicWrites() throws {
        let folder = TestFolder()
        let (store, _) = try makeStore(folder)
        try onWriter(store) { database in
            let file = try RawHandle.database(database.sqliteConnection).file
            let answer = file.pointee.pMethods.pointee.xDeviceCharacteristics(file)
            #expect(answer & (0x1FF | SQLITE_IOCAP_BATCH_ATOMIC | 0x8000) == 0)
            // The real device's word on powersafe overwrites is handed on.
            #expect(answer & SQLITE_IOCAP_POWERSAFE_OVERWRITE != 0)
            for operation in [SQLITE_FCNTL_BEGIN_ATOMIC_WRITE, SQLITE_FCNTL_COMMIT_ATOMIC_WRITE] {
                #expect(file.pointee.pMethods.pointee.xFileControl(file, operation, nil) == SQLITE_NOTFOUND)
            }
        }
        try store.close()
    }

    @Test func trap20_nothingButDatabaseAndLogIsOpened() throws {
        let folder = TestFolder()
        let (store, _) = try makeStore(folder, rows: 3000)
        // A sort far beyond the cache stays in memory.
        let most = try store.database.read {
            try String.fetchOne($0, sql: "SELECT name FROM (SELECT a.name || b.id AS name FROM t a, t b WHERE b.id < 30) ORDER BY name DESC")
        }
        #expect(most?.hasPrefix("Amina Example 999") == true)
        let kinds = [SQLITE_OPEN_TEMP_DB, SQLITE_OPEN_TRANSIENT_DB, SQLITE_OPEN_MAIN_JOURNAL, SQLITE_OPEN_TEMP_JOURNAL,
                     SQLITE_OPEN_SUBJOURNAL, SQLITE_OPEN_SUPER_JOURNAL]
        let vfs = try #require(sqlite3_vfs_find(nil))
        #expect(String(cString: vfs.pointee.zName) == VaultVFS.name)
        let memory = UnsafeMutableRawPointer.allocate(byteCount: Int(vfs.pointee.szOsFile), alignment: 16)
        defer { memory.deallocate() }
        let file = memory.assumingMemoryBound(to: sqlite3_file.self)
        for kind in kinds {
            for name in [folder.file("vault.db-journal"), folder.file("etilqs_x")] {
                let code = name.withCString {
                    vfs.pointee.xOpen(vfs, $0, file, kind | SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nil)
                }
                #expect(code == SQLITE_CANTOPEN && file.pointee.pMethods == nil)
            }
        }
        #expect(throws: DatabaseError.self) {
            try onWriter(store) { try $0.execute(sql: "ATTACH '\(folder.file("stranger.db"))' AS s") }
        }
        #expect(throws: (any Error).self) { try DatabaseQueue(path: folder.file("plain.db")) }
        #expect(Set(try FileManager.default.contentsOfDirectory(atPath: folder.path))
            == ["vault.db", "vault.db-wal", "vault.keys", "vault.keys.copy", "blobs", "kinbox.lock"])
        try store.close()
    }
}
