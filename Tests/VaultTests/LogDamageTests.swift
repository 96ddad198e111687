import Foundation
import Foundations
import GRDB
import Testing
@testable import Vault

/// A log that was damaged is told from one that a power cut left: acknowledged saves are never forgotten in silence.
@Suite struct LogDamageTests {
    private static let rows = 26

    /// A store as it stands at rest with six commits in its log, and the log's bytes. On a memory disk, as it is opened
    /// thousands of times.
    private struct AtRest {
        let folder = TestFolder(inMemory: true)
        var log: [UInt8]
        let database: [UInt8]

        init(_ suite: CipherSuite = .xchacha20) throws {
            let made = TestFolder(inMemory: true)
            let (store, _) = try makeStore(made, suite: suite, rows: 20)
            try store.checkpointTruncate()
            for id in 20..<LogDamageTests.rows { try insert(store, id) }
            for name in ["vault.db", "vault.db-wal", "vault.keys", "vault.keys.copy"] { folder.put(name, made.bytes(name)) }
            try store.close()
            log = folder.bytes("vault.db-wal")
            database = folder.bytes("vault.db")
        }

        var frames: Int { (log.count - 32) / 4120 }
        func at(_ frame: Int) -> Int { 32 + 4120 * frame }
        /// Index of the frame that ends each transaction.
        var ends: [Int] { (0..<frames).filter { frame in log[(at(frame) + 4)..<(at(frame) + 8)].contains { $0 != 0 } } }

        mutating func dropMark() {
            log.removeLast(log.count - at(frames))
            folder.put("vault.db-wal", log)
        }

        /// What opening ends with when `change` was done to the log; the files are then as before.
        func fault(_ change: (inout [UInt8]) -> Void) throws -> VaultError? {
            var bytes = log
            change(&bytes)
            folder.put("vault.db-wal", bytes)
            let fault = faultOfUse(folder, rows: LogDamageTests.rows)
            if fault == nil || fault?.code == "sqlite--1" {
                folder.put("vault.db", database)
            } else {
                // Whoever comes to the rescue finds everything.
                #expect(folder.bytes("vault.db-wal") == bytes && folder.bytes("vault.db") == database)
            }
            folder.put("vault.db-wal", log)
            return fault
        }

        func fault(bit: Int) throws -> VaultError? { try fault { $0[bit >> 3] ^= 1 << UInt8(bit & 7) } }
    }

    private static func insert(_ store: VaultStore, _ id: Int) throws {
        try store.database.write { try $0.execute(sql: "INSERT INTO t VALUES (?, ?)", arguments: [id, rowText(id)]) }
    }

    private func frame(of fault: VaultError?) -> UInt32?? {
        if case .logDamaged(let frame, _) = fault?.reason { return .some(frame) }
        return nil
    }

    // MARK: Single bits: every one is found, in the last save too, with the mark and without

    @Test(arguments: CipherSuite.allCases, [true, false]) func everyBitOfTheHeader(suite: CipherSuite, marked: Bool) throws {
        guard suite.isAvailable else { return }
        var rest = try AtRest(suite)
        #expect(rest.ends.count == 6 && rest.log.count == rest.at(rest.frames) + 32)
        if !marked { rest.dropMark() }
        for bit in 0..<256 {
            let fault = try rest.fault(bit: bit)
            #expect(fault?.reason == .logDamaged(frame: nil, commitsAfter: 6), "bit \(bit): \(String(describing: fault))")
        }
        #expect(try rest.fault { _ in } == nil)
    }

    @Test(arguments: CipherSuite.allCases, [true, false]) func everyBitOfEachFrameHeader(suite: CipherSuite, marked: Bool) throws {
        guard suite.isAvailable else { return }
        var rest = try AtRest(suite)
        if !marked { rest.dropMark() }
        for index in 0..<rest.frames {
            for bit in 0..<192 {
                let fault = try rest.fault(bit: rest.at(index) * 8 + bit)
                #expect(frame(of: fault) == .some(UInt32(index)), "frame \(index) bit \(bit): \(String(describing: fault))")
            }
        }
        #expect(try rest.fault { _ in } == nil)
    }

    @Test(arguments: CipherSuite.allCases, [true, false]) func bitsOfThePages(suite: CipherSuite, marked: Bool) throws {
        guard suite.isAvailable else { return }
        var rest = try AtRest(suite)
        if !marked { rest.dropMark() }
        // First and last of content, nonce and tag, and some between; without the mark early ones, as each is searched for.
        let bits = (marked ? [0, 7, 9_001, 20_000, 32_447, 32_448, 32_639, 32_640, 32_767] : [0, 7, 801])
        for index in 0..<rest.frames {
            for bit in bits + (index == rest.frames - 1 ? [32_447, 32_448, 32_767] : []) {
                let fault = try rest.fault(bit: (rest.at(index) + 24) * 8 + bit)
                #expect(frame(of: fault) == .some(UInt32(index)), "frame \(index) bit \(bit): \(String(describing: fault))")
            }
        }
    }

    @Test func aBitOfTheMarkCostsNothing() throws {
        let rest = try AtRest()
        for bit in 0..<256 { #expect(try rest.fault(bit: rest.at(rest.frames) * 8 + bit) == nil) }
    }

    // MARK: More than a bit

    @Test func aLostSectorIsFoundInTheLastSaveToo() throws {
        let rest = try AtRest()
        for index in 0..<rest.frames {
            for sector in stride(from: rest.at(index) / 512 * 512, to: rest.at(index + 1), by: 512) {
                let from = max(sector, rest.at(index)), to = min(sector + 512, rest.at(index + 1))
                let fault = try rest.fault { bytes in for place in from..<to { bytes[place] = 0 } }
                #expect(frame(of: fault) == .some(UInt32(index)), "frame \(index) from \(from): \(String(describing: fault))")
            }
        }
    }

    /// The exception that remains: power lost before the mark of the last save has reached the disk, and more than one bit
    /// of that save damaged. It then looks like the torn end of a save that nobody was told of.
    @Test func withoutTheMarkOnlyTheLastSaveCanBeTakenForTorn() throws {
        var rest = try AtRest()
        rest.dropMark()
        let ends = rest.ends
        for index in [0, ends[4], ends[4] + 1, rest.frames - 1] {
            let fault = try rest.fault { bytes in for place in 600..<1200 { bytes[rest.at(index) + place] = 0 } }
            if index <= ends[4] {
                #expect(frame(of: fault) == .some(UInt32(index)), "frame \(index): \(String(describing: fault))")
            } else {
                #expect(fault?.code == "sqlite--1")
                var torn = rest.log
                for place in 600..<1200 { torn[rest.at(index) + place] = 0 }
                rest.folder.put("vault.db-wal", torn)
                let store = try openStore(rest.folder)
                #expect(try rowsAreRight(store, Self.rows - 1))
                #expect(store.health().endedTorn)
                try store.close()
                rest.folder.put("vault.db", rest.database)
            }
        }
    }

    @Test func framesOfAnotherPlaceAndLogsOfAnotherStore() throws {
        let rest = try AtRest()
        for index in 0..<(rest.frames - 1) {
            let fault = try rest.fault { bytes in
                let (a, b) = (rest.at(index), rest.at(index + 1))
                let kept = Array(bytes[a..<b])
                bytes.replaceSubrange(a..<b, with: Array(bytes[b..<(b + 4120)]))
                bytes.replaceSubrange(b..<(b + 4120), with: kept)
            }
            #expect(frame(of: fault) == .some(UInt32(index)))
        }
        let other = try AtRest()
        #expect(frame(of: try rest.fault { $0 = other.log }) == .some(0))
    }

    @Test func theWordsSayWhatHappened() throws {
        for reason in [VaultError.Reason.logDamaged(frame: nil, commitsAfter: 3), .logDamaged(frame: 4, commitsAfter: 1), .logDamaged(frame: 4, commitsAfter: 0)] {
            let fault = VaultError(reason)
            #expect(fault.code == "log-damaged" && fault.exitCode == 5)
            #expect(fault.whatHappened.contains("vault.db-wal is damaged") && fault.whatToDo.contains("copy"))
        }
    }
}
