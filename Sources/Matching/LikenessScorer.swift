import Foundation
import Foundations

/// Compares one description with others: by Fellegi and Sunter's weights, where an agreement counts by how rare the value
/// is at this site, and with siblings and cousins as explanations of their own. So twins (one family, one date of birth,
/// other first names) and cousins of one name come out as what they are.
public struct LikenessScorer: Sendable {
    let child: FoldedChild
    let weights: LikenessWeights.Purpose
    /// Share of the children that have a key, 0…1.
    let frequency: [String: Double]
    /// How many children there are to mistake for this one, at least 1.
    let population: Double

    init(_ child: FoldedChild, _ weights: LikenessWeights.Purpose, frequency: [String: Double], population: Int) {
        self.child = child
        self.weights = weights
        self.frequency = frequency
        self.population = Double(max(1, population))
    }

    public func likeness(to other: FoldedChild) -> Likeness {
        var sums = [Double](repeating: 0, count: LikenessWeights.Kinship.allCases.count)
        var reasons: [LikenessReason] = []
        for (field, agreement, frequency) in agreements(other) {
            guard let chances = weights.chances[.init(field: field, agreement: agreement)] else { continue }
            let logs = chances.map { log2($0.value(frequency)) }
            for kinship in sums.indices { sums[kinship] += logs[kinship] }
            reasons.append(LikenessReason(field: field, agreement: agreement, bits: logs[0] - logs[3]))
        }
        for kinship in sums.indices {
            let expected = kinship == 3 ? population : weights.expected[kinship]
            sums[kinship] += log2(max(1e-6, expected / population))
        }
        let most = sums.dropFirst().max() ?? 0
        let others = most + log2(sums.dropFirst().reduce(0) { $0 + exp2($1 - most) })
        let bits = sums[0] - others
        return Likeness(score: 1 / (1 + exp2(-bits)), bits: bits, reasons: reasons.sorted { abs($0.bits) > abs($1.bits) })
    }

    private typealias Found = (LikenessField, LikenessAgreement, Double)

    private func agreements(_ other: FoldedChild) -> [Found] {
        var found = names(other)
        if let a = child.sex, let b = other.sex { found.append((.sex, a == b ? .exact : .different, 0)) }
        if let birth = birth(other) { found.append((.birth, birth, 0)) }
        if !child.places.isEmpty, !other.places.isEmpty {
            let shared = child.places.filter { place in other.places.contains { !$0.isDisjoint(with: place) } }
            let rarest = shared.map { share(LikenessKeys.place, Array($0)) }.min()
            found.append((.place, shared.isEmpty ? .different : .exact, rarest ?? 0))
        }
        func relative(_ field: LikenessField, _ a: [NamePart], _ b: [NamePart]) {
            guard let best = ListAgreement.of(a, b) else { return }
            found.append((field, best.level.agreement, share(LikenessKeys.relative, best.keys)))
        }
        relative(.mother, child.mother, other.mother)
        relative(.father, child.father, other.father)
        relative(.caregiver, child.caregivers, other.caregivers + (child.caregivers.isEmpty ? [] : other.mother + other.father))
        found += siblings(other)
        if let a = child.nationalID, let b = other.nationalID {
            let distance = NameAgreement.editDistance(Array(a.unicodeScalars), Array(b.unicodeScalars), atMost: 1)
            found.append((.nationalID, distance == 0 ? .exact : distance == 1 ? .near : .different, 0))
        }
        return found
    }

    // MARK: Names

    /// As they stand or, where that says more, with first and family name in each other's place.
    private func names(_ other: FoldedChild) -> [Found] {
        let given = Self.given(child, other)
        let family = family(other)
        var turned = Self.list(child.family, other.given, child.given, other.family)
        if child.family.isEmpty || child.given.isEmpty || other.family.isEmpty || other.given.isEmpty { turned = (nil, nil) }
        func rank(_ given: ListAgreement?, _ family: ListAgreement?) -> Int { 3 * (given?.level.rawValue ?? 0) + 2 * (family?.level.rawValue ?? 0) }
        func found(_ field: LikenessField, _ agreement: ListAgreement?) -> [Found] {
            agreement.map { [(field, $0.level.agreement, share(LikenessKeys.name, $0.keys))] } ?? []
        }
        if rank(turned.0, turned.1) > rank(given, family) + 3 {
            return found(.given, turned.0) + found(.family, turned.1) + [(.given, .swapped, 0)]
        }
        return found(.given, given) + found(.family, family)
    }

    private static func list(_ a: [NamePart], _ b: [NamePart], _ c: [NamePart], _ d: [NamePart]) -> (ListAgreement?, ListAgreement?) {
        (ListAgreement.of(a, b), ListAgreement.of(c, d))
    }

    private func family(_ other: FoldedChild) -> ListAgreement? {
        var family = ListAgreement.of(child.family, other.family + other.otherFamily)
        if let more = ListAgreement.of(child.otherFamily, other.family), more.level > family?.level ?? .different { family = more }
        guard family?.level == .different else { return family }
        // A father's first name is a family name to some clerks and in some countries.
        for best in [ListAgreement.of(child.family, other.father), ListAgreement.of(child.father, other.family)].compactMap(\.self) where best.level >= .sound {
            return ListAgreement(level: .near, keys: best.keys)
        }
        // The mother's name in its place says nothing about the family's.
        if ListAgreement.of(child.family, other.mother)?.level ?? .different >= .sound
            || ListAgreement.of(child.mother, other.family)?.level ?? .different >= .sound { return nil }
        return family
    }

    /// One first name of several is enough, unless both have a second and these differ: Jean-Paul is not Jean-Pierre.
    private static func given(_ a: FoldedChild, _ b: FoldedChild) -> ListAgreement? {
        guard var best = ListAgreement.of(a.given, b.given) else {
            return ListAgreement.of(a.given.isEmpty ? a.otherGiven : a.given, b.given.isEmpty ? b.otherGiven : b.given)
        }
        if best.level >= .sound, a.given.count > 1, b.given.count > 1 {
            let matched = a.given.count { one in b.given.contains { NameAgreement.of(one, $0) >= .near } }
            if matched < min(a.given.count, b.given.count) { best.level = .near }
        }
        for more in [ListAgreement.of(a.given, b.otherGiven), ListAgreement.of(a.otherGiven, b.given)].compactMap(\.self)
        where more.level > best.level { best = more }
        return best
    }

    private func siblings(_ other: FoldedChild) -> [Found] {
        let isListed = { (names: [NamePart], among: [NamePart]) in
            !names.isEmpty && among.contains { one in names.contains { NameAgreement.of($0, one) >= .sound } }
        }
        let isThere = isListed(child.given, other.siblings), isHere = isListed(other.given, child.siblings)
        if isThere && (isHere || child.siblings.isEmpty) || isHere && other.siblings.isEmpty { return [(.sibling, .listed, 0)] }
        // Lists have gaps: one side alone says less.
        let named: [Found] = isThere || isHere ? [(.sibling, .named, 0)] : []
        guard !child.siblings.isEmpty, !other.siblings.isEmpty else { return named }
        var found: [Found] = []
        for one in child.siblings {
            guard let best = ListAgreement.of([one], other.siblings), best.level >= .sound else { continue }
            found.append((.sibling, .exact, share(LikenessKeys.relative, best.keys) * Double(other.siblings.count)))
        }
        return named + (found.isEmpty ? [(.sibling, .different, 0)] : Array(found.prefix(3)))
    }

    // MARK: Dates and shares

    private func birth(_ other: FoldedChild) -> LikenessAgreement? {
        guard let a = child.birth, let b = other.birth else { return nil }
        // Whole years between what both may mean: 2014 and 2015-01 are less than a year apart.
        let apart = abs(a.year - b.year)
        if child.isBirthEstimated || other.isBirthEstimated || a.month == nil || b.month == nil {
            switch apart {
            case 0: return .estimated0
            case 1: return .estimated1
            case 2...3: return .estimated3
            case 4...5: return .estimated5
            default: return .estimatedFar
            }
        }
        if a.year == b.year, a.month == b.month { return a.day == b.day && a.day != nil ? .day : .month }
        if a.year == b.year, let day = a.day, let other = b.day, a.month == other, b.month == day { return .month }
        if a.day != nil, a.month == b.month, a.day == b.day, apart <= 3 { return .month }
        switch apart {
        case 0: return .year
        case 1: return .year1
        case 2...3: return .year3
        case 4...5: return .year5
        default: return .far
        }
    }

    /// The share of the rarest: of several readings the one that was meant.
    private func share(_ mark: String, _ keys: [String]) -> Double {
        keys.compactMap { frequency[mark + $0] }.min() ?? LikenessSearch.share(0, of: Int(population))
    }
}

extension NameAgreement {
    var agreement: LikenessAgreement {
        switch self {
        case .different: .different
        case .near: .near
        case .sound: .sound
        case .exact: .exact
        }
    }
}
