import Access
import Foundations
import Journal
import Testing
@testable import Casework

/// A family's profile as different people see it.
@Suite struct FamilyViewTests {
    private let office: DeskOffice
    private let hill: DeskOffice.Colleague, river: DeskOffice.Colleague
    private let family: UUIDv7
    private let mine: [UUIDv7]
    private let strangers: UUIDv7

    /// Two children of one worker and a third whose case is another team's, in one family.
    init() async throws {
        let office = try DeskOffice()
        let hill = try office.colleague("case_worker", team: office.hill)
        let river = try office.colleague("case_worker", team: office.river)
        let supervisor = try office.colleague("supervisor", team: office.hill)
        let younger = try await office.child("Karim", "Kadri", of: hill, more: ["birth_date": "2020~", "sex": "male"])
        let older = try await office.child("Amina", "Kadri", of: hill, more: ["birth_date": "2015-04"])
        let home = office.id()
        func member(_ child: UUIDv7, _ more: [String: Value] = [:]) -> AuthoredEntry {
            office.entry(.create, "family_member", office.id(), dossier: child, ["family": .text(home.description), "role": "child"].merging(more) { $1 })
        }
        let today = Value.text(office.time.now().localDay.description)
        _ = try await office.save([
            office.entry(.create, "family", home, ["family_name": "Kadri", "address": "Rruga e Re 12", "household_size": .int(5)]),
            member(younger), member(older),
        ], as: hill)
        let link = try office.desk.family(home, for: hill.standing).children.first { $0.dossier == older }!.member
        _ = try await office.save([office.entry(.amend, "family_member", link.id, dossier: older, ["lives_together": "yes", "confirmed_on": today])], as: supervisor)
        let strangers = try await office.child("Samir", "Kadri", of: river)
        try office.journal.bulk([Save(id: office.id(), actor: river.author.person, device: office.id(), at: office.time.now(), changes: [
            Change(id: office.id(), record: office.id(), kind: "family_member", op: .create, scope: Scope(.dossier, strangers), dossier: strangers, parent: home,
                   fields: ["family": .text(home.description), "role": "child"]),
        ])])
        for (child, name) in [(younger, "Fatima Kadri"), (older, "FATIMA  Kádri"), (strangers, "Hidden Person")] {
            _ = try await office.save([office.entry(.create, "relative", office.id(), dossier: child, [
                "full_name": .text(name), "relation": "mother", "vital": "alive", "lives_together": child == older ? "yes" : "no", "phone": "+000 555",
            ])], as: child == strangers ? river : hill)
        }
        _ = try await office.save([office.entry(.create, "legal_representative", office.id(), dossier: older, ["full_name": "Omar Kadri", "legal_basis": "guardian"])], as: hill)
        self.office = office
        self.hill = hill
        self.river = river
        family = home
        mine = [older, younger]
        self.strangers = strangers
    }

    @Test func theOlderComesFirstAndWhoConfirmedIsNamed() throws {
        let view = try office.desk.family(family, for: hill.standing)
        #expect(view.children.map(\.dossier) == mine)
        #expect(view.children.map(\.summary.name) == ["Amina Kadri", "Karim Kadri"])
        #expect(view.children.map(\.household) == ["together", "unconfirmed"])
        #expect(view.children[0].confirmedBy != nil && view.children[0].confirmedBy != hill.author.person, "the supervisor made sure, not who wrote the rest")
        #expect(view.children[0].mayMove == ["address", "lives_with", "place", "temporary_address"])
    }

    @Test func peopleOfSeveralDossiersAreOnePersonWithoutTelephone() throws {
        let view = try office.desk.family(family, for: hill.standing)
        #expect(view.relatives.count == 1)
        #expect(view.relatives[0].of.map(\.dossier).sorted() == mine.sorted() && view.relatives[0].livesWith == [mine[0]])
        #expect(view.representatives.map(\.name) == ["Omar Kadri"] && view.representatives[0].legalBasis == "guardian")
    }

    @Test func aSiblingOfAnotherTeamLeavesNoTrace() throws {
        let view = try office.desk.family(family, for: hill.standing)
        let dump = String(describing: view)
        #expect(!dump.contains(strangers.description) && !dump.contains("Samir") && !dump.contains("Hidden Person"))
        // What the family record itself says may be read.
        #expect(view.family.fields["household_size"] == .int(5))
    }

    @Test func aFamilyWithoutAVisibleMemberIsNotThere() throws {
        let stranger = try office.colleague("case_worker", team: office.id())
        #expect(throws: CaseworkError(.notFound)) { try office.desk.family(family, for: stranger.standing) }
        #expect(throws: CaseworkError(.notFound)) { try office.desk.family(mine[0], for: hill.standing) }
        for role in ["site_administrator", "auditor", "specialist"] {
            let who = try office.colleague(role)
            #expect(throws: CaseworkError(.notFound)) { try office.desk.family(family, for: who.standing) }
        }
    }

    @Test func theTagMovesWithWhatIsShownAndDiffersBetweenPeople() async throws {
        let before = try office.desk.family(family, for: hill.standing).tag
        #expect(try office.desk.family(family, for: hill.standing).tag == before)
        _ = try await office.save([office.entry(.amend, "child", strangers, dossier: strangers, ["school": "Elsewhere"])], as: river)
        #expect(try office.desk.family(family, for: hill.standing).tag == before, "what is hidden moves nothing")
        _ = try await office.save([office.entry(.amend, "child", mine[1], dossier: mine[1], ["school": "Vila Nova 2"])], as: hill)
        #expect(try office.desk.family(family, for: hill.standing).tag != before)
    }
}
