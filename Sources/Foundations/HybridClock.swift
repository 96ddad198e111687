import Synchronization

/// 48 bits of Unix milliseconds and 16 bits of counter. Breaks ties between changes that did not know of each
/// other; causality itself comes from base versions.
public struct HybridTimestamp: RawRepresentable, Sendable, Hashable, Comparable, Codable {
    public let rawValue: UInt64

    public init(rawValue: UInt64) { self.rawValue = rawValue }

    public init(millis: Int64, counter: UInt16 = 0) {
        rawValue = (UInt64(clamping: millis) & 0xFFFF_FFFF_FFFF) << 16 | UInt64(counter)
    }

    public static let zero = HybridTimestamp(rawValue: 0)

    public var millis: Int64 { Int64(rawValue >> 16) }
    public var counter: UInt16 { UInt16(truncatingIfNeeded: rawValue) }

    /// The next one; a full counter runs over into the milliseconds.
    public var next: HybridTimestamp { HybridTimestamp(rawValue: rawValue &+ 1) }

    public static func < (a: HybridTimestamp, b: HybridTimestamp) -> Bool { a.rawValue < b.rawValue }
}

/// Gives out rising timestamps even where the wall clock stands or goes back. A wall clock that nobody attested,
/// or a peer's timestamp, moves it on by at most `leap` beyond what the monotonic clock allows.
public final class HybridClock: Sendable {
    private struct State {
        var last: HybridTimestamp
        var seenMillis: Int64?
        var seenNanos: UInt64 = 0
    }

    /// 24 hours: what is further ahead than this is a wrong clock.
    public static let leap: Int64 = 86_400_000

    private let time: any TimeSource
    private let state: Mutex<State>

    /// `last` is the newest timestamp already in the store.
    public init(time: any TimeSource, last: HybridTimestamp = .zero) {
        self.time = time
        state = Mutex(State(last: last))
    }

    public func tick() -> HybridTimestamp {
        let wall = time.now()
        let nanos = time.monotonicNanos()
        return state.withLock { state in
            let candidate = HybridTimestamp(millis: Self.believed(wall, nanos, &state))
            state.last = candidate > state.last ? candidate : state.last.next
            return state.last
        }
    }

    /// Learns of a peer's timestamp; one that is more than `leap` ahead of here counts only as far as that.
    public func observe(_ other: HybridTimestamp) {
        let wall = time.now()
        let nanos = time.monotonicNanos()
        state.withLock { state in
            let here = max(Self.believed(wall, nanos, &state), state.last.millis)
            let limit = HybridTimestamp(millis: here + Self.leap)
            state.last = max(state.last, min(other, limit))
        }
    }

    public var last: HybridTimestamp { state.withLock { $0.last } }

    private static func believed(_ wall: WallTime, _ nanos: UInt64, _ state: inout State) -> Int64 {
        guard wall.trust != .unset else { return 0 }
        var millis = wall.millis
        if let seen = state.seenMillis, wall.trust != .attested {
            millis = min(millis, seen + Int64((nanos &- state.seenNanos) / 1_000_000) + leap)
        }
        state.seenMillis = millis
        state.seenNanos = nanos
        return millis
    }
}
