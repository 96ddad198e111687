import Foundation
import Foundations
import GRDB
import Testing
@testable import Vault

/// `kinbox key rotate` cut off anywhere leaves a store that opens with the same secrets; running it again finishes it.
@Suite struct RotationTests {
    private func rotate(_ folder: TestFolder, files: any FileSystem = DiskFiles(), suite: CipherSuite? = nil) throws {
        try Rotation.run(at: folder.path, with: .passphrase(SecretBytes(text: testPassphrase)), suite: suite, files: files)
    }

    private func atRest() throws -> TestFolder {
        let folder = TestFolder(inMemory: true)
        let (store, _) = try makeStore(folder, rows: 120)
        let crashed = TestFolder(inMemory: true)
        for name in ["vault.db", "vault.db-wal", "vault.keys", "vault.keys.copy"] { crashed.put(name, folder.bytes(name)) }
        try store.close()
        return crashed
    }

    /// The process stands still at its nth operation on the disk, for every n.
    @Test func cutAtEveryOperation() throws {
        let counter = FaultPlan(errno: EIO)
        let whole = try atRest()
        try rotate(whole, files: ObservedFiles(observer: counter))
        let operations = counter.seen
        #expect(operations > 40)
        var (old, new) = (0, 0)
        for nth in 1...operations {
            let folder = try atRest()
            let plan = FaultPlan(failAt: nth, errno: EIO, staysBroken: true)
            #expect(throws: VaultError.self, "operation \(nth)") { try rotate(folder, files: ObservedFiles(observer: plan)) }
            let fault = faultOfUse(folder, rows: 120)
            #expect(fault == nil, "cut at \(nth): \(String(describing: fault))")
            // Whichever it is by now, one generation is left and no pieces.
            let ring = try KeyRing.open(directory: folder.path, with: .passphrase(SecretBytes(text: testPassphrase)), files: DiskFiles())
            let generation = try ring.look { state throws(VaultError) in (state.body.generationID(0), state.body.generationID(1)) }
            #expect(generation.1 == 0)
            if generation.0 == 1 { old += 1 } else { new += 1 }
            #expect(!folder.exists("vault.db.next") && !folder.exists("vault.db.next-wal") && !folder.exists("vault.db-shm"))
            if nth % 7 == 0 {
                try rotate(folder)
                #expect(faultOfUse(folder, rows: 120) == nil)
            }
        }
        // Cuts on both sides of the swap were met.
        #expect(old > 10 && new > 2)
    }

    /// Cut, and not even opened in between: the second run clears up after the first.
    @Test func runAgainRightAfterACut() throws {
        for nth in stride(from: 1, through: 60, by: 9) {
            let folder = try atRest()
            let plan = FaultPlan(failAt: nth, errno: ENOSPC, staysBroken: true)
            try? rotate(folder, files: ObservedFiles(observer: plan))
            try rotate(folder)
            #expect(faultOfUse(folder, rows: 120) == nil, "cut at \(nth)")
        }
    }

    @Test func leavesNoPiecesAndChangesTheCipher() throws {
        let folder = try atRest()
        folder.put("vault.db-shm", [1, 2, 3])
        if CipherSuite.aes256gcm.isAvailable { try rotate(folder, suite: .aes256gcm) } else { try rotate(folder) }
        #expect(Set(try FileManager.default.contentsOfDirectory(atPath: folder.path)) == ["vault.db", "vault.keys", "vault.keys.copy", "kinbox.lock"])
        let store = try openStore(folder)
        if CipherSuite.aes256gcm.isAvailable { #expect(store.suite == .aes256gcm) }
        #expect(try rowsAreRight(store, 120))
        try store.close()
        #expect(!folder.exists("vault.db-shm") && folder.bytes("vault.db-wal").isEmpty)
    }
}
