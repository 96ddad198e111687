import CMicrohttpd
import Synchronization

/// One request and its answer.
///
/// Its steps are taken on the connection's event thread, but for one: while the connection is suspended a worker (or the
/// server's stop) puts the answer in and resumes it. `state` guards both.
final class Exchange: Sendable {
    struct Incoming: Sendable {
        let match: Router.Match
        let request: Request
        let limit: Int
    }

    enum Step: Sendable {
        /// The request line is known.
        case begun
        /// The body comes in.
        case collecting(Incoming)
        /// The body comes in and goes to the handler, which is at work; at most `left` bytes more.
        case streaming(BodyStream, left: Int)
        /// The rest of the body is read and dropped, at most `left` bytes of it. The answer is nil while the handler of
        /// a streamed body still works on it.
        case discarding(Response?, left: Int)
        /// The connection is suspended, the handler at work.
        case handling
        /// To be sent at the next call.
        case ready(Response)
        case answered
    }

    struct State: Sendable {
        var step = Step.begun
        /// Beside the step, not in it, so that it grows in place.
        var body: [UInt8] = []
        var method = ""
        /// The route's pattern: what the log may know of the path.
        var route = "-"
        var status = 0
        var sent = 0
        /// Bytes taken from the body budget.
        var held = 0
        /// The connection is suspended because the handler reads more slowly than the other end sends.
        var isPaused = false
    }

    let id = Request.newID()
    let target: [UInt8]
    let connection: Connection
    let began = monotonicNanos()
    /// The library's handle. Used on its event thread, and to resume it while it is suspended, which the library allows
    /// from any thread; a suspended connection is never freed.
    nonisolated(unsafe) let handle: OpaquePointer
    let state = Mutex(State())

    init(target: [UInt8], connection: Connection, handle: OpaquePointer) {
        self.target = target
        self.connection = connection
        self.handle = handle
    }

    /// The handler's answer, from whatever thread. Wakes the connection if it sleeps. Dropped when there is an answer
    /// already or the connection is gone.
    func deliver(_ response: Response, drain: Int) {
        let mustResume = state.withLock { state in
            switch state.step {
            case .handling:
                state.step = .ready(response)
                return true
            case .streaming:
                state.step = .discarding(response, left: drain)
            case .discarding(nil, let left):
                state.step = .discarding(response, left: left)
            case .begun, .collecting, .discarding, .ready, .answered:
                return false
            }
            defer { state.isPaused = false }
            return state.isPaused
        }
        if mustResume { kb_resume(handle) }
    }

    /// The handler has read what waited.
    func unpause() {
        let mustResume = state.withLock { state in
            defer { state.isPaused = false }
            return state.isPaused
        }
        guard mustResume else { return }
        connection.enter(.receiving)
        kb_resume(handle)
    }
}
