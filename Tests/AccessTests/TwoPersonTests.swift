import Foundations
import Journal
import Synchronization
import Testing
@testable import Access

@Suite struct TwoPersonTests {
    private let reason = "lost her telephone on the bus"

    @Test func aCaseRoleWaitsForTheSecondPerson() async throws {
        let office = try await Office()
        let made = try await office.people.create(NewPerson(name: "Neo Case", userName: "neo", role: "case_worker"), by: office.id("admin"))
        let request = try #require(made.request)
        #expect(made.person.state == .pending)
        try await office.finish(made.token)
        await #expect(throws: AccessError.waitingForApproval) { try await office.signIn("neo") }
        #expect(throws: AccessError.sessionEnded(.deactivated)) { try office.people.viewer(of: made.person.id) }

        // Not the administrator, not somebody without a second factor, not a stranger.
        for user in ["admin", "wim"] {
            await #expect(throws: AccessError.secondPersonRefused) { try await office.people.agree(to: request, by: office.id(user)) }
        }
        await #expect(throws: AccessError.self) { try await office.people.agree(to: request, by: made.person.id) }
        await #expect(throws: AccessError.waitingForApproval) { try await office.signIn("neo") }

        let listed = try office.people.openRequests(for: office.people.viewer(of: office.id("sera")))
        #expect(listed.map(\.id) == [request] && listed[0].role == "case_worker")
        _ = try await office.people.agree(to: request, by: office.id("sera"))
        #expect(try await office.signIn("neo").role.code == "case_worker")
        await #expect(throws: AccessError.requestNotOpen) { try await office.people.agree(to: request, by: office.id("odil")) }
        #expect(office.trail.count(.secondPersonAgreed) == 1)
    }

    @Test func theRecoveryKeyNamesASecondPersonAndEverybodyIsTold() async throws {
        let office = try await Office()
        let before = try await office.signIn("sera")
        await #expect(throws: AccessError.reasonNeeded) { try await office.people.restoreSecond(office.id("sera"), role: nil, reason: "x") }
        // Neither an administrator nor a role without a second factor.
        await #expect(throws: AccessError.secondPersonRefused) { try await office.people.restoreSecond(office.id("admin"), role: "supervisor", reason: reason) }
        await #expect(throws: AccessError.secondPersonRefused) { try await office.people.restoreSecond(office.id("wim"), role: nil, reason: reason) }
        #expect(office.trail.count(.secondPersonRestored) == 0)
        _ = try office.people.sessions.session(of: before.token)

        let invitation = try await office.people.restoreSecond(office.id("sera"), role: nil, reason: reason)
        #expect(office.trail.count(.secondPersonRestored) == 1)
        #expect(throws: AccessError.self) { try office.people.sessions.session(of: before.token) }
        await #expect(throws: AccessError.signInRefused) { try await office.signIn("sera") }
        for user in ["admin", "sera", "odil", "wim"] {
            let notice = try #require(try office.people.notices(to: office.id(user)).first, "\(user)")
            #expect(notice.code == "second_restored" && notice.about == office.id("sera") && notice.reason == reason && !notice.seen)
        }
        try await office.finish(invitation.token)
        let made = try await office.people.create(NewPerson(name: "Neo Case", userName: "neo", role: "case_worker"), by: office.id("admin"))
        _ = try await office.people.agree(to: try #require(made.request), by: office.id("sera"))
        #expect(try await office.signIn("sera").role.code == "supervisor")
    }

    @Test func whatCannotBeTracedNamesNobody() async throws {
        let office = try await Office()
        office.trail.broken.withLock { $0 = true }
        await #expect(throws: AccessError.self) { try await office.people.restoreSecond(office.id("sera"), role: nil, reason: reason) }
        office.trail.broken.withLock { $0 = false }
        #expect(try await office.signIn("sera").role.code == "supervisor")
    }

    @Test func aRefusedAccountStaysOutside() async throws {
        let office = try await Office()
        let made = try await office.people.create(NewPerson(name: "Neo Case", userName: "neo", role: "case_worker"), by: office.id("admin"))
        try await office.people.refuse(try #require(made.request), by: office.id("odil"))
        try await office.finish(made.token)
        await #expect(throws: AccessError.waitingForApproval) { try await office.signIn("neo") }
        await #expect(throws: AccessError.requestNotOpen) { try await office.people.agree(to: made.request!, by: office.id("sera")) }
    }

    @Test func rolesWithoutCasesNeedOnePersonOnly() async throws {
        let office = try await Office()
        for role in ["notifier", "helpline_operator", "site_administrator", "district_manager"] {
            let name = "u-" + role.replacing("_", with: "-")
            let made = try await office.people.create(NewPerson(name: "Some Body", userName: name, role: role), by: office.id("admin"))
            #expect(made.request == nil && made.person.state == .active, "\(role)")
        }
    }

    @Test func aResetNeedsTwoAndTheLinkGoesToTheSecond() async throws {
        let office = try await Office()
        let wim = try await office.signIn("wim")
        await #expect(throws: AccessError.reasonNeeded) { try await office.people.askReset(of: office.id("wim"), reason: "  x ", by: office.id("admin")) }
        await #expect(throws: AccessError.notAllowed(action: "ask for a reset of")) { try await office.people.askReset(of: office.id("wim"), reason: reason, by: office.id("sera")) }
        let request = try await office.people.askReset(of: office.id("wim"), reason: reason, by: office.id("admin"))

        // Asking changes nothing.
        _ = try office.people.sessions.session(of: wim.token)
        _ = try await office.signIn("wim")
        await #expect(throws: AccessError.secondPersonRefused) { try await office.people.agree(to: request.id, by: office.id("admin")) }

        let agreed = try await office.people.agree(to: request.id, by: office.id("sera"))
        #expect(throws: AccessError.sessionEnded(.everywhere)) { try office.people.sessions.session(of: wim.token) }
        await #expect(throws: AccessError.signInRefused) { try await office.signIn("wim") }
        try await office.finish(try #require(agreed.token), password: "quiet maps and rivers")
        _ = try await office.signIn("wim", password: "quiet maps and rivers")

        // The one concerned is told who asked and who agreed.
        let notices = try office.people.notices(to: office.id("wim"))
        #expect(notices.count == 1)
        #expect(notices[0].code == "reset" && notices[0].by == office.id("admin") && notices[0].second == office.id("sera") && !notices[0].seen)
        try await office.people.markSeen(notices[0].id, by: office.id("wim"))
        #expect(try office.people.notices(to: office.id("wim"))[0].seen)
        await #expect(throws: AccessError.notFound) { try await office.people.markSeen(notices[0].id, by: office.id("sera")) }
    }

    @Test func nobodyAgreesToTheirOwnReset() async throws {
        let office = try await Office()
        let request = try await office.people.askReset(of: office.id("sera"), reason: reason, by: office.id("admin"))
        await #expect(throws: AccessError.secondPersonRefused) { try await office.people.agree(to: request.id, by: office.id("sera")) }
        let agreed = try await office.people.agree(to: request.id, by: office.id("odil"))
        let old = office.secrets["sera"]
        try await office.finish(try #require(agreed.token))
        #expect(office.secrets["sera"] != old)
        _ = try await office.signIn("sera")
    }

    @Test func aCaseRoleIsGivenByTwo() async throws {
        let office = try await Office()
        let request = try #require(try await office.people.changeRole(of: office.id("wim"), to: "data_officer", reason: reason, by: office.id("admin")))
        #expect(office.people.person(userName: "wim")?.role == "case_worker")
        _ = try await office.people.agree(to: request.id, by: office.id("sera"))
        #expect(office.people.person(userName: "wim")?.role == "data_officer")
        // The new role needs a factor that wim does not have: the door says so instead of letting in.
        await #expect(throws: AccessError.secondFactorMissing) { try await office.signIn("wim") }
    }

    @Test func theAdministratorCannotMakeHimselfAWorker() async throws {
        let office = try await Office()
        let admin = office.id("admin")
        let request = try #require(try await office.people.changeRole(of: admin, to: "supervisor", reason: reason, by: admin))
        #expect(office.people.person(userName: "admin")?.role == "site_administrator")
        await #expect(throws: AccessError.secondPersonRefused) { try await office.people.agree(to: request.id, by: admin) }
    }

    @Test func theLastSecondPersonCannotBeRemoved() async throws {
        let office = try await Office()
        try await office.people.deactivate(office.id("odil"), by: office.id("admin"))
        await #expect(throws: AccessError.secondPersonRefused) { try await office.people.deactivate(office.id("sera"), by: office.id("admin")) }
        await #expect(throws: AccessError.secondPersonRefused) { _ = try await office.people.changeRole(of: office.id("sera"), to: "notifier", reason: reason, by: office.id("admin")) }
        #expect(office.people.person(userName: "sera")?.state == .active)
    }

    @Test func aloneAtTheBeginningAndNeverAgain() async throws {
        let box = try Box()
        let trail = TrailBook()
        let people = try box.people(trail: trail)
        let admin = try await people.found([NewPerson(name: "Ada Root", userName: "admin", role: "site_administrator")])[0].person.id
        let first = try await people.create(NewPerson(name: "Sera Lead", userName: "sera", role: "supervisor"), by: admin)
        #expect(first.request == nil && first.person.state == .active)
        #expect(trail.count(.onlyOnePerson) == 1, "what one person did alone stands in the second chain")
        let second = try await people.create(NewPerson(name: "Wim Case", userName: "wim", role: "case_worker"), by: admin)
        #expect(second.request != nil && second.person.state == .pending)
    }
}
