import Foundation
import Foundations
import GRDB
import GRDBSQLite
import Glibc
import Synchronization
import Testing
@testable import Vault

/// What a power cut may leave of a log is never called damage, and costs no acknowledged save.
@Suite struct LogAfterCutTests {
    private func insert(_ store: VaultStore, _ ids: Range<Int>) throws {
        for id in ids {
            try store.database.write { try $0.execute(sql: "INSERT INTO t VALUES (?, ?)", arguments: [id, rowText(id)]) }
        }
    }

    /// All of the log is in the database and the next save would begin it anew: a new header goes over the old one while
    /// the old frames still lie behind it.
    @Test func aTornHeaderOverALogThatWasBroughtIn() throws {
        let folder = TestFolder(inMemory: true)
        let (store, _) = try makeStore(folder, rows: 20)
        try insert(store, 20..<30)
        try onWriter(store) { _ = try $0.checkpoint(.passive) }
        let cut = folder.copy()
        try insert(store, 30..<31)
        let begun = folder.copy()
        try store.close()

        for change in 0..<4 {
            let torn = cut.copy()
            var log = torn.bytes("vault.db-wal")
            for place in 0..<32 { log[place] = [0, 0xA5, UInt8(truncatingIfNeeded: place &* 37), log[place] ^ 1][change] }
            torn.put("vault.db-wal", log)
            #expect(faultOfUse(torn, rows: 30) == nil, "change \(change)")
        }
        // One save later the same is damage: that save is in the log alone. The older round behind it does not hide it.
        var log = begun.bytes("vault.db-wal")
        #expect(log.count > 32 + 4120 * 5)
        for place in 0..<32 { log[place] = 0 }
        begun.put("vault.db-wal", log)
        #expect(faultOfUse(begun, rows: 31)?.reason == .logDamaged(frame: nil, commitsAfter: 1))
    }

    /// The disk was full in the middle of the last frame of a save. Half an end of a transaction must not stay behind: beside a
    /// later save that a power cut tore, it would look like a save that was lost.
    @Test func halfAFrameOnAFullDiskIsCutOff() throws {
        let folder = TestFolder(inMemory: true)
        let half = HalfAFrame()
        let (store, _) = try makeStore(folder, rows: 20, files: ObservedFiles(observer: half))
        try insert(store, 20..<22)
        let before = folder.bytes("vault.db-wal").count
        half.armed.withLock { $0 = true }
        #expect(throws: DatabaseError.self) { try store.database.write { try $0.execute(sql: "UPDATE t SET name = name || '!'") } }
        half.armed.withLock { $0 = false }
        let whole = try #require(half.cutAt.withLock { $0 })
        #expect(Int(whole) > before - 32, "the end of the save, not its beginning")
        #expect(folder.bytes("vault.db-wal").count == Int(whole))
        try insert(store, 22..<23)
        #expect(try rowsAreRight(store, 23))
        let cut = folder.copy()
        try store.close()
        #expect(faultOfUse(cut, rows: 23) == nil)
    }

    @Test func anOlderRoundBehindThePresentOne() throws {
        let folder = TestFolder(inMemory: true)
        let (store, _) = try makeStore(folder, rows: 20)
        try insert(store, 20..<40)
        try onWriter(store) { _ = try $0.checkpoint(.passive) }
        try insert(store, 40..<42)
        let cut = folder.copy()
        try store.close()
        let again = try openStore(cut)
        #expect(try rowsAreRight(again, 42))
        #expect(!again.health().endedTorn)
        try again.close()
    }

    /// Frames that a transaction wrote before it was undone keep the salts of the round, and lie behind what came after.
    @Test func theRestOfAnUndoneTransaction() throws {
        let folder = TestFolder(inMemory: true)
        let (store, _) = try makeStore(folder, rows: 2000)
        try store.checkpointTruncate()
        try insert(store, 2000..<2001)
        try onWriter(store) { database in
            try database.execute(sql: "PRAGMA cache_size = 10; PRAGMA wal_autocheckpoint = 0; BEGIN")
            try database.execute(sql: "UPDATE t SET name = 'gone'")
            try database.execute(sql: "ROLLBACK")
        }
        let undone = folder.copy()
        try insert(store, 2001..<2002)
        let after = folder.copy()
        try store.close()
        #expect(undone.bytes("vault.db-wal").count > 32 + 4120 * 40)
        #expect(faultOfUse(undone, rows: 2001) == nil)
        #expect(faultOfUse(after, rows: 2002) == nil)
    }

    /// Every length of a log whose last save was not acknowledged yet, which therefore has no mark.
    @Test func everyCutOfTheLastSave() throws {
        let folder = TestFolder(inMemory: true)
        let (store, _) = try makeStore(folder, rows: 20)
        try store.checkpointTruncate()
        try insert(store, 20..<22)
        let before = folder.bytes("vault.db-wal").count - LogMark.size
        try store.database.write { try $0.execute(sql: "UPDATE t SET name = name || '!'") }
        let cut = folder.copy()
        try store.close()
        let log = cut.bytes("vault.db-wal"), database = cut.bytes("vault.db")
        for count in stride(from: before, to: log.count - LogMark.size, by: 257) {
            for zeros in [false, true] {
                cut.put("vault.db", database)
                cut.put("vault.db-wal", Array(log[0..<count]) + [UInt8](repeating: 0, count: zeros ? log.count - count : 0))
                #expect(faultOfUse(cut, rows: 22) == nil, "\(count) bytes, zeros \(zeros)")
            }
        }
    }

    // MARK: The mark

    /// The vector of docs/formats/vectors/vault-steps.json.
    @Test func theMarkIsAsTheFormatSays() throws {
        let key = StoreKeys.derive(.logMark, 32, from: SecretBytes(copying: [UInt8](64..<96)))
        let mark = LogMark(key: key.unsafeAddress())
        var salts: UInt64 = 0
        withUnsafeMutableBytes(of: &salts) { $0.copyBytes(from: 1...8) }
        var bytes = [UInt8](repeating: 0xEE, count: 32)
        let (high, low): (UInt64, UInt64) = (0x0195_f5a0_c000_7abc, 0x8def_0123_4567_89ab)
        bytes.withUnsafeMutableBytes { mark.write(to: $0.baseAddress!, frames: 10, salts: salts, storeHigh: high, storeLow: low) }
        #expect(bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
            == "000000000000000a0102030405060708d30c129189b3515f8759221bc29cfb8c")
        #expect(mark.fits(bytes, frames: 10, salts: salts, storeHigh: high, storeLow: low))
        #expect(!mark.fits(bytes, frames: 11, salts: salts, storeHigh: high, storeLow: low))
    }

    @Test func theMarkIsNeverAheadOfTheSync() throws {
        let folder = TestFolder()
        let recorder = DiskRecorder()
        let (store, _) = try makeStore(folder, rows: 20, files: ObservedFiles(observer: recorder))
        try insert(store, 20..<30)
        try store.close()
        var synced = false
        var marks = 0
        for operation in recorder.operations where operation.path.hasSuffix("vault.db-wal") {
            if case .write(_, _, let bytes) = operation, bytes.count == LogMark.size, bytes.prefix(4).allSatisfy({ $0 == 0 }) {
                #expect(synced)
                marks += 1
            }
            if case .sync = operation { synced = true } else { synced = false }
        }
        #expect(marks >= 11)
    }

    @Test func aMarkThatCannotBeWrittenFailsNoSave() throws {
        let folder = TestFolder()
        let plan = FaultPlan(errno: ENOSPC) { operation in
            if case .write(let path, _, let bytes) = operation { path.hasSuffix("-wal") && bytes.count == LogMark.size && bytes[3] == 0 } else { false }
        }
        let (store, _) = try makeStore(folder, rows: 20, files: ObservedFiles(observer: plan))
        plan.arm(failAt: 1)
        try insert(store, 20..<21)
        #expect(plan.failures == 1 && store.health().state == .writable)
        #expect(try rowsAreRight(store, 21))
        try store.close()
    }
}

/// Takes half of the frame that ends a transaction, and then says that the disk is full.
private final class HalfAFrame: DiskObserver {
    let armed = Mutex(false)
    let cutAt = Mutex<Int64?>(nil)

    func before(_ operation: DiskOperation) -> Int32 {
        guard armed.withLock({ $0 }), case .write(let path, let offset, let bytes) = operation, path.hasSuffix("-wal"),
              bytes.count == 4120, bytes[4..<8].contains(where: { $0 != 0 }) else { return 0 }
        let file = open(path, O_WRONLY)
        defer { close(file) }
        pwrite(file, bytes, 2000, Int(offset))
        cutAt.withLock { $0 = offset }
        return ENOSPC
    }

    func after(_ operation: DiskOperation) {}
}
