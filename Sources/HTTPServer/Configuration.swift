/// Certificate chain (leaf first) and its private key, both PEM.
public struct TLSMaterial: Sendable {
    public let certificateChain: String
    public let key: String

    public init(certificateChain: String, key: String) {
        self.certificateChain = certificateChain
        self.key = key
    }
}

/// What bounds memory and patience. The defaults suit a box with 1 GB.
public struct Limits: Sendable {
    /// Connections at once, over all peers; rounded up to a multiple of the event threads. Further ones wait unaccepted.
    public var connections = 1024
    /// Connections at once from one address; further ones are closed. An office may sit behind one router.
    public var connectionsPerPeer = 256
    /// Bytes of request and answer head a connection may hold.
    public var connectionMemory = 32 * 1024
    /// Bytes of request headers; more are answered with 431.
    public var headerBytes = 12 * 1024
    public var headerCount = 64
    /// Bytes of buffered request bodies, over all connections; a body that does not fit is answered with 503.
    public var bodyBytes = 48 << 20
    /// A refused body of at most this size is read to its end, so that the refusal reaches clients that only read
    /// after sending. A larger one is refused at once and the connection closed.
    public var drainBytes = 1 << 20
    /// Requests handed to workers and not yet answered; more are answered with 503.
    public var queue = 256
    /// Seconds until the first request's head must be complete.
    public var headSeconds = 15
    /// Seconds that a connection may lie idle between requests, next head included.
    public var keepAliveSeconds = 60
    /// Both of these while more than half of the connections are taken.
    public var crowdedSeconds = 5
    /// Seconds that a body or an answer may take, plus one second for each `slowestRate` bytes of it.
    public var transferSeconds = 20
    public var slowestRate = 1024

    public init() {}
}

public struct Configuration: Sendable {
    /// Numeric; "::" listens on IPv4 and IPv6.
    public var address: String
    /// 0 takes a free one: see `HTTPServer.port`.
    public var port: UInt16
    /// Nil serves plain HTTP.
    public var tls: TLSMaterial?
    public var limits: Limits
    public var eventThreads = 2

    public init(address: String, port: UInt16, tls: TLSMaterial?, limits: Limits = Limits()) {
        self.address = address
        self.port = port
        self.tls = tls
        self.limits = limits
    }
}
