import Synchronization

/// The body of a request, piece by piece, for routes that take more than fits into memory.
///
/// One task reads. While it does not, at most `highWater` bytes and one piece wait; then the other end waits.
public final class BodyStream: Sendable {
    private struct State: Sendable {
        var waiting: [UInt8] = []
        var isComplete = false
        var fault: Problem?
        var reader: CheckedContinuation<Void, Never>?
    }

    static let highWater = 128 * 1024

    /// The route's limit.
    let limit: Int
    private let state = Mutex(State())
    /// Called when what waited was taken, so that the connection may go on.
    private let taken: @Sendable () -> Void

    init(limit: Int, taken: @escaping @Sendable () -> Void) {
        self.limit = limit
        self.taken = taken
    }

    /// A stream that already holds all: for requests made inside the process.
    public convenience init(_ bytes: [UInt8]) {
        self.init(limit: bytes.count, taken: {})
        _ = offer(bytes)
        end()
    }

    /// The next piece, never empty; nil behind the last. Waits for it without holding a thread. Throws when the body
    /// grew over the route's limit (413) or the other end went away (400, which nobody will see).
    public func next() async throws(Problem) -> [UInt8]? {
        while true {
            enum Step { case piece([UInt8]), end, fault(Problem), wait }
            let step: Step = state.withLock { state in
                if let fault = state.fault { return .fault(fault) }
                guard state.waiting.isEmpty else {
                    defer { state.waiting = [] }
                    return .piece(state.waiting)
                }
                return state.isComplete ? .end : .wait
            }
            switch step {
            case .piece(let bytes):
                taken()
                return bytes
            case .end: return nil
            case .fault(let problem): throw problem
            case .wait: await change()
            }
        }
    }

    private func change() async {
        await withCheckedContinuation { continuation in
            let isReady = state.withLock { state in
                if !state.waiting.isEmpty || state.isComplete || state.fault != nil { return true }
                state.reader = continuation
                return false
            }
            if isReady { continuation.resume() }
        }
    }

    /// True when enough waits for the reader.
    func offer(_ piece: some Sequence<UInt8>) -> Bool {
        update { state in
            state.waiting.append(contentsOf: piece)
            return state.waiting.count >= Self.highWater
        }
    }

    func end() {
        update { $0.isComplete = true }
    }

    func fail(_ problem: Problem) {
        update { if !$0.isComplete, $0.fault == nil { $0.fault = problem } }
    }

    private func update<Result>(_ change: (inout State) -> Result) -> Result {
        let (result, reader) = state.withLock { state in
            let result = change(&state)
            defer { state.reader = nil }
            return (result, state.reader)
        }
        reader?.resume()
        return result
    }
}
