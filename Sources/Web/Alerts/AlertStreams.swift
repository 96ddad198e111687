import Foundations
import Synchronization

/// The open event streams of the browsers: each is told only that its list should be looked at again.
final class AlertStreams: Sendable {
    enum Signal: Sendable {
        /// The list has changed.
        case look
        /// Time to ask whether the session still lives.
        case check
    }

    /// So many tabs and phones of one person, and so many streams of the box.
    static let mostOfOne = 4, mostOfAll = 200

    private struct Open: Sendable {
        let person: UUIDv7
        let continuation: AsyncStream<Signal>.Continuation
    }

    private struct State: Sendable {
        var open: [UInt64: Open] = [:]
        var last: UInt64 = 0
        var isClosed = false
    }

    private let state = Mutex(State())

    /// Nil where there are too many already: the browser then asks every minute.
    func open(for person: UUIDv7) -> AsyncStream<Signal>? {
        let (signals, continuation) = AsyncStream.makeStream(of: Signal.self, bufferingPolicy: .bufferingNewest(4))
        let number: UInt64? = state.withLock { state in
            guard !state.isClosed, state.open.count < Self.mostOfAll, state.open.values.count(where: { $0.person == person }) < Self.mostOfOne else { return nil }
            state.last += 1
            state.open[state.last] = Open(person: person, continuation: continuation)
            return state.last
        }
        guard let number else { return nil }
        continuation.onTermination = { [weak self] _ in self?.state.withLock { _ = $0.open.removeValue(forKey: number) } }
        return signals
    }

    /// Everybody with a stream, each once.
    var people: Set<UUIDv7> { Set(state.withLock { $0.open.values.map(\.person) }) }

    var count: Int { state.withLock { $0.open.count } }

    func tell(_ person: UUIDv7) {
        for one in state.withLock({ $0.open.values.filter { $0.person == person } }) { one.continuation.yield(.look) }
    }

    func checkAll() {
        for one in state.withLock({ Array($0.open.values) }) { one.continuation.yield(.check) }
    }

    /// Ends all, and takes no more.
    func close() {
        let all = state.withLock { state in
            state.isClosed = true
            return Array(state.open.values)
        }
        for one in all { one.continuation.finish() }
    }
}
