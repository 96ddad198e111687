import Foundation
import Foundations
import Matching

/// Families with the names of the demo district and its frequencies: few names, of which the first stand in a quarter of all
/// files. Brothers of one culture live in one commune, so cousins share a family name, and some a first name.
struct FirstDistrict: LabelledDistrict {
    var stored: [ChildDescription] = []
    var registrations: [Labelled] = []
    var requests: [Labelled] = []

    private struct Culture {
        var male: [Spellings], female: [Spellings], family: [Spellings]
    }

    /// By script, the usual spelling first.
    typealias Spellings = [String: [String]]

    private struct Person {
        var given: Spellings
        var isGirl: Bool
        var birth: (year: Int, month: Int, day: Int)
    }

    private struct Family {
        var name: Spellings
        var mother: Spellings, father: Spellings
        var place: Int, former: Int
        var scripts: [String]
        var children: [Person]
    }

    private var dice: Dice
    private let cultures: [Culture]
    private static let places = 120

    init(children: Int, questions: Int, seed: UInt64) throws {
        dice = Dice(seed)
        cultures = try Self.cultures()
        var families: [Family] = []
        var count = 0
        // A tenth more than are stored: the children who come for the first time, often of families that are known.
        while count < children + children / 10 {
            let family = family(like: families.last)
            count += family.children.count
            families.append(family)
        }
        var known: [(Int, Int, Int)] = [], new: [(Int, Int)] = []
        for (index, family) in families.enumerated() {
            for child in family.children.indices {
                if stored.count < children, !dice.chance(9) {
                    known.append((index, child, stored.count))
                    stored.append(written(family, child, script: dice.pick(family.scripts)))
                } else {
                    new.append((index, child))
                }
            }
        }
        for _ in 0..<questions {
            let (family, child, number) = dice.pick(known)
            registrations.append(registration(families[family], child, truth: number))
            let (other, stranger) = dice.pick(new)
            registrations.append(registration(families[other], stranger, truth: nil))
            let (lost, sought, there) = dice.pick(known)
            requests.append(request(families[lost], sought, truth: there))
        }
    }

    // MARK: Families

    private mutating func family(like before: Family?) -> Family {
        let culture = cultures[dice.ranked(cultures.count, flat: 3)]
        func name(_ names: [Spellings], _ dice: inout Dice) -> Spellings { names[dice.ranked(names.count)] }
        let place = dice.below(Self.places)
        var family = Family(name: name(culture.family, &dice), mother: name(culture.female, &dice), father: name(culture.male, &dice),
                            place: place, former: dice.below(Self.places), scripts: [], children: [])
        family.scripts = Array(family.name.keys).sorted()
        var namesakes: [Spellings] = []
        // A brother of the father before.
        if let before, dice.chance(25) {
            family.name = before.name
            family.place = dice.chance(50) ? before.place : place
            family.scripts = before.scripts
            namesakes = before.children.map(\.given)
            let culture = cultures.first { $0.family.contains(before.name) } ?? culture
            family.mother = name(culture.female, &dice)
            family.father = name(culture.male, &dice)
        }
        let own = cultures.first { $0.family.contains(family.name) } ?? culture
        var birth = (year: 2008 + dice.below(12), month: 1 + dice.below(12), day: 1 + dice.below(28))
        for _ in 0..<(1 + dice.below(5)) {
            let isTwin = !family.children.isEmpty && dice.chance(3)
            if !isTwin, !family.children.isEmpty {
                birth = (birth.year + 1 + dice.below(4), 1 + dice.below(12), 1 + dice.below(28))
            }
            guard birth.year <= 2025 else { break }
            let isGirl = dice.chance(50)
            var given = name(isGirl ? own.female : own.male, &dice)
            if dice.chance(10), let namesake = namesakes.first(where: { (isGirl ? own.female : own.male).contains($0) }) { given = namesake }
            var tries = 0
            while family.children.contains(where: { $0.given == given }), tries < 50 {
                given = name(isGirl ? own.female : own.male, &dice)
                tries += 1
            }
            if tries == 50 { continue }
            family.children.append(Person(given: given, isGirl: isGirl, birth: birth))
        }
        return family
    }

    // MARK: Files

    private mutating func spelling(_ name: Spellings, _ script: String) -> String {
        let all = name[script] ?? name["latin"] ?? []
        return all.count == 1 || dice.chance(55) ? all[0] : dice.pick(Array(all.dropFirst()))
    }

    private func place(_ number: Int) -> String { "XA01\(number / 10 + 10)\(number % 10)" }

    private mutating func written(_ family: Family, _ child: Int, script: String) -> ChildDescription {
        let person = family.children[child]
        var file = ChildDescription()
        file.given = [spelling(person.given, script)]
        file.family = [spelling(family.name, script)]
        if dice.chance(40), let second = family.scripts.first(where: { $0 != script }) {
            file.other = [spelling(person.given, second) + " " + spelling(family.name, second)]
        }
        file.sex = person.isGirl ? "female" : "male"
        birth(&file, person, exact: 70)
        file.places = [place(family.place)] + (dice.chance(30) ? [place(family.former)] : [])
        if dice.chance(80) { file.mother = [spelling(family.mother, script) + (dice.chance(50) ? " " + spelling(family.name, script) : "")] }
        if dice.chance(70) { file.father = [spelling(family.father, script)] }
        for other in family.children.indices where other != child && dice.chance(60) {
            file.siblings.append(spelling(family.children[other].given, script))
        }
        return file
    }

    private mutating func birth(_ file: inout ChildDescription, _ person: Person, exact: Int) {
        let (year, month, day) = person.birth
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        if dice.chance(exact) {
            file.birth = PartialDate("\(year)-\(two(month))-\(two(day))")
        } else if dice.chance(40) {
            file.birth = PartialDate("\(year)-\(two(month))")
        } else {
            file.birth = PartialDate("\(year + (dice.chance(30) ? dice.below(3) - 1 : 0))")
            file.isBirthEstimated = true
        }
    }

    private mutating func registration(_ family: Family, _ child: Int, truth: Int?) -> Labelled {
        let script = dice.pick(family.scripts)
        var file = written(family, child, script: script)
        var kind = "spelling"
        let person = family.children[child]
        switch dice.below(100) {
        case ..<8:
            kind = "swapped names"
            swap(&file.given, &file.family)
        case ..<18:
            kind = "no family name"
            file.family = []
            file.other = []
        case ..<30:
            kind = "age off by up to 3"
            file.birth = PartialDate("\(person.birth.year + dice.below(7) - 3)")
            file.isBirthEstimated = true
        case ..<38:
            kind = "date off by one"
            file.birth = PartialDate("\(person.birth.year + (dice.chance(50) ? 1 : -1))-05-1\(dice.below(10))")
        case ..<48:
            kind = "lives elsewhere"
            file.places = [place(dice.below(Self.places))]
        default: break
        }
        return Labelled(child: file, truth: truth, script: script, kind: kind)
    }

    private mutating func request(_ family: Family, _ child: Int, truth: Int) -> Labelled {
        let script = dice.pick(family.scripts)
        var file = written(family, child, script: script)
        let person = family.children[child]
        var kind = "village before"
        file.places = [place(family.former)]
        if dice.chance(70) {
            file.birth = PartialDate("\(person.birth.year + dice.below(7) - 3)")
            file.isBirthEstimated = true
            kind += ", age ± 3"
        }
        if dice.chance(30) {
            file.family = []
            file.other = []
            file.father = []
            file.mother = [spelling(family.mother, script)]
            kind = "mother’s name only"
        }
        return Labelled(child: file, truth: truth, script: script, kind: kind)
    }

    // MARK: Names

    private static func cultures() throws -> [Culture] {
        let folder = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
            .appending(path: "../../assets/demo/names").standardized
        func table(_ name: String) throws -> [[String]] {
            try String(contentsOf: folder.appending(path: name), encoding: .utf8).split(separator: "\n").dropFirst()
                .map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
        }
        let files = try ["given_male.csv", "given_female.csv", "family.csv"].map(table)
        var cultures: [Culture] = []
        for code in ["arab", "sahel", "danube", "lakes"] {
            let lists = files.map { rows in
                rows.filter { $0[0] == code }.map { row -> Spellings in
                    var spellings: Spellings = ["latin": [row[1]] + row[2].split(separator: "|").map(String.init)]
                    if !row[3].isEmpty { spellings["arabic"] = [row[3]] + row[4].split(separator: "|").map(String.init) }
                    if code == "danube" { spellings["cyrillic"] = [Romanian.cyrillic(row[1])] }
                    return spellings
                }
            }
            cultures.append(Culture(male: lists[0], female: lists[1], family: lists[2]))
        }
        func armenian(_ names: [(String, String, String)]) -> [Spellings] {
            names.map { ["armenian": [$0.0], "latin": $0.1.split(separator: "|").map(String.init), "cyrillic": [$0.2]] }
        }
        cultures.append(Culture(male: armenian(ArmenianNames.male), female: armenian(ArmenianNames.female), family: armenian(ArmenianNames.family)))
        return cultures
    }
}

/// Romanian as it was written in Cyrillic letters.
private enum Romanian {
    static func cyrillic(_ latin: String) -> String {
        var text = latin.lowercased()
        for (from, to) in [("ghe", "ге"), ("ghi", "ги"), ("che", "ке"), ("chi", "ки"), ("ce", "че"), ("ci", "чи"), ("ge", "же"), ("gi", "жи"),
                           ("ia", "ия"), ("iu", "ию"), ("x", "кс"), ("ph", "ф"), ("th", "т")] {
            text = text.replacingOccurrences(of: from, with: to)
        }
        let letters: [Character: String] = [
            "a": "а", "ă": "э", "â": "ы", "î": "ы", "b": "б", "c": "к", "d": "д", "e": "е", "f": "ф", "g": "г", "h": "х", "i": "и", "j": "ж",
            "k": "к", "l": "л", "m": "м", "n": "н", "o": "о", "p": "п", "q": "к", "r": "р", "s": "с", "ș": "ш", "ş": "ш", "t": "т", "ț": "ц",
            "ţ": "ц", "u": "у", "v": "в", "w": "в", "y": "и", "z": "з"]
        return text.map { letters[$0] ?? String($0) }.joined().capitalized
    }
}

private enum ArmenianNames {
    static let male = [
        ("Արմեն", "Armen", "Армен"), ("Դավիթ", "Davit|Davith|David", "Давид"), ("Նարեկ", "Narek", "Нарек"), ("Տիգրան", "Tigran|Dikran", "Тигран"),
        ("Հայկ", "Hayk|Haik", "Айк"), ("Գոռ", "Gor", "Гор"), ("Արտյոմ", "Artyom|Artiom", "Артём"), ("Սամվել", "Samvel", "Самвел"),
        ("Հովհաննես", "Hovhannes|Ohannes", "Оганес"), ("Գևորգ", "Gevorg|Kevork", "Геворг"), ("Վահան", "Vahan", "Ваган"), ("Կարեն", "Karen", "Карен"),
        ("Աշոտ", "Ashot", "Ашот"), ("Ռուբեն", "Ruben|Rouben", "Рубен"), ("Սարգիս", "Sargis|Sarkis", "Саргис"), ("Մհեր", "Mher", "Мгер"),
        ("Լևոն", "Levon", "Левон"), ("Վարդան", "Vardan|Vartan", "Вардан"), ("Խաչիկ", "Khachik", "Хачик"), ("Էդգար", "Edgar", "Эдгар")]
    static let female = [
        ("Անի", "Ani|Any", "Ани"), ("Մարիամ", "Mariam|Maryam", "Мариам"), ("Նարե", "Nare", "Наре"), ("Լիլիթ", "Lilit|Lilith", "Лилит"),
        ("Աննա", "Anna", "Анна"), ("Հասմիկ", "Hasmik|Hasmig", "Асмик"), ("Գայանե", "Gayane|Gaiane", "Гаяне"), ("Սոնա", "Sona", "Сона"),
        ("Արփինե", "Arpine", "Арпине"), ("Շուշան", "Shushan|Shoushan", "Шушан"), ("Անահիտ", "Anahit|Anahid", "Анаит"), ("Մանե", "Mane", "Мане"),
        ("Սիրանուշ", "Siranush|Siranoush", "Сирануш"), ("Թամարա", "Tamara", "Тамара"), ("Ռուզաննա", "Ruzanna|Rouzanna", "Рузанна"),
        ("Զարուհի", "Zaruhi|Zarouhi", "Заруи"), ("Հռիփսիմե", "Hripsime", "Рипсиме"), ("Կարինե", "Karine", "Карине"), ("Նունե", "Nune", "Нуне"),
        ("Վարդուհի", "Varduhi|Vartouhi", "Вардуи")]
    static let family = [
        ("Հարությունյան", "Harutyunyan|Haroutunian", "Арутюнян"), ("Սարգսյան", "Sargsyan|Sarkissian", "Саргсян"), ("Հովհաննիսյան", "Hovhannisyan|Ohannesian", "Оганесян"),
        ("Գրիգորյան", "Grigoryan|Krikorian", "Григорян"), ("Պետրոսյան", "Petrosyan|Bedrossian", "Петросян"), ("Խաչատրյան", "Khachatryan|Khatchadourian", "Хачатрян"),
        ("Մկրտչյան", "Mkrtchyan", "Мкртчян"), ("Կարապետյան", "Karapetyan|Garabedian", "Карапетян"), ("Վարդանյան", "Vardanyan|Vartanian", "Варданян"),
        ("Մանուկյան", "Manukyan|Manoukian", "Манукян"), ("Ավետիսյան", "Avetisyan", "Аветисян"), ("Գևորգյան", "Gevorgyan|Kevorkian", "Геворгян"),
        ("Հակոբյան", "Hakobyan|Hagopian", "Акопян"), ("Ստեփանյան", "Stepanyan", "Степанян"), ("Մարտիրոսյան", "Martirosyan|Mardirossian", "Мартиросян"),
        ("Դավթյան", "Davtyan", "Давтян"), ("Սիմոնյան", "Simonyan|Simonian", "Симонян"), ("Աբրահամյան", "Abrahamyan", "Абрамян"),
        ("Ծատուրյան", "Tsaturyan", "Цатурян"), ("Ղազարյան", "Ghazaryan|Kazarian", "Казарян"), ("Ներսիսյան", "Nersisyan", "Нерсисян"),
        ("Բաղդասարյան", "Baghdasaryan", "Багдасарян"), ("Թումանյան", "Tumanyan", "Туманян"), ("Չիլինգարյան", "Chilingaryan", "Чилингарян")]
}
