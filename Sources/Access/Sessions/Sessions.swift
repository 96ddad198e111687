public import Foundations
import Synchronization

/// The sessions of the running box. In memory only: a restart signs everybody out, a stolen disk holds none.
public final class Sessions: Sendable {
    /// What a new session gives to the browser, once.
    public struct Opened: Sendable {
        /// Value of the cookie: 256 random bits. Not kept here.
        public let token: String
        public let session: Session
    }

    private let table = Mutex(SessionTable())
    private let time: any TimeSource
    private let random: RandomBytes
    private let digest: @Sendable ([UInt8]) -> [UInt8]

    /// - Parameters:
    ///   - random: cryptographic random bytes.
    ///   - digest: a collision-resistant hash (BLAKE2b-256).
    public init(
        time: any TimeSource, random: @escaping @Sendable (Int) -> [UInt8], digest: @escaping @Sendable ([UInt8]) -> [UInt8]
    ) {
        self.time = time
        self.random = RandomBytes(random)
        self.digest = digest
    }

    public func open(for person: UUIDv7, limits: SessionLimits, peer: String) -> Opened {
        let token = Token.make(random)
        let now = time.now()
        let nanos = time.monotonicNanos()
        let session = Session(
            id: UUIDv7.make(at: now.millis), person: person, limits: limits, began: now, peer: peer,
            csrf: Token.make(random), beganNanos: nanos, lastNanos: nanos)
        let key = digest(Array(token.utf8))
        table.withLock { table in
            table.sweep(at: nanos)
            table.open(digest: key, session: session)
        }
        return Opened(token: token, session: session)
    }

    /// The session of a cookie, or `sessionEnded` with the reason.
    /// - Parameter quiet: the request is a background poll and does not count as the person's activity.
    public func session(of token: String, quiet: Bool = false) throws(AccessError) -> Session {
        guard Token.isWellFormed(token) else { throw .sessionEnded(.unknown) }
        let key = digest(Array(token.utf8))
        let nanos = time.monotonicNanos()
        switch table.withLock({ $0.use(digest: key, at: nanos, quiet: quiet) }) {
        case .success(let session): return session
        case .failure(let fault): throw .sessionEnded(fault.why)
        }
    }

    /// Every writing request carries the session's own mark beside the cookie.
    public func check(csrf: String?, of session: Session) throws(AccessError) {
        guard let csrf, sameInConstantTime(csrf, session.csrf) else { throw .csrfMismatch }
    }

    public func end(token: String) {
        let key = digest(Array(token.utf8))
        table.withLock { $0.end(key, .signedOut) }
    }

    /// Ends one session from the list of devices. False: this person has no such session.
    @discardableResult
    public func end(id: UUIDv7, of person: UUIDv7) -> Bool {
        table.withLock { $0.end(id: id, of: person) }
    }

    /// Sign out everywhere; `except` keeps the session that asks. Answers how many ended.
    @discardableResult
    public func endAll(of person: UUIDv7, except: UUIDv7? = nil, why: SessionEnd = .everywhere) -> Int {
        table.withLock { $0.endAll(of: person, except: except, why) }
    }

    public func list(of person: UUIDv7) -> [Session] {
        let nanos = time.monotonicNanos()
        return table.withLock { $0.list(of: person, at: nanos) }
    }

    public var count: Int { table.withLock { $0.count } }
}
