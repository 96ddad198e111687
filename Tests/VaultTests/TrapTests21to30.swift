import Foundation
import Foundations
import GRDB
import GRDBSQLite
import Testing
@testable import Vault

@Suite struct TrapTests21to30 {
    @Test func trap21_vacuumIntoIsSealed() throws {
        let folder = TestFolder()
        let (store, _) = try makeStore(folder, rows: 300)
        let path = store.directory + "/compact.db"
        let other = try store.ring.core(path: path, building: true)
        try onWriter(store) { try $0.execute(sql: "VACUUM INTO '\(path)'") }
        let bytes = folder.bytes("compact.db")
        #expect(bytes.count > 60_000 && !bytes.contains(text: "Amina") && !bytes.contains(text: "SQLite format"))
        withExtendedLifetime(other) {}
        try store.close()
    }

    @Test func trap22_oneStoreByWhateverPath() throws {
        let folder = TestFolder()
        let (store, _) = try makeStore(folder, rows: 5)
        let link = NSTemporaryDirectory() + "/kinbox-link-\(UUID().uuidString)"
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: folder.path)
        defer { try? FileManager.default.removeItem(atPath: link) }
        let secret = { UnlockSecret.passphrase(SecretBytes(text: testPassphrase)) }
        #expect(throws: VaultError(.inUse)) { try VaultStore.open(at: link, with: secret()) }
        try store.close()
        let again = try VaultStore.open(at: link + "/../" + (link as NSString).lastPathComponent, with: secret())
        #expect(try rowsAreRight(again, 5))
        try again.close()
    }

    /// Functions of SQLite that hand out or take in whole plain images are named nowhere in the product.
    @Test func trap23_noSerializeNoBackupFunction() throws {
        for (path, text) in try productSources() {
            for name in ["sqlite3_serialize", "sqlite3_deserialize", "sqlite3_backup_", ".backup(to:"] {
                #expect(!text.contains(name), "\(path) uses \(name)")
            }
        }
    }

    @Test func trap24_noSecondDescriptorOfTheDatabase() async throws {
        let folder = TestFolder()
        let (store, _) = try makeStore(folder, rows: 100)
        // Whatever the store offers while it is open…
        _ = try store.verifyPages()
        _ = store.health()
        try store.requireSpace(for: .audit)
        try store.checkpointTruncate()
        _ = store.keySlots.list()
        try store.keySlots.add(.recovery(RecoveryKey()), label: "second")
        #expect(try rowCount(store) == 100)
        // …SQLite's POSIX locks are still there: a stray open and close in this process would have dropped them.
        await #expect(processExitsWith: .success) { [path = folder.file("vault.db") as String] in
            let file = Glibc.open(path, O_RDWR)
            var lock = flock()
            lock.l_type = Int16(F_WRLCK)
            lock.l_whence = Int16(SEEK_SET)
            lock.l_start = 0x4000_0002
            lock.l_len = 510
            exit(file >= 0 && fcntl(file, F_SETLK, &lock) != 0 ? 0 : 1)
        }
        try store.close()
    }

    @Test func trap25_aWrongKeyTouchesNothing() throws {
        let folder = TestFolder()
        let (store, _) = try makeStore(folder, rows: 200)
        let cut = folder.copy()
        try store.close()
        let names = ["vault.db", "vault.db-wal", "vault.keys", "vault.keys.copy"]
        let before = names.map { cut.bytes($0) }
        #expect(before[1].count > 4120)
        #expect(throws: VaultError(.wrongSecret)) {
            try VaultStore.open(at: cut.path, with: .passphrase(SecretBytes(text: "not the passphrase")))
        }
        #expect(throws: VaultError(.wrongSecret)) {
            try VaultStore.open(at: cut.path, with: .recovery(RecoveryKey()))
        }
        #expect(names.map { cut.bytes($0) } == before)
        #expect(faultOfUse(cut, rows: 200) == nil)
    }

    @Test func trap26_aBadFrameBeforeGoodOnesIsAnAlarm() throws {
        let folder = TestFolder()
        let (store, _) = try makeStore(folder, rows: 20)
        for id in 20..<40 {
            try store.database.write { try $0.execute(sql: "INSERT INTO t VALUES (?, ?)", arguments: [id, rowText(id)]) }
        }
        let cut = folder.copy()
        try store.close()
        var log = cut.bytes("vault.db-wal")
        log[32 + 4120 * 5 + 1000] ^= 0x10
        cut.put("vault.db-wal", log)
        let fault = try #require(throws: VaultError.self) { try openStore(cut) }
        guard case .logDamaged(5, let commits) = fault.reason else {
            Issue.record("\(fault)")
            return
        }
        #expect(commits >= 10 && fault.exitCode == 5)
        // Nothing was written over.
        #expect(cut.bytes("vault.db-wal") == log)
    }

    @Test func trap27_freePagesAreWalkedToo() throws {
        let folder = TestFolder()
        let (store, _) = try makeStore(folder, rows: 2000)
        try store.database.write { try $0.execute(sql: "DELETE FROM t WHERE id > 100") }
        #expect(try store.database.read { try Int.fetchOne($0, sql: "PRAGMA freelist_count") ?? 0 } > 50)
        #expect(try store.verifyPages().isSound)
        let pages = try store.verifyPages().pages
        try store.close()
        // The last page is free: SQLite's own check says "ok".
        var bytes = folder.bytes("vault.db")
        bytes[(pages - 1) * 4096 + 77] ^= 4
        for index in (pages - 2) * 4096..<(pages - 1) * 4096 { bytes[index] = 0 }
        folder.put("vault.db", bytes)
        let again = try openStore(folder)
        let report = try again.verifyPages()
        #expect(report.damaged == [
            .init(page: UInt32(pages - 1), damage: .zeros), .init(page: UInt32(pages), damage: .flippedBit(77 * 8 + 2)),
        ])
        #expect(again.health().alarms.count == 2)
        try again.close()
    }

    @Test func trap28_noncesNeverRepeat() throws {
        let folder = TestFolder()
        let (store, _) = try makeStore(folder, rows: 10)
        var seen = Set<[UInt8]>()
        try onWriter(store) { database in
            let file = try RawHandle.database(database.sqliteConnection)
            let page = file.read(4096, at: 4096).bytes
            for _ in 0..<2000 {
                #expect(file.write(page, at: 4096) == SQLITE_OK)
                let sealed = folder.bytes("vault.db")[4096..<8192]
                seen.insert(Array(sealed[(4096 + 4056)..<(4096 + 4080)]))
            }
        }
        #expect(seen.count == 2000)
        // No part of them counts up or holds a clock: each byte takes nearly every value.
        for place in 0..<24 { #expect(Set(seen.map { $0[place] }).count > 220) }
        try store.close()
    }

    /// Page tags can't tell that a whole store was set back; what the journal knows of its head can.
    @Test func trap29_aStoreSetBackIsToldByItsHead() throws {
        let folder = TestFolder()
        let (store, _) = try makeStore(folder, rows: 10)
        let old = folder.copy()
        try store.database.write { try $0.execute(sql: "INSERT INTO t VALUES (10, ?)", arguments: [rowText(10)]) }
        try store.close()
        #expect(faultOfUse(old, rows: 10) == nil)
        #expect(faultOfUse(folder, rows: 11) == nil)
        #expect(faultOfUse(old, rows: 11)?.code == "sqlite--1")
    }

    @Test func trap30_rotationIsNeverInPlace() throws {
        let folder = TestFolder()
        let (store, recovery) = try makeStore(folder, rows: 300)
        try store.close()
        let before = folder.bytes("vault.db")
        var steps: [Rotation.Step] = []
        var afterCopy: [UInt8] = []
        try Rotation.run(at: folder.path, with: .passphrase(SecretBytes(text: testPassphrase)), suite: nil) { step in
            steps.append(step)
            if step == .checked { afterCopy = folder.bytes("vault.db") }
        }
        #expect(steps == Rotation.Step.allCases)
        #expect(afterCopy == before)
        #expect(folder.bytes("vault.db") != before)
        #expect(!folder.exists("vault.db.next"))
        #expect(faultOfUse(folder, rows: 300) == nil)
        let rescued = try VaultStore.open(at: folder.path, with: .recovery(recovery))
        #expect(try rowsAreRight(rescued, 300))
        try rescued.close()
        // The old database does not open with the new key file: the old key is gone.
        folder.put("vault.db", before)
        #expect(faultOfUse(folder, rows: 300)?.exitCode == 5)
    }

    private func productSources() throws -> [(String, String)] {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Sources").resolvingSymlinksInPath()
        let all = try FileManager.default.subpathsOfDirectory(atPath: root.path).filter { $0.hasSuffix(".swift") }
        #expect(all.count > 50)
        return try all.map { ($0, try String(contentsOf: root.appending(path: $0), encoding: .utf8)) }
    }
}
