import Dispatch
import Foundations
import Synchronization

/// Writes very many saves, as for a demo district or an import: they are sealed and folded on all processors while the
/// writer thread writes what was ready before, in large transactions. Every entry gets what a single save's gets: seal,
/// link, signature, projection. Owned by one thread.
public final class BulkLoad {
    /// What is durable so far.
    public struct Done: Sendable, Equatable {
        public var saves = 0
        public var entries = 0
        /// Sum of what the caller counted.
        public var units = 0
        /// Fields on which two authors disagree.
        public var conflicts = 0
    }

    public private(set) var done = Done()
    private let journal: JournalStore
    private let batchEntries: Int
    private var waiting: [[Save]] = []
    private var batch = Done()
    private var numbers: [UUIDv7: Int] = [:]
    private var running: (answer: Answer<Int>, batch: Done)?

    /// `batchEntries`: what a transaction holds at the least; a group is never divided.
    public init(_ journal: JournalStore, batchEntries: Int = 24_000) {
        self.journal = journal
        self.batchEntries = batchEntries
    }

    /// Takes saves that begin the records they touch (others are kept as well, only more slowly), in the order of time.
    /// Blocks while two batches are under way; throws what failed since the last call.
    public func add(_ saves: [Save], units: Int = 0) throws(JournalError) {
        waiting.append(saves)
        batch.saves += saves.count
        batch.units += units
        for save in saves { batch.entries += save.changes.count }
        if batch.entries >= batchEntries { try send() }
    }

    /// Returns when everything is durable.
    public func finish() throws(JournalError) {
        if !waiting.isEmpty { try send() }
        try settle()
    }

    private func send() throws(JournalError) {
        let fresh = try prepare()
        try settle()
        running = (journal.submit(fresh), batch)
        waiting.removeAll(keepingCapacity: true)
        batch = Done()
    }

    private func settle() throws(JournalError) {
        guard let (answer, batch) = running else { return }
        running = nil
        done.conflicts += try answer.take().get()
        done.saves += batch.saves
        done.entries += batch.entries
        done.units += batch.units
    }

    private func prepare() throws(JournalError) -> [FreshSaves] {
        var numbered: [(saves: [Save], numbers: [Int])] = []
        for saves in waiting {
            var numbers: [Int] = []
            for save in saves { numbers.append(try number(save)) }
            numbered.append((saves, numbers))
        }
        let groups = numbered
        let keys = journal.keys
        let received = journal.time.now()
        let parts = min(groups.count, 32)
        let results = Mutex([Result<[FreshSaves], JournalError>?](repeating: nil, count: parts))
        DispatchQueue.concurrentPerform(iterations: parts) { part in
            let range = groups.count * part / parts..<groups.count * (part + 1) / parts
            let result: Result<[FreshSaves], JournalError>
            do {
                result = .success(try groups[range].map { try FreshSaves($0.saves, numbers: $0.numbers, keys: keys, received: received) })
            } catch {
                result = .failure(JournalError(error))
            }
            results.withLock { $0[part] = result }
        }
        var fresh: [FreshSaves] = []
        fresh.reserveCapacity(groups.count)
        for case let result? in results.withLock({ $0 }) { fresh += try result.get() }
        return fresh
    }

    /// The device's own number for the first change of a save.
    private func number(_ save: Save) throws(JournalError) -> Int {
        let last = if let known = numbers[save.device] { known } else { try journal.read { try DeviceCounters.read($0, save.device) } }
        let first = save.deviceSeq ?? last + 1
        numbers[save.device] = max(last, first + save.changes.count - 1)
        return first
    }
}
