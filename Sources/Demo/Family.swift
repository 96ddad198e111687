import Foundations

/// A child as the generator invents it, before anything is written.
struct InventedChild {
    let given: DemoName
    let sex: String
    let birth: Int
    /// As the office writes it: spelling and script differ from file to file.
    let givenWritten: String
    let familyWritten: String
    let otherScript: String?
    let otherNames: String?

    var isGirl: Bool { sex == "female" }

    func age(on day: Int) -> Int {
        let birthDay = CivilDay(daysSinceEpoch: birth), today = CivilDay(daysSinceEpoch: day)
        let before = (today.month, today.day) < (birthDay.month, birthDay.day)
        return today.year - birthDay.year - (before ? 1 : 0)
    }

    /// The day of the eighteenth birthday.
    var comesOfAge: Int {
        let birthDay = CivilDay(daysSinceEpoch: birth)
        return CivilDay(year: birthDay.year + 18, month: birthDay.month, day: min(birthDay.day, 28))?.daysSinceEpoch ?? birth + 6_575
    }
}

/// A family: siblings share name, place, address and caregiver.
struct InventedFamily {
    let culture: NameCulture
    let name: DemoName
    let place: String
    let team: Int
    let worker: DemoPerson
    let address: String
    let caregiver: String
    let relation: String
    let livesWith: String
    let children: [InventedChild]
}

private let sizeTable = WeightedTable([55, 25, 13, 7])
private let caregivers = [("mother", "mother"), ("mother", "mother"), ("mother", "both_parents"), ("mother", "both_parents"),
                          ("father", "father"), ("grandmother", "grandparents"), ("aunt", "kin"), ("uncle", "kin")]

extension Story {
    /// `index`: the family's turn, which gives it its worker; `atMost`: how many children the district still needs.
    mutating func inventFamily(index: Int, day: Int, atMost: Int) -> InventedFamily {
        let names = context.assets.names
        let culture = names.cultures[names.cultureTable.draw(&random)]
        let name = culture.family[culture.familyTable.draw(&random)]
        let (commune, village) = context.assets.places.draw(&random)
        let team = context.staff.team(commune: commune, communes: context.assets.places.communes.count, &random)
        let worker = context.staff.worker(team: team, turn: random.below(1_000_000))
        let size = min(sizeTable.draw(&random) + 1, atMost)
        var children: [InventedChild] = []
        var taken: Set<String> = []
        var ageInDays = random.within(40...6_500)
        for _ in 0..<size {
            children.append(inventChild(culture, name, birth: day - ageInDays, taken: &taken))
            // One in fifty is a twin; otherwise siblings are ten months to four years apart.
            if !random.chance(2) { ageInDays += random.within(310...1_450) * (ageInDays > 4_000 ? -1 : 1) }
            ageInDays = min(max(ageInDays, 20), 6_500)
        }
        let (relation, livesWith) = random.pick(caregivers)
        let woman = relation != "father" && relation != "uncle"
        let caregiver = woman ? culture.female[culture.femaleTable.draw(&random)] : culture.male[culture.maleTable.draw(&random)]
        let street = context.assets.labels.draw("street", worker.language, &random)
        return InventedFamily(
            culture: culture, name: name, place: village.code, team: team, worker: worker,
            address: street + " \(random.within(1...140))", caregiver: caregiver.latin[0] + " " + name.latin[0],
            relation: relation, livesWith: livesWith, children: children)
    }

    private mutating func inventChild(_ culture: NameCulture, _ family: DemoName, birth: Int,
                                      taken: inout Set<String>) -> InventedChild {
        let girl = random.chance(51)
        var given: DemoName
        repeat {
            given = girl ? culture.female[culture.femaleTable.draw(&random)] : culture.male[culture.maleTable.draw(&random)]
        } while !taken.insert(given.latin[0]).inserted
        let latin = (random.spelling(given.latin), random.spelling(family.latin))
        var written = latin
        var other: String?
        let script = random.below(4)
        if !given.arabic.isEmpty, !family.arabic.isEmpty, script < 3 {
            let arabic = (random.spelling(given.arabic), random.spelling(family.arabic))
            if script == 0 {
                written = arabic
                other = latin.0 + " " + latin.1
            } else {
                other = arabic.0 + " " + arabic.1
            }
        }
        let otherNames = given.latin.count > 1 && random.chance(12) ? given.latin[random.below(given.latin.count)] : nil
        return InventedChild(given: given, sex: random.chance(1) ? "unknown" : girl ? "female" : "male", birth: birth,
                             givenWritten: written.0, familyWritten: written.1, otherScript: other,
                             otherNames: otherNames == written.0 ? nil : otherNames)
    }
}
