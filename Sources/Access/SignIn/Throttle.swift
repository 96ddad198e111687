import Foundations

/// Slows guessing down without letting anybody lock an account, still less an office.
///
/// Three measures, all of waiting time, none of locking:
/// 1. **Pair** (account and address): the first two failures cost nothing, then 1, 2, 4 … 300 s. Only this pair waits.
/// 2. **Account heat**: ten failures on one account within some minutes, from anywhere, make *new* pairs wait
///    10–60 s before their first try. The wait is a reservation: when it is over the try counts, whatever
///    others did meanwhile. So a right password always works, at the latest after a minute.
/// 3. **Address heat**: the same for an address that fails on many accounts (5–30 s).
///
/// A device that this account has signed in on before (it shows a mark of ours) is a pair of its own and is
/// held back by nobody else's failures. Tries made while waiting are refused unread and lengthen nothing.
///
/// Pure: time is handed in. Bounded: see `most`.
struct Throttle: Sendable {
    enum Admission: Sendable, Equatable {
        case go
        case wait(seconds: Int)
    }

    /// Where a try comes from: a device known to the account, else the network address.
    enum Origin: Sendable, Hashable {
        case device(String)
        case peer(String)
    }

    static let freeFailures = 2
    static let longestPairWait = 300
    static let accountThreshold = 10.0
    static let peerThreshold = 20.0
    let most: Int
    /// A try whose end was never reported (the request died) frees its pair after this long.
    static let lostAfter: UInt64 = 30 * second
    static let second: UInt64 = 1_000_000_000

    private struct Pair: Hashable {
        let account: String
        let origin: Origin
    }

    private struct PairState {
        var failures = 0
        var notBefore: UInt64 = 0
        var runningSince: UInt64?
        var touched: UInt64
    }

    /// A counter that leaks.
    private struct Heat {
        var level = 0.0
        var at: UInt64

        mutating func cool(to now: UInt64, perSecond: Double) {
            // Two requests may hand in their times in the wrong order.
            guard now > at else { return }
            level = max(0, level - Double(now - at) / Double(second) * perSecond)
            at = now
        }
    }

    private static let accountCooling = 1.0 / 60
    private static let peerCooling = 1.0 / 10
    private var pairs: [Pair: PairState] = [:]
    private var accounts: [String: Heat] = [:]
    private var peers: [String: Heat] = [:]

    init(most: Int = 20_000) { self.most = most }

    var size: Int { pairs.count + accounts.count + peers.count }

    /// Asks for one try. After `go` exactly one of `failed`, `succeeded` and `withdrawn` should follow.
    mutating func admit(account: String, origin: Origin, at now: UInt64) -> Admission {
        let pair = Pair(account: account, origin: origin)
        var state = pairs[pair] ?? PairState(touched: now)
        if pairs[pair] == nil { state.notBefore = after(heatWait(account, origin, now), now) }
        defer {
            state.touched = now
            pairs[pair] = state
            shrink(now)
        }
        if now < state.notBefore { return .wait(seconds: Self.seconds(state.notBefore - now)) }
        if let since = state.runningSince, now < since + Self.lostAfter { return .wait(seconds: 1) }
        state.runningSince = now
        return .go
    }

    mutating func failed(account: String, origin: Origin, at now: UInt64) {
        let pair = Pair(account: account, origin: origin)
        var state = pairs[pair] ?? PairState(touched: now)
        state.failures += 1
        state.runningSince = nil
        state.touched = now
        heat(account, origin, now)
        let over = state.failures - Self.freeFailures
        let own = over <= 0 ? 0 : min(Self.longestPairWait, 1 << min(over - 1, 10))
        state.notBefore = after(max(own, heatWait(account, origin, now)), now)
        pairs[pair] = state
    }

    mutating func succeeded(account: String, origin: Origin) {
        pairs[Pair(account: account, origin: origin)] = nil
    }

    /// The try neither failed nor succeeded (the queue was full, a code is still to come).
    mutating func withdrawn(account: String, origin: Origin) {
        pairs[Pair(account: account, origin: origin)]?.runningSince = nil
    }

    private mutating func heat(_ account: String, _ origin: Origin, _ now: UInt64) {
        guard case .peer(let peer) = origin else { return }
        var heat = accounts[account] ?? Heat(at: now)
        heat.cool(to: now, perSecond: Self.accountCooling)
        heat.level = min(heat.level + 1, 60)
        accounts[account] = heat
        heat = peers[peer] ?? Heat(at: now)
        heat.cool(to: now, perSecond: Self.peerCooling)
        heat.level = min(heat.level + 1, 120)
        peers[peer] = heat
    }

    private mutating func heatWait(_ account: String, _ origin: Origin, _ now: UInt64) -> Int {
        guard case .peer(let peer) = origin else { return 0 }
        accounts[account]?.cool(to: now, perSecond: Self.accountCooling)
        peers[peer]?.cool(to: now, perSecond: Self.peerCooling)
        let account = accounts[account]?.level ?? 0
        let address = peers[peer]?.level ?? 0
        let first = account < Self.accountThreshold ? 0 : min(60, Int(account))
        let second = address < Self.peerThreshold ? 0 : min(30, Int(address / 4))
        return max(first, second)
    }

    /// Over the bound, forgets what has failed least and longest ago, a quarter at once.
    private mutating func shrink(_ now: UInt64) {
        if pairs.count > most {
            let order = pairs.sorted { ($0.value.failures, $0.value.touched) < ($1.value.failures, $1.value.touched) }
            for (pair, _) in order.prefix(most / 4) { pairs[pair] = nil }
        }
        if accounts.count > most { accounts = hottest(accounts, now, Self.accountCooling) }
        if peers.count > most { peers = hottest(peers, now, Self.peerCooling) }
    }

    private func hottest(_ table: [String: Heat], _ now: UInt64, _ cooling: Double) -> [String: Heat] {
        var cooled = table.mapValues { heat in
            var heat = heat
            heat.cool(to: now, perSecond: cooling)
            return heat
        }
        for (key, _) in cooled.sorted(by: { $0.value.level < $1.value.level }).prefix(most / 4) { cooled[key] = nil }
        return cooled
    }

    private func after(_ wait: Int, _ now: UInt64) -> UInt64 { wait == 0 ? 0 : now + UInt64(wait) * Self.second }

    private static func seconds(_ nanos: UInt64) -> Int { Int((nanos + second - 1) / second) }
}
