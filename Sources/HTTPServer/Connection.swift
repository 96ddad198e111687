import Glibc
import Synchronization

/// One accepted socket, from accept to close.
final class Connection: Sendable {
    enum Phase: Sendable, Equatable {
        /// Nothing served yet, or between two requests.
        case waiting(served: Bool)
        /// A body comes in.
        case receiving
        /// With the handler: nobody's patience but ours.
        case handling
        /// An answer of so many bytes goes out.
        case sending(Int)
    }

    private struct State: Sendable {
        var phase = Phase.waiting(served: false)
        var since = monotonicNanos()
        var received = 0
    }

    let peer: String
    let fd: Int32
    private let state = Mutex(State())

    init(peer: String, fd: Int32) {
        self.peer = peer
        self.fd = fd
    }

    func enter(_ phase: Phase) {
        state.withLock { $0 = State(phase: phase, since: monotonicNanos(), received: 0) }
    }

    func noteReceived(_ count: Int) {
        state.withLock { $0.received += count }
    }

    /// Whether the other end has used up its time.
    func isOverdue(now: UInt64, crowded: Bool, limits: Limits) -> Bool {
        let state = state.withLock { $0 }
        let seconds: Int
        switch state.phase {
        case .waiting(let served):
            let patience = served ? limits.keepAliveSeconds : limits.headSeconds
            seconds = crowded ? min(patience, limits.crowdedSeconds) : patience
        case .receiving: seconds = limits.transferSeconds + state.received / limits.slowestRate
        case .sending(let size): seconds = limits.transferSeconds + size / limits.slowestRate
        case .handling: return false
        }
        return now > state.since && now - state.since > UInt64(seconds) * 1_000_000_000
    }

    var isIdle: Bool {
        state.withLock { if case .waiting = $0.phase { true } else { false } }
    }
}

/// All open connections. The library knows only inactivity, which a client that drips one byte a second never shows;
/// this table gives every phase an end.
final class ConnectionTable: Sendable {
    private let open = Mutex<[ObjectIdentifier: Connection]>([:])

    func add(_ connection: Connection) {
        open.withLock { $0[ObjectIdentifier(connection)] = connection }
    }

    /// To be called before the socket is closed: while a connection is in the table its descriptor is its own.
    func remove(_ connection: Connection) {
        open.withLock { $0[ObjectIdentifier(connection)] = nil }
    }

    var count: Int { open.withLock { $0.count } }

    /// Ends the overdue: the socket is shut down, which its event thread sees and cleans up after. Answers how many.
    @discardableResult
    func sweep(now: UInt64, limits: Limits) -> Int {
        open.withLock { table in
            let crowded = table.count > limits.connections / 2
            return shutDown(table) { $0.isOverdue(now: now, crowded: crowded, limits: limits) }
        }
    }

    func endIdle() {
        open.withLock { table in _ = shutDown(table) { $0.isIdle } }
    }

    private func shutDown(_ table: [ObjectIdentifier: Connection], where isDue: (Connection) -> Bool) -> Int {
        var ended = 0
        for connection in table.values where isDue(connection) {
            shutdown(connection.fd, Int32(SHUT_RDWR))
            ended += 1
        }
        return ended
    }
}
