import Foundation
import Foundations
import GRDB
import Testing
@testable import Vault

/// What a supervisor of the box is told.
@Suite struct HealthTests {
    @Test func aFailedSyncEndsWritingAndReadingGoesOn() throws {
        let folder = TestFolder()
        let plan = FaultPlan(errno: EIO) { operation in
            if case .sync(let path) = operation { path.hasSuffix("-wal") } else { false }
        }
        let (store, _) = try makeStore(folder, rows: 20, files: ObservedFiles(observer: plan))
        #expect(store.health().state == .writable && store.health().alarms.isEmpty)
        plan.arm(failAt: 1)
        #expect(throws: DatabaseError.self) { try store.database.write { try $0.execute(sql: "DELETE FROM t") } }
        plan.arm(failAt: nil)
        guard case .readOnly(let fault) = store.health().state else {
            Issue.record("\(store.health())")
            return
        }
        #expect(fault.code == "read-only" && store.health().alarms == [VaultError(.syncFailed)])
        #expect(throws: VaultError.self) { try store.requireSpace() }
        #expect(throws: (any Error).self) { try store.database.write { try $0.execute(sql: "DELETE FROM t") } }
        #expect(try rowsAreRight(store, 20))
        try? store.close()
    }

    @Test func aDiskNearlyFullRefusesSavesBeforeItFails() throws {
        let folder = TestFolder()
        try makeStore(folder, rows: 5).0.close()
        var options = VaultOptions()
        options.saveReserve = .max
        options.auditReserve = 0
        let store = try VaultStore.open(at: folder.path, with: .passphrase(SecretBytes(text: testPassphrase)), options: options)
        guard case .diskNearlyFull(let free) = store.health().state else {
            Issue.record("\(store.health())")
            return
        }
        #expect(free > 0)
        #expect(throws: VaultError(.noSpace)) { try store.requireSpace() }
        try store.requireSpace(for: .audit)
        #expect(try rowsAreRight(store, 5))
        try store.close()
    }

    @Test func damageIsAnAlarm() throws {
        let folder = TestFolder()
        let (store, _) = try makeStore(folder, rows: 200)
        try store.close()
        var bytes = folder.bytes("vault.db")
        bytes[bytes.count - 100] ^= 1
        folder.put("vault.db", bytes)
        let again = try openStore(folder)
        #expect(again.health().alarms.isEmpty)
        #expect(try !again.verifyPages().isSound)
        #expect(again.health().alarms.map(\.exitCode) == [5] && again.health().state == .writable)
        try again.close()
    }

    // MARK: What a key has sealed

    @Test func theNumberOfSealsIsNeverTooLowAfterACrash() throws {
        guard CipherSuite.aes256gcm.isAvailable else { return }
        let folder = TestFolder()
        let (store, _) = try makeStore(folder, suite: .aes256gcm, rows: 500)
        // As a crash leaves it, again and again: the number in the key file only grows, and is never below the truth.
        var crashed = folder.copy()
        var least = store.core.pointer.pointee.seals
        #expect(least > 20)
        for _ in 0..<3 {
            let again = try openStore(crashed)
            #expect(again.core.pointer.pointee.seals >= least)
            try again.database.write { try $0.execute(sql: "UPDATE t SET name = name || '.'") }
            least = again.core.pointer.pointee.seals
            let next = crashed.copy()
            try again.close()
            crashed = next
        }
        try store.close()
        // A clean stop notes the true number.
        let clean = try openStore(folder)
        #expect(clean.core.pointer.pointee.seals < SealCount.reserve)
        try clean.close()
    }

    @Test func halfOfTheSealsAsksForARotationAndAllOfThemEndWriting() throws {
        guard CipherSuite.aes256gcm.isAvailable else { return }
        let folder = TestFolder()
        let (store, _) = try makeStore(folder, suite: .aes256gcm, rows: 20)
        #expect(!store.health().rotateSoon)
        store.core.pointer.pointee.seals = CipherSuite.aes256gcm.sealLimit / 2 + 1
        #expect(store.health().rotateSoon && store.health().state == .writable)
        try store.requireSpace()
        store.core.pointer.pointee.seals = CipherSuite.aes256gcm.sealLimit - 1
        #expect(throws: DatabaseError.self) { try store.database.write { try $0.execute(sql: "UPDATE t SET name = name || '.'") } }
        guard case .readOnly = store.health().state else {
            Issue.record("\(store.health())")
            return
        }
        #expect(try rowsAreRight(store, 20))
        try? store.close()
        // The way out that the message names.
        try Rotation.run(at: folder.path, with: .passphrase(SecretBytes(text: testPassphrase)), suite: nil)
        let rotated = try openStore(folder)
        #expect(try rowsAreRight(rotated, 20))
        #expect(!rotated.health().rotateSoon)
        try rotated.database.write { try $0.execute(sql: "DELETE FROM t WHERE id = 19") }
        try rotated.close()
    }
}
