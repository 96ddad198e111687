import Synchronization

/// Token buckets per address with one above them all. Holds at most a few thousand addresses; the fullest ones, which
/// say nothing, are forgotten first. Injected time, no thread of its own.
final class RateLimit: Sendable {
    private struct Bucket {
        var tokens: Double
        var last: UInt64
    }

    private struct State {
        var peers: [String: Bucket] = [:]
        var all: Bucket?
    }

    private static let mostPeers = 4096
    private let burst: Double
    private let perNano: Double
    private let overall: Double
    private let state = Mutex(State())

    /// - Parameters:
    ///   - burst: how many an address may do at once.
    ///   - perMinute: how many more it earns a minute.
    ///   - overall: burst and earnings a minute of all addresses together.
    init(burst: Int, perMinute: Double, overall: Int) {
        self.burst = Double(burst)
        perNano = perMinute / 60e9
        self.overall = Double(overall)
    }

    /// Whether one more may happen now; counts it when it may.
    func admit(_ peer: String, at nanos: UInt64) -> Bool {
        state.withLock { state in
            var all = Self.refilled(state.all ?? Bucket(tokens: overall, last: nanos), overall, overall / 60e9, nanos)
            var one = Self.refilled(state.peers[peer] ?? Bucket(tokens: burst, last: nanos), burst, perNano, nanos)
            let admitted = all.tokens >= 1 && one.tokens >= 1
            if admitted {
                all.tokens -= 1
                one.tokens -= 1
            }
            state.all = all
            state.peers[peer] = one
            if state.peers.count > Self.mostPeers { forgetFull(&state.peers, nanos) }
            return admitted
        }
    }

    private func forgetFull(_ peers: inout [String: Bucket], _ nanos: UInt64) {
        peers = peers.filter { Self.refilled($0.value, burst, perNano, nanos).tokens < burst }
        // All of them busy: an attack from very many addresses. The bucket above them holds.
        if peers.count > Self.mostPeers { peers.removeAll() }
    }

    private static func refilled(_ bucket: Bucket, _ most: Double, _ perNano: Double, _ nanos: UInt64) -> Bucket {
        let passed = nanos > bucket.last ? Double(nanos - bucket.last) : 0
        return Bucket(tokens: min(most, bucket.tokens + passed * perNano), last: max(nanos, bucket.last))
    }
}
