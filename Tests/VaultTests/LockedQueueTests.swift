import Foundation
import Foundations
import GRDB
import Testing
@testable import Vault

/// What arrives while the store is locked, and what opening twice does.
@Suite struct LockedQueueTests {
    private func lockedWithThree() throws -> TestFolder {
        let folder = TestFolder()
        try makeStore(folder).0.close()
        let locked = try LockedVault(at: folder.path)
        for number in 1...3 { try locked.queue.append(Array("report \(number)".utf8)) }
        return folder
    }

    private func drained(_ folder: TestFolder) throws -> [String?] {
        let store = try openStore(folder)
        defer { try? store.close() }
        var found: [String?] = []
        try store.drainLockedQueue {
            found.append($0.map { String(decoding: $0, as: UTF8.self) })
            return true
        }
        return found
    }

    private let queue = "inbox/locked.queue"

    @Test func entriesComeOutOnceInOrder() throws {
        let folder = try lockedWithThree()
        #expect(String(decoding: folder.bytes(queue), as: UTF8.self).contains("report") == false)
        #expect(try drained(folder) == ["report 1", "report 2", "report 3"])
        #expect(try drained(folder) == [])
    }

    @Test func whatIsNotTakenWaitsForTheNextTime() throws {
        let folder = try lockedWithThree()
        func drained(refusing: String) throws -> [String?] {
            let store = try openStore(folder)
            defer { try? store.close() }
            var found: [String?] = []
            try store.drainLockedQueue {
                found.append($0.map { String(decoding: $0, as: UTF8.self) })
                return found.last != refusing
            }
            return found
        }
        #expect(try drained(refusing: "report 2") == ["report 1", "report 2", "report 3"])
        // Beside a new one, and through a damage elsewhere in the file.
        try LockedVault(at: folder.path).queue.append(Array("report 4".utf8))
        #expect(try LockedVault(at: folder.path).queue.count() == 2)
        folder.put(queue, folder.bytes(queue).dropLast() + [folder.bytes(queue).last! ^ 1])
        #expect(try drained(refusing: "report 2") == ["report 2", nil])
        #expect(try self.drained(folder) == ["report 2"])
        #expect(try self.drained(folder) == [])
    }

    @Test func oneBadBitCostsOneReportAtTheMostAndTheFileIsKept() throws {
        let folder = try lockedWithThree()
        var bytes = folder.bytes(queue)
        bytes[40] ^= 1
        folder.put(queue, bytes)
        #expect(try drained(folder) == ["report 2", "report 3", nil])
        #expect(folder.bytes("inbox/locked.queue.damaged-1") == bytes)
        #expect(try drained(folder) == [])
    }

    @Test func aBadLengthHidesWhatIsBehindButLosesNothing() throws {
        let folder = try lockedWithThree()
        var bytes = folder.bytes(queue)
        bytes[0] = 0xFF
        folder.put(queue, bytes)
        #expect(try drained(folder) == [nil])
        #expect(folder.bytes("inbox/locked.queue.damaged-1") == bytes)
    }

    @Test func aTornEndWasNeverAcknowledgedAndIsWrittenOver() throws {
        let folder = try lockedWithThree()
        folder.put(queue, Array(folder.bytes(queue).dropLast(5)))
        let locked = try LockedVault(at: folder.path)
        try locked.queue.append(Array("report 4".utf8))
        #expect(try locked.queue.count() == 3)
    }

    /// The refusal must free nothing twice: `deinit` runs even where the initialiser throws.
    @Test func aSecondCoreOnOnePathIsRefusedAndHarmsNothing() throws {
        let folder = TestFolder()
        let (store, _) = try makeStore(folder, rows: 20)
        for _ in 0..<3 {
            let keys = try StoreKeys(vaultKey: SecretBytes.random(32), suite: .xchacha20)
            #expect(throws: VaultError.self) {
                _ = try CoreBox(path: store.core.path, keys: keys, storeID: store.storeID, seals: 0, initialised: true, building: false, observer: nil)
            }
        }
        #expect(try rowsAreRight(store, 20))
        try store.close()
    }
}
