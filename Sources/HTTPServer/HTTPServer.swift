import CMicrohttpd
import CNoPKCS11
import Glibc
public import Logging
import Synchronization

/// One listening port: libmicrohttpd's event threads in front, a `WorkerPool` behind.
///
/// Event threads never wait. A complete request suspends its connection and goes to the workers; the answer resumes it.
public final class HTTPServer: Sendable {
    private struct Life: Sendable {
        /// Set between `start` and the end of `stop`.
        nonisolated(unsafe) var daemon: OpaquePointer?
        nonisolated(unsafe) var context: UnsafeMutablePointer<kb_context>?
        var isStopping = false
        /// The grace is over: from here on no connection may be suspended, for the library ends the process when one is
        /// at its own end.
        var isEnding = false
        var lastLine = ""
        var atWork: [ObjectIdentifier: Exchange] = [:]
    }

    public let port: UInt16
    public let isTLS: Bool
    let limits: Limits
    let router: Router
    let workers: WorkerPool
    let log: Logger
    let connections = ConnectionTable()
    let bodyBudget: BodyBudget
    let streams = StreamTable()
    private let life = Mutex(Life())

    /// TLS 1.3 and 1.2 with forward secrecy and authenticated ciphers only.
    static let priorities = "SECURE128:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2:-RSA:-AES-128-CBC:-AES-256-CBC:%SERVER_PRECEDENCE"

    /// Listens and serves when this returns. `workers` may be shared by several servers, and must outlive them.
    public init(_ configuration: Configuration, router: Router, workers: WorkerPool,
                log: Logger = Logger(label: "http")) throws(ServerFault) {
        limits = configuration.limits
        isTLS = configuration.tls != nil
        self.router = router
        self.workers = workers
        self.log = log
        bodyBudget = BodyBudget(configuration.limits.bodyBytes)
        let listener: Int32
        (listener, port) = try Listener.open(address: configuration.address, port: configuration.port)
        try start(configuration, listener)
    }

    private func start(_ configuration: Configuration, _ listener: Int32) throws(ServerFault) {
        // The daemon's threads use the server until `stop`, so until then it holds itself.
        let kept = Unmanaged.passRetained(self)
        let context = UnsafeMutablePointer<kb_context>.allocate(capacity: 1)
        context.initialize(to: kb_context(server: kept.toOpaque(), callbacks: Callbacks.all))
        // A failed start may or may not have closed the socket it was given, so it gets a second descriptor of ours.
        let daemon = Self.startDaemon(configuration, listener: fcntl(listener, F_DUPFD_CLOEXEC, 0), context: context)
        close(listener)
        guard let daemon else {
            let words = life.withLock { $0.lastLine }
            context.deallocate()
            kept.release()
            throw isTLS ? .tls(words) : .library(words)
        }
        life.withLock {
            $0.daemon = daemon
            $0.context = context
        }
        let isUp = SystemThread.start("http-sweep", stackSize: 256 * 1024) { [weak self] in
            while let server = self, !server.isStopped {
                let now = monotonicNanos()
                server.connections.sweep(now: now, limits: server.limits)
                server.streams.beat(now: now)
                usleep(500_000)
            }
        }
        if !isUp {
            finish()
            throw .noThread
        }
    }

    private static func startDaemon(_ configuration: Configuration, listener: Int32,
                                    context: UnsafeMutablePointer<kb_context>) -> OpaquePointer? {
        let limits = configuration.limits
        let threads = max(1, configuration.eventThreads)
        var options = kb_options()
        options.listen_fd = listener
        options.threads = UInt32(threads)
        options.connection_limit = UInt32((limits.connections + threads - 1) / threads * threads)
        options.per_peer_limit = UInt32(limits.connectionsPerPeer)
        options.idle_seconds = UInt32(max(limits.headSeconds, limits.keepAliveSeconds, limits.transferSeconds) + 5)
        options.connection_memory = limits.connectionMemory
        options.stack_size = 512 * 1024
        guard let tls = configuration.tls else { return kb_start(&options, context) }
        return tls.certificateChain.withCString { chain in
            tls.key.withCString { key in
                priorities.withCString { priorities in
                    options.certificate_pem = chain
                    options.key_pem = key
                    options.priorities = priorities
                    return kb_start(&options, context)
                }
            }
        }
    }

    var isStopping: Bool { life.withLock { $0.isStopping } }
    /// Whether a connection may be suspended. To be asked under the exchange's lock: what was suspended before the
    /// grace ended is found and answered then.
    var mayWait: Bool { life.withLock { !$0.isEnding } }
    private var isStopped: Bool { life.withLock { $0.daemon == nil } }

    /// For the health page and for tests.
    public var openConnections: Int { connections.count }
    /// Requests with the workers or waiting for one.
    public var requestsAtWork: Int { life.withLock { $0.atWork.count } }
    /// What is left of `Limits.bodyBytes`.
    public var bodyBytesLeft: Int { bodyBudget.remaining }

    /// Counts a request among those at work. False when there are too many.
    func admit(_ exchange: Exchange) -> Bool {
        life.withLock { life in
            guard life.atWork.count < limits.queue, !life.isStopping else { return false }
            life.atWork[ObjectIdentifier(exchange)] = exchange
            return true
        }
    }

    func dismiss(_ exchange: Exchange) {
        life.withLock { $0.atWork[ObjectIdentifier(exchange)] = nil }
    }

    func libraryLine(_ line: String) {
        let line = String(line.prefix { $0 != "\n" })
        life.withLock { $0.lastLine = line }
        log.debug("library", metadata: ["line": "\(line)"])
    }

    /// Stops: takes no more requests, closes idle connections, lets requests at work finish for up to `grace`, answers
    /// the rest with 503, closes all. Whoever connects meanwhile is let in and sent away: taking the listening socket
    /// from the library while its threads run (MHD_quiesce_daemon) can end the process, because both sides take it out
    /// of the same epoll set and the slower one's failure counts as fatal (0.9.75, daemon.c:5531). Returns when nothing of the server runs any more (handlers that ignored the
    /// grace may still run; their answers are dropped). A second call returns at once.
    public func stop(within grace: Duration = .seconds(10)) async {
        let isOurs = life.withLock { life in
            defer { life.isStopping = true }
            return !life.isStopping && life.daemon != nil
        }
        guard isOurs else { return }
        await withCheckedContinuation { done in
            // Waits for handlers and joins threads, so it gets a thread of its own; without one it must block this one.
            let end: @Sendable () -> Void = {
                self.windDown(graceNanos: UInt64(max(0, grace / .nanoseconds(1))))
                done.resume()
            }
            if !SystemThread.start("http-stop", stackSize: 256 * 1024, end) { end() }
        }
    }

    private func windDown(graceNanos: UInt64) {
        let deadline = monotonicNanos() + graceNanos
        while requestsAtWork > 0, monotonicNanos() < deadline {
            connections.endIdle()
            usleep(10_000)
        }
        let late = life.withLock { life in
            life.isEnding = true
            defer { life.atWork = [:] }
            return life.atWork.values
        }
        for exchange in late { exchange.deliver(.problem(.busy(retryAfter: 10)), drain: 0) }
        streams.endEvents()
        let sendingEnds = max(deadline, monotonicNanos() + 1_000_000_000)
        while connections.count > 0, monotonicNanos() < sendingEnds {
            connections.endIdle()
            usleep(10_000)
        }
        // A suspended connection would keep the library from ending.
        streams.close()
        finish()
    }

    private func finish() {
        let (daemon, context) = life.withLock { life in
            defer { (life.daemon, life.context) = (nil, nil) }
            life.isStopping = true
            return (life.daemon, life.context)
        }
        guard let daemon, let context else { return }
        // Closes the listening socket too.
        kb_stop(daemon)
        context.deallocate()
        Unmanaged.passUnretained(self).release()
    }
}
