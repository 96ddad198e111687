/// Finds the name an author probably meant.
public enum Suggestion {
    /// The nearest candidate, when it is near enough: at most a third of the letters changed, added, dropped or
    /// swapped with their neighbour. The case of ASCII letters does not count. Ties go to the first.
    public static func nearest(to name: String, among candidates: [String]) -> String? {
        nearest(to: Text(name), among: candidates.map { Text($0) })?.string
    }

    static func nearest(to name: Text, among candidates: [Text]) -> Text? {
        let wanted = name.lowercased.utf8
        guard !wanted.isEmpty, wanted.count <= 64 else { return nil }
        let allowed = max(1, wanted.count / 3)
        var best: (distance: Int, candidate: Text)?
        for candidate in candidates {
            let offered = candidate.lowercased.utf8
            if abs(offered.count - wanted.count) > allowed || offered.count > 64 { continue }
            let distance = distance(wanted, offered)
            if distance <= allowed, distance < best?.distance ?? Int.max { best = (distance, candidate) }
        }
        return best?.candidate
    }

    /// Optimal string alignment.
    private static func distance(_ a: [UInt8], _ b: [UInt8]) -> Int {
        var before: [Int] = []
        var last = Array(0...b.count)
        for i in 0..<a.count {
            var row = [i + 1]
            row.reserveCapacity(b.count + 1)
            for j in 0..<b.count {
                var cost = min(last[j + 1] + 1, row[j] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
                if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { cost = min(cost, before[j - 1] + 1) }
                row.append(cost)
            }
            before = last
            last = row
        }
        return last[b.count]
    }
}
