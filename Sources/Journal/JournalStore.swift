public import Foundations
public import GRDB
package import Vault

/// The journal and its projection in one store. Saves go through one writer thread; reads run beside it on
/// consistent snapshots.
public final class JournalStore: Sendable {
    /// This box's id in every link.
    public let site: UUIDv7
    let database: any DatabaseWriter
    let keys: any JournalKeys
    let time: any TimeSource
    let trailBuffer: TrailBuffer
    let seam: StoreSeam
    /// Where attachments lie; nil in a journal without a vault.
    let blobs: BlobStore?
    /// This life of the process, and when it began by its own clock.
    let run: [UInt8]
    let opened: UInt64
    private let writer: WriterThread<JournalWriter.Job>

    /// The chain of what left no entry: views, searches, sign-ins.
    public var trail: AuditTrail { AuditTrail(journal: self) }

    /// Migrates, makes the derived rows anew where other rules made them (`rebuilding` gets the records done so far), finds
    /// the head of the chain and starts the writer thread. `site` counts only for a new store.
    package init(database: any DatabaseWriter, keys: any JournalKeys, time: any TimeSource, site: UUIDv7,
                 seam: StoreSeam = StoreSeam(), blobs: BlobStore? = nil, rebuilding: (Int) -> Void = { _ in }) throws(JournalError) {
        self.database = database
        self.blobs = blobs
        run = keys.randomBytes(8)
        opened = time.monotonicNanos()
        self.keys = keys
        self.time = time
        self.seam = seam
        trailBuffer = TrailBuffer(time: time)
        do {
            // What is deleted leaves no copy in the pages it lay in.
            try database.writeWithoutTransaction { try $0.execute(sql: "PRAGMA secure_delete = ON") }
            try Schema.migrate(database)
            let start = try JournalStart.read(database, keys: keys, time: time, site: site)
            try ProjectionRebuild().run(database, requireSpace: { try seam.requireSpace(.save) }, progress: rebuilding)
            self.site = start.site
            let clock = HybridClock(time: time, last: start.hlc)
            let entries = EntryWriter(keys: keys, site: start.site, clock: clock, head: start.head)
            let trail = TrailWriter(keys: keys, site: start.site, head: try database.read(TrailWriter.readHead))
            writer = try JournalWriter(database: database, time: time, entries: entries, trail: trail, buffer: trailBuffer, seam: seam).start()
        } catch {
            throw JournalError(seam.explain(error))
        }
        if keys.erasureUnfinished { try exclusive { writer in try Erasure(writer.entries.keys).finishCutOff(writer) } }
    }

    deinit { writer.stop() }

    /// Finishes what waits and ends the writer thread. Later saves are refused with `closed`.
    public func close() { writer.stop() }

    /// Makes `save` durable. Returns after the fsync; many callers share one.
    ///
    /// `check` runs in the same savepoint before anything is written: rights, state machines. What it throws refuses
    /// the save and comes back as `refused`. A save whose entries are all in the journal is answered as a duplicate
    /// without asking `check`.
    public func commit(_ save: Save, check: @escaping @Sendable (Database) throws -> Void = { _ in }) async throws(JournalError) -> Receipt {
        let result: Result<Receipt, JournalError> = await withCheckedContinuation { continuation in
            submit(.save(save, check: check, reply: { continuation.resume(returning: $0) })) {
                continuation.resume(returning: .failure($0))
            }
        }
        return try result.get()
    }

    /// The same for threads that may block: commands, the generator, tests.
    public func commitAndWait(_ save: Save, check: @escaping @Sendable (Database) throws -> Void = { _ in }) throws(JournalError) -> Receipt {
        let answer = Answer<Receipt>()
        submit(.save(save, check: check, reply: answer.put)) { answer.put(.failure($0)) }
        return try answer.take().get()
    }

    /// Many saves in one transaction: all or none. Blocks. Same entries, same projection, one fsync.
    @discardableResult
    public func bulk(_ saves: [Save]) throws(JournalError) -> [Receipt] {
        let answer = Answer<[Receipt]>()
        submit(.bulk(saves, reply: answer.put)) { answer.put(.failure($0)) }
        return try answer.take().get()
    }

    /// Hands a load to the writer thread; the answer comes when it is durable.
    func submit(_ loads: [FreshSaves]) -> Answer<Int> {
        let answer = Answer<Int>()
        submit(.load(loads, reply: answer.put)) { answer.put(.failure($0)) }
        return answer
    }

    /// Runs `body` on a consistent snapshot. Blocks. What it throws comes back as `refused`, unless it is ours.
    public func read<T>(_ body: (Database) throws -> T) throws(JournalError) -> T {
        do {
            return try database.read(body)
        } catch {
            throw JournalError(seam.explain(error))
        }
    }

    /// Runs `body` on the writer thread, alone in its transaction.
    func alone(for purpose: StoreSeam.Purpose = .save, _ body: @escaping @Sendable (Database, EntryWriter) throws -> Void) throws(JournalError) {
        let answer = Answer<Void>()
        submit(.alone(purpose, body, reply: answer.put)) { answer.put(.failure($0)) }
        try answer.take().get()
    }

    /// Runs `body` on the writer thread with the transactions it makes itself.
    func exclusive(_ body: @escaping @Sendable (JournalWriter) throws -> Void) throws(JournalError) {
        let answer = Answer<Void>()
        submit(.exclusive(body, reply: answer.put)) { answer.put(.failure($0)) }
        try answer.take().get()
    }

    /// The same without holding a thread.
    func apart(for purpose: StoreSeam.Purpose = .save, _ body: @escaping @Sendable (Database, EntryWriter) throws -> Void) async throws(JournalError) {
        let result: Result<Void, JournalError> = await withCheckedContinuation { continuation in
            submit(.alone(purpose, body, reply: { continuation.resume(returning: $0) })) {
                continuation.resume(returning: .failure($0))
            }
        }
        try result.get()
    }

    /// Returns when everything noted so far is durable.
    func flushTrail() async throws(JournalError) { try await apart(for: .audit) { _, _ in } }

    private func submit(_ job: JournalWriter.Job, refused: (JournalError) -> Void) {
        if !writer.submit(job) { refused(writer.isStopped ? .closed : .busy) }
    }
}
