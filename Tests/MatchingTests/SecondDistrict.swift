import Foundations
import Matching

/// Displaced households as four offices write them down, each clerk in one script and with slips of the pen. One name in eight
/// has a wrong letter; half the households use the father's name as family name; every tenth birth is of twins; grandsons are
/// named after one grandfather; ages are told in years. Nothing here was made with the matcher's rules in view.
struct SecondDistrict: LabelledDistrict {
    private enum Office: String, CaseIterable { case latin, arabic, cyrillic, armenian }

    private struct Household {
        var family: ClerkName, father: ClerkName, mother: ClerkName
        var usesFatherName: Bool
        var camp: String, village: String
        var children: [(name: ClerkName, isGirl: Bool, year: Int, month: Int, day: Int)]
    }

    var stored: [ChildDescription] = []
    var registrations: [Labelled] = []
    var requests: [Labelled] = []
    private var dice: Dice

    init(children: Int, questions: Int, seed: UInt64) {
        dice = Dice(seed)
        var households: [Household] = []
        var total = 0
        while total < children * 6 / 5 {
            // Clans: two or three brothers' households.
            let clan = clan()
            total += clan.reduce(0) { $0 + $1.children.count }
            households += clan
        }
        var there: [(house: Int, child: Int, number: Int)] = [], away: [(house: Int, child: Int)] = []
        for house in households.indices {
            for child in households[house].children.indices {
                if stored.count < children, dice.below(6) > 0 {
                    there.append((house, child, stored.count))
                    stored.append(intake(households[house], child, dice.pick(Office.allCases)))
                } else {
                    away.append((house, child))
                }
            }
        }
        for number in 0..<questions {
            let known = dice.pick(there)
            registrations.append(secondVisit(households[known.house], known.child, known.number, number))
            let fresh = dice.pick(away)
            let office = dice.pick(Office.allCases)
            let house = households[fresh.house]
            let isTwin = house.children.indices.contains { $0 != fresh.child && house.children[$0].year == house.children[fresh.child].year }
            registrations.append(Labelled(child: intake(house, fresh.child, office), truth: nil, script: office.rawValue, kind: isTwin ? "new twin" : "new"))
            let lost = dice.pick(there)
            requests.append(search(households[lost.house], lost.child, lost.number, number))
        }
    }

    private mutating func clan() -> [Household] {
        let family = ClerkName.families[dice.ranked(ClerkName.families.count, flat: 12)]
        let grandfather = dice.pick(ClerkName.boys)
        let village = "V\(dice.below(300))", camp = "C\(dice.below(40))"
        let usesFatherName = dice.chance(50)
        var houses: [Household] = []
        for _ in 0..<(1 + dice.below(3)) {
            var house = Household(family: family, father: ClerkName.boys[dice.ranked(ClerkName.boys.count, flat: 8)],
                                  mother: ClerkName.girls[dice.ranked(ClerkName.girls.count, flat: 8)], usesFatherName: usesFatherName,
                                  camp: dice.chance(60) ? camp : "C\(dice.below(40))", village: village, children: [])
            var year = 2007 + dice.below(8)
            while year < 2025, house.children.count < 6 {
                for _ in 0..<(dice.chance(10) ? 2 : 1) {
                    let isGirl = dice.chance(50)
                    let isNamesake = !isGirl && dice.chance(12) && !house.children.contains { $0.name == grandfather }
                    var name = grandfather
                    while !isNamesake, name == grandfather || house.children.contains(where: { $0.name == name }) {
                        name = isGirl ? ClerkName.girls[dice.ranked(ClerkName.girls.count, flat: 8)] : ClerkName.boys[dice.ranked(ClerkName.boys.count, flat: 8)]
                    }
                    let twin = house.children.last.flatMap { $0.year == year ? $0 : nil }
                    house.children.append((name, isGirl, year, twin?.month ?? 1 + dice.below(12), twin?.day ?? 1 + dice.below(28)))
                }
                year += 1 + dice.below(4)
                if dice.chance(20) { break }
            }
            houses.append(house)
        }
        return houses
    }

    // MARK: Clerks

    private mutating func write(_ name: ClerkName, _ office: Office) -> String {
        var text = switch office {
        case .latin: dice.pick(name.latin)
        case .arabic: name.arabic
        case .cyrillic: name.cyrillic
        case .armenian: name.armenian
        }
        if dice.chance(12) { text = slip(text) }
        return text
    }

    /// A letter left out, doubled or exchanged with its neighbour.
    private mutating func slip(_ text: String) -> String {
        var letters = Array(text)
        guard letters.count > 3 else { return text }
        let at = 1 + dice.below(letters.count - 2)
        switch dice.below(3) {
        case 0: letters.remove(at: at)
        case 1: letters.insert(letters[at], at: at)
        default: letters.swapAt(at, at + 1)
        }
        return String(letters)
    }

    private mutating func intake(_ house: Household, _ number: Int, _ office: Office) -> ChildDescription {
        let child = house.children[number]
        var file = ChildDescription()
        file.given = [write(child.name, office)]
        file.family = [write(house.usesFatherName ? house.father : house.family, office)]
        if house.usesFatherName, dice.chance(30) { file.other = [write(house.family, office)] }
        file.sex = child.isGirl ? "female" : "male"
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        if dice.chance(55) {
            file.birth = PartialDate("\(child.year)-\(two(child.month))-\(two(child.day))")
        } else {
            file.birth = PartialDate("\(child.year + (dice.chance(35) ? dice.pick([-1, 1]) : 0))~")
        }
        file.places = dice.chance(65) ? [house.camp, house.village] : [house.camp]
        if dice.chance(85) { file.mother = [write(house.mother, office)] }
        if dice.chance(75) { file.father = [write(house.father, office)] }
        for other in house.children.indices where other != number && dice.chance(45) { file.siblings.append(write(house.children[other].name, office)) }
        return file
    }

    private mutating func secondVisit(_ house: Household, _ number: Int, _ truth: Int, _ turn: Int) -> Labelled {
        let office = dice.pick(Office.allCases)
        var file = intake(house, number, office)
        var kind = "another clerk"
        switch turn % 6 {
        case 0:
            kind = "age told, ± 3"
            file.birth = PartialDate("\(house.children[number].year + dice.below(7) - 3)~")
        case 1:
            kind = "one field for the whole name"
            file.given = [(dice.chance(50) ? file.given + file.family : file.family + file.given).joined(separator: " ")]
            file.family = []
        case 2:
            kind = "mother only"
            file.father = []
            file.siblings = []
            file.family = [write(house.mother, office)]
            file.other = []
            file.mother = [write(house.mother, office)]
        case 3:
            kind = "village before, other camp"
            file.places = ["C\(dice.below(40))", house.village]
        default: break
        }
        return Labelled(child: file, truth: truth, script: office.rawValue, kind: kind)
    }

    private mutating func search(_ house: Household, _ number: Int, _ truth: Int, _ turn: Int) -> Labelled {
        let office = dice.pick(Office.allCases)
        var file = intake(house, number, office)
        var kind = "village before"
        file.places = [house.village]
        file.birth = PartialDate("\(house.children[number].year + dice.below(7) - 3)~")
        if turn % 4 == 0 {
            kind = "mother’s name only"
            file.family = []
            file.other = []
            file.father = []
            file.mother = [write(house.mother, office)]
        } else if turn % 4 == 1 {
            kind = "no relatives named"
            file.mother = []
            file.father = []
            file.siblings = []
        }
        return Labelled(child: file, truth: truth, script: office.rawValue, kind: kind)
    }
}
