public import Foundations
public import GRDB
import Synchronization
import Vault

extension JournalStore {
    /// Begins to take an attachment. Throws `noSpace` while the disk is nearly full, `closed` in a store without a place
    /// for attachments.
    public func beginAttachment() throws(JournalError) -> AttachmentUpload {
        guard let blobs else { throw .closed }
        do {
            try seam.requireSpace(.save)
        } catch {
            throw JournalError(seam.explain(error))
        }
        return try AttachmentUpload(self, blobs)
    }

    public static func attachment(_ db: Database, _ id: UUIDv7) throws -> StoredAttachment? {
        try AttachmentTable.find(db, id)
    }

    /// Notes, inside the transaction of a save, that this entry's answer takes an attachment up. One that was taken up
    /// before stays with its first entry.
    public static func takeUp(_ db: Database, attachment id: UUIDv7, entry: UUIDv7) throws {
        try AttachmentTable.takeUp(db, id, entry: entry)
    }

    /// Opens an attachment. The whole file is checked first, so that no part of a damaged one is handed out: blocks for as
    /// long as reading it takes. Throws the vault's `blobDamaged` or `blobMissing`; `erased` where its scope was.
    public func open(_ attachment: StoredAttachment) throws(JournalError) -> AttachmentContent {
        guard let blobs else { throw .closed }
        let keys = keys
        let key = try read { db in
            guard let scopeKey = try ScopeKeys(keys).key(db, number: attachment.scopeNumber) else { throw JournalError.erased }
            return try keys.open(attachment.wrapped, key: scopeKey, associated: BlobStore.wrappedKeyData)
        }
        do {
            guard try blobs.verify(attachment.blob) else { throw VaultError(.blobDamaged) }
            return AttachmentContent(try blobs.reader(attachment.blob, plainKey: key))
        } catch {
            throw JournalError(error)
        }
    }

    /// Drops one that only waits for a save. False where it is not this person's, or is part of a record.
    public func drop(attachment id: UUIDv7, of actor: UUIDv7) async throws(JournalError) -> Bool {
        let gone = Names()
        try await apart { db, _ in
            guard let one = try AttachmentTable.find(db, id), one.entry == nil, one.plan.actor == actor else { return }
            let small = try AttachmentTable.find(db, StoredAttachment.thumbnailID(of: id))
            for row in [one, small].compactMap({ $0 }) { try AttachmentTable.remove(db, row.id) }
            gone.set([one.blob] + (small.map { [$0.blob] } ?? []))
        }
        remove(gone.all)
        return !gone.all.isEmpty
    }

    /// Removes what nobody will ask for: pieces of cut-off uploads, files that no row knows (their keys are nowhere), and
    /// what waited too long for a save. Call it before the first upload of a process. Answers how many files went. Blocks.
    @discardableResult
    public func sweepAttachments() throws(JournalError) -> Int {
        guard let blobs else { return 0 }
        let (time, run, opened) = (time, run, opened)
        try alone { db, _ in _ = try AttachmentTable.removeExpired(db, Wait(run: run, opened: opened, time: time)) }
        let known = try read { try AttachmentTable.blobs($0) }
        do {
            let loose = try blobs.sweep().filter { !known.contains($0) }
            for name in loose { try blobs.remove(name) }
            return loose.count
        } catch {
            throw JournalError(error)
        }
    }

    /// Their keys are gone: a file that stays (a disk that refuses) can't be read and goes with the next sweep.
    func remove(_ names: [String]) {
        for name in names { try? blobs?.remove(name) }
    }
}

/// Names that a transaction hands out to whoever waits for it.
final class Names: Sendable {
    private let names = Mutex<[String]>([])

    var all: [String] { names.withLock { $0 } }
    func set(_ new: [String]) { names.withLock { $0 = new } }
}
