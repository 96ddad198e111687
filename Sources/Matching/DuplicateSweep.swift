public import Foundations

/// Two children who may be one.
public struct DuplicatePair: Hashable, Sendable {
    /// The lower id, as a rule the one registered first.
    public let first: UUIDv7
    public let second: UUIDv7

    public init(_ a: UUIDv7, _ b: UUIDv7) { (first, second) = a < b ? (a, b) : (b, a) }
}

/// What a search of all children for pairs keeps from one slice to the next, and from one night to the next. Pure: whoever runs it
/// compares the children and says what was found.
///
/// A child of whom nothing has changed since the last round is not compared again: a new pair has one side that changed, and that side is
/// compared with all. What is kept are ids and digests, some 100 bytes a child.
public struct DuplicateSweep<Place: Sendable>: Sendable {
    /// More pairs than anybody will look through; the likeliest are kept.
    public static var most: Int { 10_000 }

    /// Bits that speak for each pair.
    public private(set) var pairs: [DuplicatePair: Double] = [:]
    /// Behind which child the round under way goes on; nil where it begins, or where none is under way.
    public private(set) var place: Place?
    public private(set) var isUnderWay = false
    /// When the last whole round began and ended.
    public private(set) var begun: WallTime?
    public private(set) var ended: WallTime?
    /// Child → what was compared in the last round.
    private var known: [UUIDv7: Int] = [:]
    private var met: [UUIDv7: Int] = [:]

    public init() {}

    public mutating func begin(at now: WallTime) {
        (isUnderWay, begun, place, met) = (true, now, nil, [:])
    }

    /// Whether this child has to be compared in this round. Pairs of a child who has changed are forgotten: they are found again where they still hold.
    /// - Parameter digest: of what is compared; the same for the same answers as long as the process lives.
    public mutating func meets(_ child: UUIDv7, digest: Int) -> Bool {
        met[child] = digest
        guard let before = known[child] else { return true }
        if before == digest { return false }
        pairs = pairs.filter { $0.key.first != child && $0.key.second != child }
        known[child] = nil
        return true
    }

    public mutating func found(_ pair: DuplicatePair, bits: Double) {
        pairs[pair] = max(bits, pairs[pair] ?? bits)
        if pairs.count >= 2 * Self.most { keepLikeliest() }
    }

    /// The slice is over; the next goes on behind `place`.
    public mutating func goOn(behind place: Place) { self.place = place }

    /// All children were met. Pairs with one who is gone are gone.
    public mutating func end(at now: WallTime) {
        let met = met
        pairs = pairs.filter { met[$0.key.first] != nil && met[$0.key.second] != nil }
        keepLikeliest()
        (known, self.met, place, isUnderWay, ended) = (met, [:], nil, false, now)
    }

    /// The pairs, likeliest first; equals in a fixed order.
    public var ranked: [DuplicatePair] {
        pairs.sorted { ($1.value, $0.key.first, $0.key.second) < ($0.value, $1.key.first, $1.key.second) }.map(\.key)
    }

    private mutating func keepLikeliest() {
        guard pairs.count > Self.most else { return }
        let kept = ranked.prefix(Self.most)
        pairs = Dictionary(uniqueKeysWithValues: kept.map { ($0, pairs[$0] ?? 0) })
    }
}

/// When the search for pairs begins, and how much of the machine it takes. Nights are of the local clock.
public struct SweepSchedule: Sendable {
    /// The hour of the night in which it begins, 0…23.
    public var hour: Int
    /// Until this hour it works every second moment, at other times every fifth.
    public var quietUntil: Int

    public init(hour: Int = 1, quietUntil: Int = 6) {
        self.hour = hour
        self.quietUntil = quietUntil
    }

    /// Whether a round should begin: none was begun since the process started, so that a missed night is made up for, or a night has
    /// begun since. A clock set back by more than a day counts as a new night.
    public func isDue(at now: WallTime, last: WallTime?) -> Bool {
        guard let last else { return true }
        return night(now) > night(last) || last.millis - now.millis > 86_400_000
    }

    /// How long to rest after a slice that took so long, in nanoseconds.
    public func rest(after spent: UInt64, at now: WallTime) -> UInt64 {
        let hour = (now.localMillis / 3_600_000) % 24
        return hour >= self.hour && hour < quietUntil ? spent : spent.multipliedReportingOverflow(by: 4).partialValue
    }

    private func night(_ time: WallTime) -> Int64 { (time.localMillis - Int64(hour) * 3_600_000) / 86_400_000 }
}

extension WallTime {
    fileprivate var localMillis: Int64 { max(0, millis + Int64(offsetMinutes) * 60_000) }
}
