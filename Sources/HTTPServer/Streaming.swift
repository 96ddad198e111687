import CMicrohttpd
import Synchronization

/// The steps of exchanges whose body comes in, or whose answer goes out, while the handler works. On event threads.
extension HTTPServer {
    /// Starts the handler at once; the body follows.
    func stream(_ exchange: Exchange, _ incoming: Exchange.Incoming) {
        let body = BodyStream(limit: incoming.limit) { [weak exchange] in exchange?.unpause() }
        var request = incoming.request
        request.stream = body
        exchange.state.withLock { $0.step = .streaming(body, left: incoming.limit) }
        run(exchange, incoming.match, request)
    }

    /// A piece of a streamed or unwanted body.
    func take(_ exchange: Exchange, _ piece: UnsafeRawBufferPointer) -> Bool {
        exchange.connection.noteReceived(piece.count)
        let drain = limits.drainBytes
        let (goesOn, isPaused) = exchange.state.withLock { state in
            switch state.step {
            case .streaming(let body, let left) where left >= piece.count:
                state.step = .streaming(body, left: left - piece.count)
                guard body.offer(piece), mayWait else { return (true, false) }
                kb_suspend(exchange.handle)
                state.isPaused = true
                return (true, true)
            case .streaming(let body, _):
                body.fail(.bodyTooLarge(limit: body.limit))
                state.step = .discarding(nil, left: drain)
                return (true, false)
            case .discarding(let response, let left):
                state.step = .discarding(response, left: left - piece.count)
                return (left >= piece.count, false)
            default:
                return (true, false)
            }
        }
        if isPaused { exchange.connection.enter(.handling) }
        return goesOn
    }

    /// The body has come to its end: answers, or waits for the handler.
    func endOfBody(_ exchange: Exchange) -> Bool {
        let response: Response? = exchange.state.withLock { state in
            if case .discarding(let response?, _) = state.step { return response }
            if case .streaming(let body, _) = state.step { body.end() }
            guard mayWait else { return router.refusal(.busy(retryAfter: 10), method: state.method, id: exchange.id) }
            kb_suspend(exchange.handle)
            state.step = .handling
            return nil
        }
        guard let response else {
            exchange.connection.enter(.handling)
            return true
        }
        return answer(exchange, response)
    }

    /// Starts the task that makes the answer's body. HEAD gets the head alone.
    func openStream(_ exchange: Exchange, length: Int?, isEvents: Bool,
                    _ produce: @escaping @Sendable (ResponseStream) async throws -> Void) -> OpaquePointer? {
        let stream = ResponseStream(handle: exchange.handle)
        guard let native = stream.native(length: length) else { return nil }
        guard exchange.state.withLock({ $0.method }) != "HEAD" else { return native }
        streams.add(stream, isEvents: isEvents)
        let task = Task.detached(executorPreference: workers) { [streams] in
            do {
                try await produce(stream)
                stream.end()
            } catch {
                stream.abort()
            }
            streams.remove(stream)
        }
        stream.attach(task)
        return native
    }
}

/// The answers being made.
final class StreamTable: Sendable {
    private struct Entry: Sendable {
        let stream: ResponseStream
        let isEvents: Bool
    }

    private struct State: Sendable {
        var open: [ObjectIdentifier: Entry] = [:]
        var isClosed = false
    }

    private let state = Mutex(State())

    /// A stream that comes after `close` breaks off at once.
    func add(_ stream: ResponseStream, isEvents: Bool) {
        let isLate = state.withLock { state in
            state.open[ObjectIdentifier(stream)] = Entry(stream: stream, isEvents: isEvents)
            return state.isClosed
        }
        if isLate { stream.abort() }
    }

    func remove(_ stream: ResponseStream) {
        state.withLock { $0.open[ObjectIdentifier(stream)] = nil }
    }

    func beat(now: UInt64) {
        for entry in entries where entry.isEvents {
            entry.stream.beat(EventStream.heartbeat, now: now, after: EventStream.heartbeatNanos)
        }
    }

    /// Event streams never end by themselves; the server's stop ends them as if complete, and browsers come back.
    func endEvents() {
        for entry in entries where entry.isEvents { entry.stream.end() }
    }

    /// Breaks off what is open and what will come: none of it suspends its connection any more.
    func close() {
        state.withLock { $0.isClosed = true }
        for entry in entries { entry.stream.abort() }
    }

    private var entries: [Entry] { state.withLock { Array($0.open.values) } }
}
