import Foundations
import Synchronization

/// Events that wait to be written, with the time they happened. Bounded: what does not fit is counted, and the count
/// is written in their place.
final class TrailBuffer: Sendable {
    static let capacity = 20_000

    struct Pending: Sendable {
        var at: WallTime
        var event: TrailEvent
    }

    private struct State {
        var events: [Pending] = []
        var lost = 0
    }

    private let state = Mutex(State())
    private let time: any TimeSource

    init(time: any TimeSource) { self.time = time }

    func add(_ event: TrailEvent) {
        let pending = Pending(at: time.now(), event: event)
        state.withLock { state in
            if state.events.count < Self.capacity { state.events.append(pending) } else { state.lost += 1 }
        }
    }

    var isEmpty: Bool { state.withLock { $0.events.isEmpty } }

    func drain() -> [Pending] {
        let now = time.now()
        return state.withLock { state in
            var events = state.events
            if state.lost > 0 { events.append(Pending(at: now, event: TrailEvent(.lost, detail: ["count": .int(Int64(state.lost))]))) }
            state = State()
            return events
        }
    }

    /// Events that could not be written go back to the front.
    func putBack(_ events: [Pending]) {
        state.withLock { $0.events = events + $0.events }
    }
}
