import Foundations

/// A name that was read for comparison: one word, or words that belong together (عبد الله).
struct NamePart: Sendable, Equatable {
    var text: [Unicode.Scalar]
    /// Its sounds; empty for scripts that have none here.
    var keys: [String]
    var script: Script
    /// Sounds of what the name is in other languages (`NameEquivalents`).
    var also: [String] = []

    enum Script: Sendable { case latin, arabic, cyrillic, armenian, other }

    /// The parts of a text, at most `most`.
    static func parts(_ text: String, most: Int = 6) -> [NamePart] {
        let words = NameFolding.words(String(text.prefix(200))).prefix(8)
        return NameSounds.parts(Array(words)).prefix(most).map { part in
            let text = part.words.joined()
            let keys = part.joined.isEmpty ? part.words.flatMap(NameSounds.keys) : part.joined
            return NamePart(text: Array(text.unicodeScalars.prefix(40)), keys: keys.isEmpty ? ["\u{3d}" + text] : keys, script: script(text))
        }.filter { $0.text.count > 1 }
    }

    private static func script(_ text: String) -> Script {
        switch text.unicodeScalars.first?.value ?? 0 {
        case 0x61...0x7A: .latin
        case 0x600...0x6FF: .arabic
        case 0x400...0x52F: .cyrillic
        case 0x530...0x58F: .armenian
        default: .other
        }
    }
}

/// A description folded once, for many comparisons.
public struct FoldedChild: Sendable {
    var given: [NamePart]
    var family: [NamePart]
    var other: [NamePart]
    /// Of `other` what may be a first name, and what may be a family name: what sounds as one of these is that.
    var otherGiven: [NamePart]
    var otherFamily: [NamePart]
    var sex: String?
    var birth: PartialDate?
    var isBirthEstimated: Bool
    /// By their sounds where they are names, as they are where they are codes.
    var places: [Set<String>]
    var mother: [NamePart]
    var father: [NamePart]
    var caregivers: [NamePart]
    var siblings: [NamePart]
    var nationalID: String?

    /// Takes of each list what a file has at most: 4 names of a kind, 6 places, 12 siblings.
    /// - Parameter equivalents: what first names are in other languages; for the one of two descriptions that is looked up.
    public init(_ child: ChildDescription, _ equivalents: NameEquivalents = NameEquivalents()) {
        func also(_ part: NamePart) -> NamePart {
            var part = part
            part.also = equivalents.keys(of: part)
            return part
        }
        func names(_ texts: [String], _ most: Int = 4) -> [NamePart] {
            var parts: [NamePart] = []
            for part in texts.prefix(most).flatMap({ NamePart.parts($0) }) where !parts.contains(part) { parts.append(part) }
            return Array(parts.prefix(12))
        }
        given = names(child.given).map(also)
        let written = names(child.family)
        let mothers = child.mother.prefix(4).flatMap { NamePart.parts($0) }
        // A mother who is all the family name that somebody knows: it may match, but it is no other family name.
        let isMothers = !written.isEmpty && !mothers.isEmpty
            && mothers.allSatisfy { mother in written.contains { NameAgreement.of($0, mother) >= .near } }
        family = isMothers ? [] : written
        let named = given + family
        // A whole name in one field may hold the family name at either end.
        other = family.isEmpty && given.count > 1 ? given : (names(child.other) + (isMothers ? written : [])).filter { one in !named.contains { $0.text == one.text } }
        let (first, last) = (given, family)
        func sounds(_ part: NamePart, _ names: [NamePart]) -> Bool { names.contains { NameAgreement.of(part, $0) >= .near } }
        otherGiven = other.filter { sounds($0, first) || !sounds($0, last) }
        otherFamily = other.filter { sounds($0, last) || !sounds($0, first) || last.isEmpty }
        sex = child.sex
        birth = child.birth
        isBirthEstimated = child.isBirthEstimated || child.birth?.qualifier != nil
        places = child.places.prefix(6).map(Self.place).filter { !$0.isEmpty }
        // A mother is written with the child's family name or without: it says nothing more about her.
        let families = Set(family.flatMap(\.keys))
        func relatives(_ texts: [String]) -> [NamePart] {
            texts.prefix(4).flatMap { text -> [NamePart] in
                let parts = NamePart.parts(text)
                let own = parts.filter { families.isDisjoint(with: $0.keys) }
                return (own.isEmpty ? Array(parts.prefix(1)) : own).map(also)
            }
        }
        mother = relatives(child.mother)
        father = relatives(child.father)
        caregivers = relatives(child.caregivers)
        // Of a sibling the first name tells; what follows is the family's.
        siblings = child.siblings.prefix(12).compactMap { NamePart.parts($0).first.map(also) }
        nationalID = child.nationalID.flatMap { NameFolding.number(String($0.prefix(60))) }
    }

    /// A code has digits; a name is known by its first two words' sounds.
    private static func place(_ text: String) -> Set<String> {
        let limited = String(text.prefix(200))
        if limited.contains(where: \.isNumber) { return [NameFolding.words(limited).joined()] }
        return Set(NamePart.parts(limited, most: 1).flatMap(\.keys))
    }
}
