import Foundations
import Journal
import Synchronization
import Testing
@testable import Access

@Suite struct BreakGlassTests {
    private let reason = "the night line says the child is in danger now"

    /// The dossier of team B, which no one of the office reaches.
    private func dossier(_ office: Office) throws -> UUIDv7 {
        let child = office.box.id()
        let worker = office.box.id()
        try office.box.journal.bulk([office.box.save([
            Change(id: office.box.id(), record: child, kind: "child", op: .create, scope: Scope(.dossier, child), fields: ["given_name": .text("Test")]),
            Change(id: office.box.id(), record: office.box.id(), kind: "case", op: .create, scope: Scope(.dossier, child), dossier: child,
                   envelope: RecordEnvelope(owner: worker, team: District.teamB, status: "open")),
        ])])
        return child
    }

    private func sees(_ office: Office, _ user: String, _ record: UUIDv7) throws -> Bool {
        // By the way a request takes, so that a standing kept from before would show.
        let standing = try office.people.standing(of: office.id(user))
        return try office.box.journal.read { db in
            guard let stored = try JournalStore.record(db, record) else { return false }
            return standing.decide(Envelope(stored), try Surroundings.of(stored, in: db)).exists
        }
    }

    @Test func itOpensForAnHourAndTells() async throws {
        let office = try await Office()
        let child = try dossier(office)
        #expect(try !sees(office, "sera", child))
        try await office.people.breakGlass(child, reason: reason, by: office.id("sera"))
        #expect(try sees(office, "sera", child))
        #expect(try !sees(office, "wim", child))
        let told = try office.people.notices(to: office.id("odil"))
        #expect(told.count == 1 && told[0].code == "break_glass" && told[0].about == child && told[0].reason == reason)
        let event = try #require(office.trail.events.withLock { $0.last { $0.kind == .breakGlass } })
        #expect(event.kind.action.isSynchronous && event.subject == child && event.actor == office.id("sera"))
        #expect(!"\(event.detail)".contains("danger"), "the chain holds ids, not content")
        office.box.time.advance(seconds: PeopleStore.glassSeconds)
        #expect(try !sees(office, "sera", child))
    }

    @Test func refusalsLeaveNoOpening() async throws {
        let office = try await Office()
        let child = try dossier(office)
        let sera = office.id("sera")
        await #expect(throws: AccessError.reasonNeeded) { try await office.people.breakGlass(child, reason: "because", by: sera) }
        await #expect(throws: AccessError.notFound) { try await office.people.breakGlass(office.box.id(), reason: reason, by: sera) }
        for user in ["wim", "admin", "odil"] {
            await #expect(throws: AccessError.notAllowed(action: "break the glass of")) { try await office.people.breakGlass(child, reason: reason, by: office.id(user)) }
        }
        office.trail.broken.withLock { $0 = true }
        await #expect(throws: AccessError.self) { try await office.people.breakGlass(child, reason: reason, by: sera) }
        #expect(try !sees(office, "sera", child), "what cannot be traced is not opened")
        #expect(try office.people.notices(to: office.id("odil")).isEmpty)
    }

    @Test func itEndsEarlyWithTheSessionOfPowerAndByHand() async throws {
        let office = try await Office()
        let child = try dossier(office)
        let sera = office.id("sera")
        try await office.people.breakGlass(child, reason: reason, by: sera)
        try await office.people.mendGlass(child, by: sera)
        #expect(try !sees(office, "sera", child))
        #expect(office.trail.count(.breakGlassEnded) == 1)
    }

    /// The real chain: durable when the deed is done, readable by the auditor, ids only.
    @Test func theSecondChainHasIt() async throws {
        let box = try Box()
        let people = try box.people(trail: JournalTrail(box.journal))
        let admin = try await people.found([
            NewPerson(name: "Ada Root", userName: "admin", role: "site_administrator"),
            NewPerson(name: "Sera Lead", userName: "sera", role: "supervisor", teams: [District.teamA], id: District.supervisor),
        ])[0].person.id
        let child = box.id()
        try box.journal.bulk([box.save([
            Change(id: box.id(), record: child, kind: "child", op: .create, scope: Scope(.dossier, child), fields: ["given_name": .text("Test")]),
        ])])
        try await people.breakGlass(child, reason: reason, by: District.supervisor)
        let rows = try box.journal.trail.read(.init(action: .breakGlass))
        #expect(rows.count == 1 && rows[0].event.actor == District.supervisor && rows[0].event.subject == child)
        let made = try box.journal.trail.read(.init(actor: admin, action: .permission))
        #expect(made.compactMap { $0.event.detail["what"]?.text } == ["personCreated", "personCreated"])
    }

    @Test func theTableIsBoundedAndForgets() {
        var table = GlassTable()
        func open(_ dossier: UInt64, until ends: UInt64, at now: UInt64) -> Bool { table.open(id(dossier), for: id(99), until: ends, at: now) }
        for number in 0..<5 as Range<UInt64> { #expect(open(number, until: 100, at: 0)) }
        #expect(!open(6, until: 100, at: 0))
        #expect(open(1, until: 100, at: 0), "the same one again is no further one")
        #expect(open(7, until: 200, at: 100))
        #expect(table.open(for: id(99), at: 100) == [id(7)])
        table.closeAll(of: id(99))
        #expect(table.open(for: id(99), at: 100).isEmpty)
    }
}
