import Synchronization

/// Keeps every operation in the order in which it reached the kernel, SQLite's and the seam's in one log.
public final class DiskRecorder: DiskObserver {
    private let log = Mutex<[DiskOperation]>([])

    public init() {}

    public func before(_ operation: DiskOperation) -> Int32 { 0 }
    public func after(_ operation: DiskOperation) { log.withLock { $0.append(operation) } }

    /// Notes a promise, for example an acknowledged save.
    public func mark(_ label: String) { log.withLock { $0.append(.mark(label)) } }

    public var operations: [DiskOperation] { log.withLock { $0 } }
    public var count: Int { log.withLock { $0.count } }
}

/// Makes the nth writing operation fail, once or from then on.
public final class FaultPlan: DiskObserver {
    private struct State {
        var seen = 0
        var failAt: Int?
        var errno: Int32
        var staysBroken: Bool
        var failures = 0
    }
    private let state: Mutex<State>
    private let counts: @Sendable (DiskOperation) -> Bool

    /// - failAt: which counted operation fails, from 1; nil only counts.
    /// - errno: ENOSPC, EIO, …
    /// - staysBroken: later ones fail too, as on a full disk.
    /// - counts: which operations count; all but marks unless told otherwise.
    public init(failAt: Int? = nil, errno: Int32, staysBroken: Bool = false,
                counts: @escaping @Sendable (DiskOperation) -> Bool = { _ in true }) {
        self.state = Mutex(State(failAt: failAt, errno: errno, staysBroken: staysBroken))
        self.counts = counts
    }

    public func before(_ operation: DiskOperation) -> Int32 {
        guard counts(operation) else { return 0 }
        return state.withLock { state in
            state.seen += 1
            guard let at = state.failAt, state.staysBroken ? state.seen >= at : state.seen == at else { return 0 }
            state.failures += 1
            return state.errno
        }
    }

    public func after(_ operation: DiskOperation) {}

    public var seen: Int { state.withLock { $0.seen } }
    public var failures: Int { state.withLock { $0.failures } }

    /// Fails the nth operation counted from now on; nil repairs the disk.
    public func arm(failAt: Int?) { state.withLock { ($0.seen, $0.failAt, $0.failures) = (0, failAt, 0) } }
}
