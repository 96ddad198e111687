import Foundations
import GRDB
import Journal
import Testing
@testable import Access

@Suite struct TeamTests {
    private let reason = "moves to the hill office on Monday"

    @Test func teamsAreMadeRenamedAndClosedWhenEmpty() async throws {
        let office = try await Office()
        let people = office.people, admin = office.id("admin")
        let hill = try await people.makeTeam(name: "Hill", agency: "social_services", by: admin)
        #expect(people.team(hill.id) == hill || people.team(hill.id)?.name == "Hill")
        await #expect(throws: AccessError.teamNameTaken) { try await people.makeTeam(name: " hill", agency: nil, by: admin) }
        await #expect(throws: AccessError.teamNameInvalid) { try await people.makeTeam(name: " ", agency: nil, by: admin) }
        await #expect(throws: AccessError.badDetail("agency")) { try await people.makeTeam(name: "Valley", agency: String(repeating: "a", count: 65), by: admin) }
        for user in ["sera", "odil", "wim"] {
            await #expect(throws: AccessError.notAllowed(action: "make teams of")) { try await people.makeTeam(name: "Mine", agency: nil, by: office.id(user)) }
        }
        _ = try await people.changeTeam(hill.id, name: "Upper hill", agency: nil, by: admin)
        #expect(people.team(hill.id)?.name == "Upper hill" && people.team(hill.id)?.agency == nil)
        // It is in the journal, not only in memory.
        try people.reload()
        #expect(people.team(hill.id)?.name == "Upper hill")

        let made = try await people.create(NewPerson(name: "Nia New", userName: "nia", role: "notifier", teams: [hill.id]), by: admin)
        await #expect(throws: AccessError.teamNotEmpty) { try await people.closeTeam(hill.id, by: admin) }
        try await people.deactivate(made.person.id, by: admin)
        try await people.closeTeam(hill.id, by: admin)
        #expect(people.team(hill.id)?.isOpen == false)
        await #expect(throws: AccessError.notFound) { try await people.closeTeam(hill.id, by: admin) }
        await #expect(throws: AccessError.noSuchTeam) {
            try await people.create(NewPerson(name: "Eve Late", userName: "eve", role: "notifier", teams: [hill.id]), by: admin)
        }
        // A closed team's name is free again.
        _ = try await people.makeTeam(name: "Upper hill", agency: nil, by: admin)
        #expect(office.trail.count(.teamMade) == 2 && office.trail.count(.teamChanged) == 1 && office.trail.count(.teamClosed) == 1)
    }

    @Test func aTeamWithCasesIsNotClosed() async throws {
        let office = try await Office()
        let admin = office.id("admin")
        let hill = try await office.people.makeTeam(name: "Hill", agency: nil, by: admin)
        let dossier = UUIDv7.make(at: 5), child = Change(
            id: UUIDv7.make(at: 5), record: dossier, kind: "child", op: .create, scope: Scope(.dossier, dossier), dossier: dossier, fields: [:])
        let own = Change(id: UUIDv7.make(at: 5), record: UUIDv7.make(at: 5), kind: "case", op: .create, scope: Scope(.dossier, dossier), dossier: dossier,
                         parent: dossier, fields: [:], envelope: RecordEnvelope(team: hill.id, status: "monitoring"))
        _ = try await office.people.journal.commit(Save(
            id: UUIDv7.make(at: 5), actor: admin, device: office.people.journal.site, at: office.box.time.now(), changes: [child, own])) { _ in }
        await #expect(throws: AccessError.teamNotEmpty) { try await office.people.closeTeam(hill.id, by: admin) }
    }

    @Test func peopleWithATeamThatNobodyNamedShowIt() async throws {
        let office = try await Office()
        #expect(office.people.teams().map(\.id) == [District.teamA] && office.people.teams()[0].name.isEmpty)
        _ = try await office.people.changeTeam(District.teamA, name: "Old town", agency: nil, by: office.id("admin"))
        #expect(office.people.teams().map(\.name) == ["Old town"])
    }

    @Test func anotherTeamTakesTwoPersonsAndThePersonIsTold() async throws {
        let office = try await Office()
        let people = office.people, admin = office.id("admin"), wim = office.id("wim")
        let hill = try await people.makeTeam(name: "Hill", agency: nil, by: admin)
        let before = try await office.signIn("wim")
        let details = PersonDetails(teams: [hill.id], agency: "social_services")
        await #expect(throws: AccessError.reasonNeeded) { try await people.changeDetails(of: wim, to: details, reason: "x", by: admin) }
        await #expect(throws: AccessError.noSuchTeam) { try await people.changeDetails(of: wim, to: PersonDetails(teams: [UUIDv7.make(at: 3)]), reason: reason, by: admin) }
        await #expect(throws: AccessError.notAllowed(action: "change the details of")) { try await people.changeDetails(of: wim, to: details, reason: reason, by: office.id("sera")) }
        let request = try #require(try await people.changeDetails(of: wim, to: details, reason: reason, by: admin))
        #expect(people.person(wim)?.teams == [District.teamA] && people.person(wim)?.agency == nil)
        // A team that is asked for is not closed meanwhile.
        await #expect(throws: AccessError.teamNotEmpty) { try await people.closeTeam(hill.id, by: admin) }
        for user in ["admin", "wim"] {
            await #expect(throws: AccessError.secondPersonRefused) { try await people.agree(to: request.id, by: office.id(user)) }
        }
        _ = try await people.agree(to: request.id, by: office.id("sera"))
        #expect(people.person(wim)?.teams == [hill.id] && people.person(wim)?.agency == "social_services" && people.person(wim)?.name == "Wim Case")
        #expect(try people.viewer(of: wim).teams == [hill.id])
        #expect(throws: AccessError.self) { try people.sessions.session(of: before.token) }
        let told = try people.notices(to: wim)
        #expect(told.map(\.code) == ["details"] && told[0].by == admin && told[0].second == office.id("sera") && told[0].reason == reason)
    }

    @Test func refusedNothingChanges() async throws {
        let office = try await Office()
        let people = office.people, wim = office.id("wim")
        let request = try #require(try await people.changeDetails(of: wim, to: PersonDetails(agency: "justice"), reason: reason, by: office.id("admin")))
        try await people.refuse(request.id, by: office.id("odil"))
        #expect(people.person(wim)?.agency == nil)
        await #expect(throws: AccessError.requestNotOpen) { try await people.agree(to: request.id, by: office.id("sera")) }
    }

    @Test func leavingATeamAndTheLanguageAreDoneAtOnce() async throws {
        let office = try await Office()
        let people = office.people, admin = office.id("admin"), wim = office.id("wim")
        #expect(try await people.changeDetails(of: wim, to: PersonDetails(language: "ar"), reason: "", by: admin) == nil)
        #expect(people.person(wim)?.language == "ar")
        #expect(try people.notices(to: wim).isEmpty)
        #expect(try await people.changeDetails(of: wim, to: PersonDetails(teams: []), reason: reason, by: admin) == nil)
        #expect(people.person(wim)?.teams == [])
        #expect(try people.notices(to: wim).map(\.code) == ["details"])
        // Nothing to change is nothing done.
        #expect(try await people.changeDetails(of: wim, to: PersonDetails(teams: [], language: "ar"), reason: "", by: admin) == nil)
        #expect(office.trail.count(.detailsChanged) == 2)
    }

    /// Who could rename themselves could be their own second person.
    @Test func anotherNameTakesTwoPersonsButNotAnotherSpelling() async throws {
        let office = try await Office()
        let people = office.people, admin = office.id("admin")
        #expect(try await people.changeDetails(of: admin, to: PersonDetails(name: "Somebody Else"), reason: reason, by: admin) != nil)
        #expect(people.person(admin)?.name == "Ada Root")
        #expect(try await people.changeDetails(of: admin, to: PersonDetails(name: "Ada ROOT"), reason: reason, by: admin) == nil)
        #expect(people.person(admin)?.name == "Ada ROOT")
        await #expect(throws: AccessError.nameInvalid) { try await people.changeDetails(of: admin, to: PersonDetails(name: "\u{7}"), reason: reason, by: admin) }
    }

    @Test func beforeTheFirstSecondPersonAnAdministratorActsAlone() async throws {
        let box = try Box()
        let people = try box.people()
        let admin = try await people.found([NewPerson(name: "Ada Root", userName: "admin", role: "site_administrator")])[0].person.id
        let hill = try await people.makeTeam(name: "Hill", agency: nil, by: admin)
        #expect(try await people.changeDetails(of: admin, to: PersonDetails(name: "Ada First", teams: [hill.id]), reason: reason, by: admin) == nil)
        #expect(people.person(admin)?.name == "Ada First" && people.person(admin)?.teams == [hill.id])
    }
}
