import Foundations
import GRDB
import Journal
import Synchronization
import Testing
@testable import Access

/// A founded office: an administrator, a supervisor (who may be the second person), an auditor, a worker.
final class Office {
    let box: Box
    let trail = TrailBook()
    let hashing = QuickHashing()
    let people: PeopleStore
    var secrets: [String: [UInt8]] = [:]
    var recovery: [String: [String]] = [:]
    static let password = "tide lamp orchard nine"

    init(lane: PasswordLane = PasswordLane()) async throws {
        box = try Box()
        people = try box.people(trail: trail, lane: lane, hashing: hashing)
        let invitations = try await people.found([
            NewPerson(name: "Ada Root", userName: "admin", role: "site_administrator"),
            NewPerson(name: "Sera Lead", userName: "sera", role: "supervisor", teams: [District.teamA], id: District.supervisor),
            NewPerson(name: "Odil Check", userName: "odil", role: "auditor"),
            NewPerson(name: "Wim Case", userName: "wim", role: "case_worker", teams: [District.teamA], id: District.worker),
        ])
        for invitation in invitations { try await finish(invitation.token) }
    }

    @discardableResult
    func finish(_ token: String, password: String = Office.password) async throws -> SetupDone {
        let done = try await people.completeSetup(token: token, password: password, peer: "10.0.0.1")
        secrets[done.person.userName] = done.totpSecret.flatMap(Base32.bytes)
        recovery[done.person.userName] = done.recoveryCodes
        return done
    }

    func id(_ user: String) -> UUIDv7 { people.person(userName: user)?.id ?? UUIDv7(high: 0, low: 0) }

    func code(_ user: String) -> String? {
        secrets[user].map { TOTP.code(secret: $0, unixSeconds: box.time.now().millis / 1000) }
    }

    func signIn(_ user: String, password: String = Office.password, code: String?? = .none, peer: String = "10.0.0.2", mark: String? = nil) async throws -> SignedIn {
        box.time.advance(seconds: 60)
        return try await people.signIn(SignInRequest(user: user, password: password, code: code ?? self.code(user), peer: peer, mark: mark))
    }
}

@Suite struct PeopleTests {
    @Test func thereIsNoAccountAndNoDefaultPasswordAtFirst() async throws {
        let box = try Box()
        let people = try box.people()
        #expect(people.all().isEmpty)
        for (user, password) in [("admin", "admin"), ("admin", ""), ("", ""), ("root", "kinbox")] {
            await #expect(throws: AccessError.signInRefused) {
                box.time.advance(seconds: 600)
                _ = try await people.signIn(SignInRequest(user: user, password: password, peer: "p\(user)\(password)"))
            }
        }
    }

    @Test func theFirstAdministratorComesByALink() async throws {
        let office = try await Office()
        let admin = try await office.signIn("admin")
        #expect(admin.role.code == "site_administrator")
        #expect(try office.people.viewer(of: admin.session).person == office.id("admin"))
        await #expect(throws: AccessError.alreadyFounded) { try await office.people.found([NewPerson(name: "Eve Two", userName: "eve", role: "site_administrator")]) }
    }

    @Test func aSetupLinkWorksOnce() async throws {
        let office = try await Office()
        let invitation = try await office.people.create(NewPerson(name: "Nia Tip", userName: "nia", role: "notifier"), by: office.id("admin"))
        #expect(try office.people.invited(invitation.token).userName == "nia")
        let done = try await office.finish(invitation.token)
        #expect(done.totpSecret == nil && done.recoveryCodes.isEmpty)
        await #expect(throws: AccessError.setupLinkInvalid) { try await office.finish(invitation.token, password: "another rare phrase") }
        for wrong in ["", "x", String(repeating: "A", count: 43)] {
            #expect(throws: AccessError.setupLinkInvalid) { try office.people.invited(wrong) }
        }
        _ = try await office.signIn("nia")
    }

    @Test func twoWhoClickAtOnceGetOneAccount() async throws {
        let office = try await Office()
        let token = try await office.people.create(NewPerson(name: "Nia Tip", userName: "nia", role: "notifier"), by: office.id("admin")).token
        let people = office.people
        let won = await withTaskGroup(of: Bool.self) { group in
            for number in 0..<4 {
                group.addTask { (try? await people.completeSetup(token: token, password: "my rare phrase \(number)", peer: "p\(number)")) != nil }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(won == 1)
    }

    @Test func aLinkDiesAfterThreeDaysOfATrustedClockOnly() async throws {
        let office = try await Office()
        let first = try await office.people.create(NewPerson(name: "Nia Tip", userName: "nia", role: "notifier"), by: office.id("admin"))
        office.box.time.advance(seconds: 72 * 3600 + 1)
        #expect(throws: AccessError.setupLinkInvalid) { try office.people.invited(first.token) }
        // The box cannot be sure of its clock: the link stays good.
        var now = office.box.time.now()
        now.trust = .machine
        office.box.time.set(now)
        #expect(try office.people.invited(first.token).userName == "nia")
        let second = try await office.people.renewLink(of: first.person.id, by: office.id("admin"))
        #expect(throws: AccessError.setupLinkInvalid) { try office.people.invited(first.token) }
        #expect(try office.people.invited(second.token).userName == "nia")
        await #expect(throws: AccessError.self) { try await office.people.renewLink(of: office.id("wim"), by: office.id("admin")) }
    }

    @Test func onlyAdministratorsMakeAccounts() async throws {
        let office = try await Office()
        for user in ["sera", "odil", "wim"] {
            await #expect(throws: AccessError.notAllowed(action: "make accounts")) {
                try await office.people.create(NewPerson(name: "Nia Tip", userName: "nia", role: "notifier"), by: office.id(user))
            }
        }
        #expect(office.people.person(userName: "nia") == nil)
    }

    @Test func faultyAccountsAreRefused() async throws {
        let office = try await Office()
        let admin = office.id("admin")
        await #expect(throws: AccessError.userNameTaken) { try await office.people.create(NewPerson(name: "B B", userName: " WIM ", role: "notifier"), by: admin) }
        await #expect(throws: AccessError.unknownRole("king")) { try await office.people.create(NewPerson(name: "B B", userName: "bb", role: "king"), by: admin) }
        await #expect(throws: AccessError.userNameInvalid) { try await office.people.create(NewPerson(name: "B B", userName: "b b", role: "notifier"), by: admin) }
        await #expect(throws: AccessError.nameInvalid) { try await office.people.create(NewPerson(name: " ", userName: "bb", role: "notifier"), by: admin) }
        await #expect(throws: AccessError.passwordRefused(.containsName)) {
            let made = try await office.people.create(NewPerson(name: "Bela Bartok", userName: "bela", role: "notifier"), by: admin)
            try await office.finish(made.token, password: "bartok plays at night")
        }
    }

    @Test func sameNameAtTheSameMomentIsTakenOnce() async throws {
        let office = try await Office()
        let (people, admin) = (office.people, office.id("admin"))
        let made = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<6 { group.addTask { (try? await people.create(NewPerson(name: "Nia Tip", userName: "nia", role: "notifier"), by: admin)) != nil } }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(made == 1)
    }

    @Test func accountsSurviveARestart() async throws {
        let office = try await Office()
        let again = try office.box.people(hashing: office.hashing)
        #expect(again.all() == office.people.all())
        office.box.time.advance(seconds: 60)
        let signed = try await again.signIn(SignInRequest(user: "wim", password: Office.password, peer: "p"))
        #expect(signed.person.teams == [District.teamA])
    }

    /// Nothing readable shows a secret, and the projection shows the credential to no standing at all.
    @Test func credentialsAreOutOfReach() async throws {
        let office = try await Office()
        for person in office.people.all() {
            let stored = try office.people.credential(of: person.id)
            #expect(stored.credential.passwordHash != nil)
            for viewer in office.people.all() {
                let standing = office.people.rules.standing(of: try office.people.viewer(of: viewer.id))
                let listed = try office.box.journal.read { db in
                    let filter = standing.filter(alias: "r")
                    return try String.fetchSet(db, sql: "SELECT r.kind FROM record r WHERE \(filter.sql)", arguments: filter.arguments)
                }
                #expect(listed.isDisjoint(with: ["credential", "access_request", "access_notice"]))
                let record = try #require(try office.box.journal.read { try JournalStore.record($0, stored.record) })
                let around = try office.box.journal.read { try Surroundings.of(record, in: $0) }
                #expect(standing.decide(Envelope(record), around) == .hidden)
            }
        }
        let user = try #require(try office.box.journal.read { try JournalStore.record($0, office.id("wim")) })
        #expect(Set(user.fields.keys) == ["display_name", "user_name", "role", "team", "language", "active"])
    }

    @Test func closingAnAccountEndsItsSessions() async throws {
        let office = try await Office()
        let wim = try await office.signIn("wim")
        try await office.people.deactivate(office.id("wim"), by: office.id("admin"))
        #expect(throws: AccessError.sessionEnded(.deactivated)) { try office.people.sessions.session(of: wim.token) }
        #expect(throws: AccessError.sessionEnded(.deactivated)) { try office.people.viewer(of: wim.session) }
        await #expect(throws: AccessError.signInRefused) { try await office.signIn("wim") }
        #expect(try office.people.credential(of: office.id("wim")).credential.passwordHash == nil)
        #expect(office.people.person(userName: "wim")?.name == "Wim Case", "history still names people")
        #expect(office.trail.count(.personDeactivated) == 1)
    }
}
