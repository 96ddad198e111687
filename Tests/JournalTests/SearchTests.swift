import Foundations
import GRDB
@testable import Journal
import Matching
import Testing

@Suite struct SearchTests {
    @Test(arguments: [("Mohammed", "mhmd"), ("Muhamad", "mhmd"), ("محمد", "mhmd"), ("مُحَمَّد", "mhmd"), ("Fatima", "ftm"), ("Fatimah", "ftm"),
                      ("فاطمة", "ftm"), ("Ahmed", "hmd"), ("أحمد", "hmd"), ("Yousef", "sf"), ("يوسف", "sf"), ("Khalid", "kld"), ("خالد", "kld"),
                      ("Layla", "ll"), ("Leila", "ll"), ("ليلى", "ll"), ("Othman", "tmn"), ("Osman", "smn"), ("عثمان", "smn"), ("المصري", "msr"),
                      ("Ali", "0al"), ("Aly", "0al"), ("علي", "0al"), ("Aisha", "0as"), ("عائشة", "0as"), ("Alexandru", "lksndr"), ("Aleksandr", "lksndr"),
                      ("Rachel", "rhl"), ("Raheli", "rhl"), ("Taha", "th"), ("طه", "th"), ("Safiatou", "sf"), ("صفية", "sf")])
    func spellingsShareAKey(_ name: String, _ key: String) throws {
        let word = try #require(NameFolding.words(name).first)
        #expect(NameSounds.keys(of: word).contains(key), "\(NameSounds.keys(of: word))")
    }

    /// The keys must stay few: each is a word in the index, and each reading widens what a search finds.
    @Test(arguments: ["chhchhchhchh", "jajajajaja", "vasavasavasa", "ثذظثذظثذظ", "", "x", "ΜΑΡΊΑ"])
    func keysAreBounded(_ name: String) {
        for word in NameFolding.words(name) { #expect(NameSounds.keys(of: word).count <= 3 * NameSounds.mostReadings) }
    }

    @Test func namesOfOneConsonantArticlesAndCompoundsAreFound() throws {
        let office = try Office()
        for (given, family) in [("Ali", "Masri"), ("ليلى", "المصري"), ("عبد الله", "Rusu"), ("Omar", "Aziz")] { try office.child(given, family) }
        #expect(try office.names("علي") == ["Ali"])
        #expect(try office.names("Leila") == ["ليلى"])
        #expect(try office.names("Abdullah") == ["عبد الله"])
        #expect(try office.names("abdallah rusu") == ["عبد الله"])
        #expect(try Set(office.names("Al-Masri")) == ["Ali", "ليلى"])
        #expect(try office.names("El Masry Layla") == ["ليلى"])
        #expect(try office.names("عبد العزيز").isEmpty)
    }

    @Test(arguments: [("Ștefan-Vodă", ["stefan", "voda"]), ("O’Neil", ["oneil"]), ("إِبْرَاهِيم", ["ابراهيم"]), ("ابراهيم", ["ابراهيم"]),
                      ("هدى", ["هدي"]), ("مـــريم", ["مريم"]), ("ΜΑΡΊΑ", ["μαρια"]), ("", []), ("  -- ", [])])
    func wordsAreFolded(_ text: String, _ words: [String]) { #expect(NameFolding.words(text) == words) }

    @Test func findsBySpellingScriptPrefixAndNumber() throws {
        let office = try Office()
        try office.child("Mohammed", "Haddad", more: ["name_other_script": "محمد حداد"])
        try office.child("Muhamad", "Khoury")
        try office.child("Mohamad", "Haddad")
        let lilit = try office.child("Lilit", "Petrosyan")
        #expect(try office.names("Mohammed") == ["Mohammed", "Mohamad", "Muhamad"])
        #expect(try office.names("محمد") == ["Mohammed", "Mohamad", "Muhamad"])
        #expect(try Set(office.names("moh")) == ["Mohammed", "Mohamad"])
        #expect(try Set(office.names("haddad moh")) == ["Mohammed", "Mohamad"])
        #expect(try office.names("petrossian") == ["Lilit"])
        #expect(try office.names("x") == [])
        #expect(try office.names("\" OR * NEAR(") == [])
        let record = office.id()
        _ = try office.journal.commitAndWait(office.save([Change(id: office.id(), record: record, kind: "case", op: .create, scope: Scope(.dossier, lilit), fields: ["case_number": "4F-73Q"])]))
        for typed in ["4f73q", "4F-73Q", "4f-7"] {
            let hits = try office.journal.read { try NameSearch.find($0, typed) }
            #expect(hits.first?.stage == .number)
            #expect(try office.journal.read { try JournalStore.record($0, number: hits[0].record)?.dossier } == lilit)
        }
    }

    @Test func pagesDoNotOverlapAndCoverAll() throws {
        let office = try Office()
        for index in 0..<25 { try office.child(index % 3 == 0 ? "Maria" : index % 3 == 1 ? "Mariana" : "Mareia", "F\(index)x") }
        var seen: [Int64] = []
        var after: NameSearch.Hit?
        while true {
            let page = try office.journal.read { try NameSearch.find($0, "maria", after: after, limit: 4) }
            if page.isEmpty { break }
            seen += page.map(\.record)
            after = page.last
        }
        #expect(seen.count == 25)
        #expect(Set(seen).count == 25)
    }

    /// Stage by stage from the index, matches sorted in memory, or what is near compared in memory: the same in the same order.
    @Test(arguments: [(0, 0), (0, 400), (1000, 0), (1000, 400), (3, 2), (0, 5)]) func everyWayFindsTheSameInTheSameOrder(_ near: Int, _ few: Int) throws {
        let office = try Office()
        for (given, family) in [("Maria", "Rusu"), ("Mariana", "Rusu"), ("Mareia", "Popa"), ("Maria", "Mariaux"), ("Ion", "Maria"), ("Mary", "Rusu"), ("Marija", "Rusu")] {
            let child = try office.child(given, family)
            try office.amend(child, [:], envelope: RecordEnvelope(owner: office.worker))
        }
        let bounds = NameSearch.InMemory(near: near, few: few)
        for typed in ["maria", "mar", "rusu maria", "maria rusu", "marya", "x", "", "zz", "\" OR *"] {
            let staged = try office.journal.read { try NameSearch.find($0, typed, within: nil, after: nil, limit: 50, inMemory: .init(near: 0, few: 0)) }
            for reach in [nil, NameSearch.Reach(owners: [office.worker])] {
                var paged: [NameSearch.Hit] = []
                while true {
                    let page = try office.journal.read {
                        try NameSearch.find($0, typed, within: reach, after: paged.last, limit: 2, inMemory: bounds)
                    }
                    if page.isEmpty { break }
                    paged += page
                }
                #expect(paged == staged, "\(typed) in pages")
            }
        }
    }

    @Test func aSearchCanStayWithinOnePersonsReach() throws {
        let office = try Office()
        let mine = try office.child("Maria", "Rusu")
        try office.child("Maria", "Munteanu")
        try office.amend(mine, [:], envelope: RecordEnvelope(owner: office.worker))
        #expect(try office.names("maria", within: [office.worker]).count == 1)
        #expect(try office.names("maria").count == 2)
    }

    @Test func lookupsFollowTheRecord() throws {
        let office = try Office()
        let child = try office.child("Maria", "Rusu")
        let other = office.id()
        let record = office.id()
        _ = try office.journal.commitAndWait(office.save([Change(
            id: office.id(), record: record, kind: "case", op: .create, scope: Scope(.dossier, child), fields: ["risk_level": "low"],
            envelope: RecordEnvelope(owner: office.worker, status: "open"))]))
        func open(_ owner: UUIDv7) throws -> [Lookup.Hit] {
            try office.journal.read { try Lookup.find($0, .caseByOwner, key: .pair(owner, "open")) }
        }
        #expect(try open(office.worker).map(\.sort) == [1])
        try office.amend(record, ["risk_level": "high"])
        #expect(try open(office.worker).map(\.sort) == [3])
        try office.amend(record, [:], envelope: RecordEnvelope(owner: other))
        #expect(try open(office.worker).isEmpty)
        #expect(try open(other).count == 1)
        try office.amend(record, [:], envelope: RecordEnvelope(status: "closed"))
        #expect(try open(other).isEmpty)
    }
}
