/// How far two names agree.
enum NameAgreement: Int, Comparable {
    /// Other names; near: a slip of the pen apart, or sounds alike but is written quite differently in one script;
    /// sound: another spelling or script of the same; exact: the same letters.
    case different, near, sound, exact

    static func < (a: NameAgreement, b: NameAgreement) -> Bool { a.rawValue < b.rawValue }

    static func of(_ a: NamePart, _ b: NamePart) -> NameAgreement {
        let heard = heard(a, b)
        // One name in another language: as far from it as a slip of the pen.
        return heard == .different && (a.also.contains(where: b.keys.contains) || b.also.contains(where: a.keys.contains)) ? .near : heard
    }

    private static func heard(_ a: NamePart, _ b: NamePart) -> NameAgreement {
        if a.text == b.text { return .exact }
        let sharesSound = a.keys.contains(where: b.keys.contains)
        guard a.script == b.script else {
            if sharesSound { return .sound }
            return a.keys.contains { key in b.keys.contains { isNear(key, $0) } } ? .near : .different
        }
        let length = max(a.text.count, b.text.count)
        let distance = editDistance(a.text, b.text, atMost: max(2, length * 2 / 5))
        if sharesSound {
            // Vowels tell names apart where a script writes them all; in Arabic a long one does: محمد is not محمود.
            let allowed = a.script == .arabic ? 0 : a.script == .latin ? length * 2 / 5 : max(1, length / 3)
            return distance <= allowed ? .sound : .near
        }
        if distance <= (length >= 8 ? 2 : length >= 4 ? 1 : 0) { return .near }
        // A short form: Ion and Ionel, Alex and Alexandru.
        let shorter = min(a.text.count, b.text.count)
        return shorter >= 4 && (a.text.starts(with: b.text) || b.text.starts(with: a.text)) ? .near : .different
    }

    /// Two keys a slip apart, or the same but for voice: Anahit, Anahid.
    private static func isNear(_ a: String, _ b: String) -> Bool {
        if a.utf8.count == b.utf8.count, zip(a.utf8, b.utf8).allSatisfy({ voiceless($0) == voiceless($1) }) { return true }
        guard min(a.utf8.count, b.utf8.count) >= 2, max(a.utf8.count, b.utf8.count) >= 3 else { return false }
        return editDistance(Array(a.unicodeScalars), Array(b.unicodeScalars), atMost: 1) <= 1
    }

    private static func voiceless(_ letter: UInt8) -> UInt8 {
        switch letter {
        case UInt8(ascii: "d"): UInt8(ascii: "t")
        case UInt8(ascii: "g"): UInt8(ascii: "k")
        case UInt8(ascii: "z"): UInt8(ascii: "s")
        case UInt8(ascii: "f"): UInt8(ascii: "b")
        default: letter
        }
    }

    /// Insertions, deletions, exchanges and swapped neighbours; `limit + 1` for more than `limit`.
    static func editDistance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar], atMost limit: Int) -> Int {
        if abs(a.count - b.count) > limit { return limit + 1 }
        var beforeLast = [Int](repeating: 0, count: b.count + 1)
        var last = Array(0...b.count)
        for i in 0..<a.count {
            var row = [Int](repeating: i + 1, count: b.count + 1)
            var least = i + 1
            for j in 0..<b.count {
                var cost = min(last[j] + (a[i] == b[j] ? 0 : 1), last[j + 1] + 1, row[j] + 1)
                if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { cost = min(cost, beforeLast[j - 1] + 1) }
                row[j + 1] = cost
                least = min(least, cost)
            }
            if least > limit { return limit + 1 }
            beforeLast = last
            last = row
        }
        return min(last[b.count], limit + 1)
    }
}

/// The best agreement between two lists of names, and what it rests on.
struct ListAgreement {
    var level: NameAgreement = .different
    /// The sounds that agreed (of the first list).
    var keys: [String] = []

    /// Nil where one of the lists is empty.
    static func of(_ a: [NamePart], _ b: [NamePart]) -> ListAgreement? {
        guard !a.isEmpty, !b.isEmpty else { return nil }
        var best = ListAgreement()
        for one in a {
            for other in b {
                let level = NameAgreement.of(one, other)
                if level > best.level || level == best.level && best.keys.isEmpty {
                    let shared = one.keys.filter(other.keys.contains)
                    best = ListAgreement(level: level, keys: shared.isEmpty ? one.keys : shared)
                }
            }
        }
        return best
    }
}
