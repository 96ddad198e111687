import Foundations
import Matching
import Testing

/// What the scorer must tell apart, on few children among many strangers.
@Suite struct LikenessTests {
    private func child(_ given: String, _ family: String, born: String, mother: String = "Nadia", place: String = "XA0101") -> ChildDescription {
        var child = ChildDescription()
        child.given = [given]
        child.family = [family]
        child.sex = "female"
        child.birth = PartialDate(born)
        child.mother = [mother]
        child.places = [place]
        return child
    }

    /// 200 children of other names, then these.
    private func index(_ children: ChildDescription...) -> MemoryIndex {
        let index = MemoryIndex()
        for number in 0..<200 {
            let letters = "bdfgklmnrstz".map(String.init)
            let given = letters[number % 12] + "a" + letters[number / 12 % 12] + "i" + letters[(number * 7) % 12] + "a"
            index.add(child(given, "Ra" + given, born: "20\(10 + number % 10)-03-\(10 + number % 18)", mother: "So" + given, place: "XA02\(10 + number % 40)"))
        }
        for one in children { index.add(one) }
        return index
    }

    private func found(_ child: ChildDescription, _ index: MemoryIndex) throws -> [Int] {
        index.found(child, for: .duplicate, try QualityTests.weights()).map { Int($0.child) - 200 }
    }

    @Test func theSameChildInAnotherScriptAndSpelling() throws {
        let index = index(child("Khadija", "Haddad", born: "2015-04-02"))
        #expect(try found(child("خديجة", "حداد", born: "2015"), index) == [0])
        #expect(try found(child("Хадиджа", "Хаддад", born: "2015-04"), index) == [0])
    }

    @Test(arguments: [("John", "Yohana"), ("Daudi", "Dawit"), ("Moses", "Movses"), ("Solomon", "سليمان"), ("Мария", "Մարիամ"), ("Yeva", "Hawa")])
    func oneNameInOtherLanguages(_ here: String, _ there: String) throws {
        let index = index(child(there, "Haddad", born: "2015-04-02"))
        let known = try index.found(child(here, "Hadad", born: "2015-04"), for: .duplicate, QualityTests.weights(), threshold: 0)
        let other = try index.found(child("Gulnar", "Hadad", born: "2015-04"), for: .duplicate, QualityTests.weights(), threshold: 0)
        let (one, two) = (try #require(known.first), try #require(other.first))
        #expect(one.child == 200 && one.likeness.score > 0.1 && one.likeness.reasons.contains { $0.field == .given && $0.bits > 0 })
        #expect(two.child == 200 && two.likeness.bits < one.likeness.bits - 5, "another name speaks against it")
    }

    @Test func aTableOfEquivalentsIsRefusedWithItsLine() throws {
        for (text, code, line) in [("John Yohana\n", LikenessWeightsFault.Code.columns, 1), ("names\nJohn\n", .word, 2),
                                   ("names\n\n" + String(repeating: "John ", count: 40), .word, 3), ("names" + String(repeating: "\n", count: 700), .tooLong, 701)] {
            do {
                _ = try NameEquivalents(csv: text)
                Issue.record("accepted: \(text.prefix(80))")
            } catch {
                #expect(error.code == code && error.line == line)
            }
        }
    }

    /// The more children, the surer a hint must be; between the sizes of the table the step is even.
    @Test func theThresholdFollowsTheNumberOfChildren() throws {
        let weights = try QualityTests.weights()
        func threshold(_ children: Int, _ purpose: LikenessPurpose = .duplicate) -> Double {
            LikenessSearch(ChildDescription(), for: purpose, weights).threshold(among: children)
        }
        #expect(threshold(0) == 0.1 && threshold(500) == 0.1 && threshold(10_000) == 0.1)
        #expect(abs(threshold(31_623) - 0.2) < 0.001)
        #expect(threshold(100_000) == 0.3 && threshold(5_000_000) == 0.3)
        #expect(threshold(100, .tracing) == threshold(1_000_000, .tracing))
        for sizes in [10, 1_000, 20_000, 50_000, 90_000, 200_000].adjacent where threshold(sizes.0) > threshold(sizes.1) { Issue.record("falls at \(sizes)") }
    }

    @Test func firstAndFamilyNameExchanged() throws {
        let index = index(child("Khadija", "Petrosyan", born: "2015-04-02"))
        let likeness = index.found(child("Petrossian", "Khadija", born: "2015-04-02"), for: .duplicate, try QualityTests.weights())
        #expect(likeness.map { Int($0.child) } == [200])
        #expect(likeness.first?.likeness.reasons.contains { $0.code == "given-swapped" } == true)
    }

    @Test func aTwinIsNotTheSameChild() throws {
        let index = index(child("Khadija", "Haddad", born: "2015-04-02"))
        #expect(try found(child("Samira", "Haddad", born: "2015-04-02"), index).isEmpty)
    }

    /// One more child of a name, hidden or not, must not move what others are shown: shares go in steps, from a handful on.
    @Test func aShareSaysNothingOfAHandful() {
        #expect(Set((0...4).map { LikenessSearch.share($0, of: 1_000) }).count == 1)
        #expect(LikenessSearch.share(100, of: 1_000) == LikenessSearch.share(101, of: 1_000))
        #expect(abs(LikenessSearch.share(100, of: 1_000) - 100 / 1_050) < 0.02)
    }

    @Test func aCousinOfTheSameNameIsNotTheSameChild() throws {
        let index = index(child("Khadija", "Haddad", born: "2015-04-02"))
        #expect(try found(child("Khadija", "Haddad", born: "2009-11-20", mother: "Tamara", place: "XA0305"), index).isEmpty)
    }

    @Test func nothingIsLikeNothing() throws {
        #expect(try found(ChildDescription(), index(child("Khadija", "Haddad", born: "2015-04-02"))).isEmpty)
    }

    @Test func aTableOfWeightsIsRefusedWithItsLine() throws {
        let head = LikenessWeights.columns.joined(separator: ",")
        for (text, code, line) in [
            ("given,exact\n", LikenessWeightsFault.Code.columns, 1),
            (head + "\n,given,exact,0.5\n", .columns, 2),
            (head + "\n,given,likes,0.5,0,0,0\n", .word, 2),
            (head + "\n\n,given,exact,1.5,0,0,0\n", .number, 3),
            (head + "\n,given,exact,nan,0,0,0\n", .number, 2),
            (head + "\n", .missing, 0),
            (head + String(repeating: "\n", count: 500), .tooLong, 501),
        ] {
            do {
                _ = try LikenessWeights(csv: text)
                Issue.record("accepted: \(text.prefix(80))")
            } catch {
                #expect(error.code == code && error.line == line)
                #expect(!error.recovery.isEmpty)
            }
        }
    }
}

extension Array {
    fileprivate var adjacent: [(Element, Element)] { Array<(Element, Element)>(zip(self, dropFirst())) }
}
