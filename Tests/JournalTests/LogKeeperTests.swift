import Foundation
import Foundations
import GRDB
import Testing
@testable import Journal

@Suite struct LogKeeperTests {
    @Test func commitsDoNotCheckpointAndQuietDoes() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "kept-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let pool = try DatabasePool(path: "file:\(folder.path)/plain.db?vfs=unix")
        try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA wal_autocheckpoint = 10; CREATE TABLE t (x BLOB)") }
        func size() throws -> Int { try FileManager.default.attributesOfItem(atPath: folder.path + "/plain.db")[.size] as? Int ?? 0 }
        func fill(_ pages: Int) throws {
            for _ in 0..<pages { try pool.write { try $0.execute(sql: "INSERT INTO t VALUES (randomblob(4000))") } }
        }
        let keeper = try LogKeeper(pool)
        try keeper.watch(pool)
        let before = try size()
        try fill(12)
        #expect(try size() == before)
        #expect(keeper.isDue)
        keeper.keep(pool, isQuiet: false)
        #expect(try size() == before)
        keeper.keep(pool, isQuiet: true)
        #expect(try size() >= before + 12 * 4096)
        #expect(!keeper.isDue)
        let quiet = try size()
        try fill(40)
        keeper.keep(pool, isQuiet: false)
        #expect(try size() >= quiet + 40 * 4096)
        keeper.leave(pool)
        let left = try size()
        try fill(24)
        #expect(try size() > left)
    }
}
