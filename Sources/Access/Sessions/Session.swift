public import Foundations

/// Why a session is over.
public enum SessionEnd: String, Sendable, Hashable, Codable {
    case unknown, idle, absolute, signedOut, everywhere, replaced, deactivated

    var text: String {
        switch self {
        case .unknown: "There is no such session; the box may have been restarted."
        case .idle: "The session ended because nothing was done for a while."
        case .absolute: "The session reached its longest time."
        case .signedOut: "You have signed out."
        case .everywhere: "All sessions of this account were ended."
        case .replaced: "The session ended because the account was used on too many devices."
        case .deactivated: "This account was closed."
        }
    }
}

/// How long a session may live, in seconds of the monotonic clock.
public struct SessionLimits: Sendable, Hashable {
    public var idle: Int
    public var absolute: Int

    public init(idle: Int = Role.defaultIdleSeconds, absolute: Int = 12 * 3600) {
        self.idle = idle
        self.absolute = absolute
    }
}

/// A signed-in browser. Holds no secret: the cookie's token is kept only as a digest, elsewhere.
public struct Session: Sendable, Hashable {
    /// Names the session in lists and for ending it; useless as a cookie.
    public let id: UUIDv7
    public let person: UUIDv7
    public let limits: SessionLimits
    public let began: WallTime
    public let peer: String
    /// The request's X-Kinbox-CSRF must equal this (compare with `Sessions.check`).
    public let csrf: String
    let beganNanos: UInt64
    var lastNanos: UInt64

    /// When it ends if nothing more is done, in monotonic nanoseconds.
    var endsNanos: UInt64 {
        min(lastNanos &+ UInt64(limits.idle) * 1_000_000_000, beganNanos &+ UInt64(limits.absolute) * 1_000_000_000)
    }
}
