public import Foundations

/// Whom not to tell and what not to share, in the words of whoever said it ("not to the uncle"). Shown before anything is shared.
public struct SharingWish: Sendable, Hashable {
    public let words: String
    /// When it was said; nothing where it stands in the child's own record.
    public let saidOn: CivilDay?

    public init(words: String, saidOn: CivilDay?) {
        self.words = words
        self.saidOn = saidOn
    }

    /// What is to be shown: the child's own first, then the newest; each said once, and none that says nothing. A wish is never
    /// overtaken by a later one: who wants to take one back changes the record that holds it.
    public static func shown(_ wishes: [SharingWish]) -> [SharingWish] {
        var seen: Set<[Substring]> = []
        let sorted = wishes.enumerated().sorted { left, right in
            let (one, other) = (left.element.saidOn?.daysSinceEpoch ?? .max, right.element.saidOn?.daysSinceEpoch ?? .max)
            return one == other ? left.offset < right.offset : one > other
        }
        return sorted.map(\.element).filter { wish in
            wish.words.contains { $0.isLetter || $0.isNumber } && seen.insert(wish.words.split(whereSeparator: \.isWhitespace)).inserted
        }
    }
}
