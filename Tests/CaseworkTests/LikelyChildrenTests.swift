import Access
import Casework
import Foundation
import Foundations
import Journal
import Matching
import Testing

/// Children who may be known already: found across spellings, with reasons, and only among those whom the person may see.
@Suite struct LikelyChildrenTests {
    let office: DeskOffice
    let worker: DeskOffice.Colleague
    let weights: LikenessWeights

    init() throws {
        office = try DeskOffice()
        worker = try office.colleague("case_worker", team: office.hill)
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../assets/standard/matching.csv")
        weights = try LikenessWeights(csv: String(contentsOf: file, encoding: .utf8))
    }

    private func described(_ given: String, _ family: String, born: String? = "2016-03-04", mother: String? = nil) -> ChildDescription {
        var child = ChildDescription()
        child.given = [given]
        child.family = [family]
        child.sex = "female"
        child.birth = born.flatMap { PartialDate($0) }
        child.mother = [mother].compactMap(\.self)
        return child
    }

    private func likely(_ child: ChildDescription, besides own: UUIDv7? = nil, as who: DeskOffice.Colleague) throws -> [LikelyChild] {
        try office.desk.likelyChildren(child, weights, besides: own, standing: who.standing)
    }

    @Test func anotherSpellingIsFoundWithItsReasons() async throws {
        let known = try await office.child("Khadija", "Haddad", of: worker, more: ["birth_date": "2016-03-04"])
        _ = try await office.child("Mirela", "Popescu", of: worker, more: ["birth_date": "2016-03-04"])
        let found = try likely(described("خديجة", "Hadad"), as: worker)
        #expect(found.map(\.dossier) == [known])
        #expect(found.first?.reasons.contains("given-sound") == true && found.first?.reasons.first == "birth-exact")
        #expect(try likely(described("Khadija", "Haddad"), besides: known, as: worker).isEmpty, "a child is not like itself")
        let older = try likely(described("Khadija", "Haddad", born: "2014-05-01"), as: worker)
        #expect(older.first?.doubts.contains("birth-different") != false)
    }

    /// A hidden child changes nothing of what is answered, however alike: not a row, not a reason, not an order.
    @Test func whoMayNotBeSeenIsPassedOver() async throws {
        let mine = try await office.child("Khadija", "Haddad", of: worker, more: ["birth_date": "2016-03-04"])
        let asked = described("Khadija", "Haddad")
        let before = try likely(asked, as: worker)
        let stranger = try office.colleague("case_worker", team: office.river)
        var hidden: [UUIDv7] = []
        for _ in 0..<6 { hidden.append(try await office.child("Khadija", "Haddad", of: stranger, more: ["birth_date": "2016-03-04"])) }
        let after = try likely(asked, as: worker)
        #expect(after.map(\.dossier) == [mine] && after.map(\.reasons) == before.map(\.reasons) && after.map(\.doubts) == before.map(\.doubts))
        #expect(try Set(likely(asked, as: stranger).map(\.dossier)).isSubset(of: hidden))
        #expect(try Set(likely(asked, as: office.colleague("data_officer")).map(\.dossier)).isSubset(of: hidden + [mine]))
        #expect(try likely(asked, as: office.colleague("site_administrator")).isEmpty)
        #expect(try likely(asked, as: office.colleague("auditor")).isEmpty)
    }

    @Test func aRelativeTellsChildrenOfOneNameApart() async throws {
        let one = try await office.child("Khadija", "Haddad", of: worker, more: ["birth_date": "2016~"])
        let other = try await office.child("Khadija", "Haddad", of: worker, more: ["birth_date": "2016~"])
        for (child, mother) in [(one, "Ruzanna"), (other, "Fatima")] {
            _ = try await office.save([office.entry(.create, "relative", office.id(), dossier: child, ["full_name": .text(mother), "relation": "mother"])], as: worker)
        }
        let found = try likely(described("Khadija", "Haddad", born: "2016~", mother: "Fatima"), as: worker)
        #expect(found.first?.dossier == other && found.first?.reasons.contains("mother-alike") == true)
        #expect(found.dropFirst().allSatisfy { $0.doubts.contains("mother-different") })
    }

    /// The keys go with the names: changed, and made anew by the rules, they say the same.
    @Test func keysFollowTheRecord() async throws {
        let child = try await office.child("Khadija", "Haddad", of: worker, more: ["birth_date": "2016-03-04"])
        let version = try #require(try office.journal.read { try JournalStore.record($0, child) }?.version)
        _ = try await office.save([office.entry(.amend, "child", child, dossier: child, base: version, ["given_name": "Samira"])], as: worker)
        #expect(try likely(described("Samira", "Haddad"), as: worker).map(\.dossier) == [child])
        #expect(try likely(described("Khadija", "Zzed", born: nil), as: worker).isEmpty)
        #expect(try office.journal.verify().sound)
    }
}
