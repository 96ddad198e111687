import Foundation
import Foundations
import GRDB
import Vault

/// The only writer of entries: takes saves from its queue, writes all that wait in one transaction with a savepoint
/// each, and answers after the commit has been fsynced.
///
/// What the second chain has buffered goes into every transaction.
///
/// `@unchecked Sendable`: `entries` and `trail` are used only on the writer thread, after `init`.
final class JournalWriter: @unchecked Sendable {
    enum Job: Sendable {
        case save(Save, check: @Sendable (Database) throws -> Void, reply: @Sendable (Result<Receipt, JournalError>) -> Void)
        case bulk([Save], reply: @Sendable (Result<[Receipt], JournalError>) -> Void)
        /// Answers with the number of disputed fields.
        case load([FreshSaves], reply: @Sendable (Result<Int, JournalError>) -> Void)
        /// Work of the journal itself, alone in its transaction.
        case alone(StoreSeam.Purpose, @Sendable (Database, EntryWriter) throws -> Void, reply: @Sendable (Result<Void, JournalError>) -> Void)
        /// The same, making its own transactions.
        case exclusive(@Sendable (JournalWriter) throws -> Void, reply: @Sendable (Result<Void, JournalError>) -> Void)
    }

    private let database: any DatabaseWriter
    private let time: any TimeSource
    let entries: EntryWriter
    let trail: TrailWriter
    private let buffer: TrailBuffer
    private let seam: StoreSeam
    private let log: LogKeeper

    init(database: any DatabaseWriter, time: any TimeSource, entries: EntryWriter, trail: TrailWriter, buffer: TrailBuffer, seam: StoreSeam) throws {
        self.database = database
        self.time = time
        self.entries = entries
        self.trail = trail
        self.buffer = buffer
        self.seam = seam
        log = try LogKeeper(database)
        try log.watch(database)
    }

    func start() -> WriterThread<Job> {
        WriterThread(
            name: "journal", capacity: 2048, atOnce: 256, tick: { [log] in log.isDue ? 0.02 : 0.5 }, work: { [self] in run($0) },
            idle: { [self] isQuiet in
                flushTrail()
                log.keep(database, isQuiet: isQuiet)
            },
            end: { [self] in log.leave(database) })
    }

    private func run(_ jobs: [Job]) {
        var group: [Job] = []
        for job in jobs {
            if case .save = job {
                group.append(job)
                continue
            }
            commit(group)
            group = []
            commitAlone(job)
        }
        commit(group)
    }

    private func commit(_ group: [Job]) {
        if group.isEmpty { return }
        let received = time.now()
        var results: [Result<Receipt, JournalError>] = []
        do {
            try transaction { db in
                for case .save(let save, let check, _) in group {
                    results.append(try inSavepoint(db) { try entries.append(db, save, received: received, check: check) })
                }
            }
        } catch {
            let failure = JournalError(seam.explain(error))
            results = group.map { _ in .failure(failure) }
        }
        for (job, result) in zip(group, results) {
            if case .save(_, _, let reply) = job { reply(result) }
        }
    }

    /// A save that fails is undone alone, and its error is its answer. An error that ended the whole transaction
    /// (a full disk) is thrown on.
    private func inSavepoint(_ db: Database, _ body: () throws -> Receipt) throws -> Result<Receipt, JournalError> {
        try Query(db, "SAVEPOINT one_save").run()
        let mark = entries.mark()
        do {
            let receipt = try body()
            try Query(db, "RELEASE one_save").run()
            return .success(receipt)
        } catch {
            entries.restore(mark)
            guard db.isInsideTransaction else { throw error }
            try Query(db, "ROLLBACK TO one_save").run()
            try Query(db, "RELEASE one_save").run()
            return .failure(JournalError(error))
        }
    }

    private func commitAlone(_ job: Job) {
        switch job {
        case .save: break
        case .bulk(let saves, let reply):
            let received = time.now()
            reply(outcome { try append(saves, received) })
        case .load(let loads, let reply):
            let received = time.now()
            reply(outcome {
                do {
                    try transaction { db in try entries.append(db, loads, received: received) }
                    return loads.reduce(0) { $0 + $1.conflicts }
                } catch {
                    guard Self.isKnown(error) else { throw error }
                    let receipts = try append(loads.flatMap(\.saves), received)
                    return receipts.reduce(0) { sum, receipt in receipt.records.reduce(sum) { $0 + $1.conflicts.count } }
                }
            })
        case .alone(let purpose, let body, let reply): reply(outcome { try transaction(for: purpose) { db in try body(db, entries) } })
        case .exclusive(let body, let reply): reply(outcome { try body(self) })
        }
    }

    /// Many saves in one transaction, as ordinary ones.
    private func append(_ saves: [Save], _ received: WallTime) throws -> [Receipt] {
        var receipts: [Receipt] = []
        receipts.reserveCapacity(saves.count)
        try transaction { db in
            for save in saves { receipts.append(try entries.append(db, save, received: received, check: { _ in })) }
        }
        return receipts
    }

    /// Part of a load is in the store already.
    private static func isKnown(_ error: any Error) -> Bool {
        error is NotFresh || (error as? DatabaseError)?.resultCode == .SQLITE_CONSTRAINT
    }

    private func outcome<T>(_ body: () throws -> T) -> Result<T, JournalError> {
        do {
            return .success(try body())
        } catch {
            return .failure(JournalError(seam.explain(error)))
        }
    }

    /// Events that are left over when nothing else is written. A failure keeps them for the next time.
    private func flushTrail() {
        if buffer.isEmpty { return }
        try? transaction(for: .audit) { _ in }
    }

    /// One transaction, both chains moved on with it or not at all.
    func transaction(for purpose: StoreSeam.Purpose = .save, _ body: (Database) throws -> Void) throws {
        try seam.requireSpace(purpose)
        let mark = entries.mark()
        let trailHead = trail.head
        let events = buffer.drain()
        do {
            try database.writeWithoutTransaction { db in
                try db.inTransaction(.immediate) {
                    // First: a key that the trail makes for a new month must be there when an erasure rewraps all keys.
                    try trail.append(db, events)
                    try body(db)
                    try entries.flush(db)
                    return .commit
                }
            }
        } catch {
            entries.restore(mark)
            trail.restore(trailHead)
            buffer.putBack(events)
            throw error
        }
    }

    /// Moves everything from the WAL into the database and empties it, waiting for readers up to a minute.
    func checkpointTruncate() throws {
        for attempt in 0..<600 {
            do {
                _ = try database.writeWithoutTransaction { try $0.checkpoint(.truncate) }
                return
            } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY && attempt < 599 {
                Thread.sleep(forTimeInterval: 0.1)
            }
        }
    }
}

extension JournalError {
    /// Any error as one of the journal's.
    init(_ error: any Error) {
        switch error {
        case let known as JournalError: self = known
        case let fault as VaultError: self = fault.reason == .noSpace ? .noSpace : .vault(fault)
        case let fault as CodingFault: self = .damaged("an entry could not be read (\(fault.code))")
        case let fault as DatabaseError:
            switch fault.resultCode {
            case .SQLITE_FULL: self = .noSpace
            case .SQLITE_CORRUPT, .SQLITE_NOTADB: self = .damaged(fault.message ?? "\(fault.resultCode)")
            case .SQLITE_IOERR where fault.extendedResultCode == .SQLITE_IOERR_DATA: self = .damaged("a page failed its check")
            default: self = .database(fault.message ?? "\(fault.extendedResultCode)")
            }
        default: self = .refused(error)
        }
    }
}
