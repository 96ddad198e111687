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
        /// Refused; the rest of the body is read and dropped, at most `left` bytes of it.
        case discarding(Response, left: Int)
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
        var isTLS = false
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

    /// Gives a suspended connection its answer and lets it go on. False when it has one already.
    @discardableResult
    func deliver(_ response: Response) -> Bool {
        let isOurs = state.withLock { state in
            guard case .handling = state.step else { return false }
            state.step = .ready(response)
            return true
        }
        if isOurs { kb_resume(handle) }
        return isOurs
    }
}
