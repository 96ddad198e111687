import Foundation
import Foundations

/// Where keys are kept: in memory or in the store.
public protocol LikenessIndex {
    /// Ordered, so that equals are chosen the same way each time.
    associatedtype Child: Hashable & Comparable & Sendable
    associatedtype Failure: Error
    /// How many children there are.
    func population() throws(Failure) -> Int
    /// How many rows a key has, counted to `limit`.
    func count(_ key: String, atMost limit: Int) throws(Failure) -> Int
    /// The children under a key; one may come twice.
    func children(_ key: String, atMost limit: Int) throws(Failure) -> [Child]
    /// Whether this child stands under a key.
    func has(_ key: String, _ child: Child) throws(Failure) -> Bool
}

/// Finds the children that are worth comparing with a description.
public struct LikenessSearch: Sendable {
    /// Those to compare, the most promising first, and the scorer to compare with.
    public struct Candidates<Child: Hashable & Comparable & Sendable>: Sendable {
        public var children: [Child]
        public var scorer: LikenessScorer
        /// The score from which a child is shown, in a store of this size.
        public var threshold: Double
    }

    /// How many are compared.
    public static let compared = 150
    /// Keys that more children have are not read, only counted.
    static let longest = 6_000
    /// Rows read in all.
    static let mostRows = 40_000
    /// Of the most promising children it is asked one by one whether they stand under the common keys too, the rarest of these first.
    static let closer: [LikenessPurpose: Int] = [.duplicate: 600, .tracing: 4_000]
    static let commonKeys = 4

    /// The share of children who have a value that so many have, 0…1: in steps, and never less than a handful's, so that nobody who tries out
    /// descriptions can tell by the order or the score of those whom they see that one more child has it.
    public static func share(_ count: Int, of population: Int) -> Double {
        exp2((2 * log2(Double(max(4, count)))).rounded() / 2) / (Double(population) + 50)
    }

    /// A key to look up, and which of the description's facts it stands for.
    struct Sought {
        var key: String
        var facts: UInt64
    }

    let child: FoldedChild
    let purpose: LikenessPurpose
    let weights: LikenessWeights.Purpose

    public init(_ description: ChildDescription, for purpose: LikenessPurpose, _ weights: LikenessWeights) {
        child = FoldedChild(description, weights.equivalents)
        self.purpose = purpose
        self.weights = weights.purposes[purpose] ?? LikenessWeights.Purpose()
    }

    /// The score from which a child is shown in a store of so many.
    public func threshold(among children: Int) -> Double { weights.threshold(among: children) }
    /// How many are shown at most.
    public var most: Int { weights.most }

    /// Compares with children that are found by other ways.
    public func scorer<Index: LikenessIndex>(in index: Index) throws(Index.Failure) -> LikenessScorer {
        let population = try index.population()
        var frequency: [String: Double] = [:]
        for key in sought().0.flatMap(\.keys) { frequency[key] = min(1, Self.share(try index.count(key, atMost: population), of: population)) }
        return LikenessScorer(child, weights, frequency: frequency, population: population)
    }

    public func candidates<Index: LikenessIndex>(in index: Index, atMost limit: Int = compared) throws(Index.Failure) -> Candidates<Index.Child> {
        let population = try index.population()
        let (facts, sought) = sought()
        // A fact's weight in the choice: how rare its rarest key is.
        var frequency: [String: Double] = [:]
        var weight: [Double] = []
        for fact in facts {
            var rarest = 1.0
            for key in fact.keys {
                let share = min(1, Self.share(try index.count(key, atMost: population), of: population))
                frequency[key] = share
                rarest = min(rarest, share)
            }
            weight.append(fact.weight ?? -log2(rarest))
        }
        var found: [Index.Child: UInt64] = [:]
        var rows = 0
        var counted: [(Int, Sought)] = []
        for one in sought {
            let count = try index.count(one.key, atMost: Self.longest + 1)
            if count > 0 { counted.append((count, one)) }
        }
        var common: [Sought] = []
        for (count, one) in counted.sorted(by: { ($0.0, $0.1.key) < ($1.0, $1.1.key) }) {
            guard count <= Self.longest, rows + count <= Self.mostRows else {
                common.append(one)
                continue
            }
            rows += count
            for child in try index.children(one.key, atMost: Self.longest) { found[child, default: 0] |= one.facts }
        }
        func promise(_ facts: UInt64) -> Double {
            var sum = 0.0
            var rest = facts
            while rest != 0 {
                sum += weight[rest.trailingZeroBitCount]
                rest &= rest - 1
            }
            return sum
        }
        var promises: [UInt64: Double] = [:]
        func ranked(_ found: [Index.Child: UInt64]) -> [(Index.Child, Double)] {
            found.map { child, facts -> (Index.Child, Double) in
                if let known = promises[facts] { return (child, known) }
                let sum = promise(facts)
                promises[facts] = sum
                return (child, sum)
            }.sorted { ($1.1, $0.0) < ($0.1, $1.0) }
        }
        var order = ranked(found)
        if !common.isEmpty, order.count > limit {
            order.removeLast(max(0, order.count - (Self.closer[purpose] ?? 0)))
            let rarest = common.map { ($0, promise($0.facts)) }.sorted { ($1.1, $0.0.key) < ($0.1, $1.0.key) }.prefix(Self.commonKeys)
            var closer: [Index.Child: UInt64] = [:]
            for (child, _) in order {
                var facts = found[child] ?? 0
                for (one, _) in rarest where facts & one.facts != one.facts {
                    if try index.has(one.key, child) { facts |= one.facts }
                }
                closer[child] = facts
            }
            order = ranked(closer)
        }
        return Candidates(children: order.prefix(limit).map(\.0),
                          scorer: LikenessScorer(child, weights, frequency: frequency, population: population),
                          threshold: weights.threshold(among: population))
    }

    private struct Fact {
        /// Whose counts tell how common it is.
        var keys: [String]
        /// Where that is not counted.
        var weight: Double?
    }

    /// At most 64 facts, and the keys that stand for them.
    private func sought() -> ([Fact], [Sought]) {
        var facts: [Fact] = []
        var sought: [Sought] = []
        func fact(_ keys: [String], weight: Double? = nil) -> UInt64 {
            guard facts.count < 64 else { return 0 }
            facts.append(Fact(keys: keys, weight: weight))
            return 1 << UInt64(facts.count - 1)
        }
        func seek(_ key: String, _ facts: UInt64) { if facts != 0 { sought.append(Sought(key: key, facts: facts)) } }

        if let id = child.nationalID { seek(LikenessKeys.number + id, fact([], weight: 30)) }
        let names = LikenessKeys.nameKeys(child).map { keys in (keys, fact(keys.map { LikenessKeys.name + $0 })) }
        let places = child.places.map { place in
            (place.sorted(), fact(place.sorted().map { LikenessKeys.place + $0 }))
        }
        for (keys, bit) in names { for key in keys { seek(LikenessKeys.name + key, bit) } }
        for (index, one) in names.enumerated() {
            for other in names[(index + 1)...] {
                for pair in LikenessKeys.pairs([one.0, other.0]) { seek(pair, one.1 | other.1) }
            }
        }
        for (keys, bit) in names {
            for (places, there) in places { for at in places { for key in keys { seek("\(LikenessKeys.namePlace)\(key) \(at)", bit | there) } } }
        }
        if let year = child.birth?.year {
            let about = fact([], weight: 1.5), same = fact([], weight: 2)
            for apart in -weights.years...weights.years {
                let bits = apart == 0 ? about | same : about
                for (keys, bit) in names { for key in keys { seek("\(LikenessKeys.nameYear)\(key) \(year + apart)", bit | bits) } }
                for (places, there) in places {
                    for at in places { seek("\(LikenessKeys.placeYear)\(at) \(year + apart) \(child.sex ?? "")", there | bits) }
                }
            }
        }
        for relative in (child.mother + child.father + child.caregivers + child.siblings).prefix(20) {
            let keys = relative.keys.prefix(3).map { LikenessKeys.relative + $0 }
            let bit = fact(keys)
            for key in keys { seek(key, bit) }
        }
        return (facts, sought)
    }
}
