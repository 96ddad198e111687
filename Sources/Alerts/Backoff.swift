/// How long a gateway that failed is left alone: 30 seconds, twice as long with each failure, at most 30 minutes. By the monotonic clock.
public struct Backoff: Sendable, Hashable {
    public private(set) var failures = 0
    private var until: UInt64 = 0

    static let first: UInt64 = 30_000_000_000
    static let longest: UInt64 = 1_800_000_000_000

    public init() {}

    public func mayTry(at nanos: UInt64) -> Bool { nanos >= until }

    public mutating func failed(at nanos: UInt64) {
        let pause = min(Self.longest, Self.first << UInt64(min(failures, 10)))
        failures += 1
        until = nanos + pause
    }

    public mutating func succeeded() { self = Backoff() }
}
