import Matching
import Testing

@Suite struct NameSoundsTests {
    private func keys(_ name: String) -> Set<String> { Set(NameSounds.parts(NameFolding.words(name)).flatMap(NameSounds.indexed)) }

    /// One name in the scripts and spellings in which people meet it.
    @Test(arguments: [
        ["Mohammed", "محمد", "Мухаммад", "Մուհամմադ", "Магомед"],
        ["Ibrahim", "إبراهيم", "Ибрагим", "Իբրահիմ"],
        ["Jamal", "جمال", "Джамал", "Ջամալ"],
        ["Zaynab", "زينب", "Зейнаб", "Զեյնաբ"],
        ["Khachatryan", "Хачатрян", "Խաչատրյան"],
        ["Petrosyan", "Petrossian", "Петросян", "Պետրոսյան"],
        ["Sergey", "Serghei", "Сергей", "Սերգեյ"],
        ["Natalia", "Наталья", "Նատալյա"],
        ["Yusuf", "Youssef", "يوسف", "Юсуф", "Յուսուֆ"],
        ["Ali", "علي", "Али", "Ալի"],
        ["Sevak", "Севак", "Սեւակ", "Սևակ"],
        ["Hovhannes", "Ованнес", "Հովհաննես"],
        ["Tsarukyan", "Царукян", "Ծառուկյան"],
    ]) func oneNameInItsScripts(_ spellings: [String]) {
        for other in spellings.dropFirst() {
            #expect(!keys(spellings[0]).isDisjoint(with: keys(other)), "\(spellings[0]) \(keys(spellings[0])) · \(other) \(keys(other))")
        }
    }

    @Test(arguments: [("Сергей", "Андрей"), ("Արմեն", "Կարեն"), ("Юсуф", "Рустам"), ("Лилия", "Елена")])
    func otherNamesStayOthers(_ one: String, _ other: String) {
        #expect(keys(one).isDisjoint(with: keys(other)))
    }

    @Test(arguments: ["вгхцвгхцвгхц", "խծկցւփխծկցւփ", "Ոոուու", "дждждж", "ъьъь", "Ա", "й"])
    func keysAreBounded(_ name: String) {
        for word in NameFolding.words(name) {
            let keys = NameSounds.keys(of: word)
            #expect(keys.count <= 3 * NameSounds.mostReadings)
        }
    }

    @Test func armenianStressAndCyrillicMarksAreFolded() {
        #expect(NameFolding.words("Արա՛մ") == ["արամ"])
        #expect(NameFolding.words("Алёна Йова") == ["алена", "иова"])
    }

    @Test func articlesStandAside() {
        #expect(!keys("Аль-Масри").isDisjoint(with: keys("المصري")))
        #expect(!keys("Абдуль Рахман").isDisjoint(with: keys("Abdulrahman")))
    }
}
