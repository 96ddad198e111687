/// The generator behind the demo: SplitMix64 (G. Steele, D. Lea, C. Flood, 2014). Fast, seeded by one
/// word, the same on every machine. Not for secrets.
public struct SplitMix64: RandomNumberGenerator, Sendable {
    private var state: UInt64

    public init(seed: UInt64) { state = seed }

    /// A stream of its own for the `index`-th thing of a kind, so that one family's story does not depend on another's.
    public init(seed: UInt64, kind: UInt64, index: Int) {
        state = SplitMix64.mixed(SplitMix64.mixed(seed &+ kind &* 0xD6E8_FEB8_6659_FD93) ^ UInt64(truncatingIfNeeded: index))
    }

    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        return SplitMix64.mixed(state)
    }

    private static func mixed(_ word: UInt64) -> UInt64 {
        var z = word
        z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
        return z ^ z >> 31
    }

    /// 0 ..< bound by multiplication; the bias below 2⁻³² does not matter here. 0 where bound is not positive.
    public mutating func below(_ bound: Int) -> Int {
        guard bound > 0 else { return 0 }
        return Int(((next() >> 32) &* UInt64(bound)) >> 32)
    }

    public mutating func within(_ range: ClosedRange<Int>) -> Int {
        range.lowerBound + below(range.upperBound - range.lowerBound + 1)
    }

    /// True in `percent` of 100 draws.
    public mutating func chance(_ percent: Int) -> Bool { below(100) < percent }

    public mutating func pick<Element>(_ elements: [Element]) -> Element {
        precondition(!elements.isEmpty, "nothing to pick from")
        return elements[below(elements.count)]
    }

    /// 0 ..< 1.
    public mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }
}

/// Draws an index by weight. Weights are cumulated once; a draw is a binary search.
struct WeightedTable: Sendable {
    private let sums: [Double]

    init(_ weights: [Double]) {
        var total = 0.0
        sums = weights.map { total += $0; return total }
    }

    /// Weight 1/rank: the shape in which names are common.
    static func zipf(_ count: Int) -> WeightedTable {
        WeightedTable((0..<count).map { 1 / Double($0 + 1) })
    }

    func draw(_ random: inout SplitMix64) -> Int {
        let target = random.unit() * (sums.last ?? 0)
        var low = 0
        var high = sums.count - 1
        while low < high {
            let middle = (low + high) / 2
            if sums[middle] <= target { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
