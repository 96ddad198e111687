import Foundation
import Synchronization

/// Where time comes from; injected everywhere so that tests own it.
public protocol TimeSource: Sendable {
    func now() -> WallTime
    /// Never goes back while the process lives; its zero means nothing.
    func monotonicNanos() -> UInt64
}

/// The machine's clock. Its trust is `machine`, or `unset` before 2024 (no battery), until somebody attests it.
public final class SystemTime: TimeSource {
    private let attested = Mutex(false)

    public init() {}

    /// Called when a person, the hub, a phone or NTP has confirmed the clock.
    public func attest() { attested.withLock { $0 = true } }

    public func now() -> WallTime {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        let millis = Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
        var seconds = time.tv_sec
        var local = tm()
        localtime_r(&seconds, &local)
        let trust: ClockTrust = millis < 1_704_067_200_000 ? .unset : attested.withLock { $0 } ? .attested : .machine
        return WallTime(millis: millis, offsetMinutes: local.tm_gmtoff / 60, trust: trust)
    }

    public func monotonicNanos() -> UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }
}

/// A clock that moves only when told to.
public final class ManualTime: TimeSource {
    private struct State {
        var wall: WallTime
        var nanos: UInt64 = 0
    }

    private let state: Mutex<State>

    public init(_ wall: WallTime = WallTime(millis: 1_790_000_000_000, offsetMinutes: 0, trust: .attested)) {
        state = Mutex(State(wall: wall))
    }

    public func now() -> WallTime { state.withLock { $0.wall } }
    public func monotonicNanos() -> UInt64 { state.withLock { $0.nanos } }

    /// Both clocks move on.
    public func advance(millis: Int64) {
        state.withLock {
            $0.wall.millis += millis
            $0.nanos += UInt64(max(0, millis)) * 1_000_000
        }
    }

    /// Somebody sets the wall clock; the monotonic one stays.
    public func set(_ wall: WallTime) { state.withLock { $0.wall = wall } }
}
