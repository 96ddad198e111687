import Access
import Casework
import Foundations
import Journal
import Sharing
import Testing

/// A dossier that leaves the agency which answers for it is asked about like a referral; one that stays is not.
@Suite struct TransferConsentTests {
    let office: DeskOffice
    let worker: DeskOffice.Colleague, supervisor: DeskOffice.Colleague
    let near: DeskOffice.Colleague, outside: DeskOffice.Colleague, taker: DeskOffice.Colleague

    init() throws {
        office = try DeskOffice()
        worker = try office.colleague("case_worker", team: office.hill, agency: "alpha")
        supervisor = try office.colleague("supervisor", team: office.hill, agency: "alpha")
        near = try office.colleague("supervisor", team: office.river, agency: "alpha")
        outside = try office.colleague("agency_focal_point", agency: "beta")
        taker = try office.colleague("case_worker", agency: "beta")
        for (who, team, name) in [(worker, office.hill, "Amal"), (supervisor, office.hill, "Vera"), (near, office.river, "Lea")] { try office.account(who, team: team, name: name) }
        for (who, name) in [(outside, "Josephine"), (taker, "Ion")] { try office.account(who, team: nil, name: name) }
    }

    /// Written by hand: nothing where it goes out, - where nobody may, else the grounds of a second person. The order of `ConsentAskedTests.states`.
    private static let expected = ["l", "l", "l", "lb", "lb", "lb", ""]

    private func propose(_ child: UUIDv7, to who: DeskOffice.Colleague, _ ground: String? = nil, by author: DeskOffice.Colleague? = nil, reason: String = "The family left.") async throws -> UUIDv7 {
        let record = office.id()
        var fields: [String: Value] = ["handed_to": .text(who.author.person.description), "transfer_why": "moved", "asked_on": .text(office.time.now().localDay.description), "situation": "A girl of seven."]
        if let ground { fields.merge(["override_basis": .text(ground), "override_reason": .text(reason)]) { $1 } }
        _ = try await office.save([office.entry(.create, "transfer", record, dossier: child, fields)], as: author ?? worker)
        return record
    }

    private func step(_ record: UUIDv7, to status: String, _ fields: [String: Value] = [:], as who: DeskOffice.Colleague) async -> String? {
        await code { _ = try await office.save([office.entry(.decide, "transfer", record, fields, status: status)], as: who) }
    }

    private func accept(_ record: UUIDv7) async -> String? {
        await step(record, to: "accepted", ["answer": "accepted", "new_worker": .text(taker.author.person.description)], as: outside)
    }

    private func code(_ body: () async throws -> Void) async -> String? {
        do { try await body() } catch { return (error as? CaseworkError)?.code ?? "\(error)" }
        return nil
    }

    private func sees(_ child: UUIDv7, _ who: DeskOffice.Colleague) -> Bool { (try? office.desk.record(child, for: who.standing)) != nil }
    private func reads(_ transfer: UUIDv7, _ who: DeskOffice.Colleague) -> Bool { (try? office.desk.record(transfer, for: who.standing)) != nil }

    private func child(_ state: [String: Value]?) async throws -> UUIDv7 {
        let child = try await office.child("Amina", "Kaya", of: worker)
        if let state { try await office.consent(of: child, as: worker, ["purpose": .list(["transfer"])].merging(state) { $1 }) }
        return child
    }

    @Test func everyStateIsAskedWhereItLeaves() async throws {
        var count = 0
        for (place, state) in ConsentAskedTests.states.enumerated() {
            let wanted = Self.expected[place]
            for letter in ["", "v", "l", "b"] {
                let about: Comment = "state \(place), ground \(letter)"
                let child = try await child(state)
                var made: UUIDv7?
                let refused = await code { made = try await propose(child, to: outside, ConsentAskedTests.grounds[letter]) }
                let goes = wanted.isEmpty || (!letter.isEmpty && wanted.contains(letter))
                #expect(refused == (goes ? nil : "consent-needed"), about)
                count += 1
                guard let made else { continue }
                #expect(!reads(made, outside) && !sees(child, outside), about)
                #expect(await step(made, to: "offered", as: supervisor) == nil, about)
                #expect(reads(made, outside) && !sees(child, outside), about)
                #expect(await accept(made) == nil, about)
                #expect(sees(child, outside) && sees(child, taker) && !sees(child, worker), about)
            }
        }
        #expect(count == 28)
    }

    @Test func insideTheAgencyItIsADutyAndNobodyIsAsked() async throws {
        for state in ConsentAskedTests.states {
            let child = try await child(state)
            let made = try await propose(child, to: near)
            #expect(await step(made, to: "offered", as: supervisor) == nil)
            #expect(try office.desk.sharing(of: child, service: nil, handedTo: near.author.person.description, for: worker.standing).verdict == .duty(.legalDuty))
        }
    }

    @Test func whoAsksIsNotTheSecondPerson() async throws {
        let child = try await child(nil), other = try office.colleague("supervisor", team: office.hill, agency: "alpha")
        let made = try await propose(child, to: outside, "best_interests", by: supervisor)
        #expect(await step(made, to: "offered", as: supervisor) == "share-own-word")
        #expect(!reads(made, outside))
        #expect(await step(made, to: "offered", as: other) == nil)
        #expect(reads(made, outside))
    }

    @Test func aGroundNeedsAReasonAndIsNotWrittenInAfterwards() async throws {
        let child = try await child(nil)
        #expect(await code { _ = try await propose(child, to: outside, "best_interests", reason: " - ") } == "faults")
        let made = try await propose(child, to: near)
        let changed = await code {
            _ = try await office.save([office.entry(.decide, "transfer", made, ["override_basis": "legal_duty", "override_reason": "x", "handed_to": .text(outside.author.person.description)], status: "offered")], as: supervisor)
        }
        #expect(changed != nil && !reads(made, outside))
    }

    /// A no between the offer and the answer ends the offer; with a ground that holds against it, it stays.
    @Test func aNoTakesTheOfferBack() async throws {
        for (ground, stays) in [(String?.none, false), ("best_interests", false), ("legal_duty", true)] {
            let child = try await child(ground == nil ? [:] : nil)
            let made = try await propose(child, to: outside, ground)
            #expect(await step(made, to: "offered", as: supervisor) == nil)
            office.time.advance(millis: 60_000)
            try await office.consent(of: child, as: worker, ["purpose": .list(["transfer"]), "caregiver_consent": "refused"])
            #expect(reads(made, outside) == stays, "\(ground ?? "agreed")")
            #expect(try office.desk.record(made, for: supervisor.standing).status == (stays ? "offered" : "taken_back"))
            #expect((await accept(made) == nil) == stays && sees(child, outside) == stays, "\(ground ?? "agreed")")
        }
    }

    @Test func whoHandsOverReadsWhatIsKnownOfConsent() async throws {
        let child = try await child(["not_to": "not to the uncle"])
        let sheet = try office.desk.sharing(of: child, service: nil, handedTo: outside.author.person.description, for: worker.standing)
        #expect(sheet.purpose == .transfer && sheet.recipient == .agency && sheet.state == .given && sheet.verdict == .allowed && sheet.shared.isEmpty)
        #expect(sheet.wishes.map(\.words) == ["not to the uncle"])
        #expect(try office.desk.sharing(of: child, service: nil, handedTo: "nobody", for: worker.standing).recipient == .agency)
        #expect(throws: CaseworkError(.notFound)) { try office.desk.sharing(of: child, service: nil, handedTo: near.author.person.description, for: outside.standing) }
    }

    /// A placement names nobody into the dossier: who takes the child in is asked by a referral, which asks for consent.
    @Test func aPlacementBringsNobodyNearButTheAuthority() async throws {
        let child = try await child(nil), authority = try office.colleague("guardianship_territorial")
        let carer = try office.colleague("residential_worker", agency: "home")
        try office.account(carer, team: nil, name: "Gevorg")
        let placement = office.id()
        _ = try await office.save([office.entry(.create, "placement", placement, dossier: child, ["care_kind": "foster", "provider_name": "Gevorg"])], as: worker)
        #expect(sees(child, authority) && !sees(child, carer) && !sees(child, outside) && !reads(placement, carer))
    }

    /// Tables hold what lies in no dossier. Whoever offers one of children has to ask for consent first.
    @Test func noTableHoldsAChild() {
        #expect(Set(office.desk.tableForms) == ["provider", "service"])
    }

    @Test func anAgencyThatNobodyWroteDownIsNotTheSameAgency() async throws {
        let asks = try office.colleague("case_worker", team: office.hill), far = try office.colleague("supervisor", team: office.river), mate = try office.colleague("supervisor", team: office.hill)
        for (who, team, name) in [(asks, office.hill, "Mara"), (far, office.river, "Olga"), (mate, office.hill, "Rima")] { try office.account(who, team: team, name: name) }
        let child = try await office.child("Amina", "Kaya", of: asks)
        #expect(await code { _ = try await propose(child, to: far, by: asks) } == "consent-needed")
        #expect(await code { _ = try await propose(child, to: mate, by: asks) } == nil, "one team is one office")
    }
}
