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
        /// An answer that is still being made goes out: the library's own inactivity limit ends those who do not read.
        case streaming
    }

    private struct State: Sendable {
        var phase = Phase.waiting(served: false)
        var since = monotonicNanos()
        var received = 0
        /// When bytes came in last, or the phase began.
        var active = monotonicNanos()
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
        state.withLock {
            $0.received += count
            $0.active = monotonicNanos()
        }
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
        case .handling, .streaming: return false
        }
        return now > state.since && now - state.since > UInt64(seconds) * 1_000_000_000
    }

    /// Whether the server waits for this end to send, and has for a second.
    func isAwaited(now: UInt64) -> Bool {
        state.withLock { state in
            switch state.phase {
            case .waiting, .receiving: now > state.active + 1_000_000_000
            case .handling, .sending, .streaming: false
            }
        }
    }

    var isIdle: Bool {
        state.withLock { if case .waiting = $0.phase { true } else { false } }
    }
}
