import Foundation
import Foundations
@testable import Journal
import Testing
import Vault

/// The journal on a real vault.
@Suite struct VaultJournalTests {
    struct Cut: Error {}

    private func child(_ name: String) -> Save {
        let id = UUIDv7.make(at: 1_790_000_000_000)
        let change = Change(id: UUIDv7.make(at: 1_790_000_000_001), record: id, kind: "child", op: .create, scope: Scope(.dossier, id), fields: ["given_name": .text(name)])
        return Save(id: UUIDv7.make(at: 1_790_000_000_002), actor: id, device: id, at: WallTime(millis: 1_790_000_000_000), changes: [change])
    }

    @Test func savesErasesAndComesBack() async throws {
        let directory = FileManager.default.temporaryDirectory.appendingPathComponent("vault-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let time = ManualTime()
        let (vault, recovery) = try VaultStore.create(at: directory, first: .passphrase(SecretBytes(text: "correct horse battery staple"), cost: .least))
        let journal = try JournalStore(vault: vault, time: time)
        #expect(journal.site == vault.storeID)
        let (kept, gone) = (child("Zarmandukht"), child("Ana"))
        _ = try await journal.commit(kept)
        _ = try await journal.commit(gone)
        journal.trail.note(TrailEvent(.search, words: "Petrosyan"))
        try journal.shred([gone.changes[0].scope], by: journal.site, and: gone.id, device: gone.device, reason: "r")
        #expect(try journal.verify().faults == [])
        journal.close()
        try vault.close()

        let again = try VaultStore.open(at: directory, with: .recovery(recovery))
        let reopened = try JournalStore(vault: again, time: time)
        let report = try reopened.verify()
        #expect(report.faults == [])
        #expect(report.entries == 3)
        #expect(report.erasedScopes == 1)
        let history = try reopened.read { try reopened.entries($0, of: kept.changes[0].record) }
        #expect(history.first?.content?.fields["given_name"] == "Zarmandukht")
        #expect(try reopened.trail.read(.init(action: .search)).first?.event.words == "Petrosyan")

        // A power cut between the rows and the key file: the next start ends it, nothing wanted is lost.
        #expect(throws: (any Error).self) {
            try again.sealing.replaceErasureKey { _ in throw Cut() }
        }
        #expect(again.sealing.erasureUnfinished)
        reopened.close()
        let third = try JournalStore(vault: again, time: time)
        #expect(!again.sealing.erasureUnfinished)
        #expect(try third.verify().faults == [])
        #expect(try third.read { try third.entries($0, of: kept.changes[0].record) }.first?.content != nil)
        third.close()
        try again.close()
    }
}
