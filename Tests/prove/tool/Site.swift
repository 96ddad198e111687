import Foundations
import Journal
import Vault

/// One store as the proofs use it: vault and journal together.
final class Site {
    let folder: String
    /// The 24 words.
    let recovery: String
    let vault: VaultStore
    let journal: JournalStore

    private init(folder: String, recovery: String, vault: VaultStore, time: any TimeSource) throws {
        self.folder = folder
        self.recovery = recovery
        self.vault = vault
        do {
            journal = try JournalStore(vault: vault, time: time)
        } catch {
            // A vault left open would keep every later cut in this folder from being questioned.
            try? vault.close()
            throw error
        }
    }

    private static var options: VaultOptions {
        var options = VaultOptions()
        // Often, so that many cuts fall into the folding of the log into the database.
        options.checkpointFrames = 60
        options.cacheKiB = 512
        options.readers = 2
        return options
    }

    static func create(at folder: String, files: any FileSystem, time: any TimeSource) throws -> Site {
        let (vault, recovery) = try VaultStore.create(
            at: folder, first: .passphrase(SecretBytes(text: "the very first passphrase"), cost: .least), label: "first", options: options, files: files)
        return try Site(folder: folder, recovery: recovery.words.joined(separator: " "), vault: vault, time: time)
    }

    static func open(at folder: String, recovery: String, files: any FileSystem, time: any TimeSource) throws -> Site {
        let vault = try VaultStore.open(at: folder, with: .recovery(try RecoveryKey(words: recovery)), options: options, files: files)
        return try Site(folder: folder, recovery: recovery, vault: vault, time: time)
    }

    /// Closing is the end of the process as far as a proof is concerned: a fault in it is one.
    func close() throws {
        journal.close()
        try vault.close()
    }

    func reopened(files: any FileSystem, time: any TimeSource) throws -> Site {
        try close()
        return try Site.open(at: folder, recovery: recovery, files: files, time: time)
    }

    // MARK: Asking

    func record(_ id: UUIDv7) throws -> StoredRecord? { try journal.read { try JournalStore.record($0, id) } }
    func entries(of record: UUIDv7) throws -> [HistoryEntry] { try journal.read { try journal.entries($0, of: record) } }

    func findsName(_ name: String) throws -> Bool {
        try journal.read { db in
            try NameSearch.find(db, name).contains { hit in
                try JournalStore.record(db, number: hit.record)?.fields["given_name"]?.text == name
            }
        }
    }

    func verifyPages() throws {
        let report = try vault.verifyPages()
        guard report.isSound else { throw WorkloadFault("damaged pages: \(report.damaged.prefix(3))") }
    }

    // MARK: Attachments

    /// The name under which it lies. Its key goes with this process: the proof asks whether the sealed bytes are whole.
    func putBlob(_ bytes: [UInt8]) throws -> String {
        var pieces: [[UInt8]] = [bytes]
        let scope = try vault.sealing.newScopeKey(for: "proof")
        return try vault.blobs.put(in: scope.key, sealing: vault.sealing) { pieces.popLast() }.name
    }

    func blobIsWhole(_ name: String) throws -> Bool {
        do {
            return try vault.blobs.verify(name)
        } catch {
            if error.reason == .blobMissing { return false }
            throw error
        }
    }

    // MARK: Keys

    func addPassphrase(_ text: String) throws {
        try vault.keySlots.add(.passphrase(SecretBytes(text: text), cost: .least), label: text)
    }

    func removePassphrase(_ text: String) throws {
        guard let slot = vault.keySlots.list().first(where: { $0.label == text }) else { throw WorkloadFault("no slot \(text)") }
        try vault.keySlots.remove(slot.id)
    }

    /// Needs the store closed.
    static func opens(_ folder: String, with passphrase: String) throws -> Bool {
        do {
            try VaultStore.open(at: folder, with: .passphrase(SecretBytes(text: passphrase)), options: options).close()
            return true
        } catch {
            if error.reason == .wrongSecret { return false }
            throw error
        }
    }

    static func rotate(_ folder: String, recovery: String, files: any FileSystem) throws {
        try Rotation.run(at: folder, with: .recovery(try RecoveryKey(words: recovery)), files: files)
    }

    // MARK: While locked

    /// Hands something in at the locked store; durable when it returns.
    static func queue(_ folder: String, id: UUIDv7, text: String, files: any FileSystem) throws {
        try LockedVault(at: folder, files: files).queue.append(id.bytes + Array(text.utf8))
    }

    /// What was handed in becomes notes; doing it twice changes nothing.
    func drainQueue(at now: WallTime) throws {
        try vault.drainLockedQueue { bytes in
            guard let bytes, let id = UUIDv7(bytes: Array(bytes.prefix(16))) else { throw WorkloadFault("a queued entry does not open") }
            let change = Change(id: id, record: id, kind: "note", op: .create, scope: Scope(.dossier, id), dossier: id,
                                fields: ["text": .text(String(decoding: bytes.dropFirst(16), as: UTF8.self))])
            _ = try journal.commitAndWait(Save(id: id, actor: id, device: id, at: now, changes: [change]))
            return true
        }
    }
}
