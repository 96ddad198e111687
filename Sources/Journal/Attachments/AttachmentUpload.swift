public import Foundations
import Vault

/// One attachment while it comes in: sealed as it comes, under a key that only this object holds until `keep`. Where it is
/// let go before `keep` has returned, nothing stays. One task uses it.
public final class AttachmentUpload {
    /// What was taken, once it is all there.
    public struct Sealed: Sendable, Hashable {
        public let size: Int64
        /// BLAKE2b-256 of the attachment, 64 hexadecimal digits.
        public let digest: String
    }

    private static let mostWaiting = 200
    private static let mostWaitingBytes: Int64 = 1 << 30

    private let journal: JournalStore
    private let blobs: BlobStore
    private let key: [UInt8]
    private let digest = BlobHash()
    private var writer: BlobWriter?
    /// On the disk, and no row knows of it yet.
    private var loose: (name: String, size: Int64)?

    init(_ journal: JournalStore, _ blobs: BlobStore) throws(JournalError) {
        self.journal = journal
        self.blobs = blobs
        key = journal.keys.randomBytes(32)
        do {
            writer = try blobs.writer(plainKey: key)
        } catch {
            throw JournalError(error)
        }
    }

    deinit { if let loose { try? blobs.remove(loose.name) } }

    /// Throws `noSpace` where the disk is full. Blocks for the length of a write.
    public func add(_ bytes: [UInt8]) throws(JournalError) {
        digest.add(bytes)
        do {
            try writer?.add(bytes)
        } catch {
            throw JournalError(error)
        }
    }

    /// All of it is there: on the disk when this returns. To be called once.
    public func seal() throws(JournalError) -> Sealed {
        guard let writer else { throw .closed }
        self.writer = nil
        do {
            loose = try writer.finish()
        } catch {
            throw JournalError(error)
        }
        return Sealed(size: loose?.size ?? 0, digest: digest.hex())
    }

    /// The same anew, each piece changed by `change` on its way, under a key of its own; to be sealed again. What was sealed
    /// first goes with this object, and its key with it. To be called behind `seal`. Blocks as long as reading and writing
    /// take, and needs the space twice.
    public func again(_ change: ([UInt8]) -> [UInt8]) throws(JournalError) -> AttachmentUpload {
        guard let loose else { throw .closed }
        let other = try AttachmentUpload(journal, blobs)
        do {
            let reader = try blobs.reader(loose.name, plainKey: key)
            while let piece = try reader.next() { try other.add(change(piece)) }
        } catch let error as VaultError {
            throw JournalError(error)
        } catch let error as JournalError {
            throw error
        } catch {
            throw .closed
        }
        return other
    }

    /// Keeps it for a save to come. Throws `erased` where its scope was, `uploadsWaiting` where this person has too much
    /// waiting already.
    public func keep(_ plan: AttachmentPlan, reference: String) async throws(JournalError) {
        guard let (name, size) = loose else { throw .closed }
        let (key, time, run, opened) = (key, journal.time, journal.run, journal.opened)
        let gone = Names()
        try await journal.apart { db, entries in
            gone.set(try AttachmentTable.removeExpired(db, Wait(run: run, opened: opened, time: time)))
            let waiting = try AttachmentTable.waiting(db, of: plan.actor)
            guard waiting.count < Self.mostWaiting, waiting.bytes + size <= Self.mostWaitingBytes else { throw JournalError.uploadsWaiting }
            let scope = try entries.scopes.findOrMake(db, plan.scope)
            guard let scopeKey = scope.key else { throw JournalError.erased }
            let wrapped = try entries.keys.seal(key, key: scopeKey, associated: BlobStore.wrappedKeyData)
            let one = StoredAttachment(plan: plan, reference: reference, blob: name, size: size, stored: time.now(), entry: nil,
                                       scopeNumber: scope.number, wrapped: wrapped)
            try AttachmentTable.insert(db, one, run: run, since: time.monotonicNanos())
        }
        loose = nil
        for name in gone.all { try? blobs.remove(name) }
    }
}

/// An attachment while it is read.
///
/// `@unchecked Sendable`: one task uses it at a time, first the handler that opens it, then the one that sends it.
public final class AttachmentContent: @unchecked Sendable {
    private let reader: BlobReader

    init(_ reader: BlobReader) { self.reader = reader }

    /// At most 64 KiB, proven; nil behind the last.
    public func next() throws(JournalError) -> [UInt8]? {
        do {
            return try reader.next()
        } catch {
            throw JournalError(error)
        }
    }
}
