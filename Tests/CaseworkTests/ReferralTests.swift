import Access
import Casework
import Foundations
import Journal
import Testing

/// A referral names who is asked; that, and nothing else, brings them into the dossier.
@Suite struct ReferralTests {
    let office: DeskOffice
    let worker: DeskOffice.Colleague
    let child: UUIDv7

    init() async throws {
        office = try DeskOffice()
        worker = try office.colleague("case_worker", team: office.hill)
        child = try await office.child("Amina", "Kaya", of: worker)
    }

    private func account(_ who: DeskOffice.Colleague, team: UUIDv7? = nil, state: String = "active") throws {
        let change = Change(id: office.id(), record: who.author.person, kind: ReservedKind.user, op: .create, scope: Scope(.site, who.author.person),
                            fields: ["user_name": .text("x"), "team": team.map { .text($0.description) } ?? .null], envelope: RecordEnvelope(status: state))
        _ = try office.journal.commitAndWait(Save(id: office.id(), actor: who.author.person, device: office.id(), at: office.time.now(), changes: [change]))
    }

    private func refer(to asked: UUIDv7?) async throws -> UUIDv7 {
        let referral = office.id()
        var fields: [String: Value] = ["service": "health", "requested_on": "2026-01-01"]
        if let asked { fields["referred_to"] = .text(asked.description) }
        _ = try await office.save([office.entry(.create, "referral", referral, dossier: child, fields)], as: worker)
        return referral
    }

    private func sees(_ who: DeskOffice.Colleague) -> Bool { (try? office.desk.record(child, for: who.standing)) != nil }

    @Test func thePersonAskedSeesTheDossierUntilItIsDone() async throws {
        let asked = try office.colleague("specialist"), other = try office.colleague("specialist")
        try account(asked)
        try account(other)
        _ = try await refer(to: nil)
        #expect(!sees(asked))
        let referral = try await refer(to: asked.author.person)
        #expect(sees(asked) && !sees(other))
        // Who was asked may answer; passing it on is the worker's.
        await #expect(throws: CaseworkError.self) {
            _ = try await office.save([office.entry(.amend, "referral", referral, base: 1, ["referred_to": .text(other.author.person.description)])], as: asked)
        }
        _ = try await office.save([office.entry(.amend, "referral", referral, base: 1, ["referred_to": .text(other.author.person.description)])], as: worker)
        #expect(!sees(asked) && sees(other))
        _ = try await office.save([office.entry(.amend, "referral", referral, base: 2, ["referred_to": .null])], as: worker)
        #expect(!sees(other))
    }

    @Test func aTeamIsAskedAsOne() async throws {
        let asked = try office.colleague("specialist", team: office.river), other = try office.colleague("specialist", team: office.hill)
        try account(asked, team: office.river)
        _ = try await refer(to: office.river)
        #expect(sees(asked) && !sees(other))
    }

    @Test func nobodyElseCanBeAsked() async throws {
        let gone = try office.colleague("specialist")
        try account(gone, state: "inactive")
        for stranger in [gone.author.person, office.id(), child] {
            await #expect(throws: CaseworkError.self) { _ = try await refer(to: stranger) }
        }
    }
}
