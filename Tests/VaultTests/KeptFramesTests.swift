import Foundation
import Foundations
import GRDB
import GRDBSQLite
import Testing
@testable import Vault

/// What the writer reads back from memory must be what stands in the log: after spills, rollbacks, new rounds.
@Suite struct KeptFramesTests {
    private struct Undone: Error {}

    /// Transactions that spill and are undone, at every depth, with the log brought in and begun anew between them; the store
    /// against a dictionary, and against itself after it was copied as a power cut leaves it.
    @Test(arguments: [1, 2, 3, 4]) func aRandomWorkloadReadsBackWhatItWrote(_ seed: UInt64) throws {
        var dice = Dice(seed)
        let folder = TestFolder(inMemory: true)
        let (store, _) = try makeStore(folder)
        try onWriter(store) { try $0.execute(sql: "PRAGMA cache_size = 8; PRAGMA wal_autocheckpoint = 0") }
        var model: [Int: String] = [:]
        for step in 0..<60 {
            var tried = model
            do {
                try store.database.write { db in
                    for _ in 0..<dice.below(120) { try change(db, &tried, &dice, step) }
                    if dice.below(3) == 0 {
                        var inner = tried
                        try? db.inSavepoint {
                            for _ in 0..<dice.below(80) { try change(db, &inner, &dice, step) }
                            return .rollback
                        }
                    }
                    if dice.below(4) == 0 { throw Undone() }
                }
                model = tried
            } catch is Undone {}
            switch dice.below(6) {
            case 0: try onWriter(store) { _ = try $0.checkpoint(.passive) }
            case 1: try onWriter(store) { _ = try $0.checkpoint(.truncate) }
            default: break
            }
            if step % 20 == 19 {
                let cut = folder.copy()
                let again = try openStore(cut)
                #expect(try content(again) == model, "step \(step)")
                #expect(try again.database.read { try String.fetchOne($0, sql: "PRAGMA integrity_check") } == "ok")
                try again.close()
            }
        }
        #expect(try content(store) == model)
        try store.close()
        let again = try openStore(folder)
        #expect(try content(again) == model && again.verifyPages().isSound)
        try again.close()
    }

    private func change(_ db: Database, _ model: inout [Int: String], _ dice: inout Dice, _ step: Int) throws {
        let id = dice.below(400)
        if dice.below(5) == 0 {
            try db.execute(sql: "DELETE FROM t WHERE id = ?", arguments: [id])
            model[id] = nil
        } else {
            let text = "\(step) " + String(repeating: "word\(dice.below(10)) ", count: dice.below(300))
            try db.execute(sql: "INSERT OR REPLACE INTO t VALUES (?, ?)", arguments: [id, text])
            model[id] = text
        }
    }

    private func content(_ store: VaultStore) throws -> [Int: String] {
        try store.database.read { db in
            Dictionary(uniqueKeysWithValues: try Row.fetchAll(db, sql: "SELECT id, name FROM t").map { ($0[0], $0[1]) })
        }
    }

    /// The frames of an older round, or of a save that a full disk refused, are never taken for those of the present one.
    @Test func aPlaceIsForgottenWithItsRound() {
        var kept = KeptFrames()
        defer { kept.destroy() }
        let (old, new) = ([UInt8](repeating: 1, count: 4096), [UInt8](repeating: 2, count: 4096))
        #expect(kept.page(5) == nil)
        kept.keep(old, 5)
        #expect(kept.page(5)?.pointee == 1)
        #expect(kept.page(5 + Int64(KeptFrames.count)) == nil)
        kept.keep(new, 5 + Int64(KeptFrames.count))
        #expect(kept.page(5) == nil && kept.page(5 + Int64(KeptFrames.count))?.pointee == 2)
        kept.forget(5)
        #expect(kept.page(5 + Int64(KeptFrames.count)) != nil)
        kept.forgetAll()
        #expect(kept.page(5 + Int64(KeptFrames.count)) == nil)
    }

    private struct Dice {
        var state: UInt64
        init(_ seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 }
        mutating func below(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % UInt64(bound))
        }
    }
}
