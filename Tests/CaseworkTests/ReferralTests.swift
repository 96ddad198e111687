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
    let consent: UUIDv7

    init() async throws {
        office = try DeskOffice()
        worker = try office.colleague("case_worker", team: office.hill)
        child = try await office.child("Amina", "Kaya", of: worker)
        consent = try await office.consent(of: child, as: worker)
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
        try office.account(asked)
        try office.account(other)
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
        try office.account(asked, team: office.river)
        _ = try await refer(to: office.river)
        #expect(sees(asked) && !sees(other))
    }

    /// What the service needs, and of other referrals nothing.
    @Test func eachOfTwoProvidersSeesTheirOwnReferralAndItsTemplate() async throws {
        let child = try await office.child("Samir", "Kaya", of: worker, more: [
            "health_summary": "asthma", "school": "Hill school", "address": "Mill street", "phone": "0123", "social_summary": "words",
        ], consents: true)
        let doctor = try office.colleague("specialist"), teacher = try office.colleague("specialist")
        for one in [doctor, teacher] { try office.account(one) }
        var referrals: [UUIDv7] = []
        for (asked, service) in [(doctor, "health"), (teacher, "education")] {
            referrals.append(office.id())
            _ = try await office.save([office.entry(.create, "referral", referrals[referrals.count - 1], dossier: child, [
                "service": .text(service), "requested_on": "2026-01-01", "referred_to": .text(asked.author.person.description), "shared_note": .text("for \(service)"),
            ])], as: worker)
        }
        for (asked, own, other, seen) in [(doctor, 0, 1, "health_summary"), (teacher, 1, 0, "school")] {
            let fields = try office.desk.record(child, for: asked.standing).fields
            #expect(Set(fields.keys).subtracting(["birth_estimated"]) == ["given_name", "family_name", "sex", "phone", seen])
            #expect(try office.desk.history(of: child, for: asked.standing).keys.contains("address") == false)
            #expect(try office.desk.record(referrals[own], for: asked.standing).text("shared_note") != nil)
            #expect(throws: CaseworkError(.notFound)) { try office.desk.record(referrals[other], for: asked.standing) }
            let view = try office.desk.dossier(child, for: asked.standing)
            #expect(view.papers.map(\.id) == [referrals[own]])
            _ = try await office.save([office.entry(.amend, "referral", referrals[own], base: 1, ["answer_note": "Tuesday"])], as: asked)
        }
    }

    @Test func aNoEndsWhatWasShared() async throws {
        let asked = try office.colleague("specialist")
        try office.account(asked)
        func say(_ caregiver: String, base: Int) async throws {
            _ = try await office.save([office.entry(.amend, "consent", consent, dossier: child, base: base, ["caregiver_consent": .text(caregiver)])], as: worker)
        }
        let referral = try await refer(to: asked.author.person)
        #expect(sees(asked))
        try await say("withdrawn", base: 1)
        #expect(!sees(asked))
        #expect(try office.desk.record(referral, for: worker.standing).status == "cancelled")
        await #expect(throws: CaseworkError.self) { _ = try await refer(to: asked.author.person) }
        // A yes does not bring back what ended; asking again does.
        try await say("given", base: 2)
        #expect(!sees(asked))
        _ = try await refer(to: asked.author.person)
        #expect(sees(asked))
    }

    @Test func nobodyElseCanBeAsked() async throws {
        let gone = try office.colleague("specialist")
        try office.account(gone, state: "inactive")
        for stranger in [gone.author.person, office.id(), child] {
            await #expect(throws: CaseworkError.self) { _ = try await refer(to: stranger) }
        }
    }
}
