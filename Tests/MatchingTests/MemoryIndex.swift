import Matching

/// Children in memory, with the keys that the store keeps.
final class MemoryIndex: LikenessIndex {
    private(set) var folded: [FoldedChild] = []
    private var rows: [String: [Int32]] = [:]
    private(set) var keys = 0

    func add(_ child: ChildDescription) {
        let number = Int32(folded.count)
        let one = FoldedChild(child)
        folded.append(one)
        var all = LikenessKeys.child(one)
        for name in child.mother + child.father + child.caregivers + child.siblings { all += LikenessKeys.relative(name) }
        for key in Set(all) { rows[key, default: []].append(number) }
        keys += all.count
    }

    func population() -> Int { folded.count }
    func count(_ key: String, atMost limit: Int) -> Int { min(limit, rows[key]?.count ?? 0) }
    func has(_ key: String, _ child: Int32) -> Bool {
        guard let row = rows[key] else { return false }
        var low = 0, high = row.count
        while low < high {
            let middle = (low + high) / 2
            if row[middle] < child { low = middle + 1 } else { high = middle }
        }
        return low < row.count && row[low] == child
    }
    func children(_ key: String, atMost limit: Int) -> [Int32] { Array((rows[key] ?? []).prefix(limit)) }

    /// What a registration or a request is shown; with a threshold of its own where one is given.
    func found(_ child: ChildDescription, for purpose: LikenessPurpose, _ weights: LikenessWeights, threshold: Double? = nil) -> [(child: Int32, likeness: Likeness)] {
        let search = LikenessSearch(child, for: purpose, weights)
        let candidates = search.candidates(in: self)
        return candidates.children.map { ($0, candidates.scorer.likeness(to: folded[Int($0)])) }
            .filter { $0.1.score >= threshold ?? candidates.threshold }
            .sorted { ($1.1.bits, $0.0) < ($0.1.bits, $1.0) }
            .prefix(search.most).map { $0 }
    }
}
