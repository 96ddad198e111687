import Access
import Casework
import Foundations
import Journal
import Testing

/// A closure ends the case that it is about, also where a child has two.
@Suite struct ClosingCaseTests {
    let office: DeskOffice
    let worker: DeskOffice.Colleague, supervisor: DeskOffice.Colleague, territorial: DeskOffice.Colleague
    let child: UUIDv7

    init() async throws {
        office = try DeskOffice()
        worker = try office.colleague("case_worker", team: office.hill)
        supervisor = try office.colleague("supervisor", team: office.hill)
        territorial = try office.colleague("guardianship_territorial")
        child = try await office.child("Amina", "Kaya", of: worker)
    }

    private func open() async throws -> UUIDv7 {
        office.time.advance(millis: 1_000)
        let record = office.id()
        _ = try await office.save([office.entry(.create, "case", record, dossier: child, ["concern": .list(["neglect"])])], as: worker)
        return record
    }

    private func propose(of parent: UUIDv7? = nil) async throws -> UUIDv7 {
        office.time.advance(millis: 1_000)
        let record = office.id()
        var entry = office.entry(.create, "closure", record, dossier: child, ["closed_on": "2026-01-01", "outcome": "goals_met"])
        entry.parent = parent
        _ = try await office.save([entry], as: worker)
        return record
    }

    private func verify(_ closure: UUIDv7) async throws {
        office.time.advance(millis: 1_000)
        _ = try await office.save([office.entry(.decide, "closure", closure, [:], status: "verified")], as: territorial)
    }

    private func status(_ record: UUIDv7) throws -> String? { try office.journal.read { try JournalStore.record($0, record)?.status } }
    private var first: UUIDv7 { get throws { try #require(office.desk.dossier(child, for: worker.standing).cases.map(\.id).min()) } }

    @Test func aClosureEndsTheCaseThatItNames() async throws {
        let one = try first, two = try await open()
        try await verify(propose(of: one))
        #expect(try status(one) == "closed" && status(two) == "open")
        // What ended the one does not end the other.
        await #expect(throws: CaseworkError.self) { _ = try await office.save([office.entry(.close, "case", two, [:], status: "closed")], as: worker) }
        try await verify(propose())
        #expect(try status(two) == "closed")
    }

    @Test func whereTwoAreOpenItSaysWhich() async throws {
        let one = try first
        let closure = try await propose(), two = try await open()
        await #expect(throws: CaseworkError.self) { _ = try await propose() }
        try await verify(closure)
        #expect(try status(one) == "closed" && status(two) == "open", "the case that was open when it was proposed")
    }

    @Test func anEndedCaseIsNotClosedAgain() async throws {
        let one = try first, two = try await open()
        try await verify(propose(of: one))
        await #expect(throws: CaseworkError.self) { _ = try await propose(of: one) }
        #expect(try status(two) == "open")
    }
}
