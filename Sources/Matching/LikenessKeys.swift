import Foundations

/// The keys under which a child is looked up, so that of a hundred thousand few are compared. Pure and versioned with the
/// projection's rules, as the index of names is.
///
/// Single keys (a name, a relative's name, a place) also tell how common a value is; pairs (two names, a name and a year of
/// birth, a name and a place, a place and a year) are rare enough to be read whole.
public enum LikenessKeys {
    static let name = "n", pair = "nn", nameYear = "ny", namePlace = "np", placeYear = "py", relative = "r", place = "p", number = "i"
    /// One child has no more keys than this: names of a few words, read in several ways.
    public static let most = 96

    /// What stands in the store for a key: 6 bytes (FNV-1a). Two keys that share them cost a comparison, nothing more.
    public static func bytes(_ key: String) -> [UInt8] {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in key.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return (0..<6).map { UInt8(truncatingIfNeeded: hash >> (UInt64($0) * 8)) }
    }

    /// Of the child's own record.
    public static func child(_ child: FoldedChild) -> [String] {
        var keys: [String] = []
        func add(_ key: String) { if keys.count < most, !keys.contains(key) { keys.append(key) } }
        if let id = child.nationalID { add(number + id) }
        let names = nameKeys(child)
        for place in child.places { for key in place { add(Self.place + key) } }
        for name in names { for key in name { add(Self.name + key) } }
        for pair in pairs(names) { add(pair) }
        if let year = child.birth?.year {
            for name in names { for key in name { add("\(nameYear)\(key) \(year)") } }
            for place in child.places { for key in place { add("\(placeYear)\(key) \(year) \(child.sex ?? "")") } }
        }
        for place in child.places.prefix(3) { for at in place.sorted() { for name in names { for key in name { add("\(namePlace)\(key) \(at)") } } } }
        return keys
    }

    /// Of a mother, father, other caregiver or sibling, whose record is another one.
    public static func relative(_ name: String) -> [String] {
        Array(Set(NamePart.parts(name, most: 2).flatMap(\.keys)).sorted().map { relative + $0 }.prefix(8))
    }

    /// First and family names, each with its readings, at most six names of three readings.
    static func nameKeys(_ child: FoldedChild) -> [[String]] {
        (child.given.prefix(2) + child.family.prefix(2) + child.other.prefix(3)).prefix(6).map { Array($0.keys.prefix(3)) }
    }

    static func pairs(_ names: [[String]]) -> [String] {
        var pairs: [String] = []
        for (index, one) in names.enumerated() {
            for other in names[(index + 1)...] {
                for a in one { for b in other where a != b { pairs.append(pair + min(a, b) + " " + max(a, b)) } }
            }
        }
        return pairs
    }
}
