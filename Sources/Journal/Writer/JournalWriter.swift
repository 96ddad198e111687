import Foundations
import GRDB

/// The only writer of entries: takes saves from its queue, writes all that wait in one transaction with a savepoint
/// each, and answers after the commit has been fsynced.
///
/// `@unchecked Sendable`: `entries` is used only on the writer thread, after `init`.
final class JournalWriter: @unchecked Sendable {
    enum Job: Sendable {
        case save(Save, check: @Sendable (Database) throws -> Void, reply: @Sendable (Result<Receipt, JournalError>) -> Void)
        case bulk([Save], reply: @Sendable (Result<[Receipt], JournalError>) -> Void)
        /// Work of the journal itself, alone in its transaction.
        case alone(@Sendable (Database, EntryWriter) throws -> Void, reply: @Sendable (Result<Void, JournalError>) -> Void)
    }

    private let database: any DatabaseWriter
    private let time: any TimeSource
    private let entries: EntryWriter
    private let idle: @Sendable (JournalWriter) -> Void

    init(database: any DatabaseWriter, time: any TimeSource, entries: EntryWriter, idle: @escaping @Sendable (JournalWriter) -> Void) {
        self.database = database
        self.time = time
        self.entries = entries
        self.idle = idle
    }

    func start() -> WriterThread<Job> {
        WriterThread(name: "journal", capacity: 2048, atOnce: 256, tick: 0.5, work: { [self] in run($0) }, idle: { [self] in idle(self) })
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
        let mark = entries.mark()
        do {
            try transaction { db in
                for case .save(let save, let check, _) in group {
                    results.append(try inSavepoint(db) { try entries.append(db, save, received: received, check: check) })
                }
                try entries.flush(db)
            }
        } catch {
            entries.restore(mark)
            let failure = JournalError(error)
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
        let mark = entries.mark()
        switch job {
        case .save: break
        case .bulk(let saves, let reply):
            do {
                let received = time.now()
                var receipts: [Receipt] = []
                receipts.reserveCapacity(saves.count)
                try transaction { db in
                    for save in saves { receipts.append(try entries.append(db, save, received: received, check: { _ in })) }
                    try entries.flush(db)
                }
                reply(.success(receipts))
            } catch {
                entries.restore(mark)
                reply(.failure(JournalError(error)))
            }
        case .alone(let body, let reply):
            do {
                try transaction { db in
                    try body(db, entries)
                    try entries.flush(db)
                }
                reply(.success(()))
            } catch {
                entries.restore(mark)
                reply(.failure(JournalError(error)))
            }
        }
    }

    private func transaction(_ body: (Database) throws -> Void) throws {
        try database.writeWithoutTransaction { db in
            try db.inTransaction(.immediate) {
                try body(db)
                return .commit
            }
        }
    }
}

extension JournalError {
    /// Any error as one of the journal's.
    init(_ error: any Error) {
        switch error {
        case let known as JournalError: self = known
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
