import CMicrohttpd
import Logging
import Synchronization

/// The steps of an exchange, taken on event threads. Nothing here waits.
extension HTTPServer {
    /// A call of the library: headers complete, a piece of the body, its end, or the answer being ready.
    /// False closes the connection.
    func advance(_ exchange: Exchange, method: String, piece: UnsafeRawBufferPointer) -> Bool {
        switch exchange.state.withLock({ $0.step }) {
        case .begun:
            return begin(exchange, method: method)
        case .collecting(let incoming):
            return piece.isEmpty ? dispatch(exchange, incoming) : collect(exchange, incoming.limit, piece)
        case .streaming, .discarding:
            return piece.isEmpty ? endOfBody(exchange) : take(exchange, piece)
        case .ready(let response):
            return answer(exchange, response)
        case .handling, .answered:
            return true
        }
    }

    /// Headers are complete: decides whether and where the request goes.
    private func begin(_ exchange: Exchange, method: String) -> Bool {
        exchange.state.withLock { $0.method = Method(rawValue: method)?.rawValue ?? "other" }
        let head: RequestHead
        switch RequestHead.read(exchange.handle, limits: limits) {
        case .success(let read): head = read
        case .failure(let problem): return refuseNow(exchange, problem, method: method)
        }
        let incoming: Exchange.Incoming
        do throws(Problem) {
            incoming = try judge(exchange, head, method: method)
        } catch {
            return refuse(exchange, error, head, method: method)
        }
        exchange.state.withLock { $0.route = incoming.match.route.pattern }
        if incoming.match.route.isStreamed {
            guard admit(exchange) else { return refuse(exchange, .busy(retryAfter: 2), head, method: method) }
            stream(exchange, incoming)
        } else {
            exchange.state.withLock { $0.step = .collecting(incoming) }
        }
        if head.hasBody { exchange.connection.enter(.receiving) }
        return true
    }

    private func judge(_ exchange: Exchange, _ head: RequestHead, method: String) throws(Problem) -> Exchange.Incoming {
        if isStopping { throw .busy(retryAfter: 10) }
        let target = try Target(exchange.target)
        let known = Method(rawValue: method)
        let match = try router.match(known, target.segments).get()
        let limit = match.route.bodyLimit
        if let declared = head.declared, declared > limit { throw .bodyTooLarge(limit: limit) }
        let request = Request(method: known ?? .get, path: target.path, query: target.query.map { ($0.name, $0.value) },
                              headers: head.headers, peer: exchange.connection.peer, isTLS: isTLS, id: exchange.id)
        return Exchange.Incoming(match: match, request: request, limit: limit)
    }

    /// A refusal before the body came. A small body is read and dropped first, because many clients send all before
    /// they read anything, and would see only a broken connection.
    private func refuse(_ exchange: Exchange, _ problem: Problem, _ head: RequestHead, method: String) -> Bool {
        let isDrained = !head.hasBody || (!head.expectsContinue && (head.declared ?? 0) <= limits.drainBytes)
        guard isDrained else { return refuseNow(exchange, problem, method: method) }
        let response = router.refusal(problem, method: method, id: exchange.id)
        if head.hasBody { exchange.connection.enter(.receiving) }
        exchange.state.withLock { $0.step = .discarding(response, left: limits.drainBytes) }
        return true
    }

    /// Answers at once, reads no more and closes.
    private func refuseNow(_ exchange: Exchange, _ problem: Problem, method: String) -> Bool {
        var response = router.refusal(problem, method: method, id: exchange.id)
        response.headers["Connection"] = "close"
        return answer(exchange, response)
    }

    private func collect(_ exchange: Exchange, _ limit: Int, _ piece: UnsafeRawBufferPointer) -> Bool {
        exchange.connection.noteReceived(piece.count)
        let hasRoom = bodyBudget.take(piece.count)
        exchange.state.withLock { state in
            if hasRoom { state.held += piece.count }
            let problem: Problem? = state.body.count + piece.count > limit ? .bodyTooLarge(limit: limit)
                : hasRoom ? nil : .busy(retryAfter: 5)
            guard let problem else { return state.body.append(contentsOf: piece) }
            let response = router.refusal(problem, method: state.method, id: exchange.id)
            state.body = []
            state.step = .discarding(response, left: limits.drainBytes)
        }
        return true
    }

    /// The request is complete: suspends the connection and hands the request to the workers.
    private func dispatch(_ exchange: Exchange, _ incoming: Exchange.Incoming) -> Bool {
        guard admit(exchange) else {
            return answer(exchange, router.refusal(.busy(retryAfter: 2), method: "", id: exchange.id))
        }
        var request = incoming.request
        let body: [UInt8]? = exchange.state.withLock { state in
            guard mayWait else { return nil }
            // Suspended before anyone can see that it may be resumed.
            kb_suspend(exchange.handle)
            state.step = .handling
            defer { state.body = [] }
            return state.body
        }
        guard let body else { return answer(exchange, router.refusal(.busy(retryAfter: 10), method: "", id: exchange.id)) }
        request.body = body
        exchange.connection.enter(.handling)
        run(exchange, incoming.match, request)
        return true
    }

    /// Runs the handler on the workers; its answer wakes the connection.
    func run(_ exchange: Exchange, _ match: Router.Match, _ request: Request) {
        Task.detached(executorPreference: workers) { [self] in
            let response = await router.run(match, request) { error in
                // The kind of error only: its words might quote a person.
                log.error("a handler failed", metadata: [
                    "route": "\(match.route.pattern)", "request": "\(request.id)", "error": "\(type(of: error))",
                ])
            }
            // Delivered first: the server's stop looks for suspended connections among the exchanges not yet dismissed.
            exchange.deliver(response, drain: limits.drainBytes)
            dismiss(exchange)
        }
    }

    func answer(_ exchange: Exchange, _ response: Response) -> Bool {
        var finished = router.finish(response, id: exchange.id, isTLS: isTLS)
        if finished.hasNoBody, case .stream = finished.body { finished.body = .empty }
        if isStopping { finished.headers["Connection"] = "close" }
        guard let native = native(finished.body, exchange) else { return false }
        for field in finished.headers where kb_response_header(native, field.name, field.value) == 0 {
            log.error("a response header was refused", metadata: ["header": "\(field.name)", "request": "\(exchange.id)"])
        }
        exchange.state.withLock {
            $0.step = .answered
            $0.status = finished.status
            $0.sent = finished.hasNoBody ? 0 : finished.body.count
        }
        if case .stream = finished.body {
            exchange.connection.enter(.streaming)
        } else {
            exchange.connection.enter(.sending(finished.body.count))
        }
        return kb_answer(exchange.handle, UInt32(finished.status), native) != 0
    }

    private func native(_ body: Response.Body, _ exchange: Exchange) -> OpaquePointer? {
        switch body {
        case .empty: return kb_response_persistent(nil, 0)
        case .bytes(let bytes): return bytes.withUnsafeBytes { kb_response_copy($0.baseAddress, $0.count) }
        case .shared(let bytes): return kb_response_persistent(bytes.buffer.baseAddress, bytes.buffer.count)
        case .stream(let length, let isEvents, let produce):
            return openStream(exchange, length: length, isEvents: isEvents, produce)
        }
    }

    /// The exchange is over, whether its answer was sent or the other end went away.
    func complete(_ exchange: Exchange, wasSent: Bool) {
        let state = exchange.state.withLock { state in
            defer { state.step = .answered }
            return state
        }
        if case .streaming(let stream, _) = state.step {
            stream.fail(Problem(status: 400, code: "cut-off", title: "The upload was cut off"))
        }
        bodyBudget.giveBack(state.held)
        exchange.connection.enter(.waiting(served: true))
        let millis = (monotonicNanos() - exchange.began) / 1_000_000
        log.info("\(state.method) \(state.route) \(wasSent ? String(state.status) : "cut")", metadata: [
            "ms": "\(millis)", "bytes": "\(state.sent)", "request": "\(exchange.id)",
        ])
    }
}
