import Foundation
import Foundations
import GRDB
import Testing
@testable import Vault

@Suite struct StoreTests {
    @Test(arguments: CipherSuite.allCases) func createsWritesReopens(suite: CipherSuite) throws {
        guard suite.isAvailable else { return }
        let folder = TestFolder()
        let (store, recovery) = try makeStore(folder, suite: suite, rows: 500)
        #expect(try rowsAreRight(store, 500))
        try store.checkpointTruncate()
        try store.close()
        #expect(recovery.words.count == 24)

        let again = try openStore(folder)
        #expect(again.suite == suite)
        #expect(try rowsAreRight(again, 500))
        let report = try again.verifyPages()
        #expect(report.isSound && report.pages > 30)
        try again.close()

        let rescued = try VaultStore.open(
            at: folder.path, with: .recovery(try RecoveryKey(words: recovery.words.joined(separator: " "))))
        #expect(try rowsAreRight(rescued, 500))
        try rescued.close()
    }

    @Test func readersSeeASteadySnapshotBesideTheWriter() async throws {
        let folder = TestFolder()
        let (store, _) = try makeStore(folder, rows: 200)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<4 {
                group.addTask {
                    for _ in 0..<50 {
                        let same = try await store.database.read { database in
                            let first = try Int.fetchOne(database, sql: "SELECT count(*) FROM t")
                            return first == (try Int.fetchOne(database, sql: "SELECT count(*) FROM t"))
                        }
                        #expect(same)
                    }
                }
            }
            group.addTask {
                for id in 200..<400 {
                    try await store.database.write {
                        try $0.execute(sql: "INSERT INTO t VALUES (?, ?)", arguments: [id, rowText(id)])
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(try rowsAreRight(store, 400))
        try store.close()
        #expect(faultOfUse(folder, rows: 400) == nil)
    }

    @Test func whatWasCommittedSurvivesWithoutAClose() throws {
        let folder = TestFolder()
        let (store, _) = try makeStore(folder, rows: 300)
        let cut = folder.copy()
        #expect(cut.bytes("vault.db-wal").count > 32)
        #expect(faultOfUse(cut, rows: 300) == nil)
        try store.close()
    }
}
