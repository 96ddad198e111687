import Access
import Casework
import Foundations
import Journal
import Testing

/// What waits for an authority or a supervisor, and what their decision does.
@Suite struct DecisionTests {
    let office: DeskOffice
    let worker: DeskOffice.Colleague
    let authority: DeskOffice.Colleague
    let territorial: DeskOffice.Colleague
    let supervisor: DeskOffice.Colleague
    let child: UUIDv7

    init() async throws {
        office = try DeskOffice()
        worker = try office.colleague("case_worker", team: office.hill)
        authority = try office.colleague("guardianship_local")
        territorial = try office.colleague("guardianship_territorial")
        supervisor = try office.colleague("supervisor", team: office.hill)
        child = try await office.child("Amina", "Kaya", of: worker)
    }

    private var today: String { office.time.now().localDay.description }

    private func paper(_ form: String, _ fields: [String: Value], of dossier: UUIDv7? = nil) async throws -> UUIDv7 {
        let record = office.id()
        _ = try await office.save([office.entry(.create, form, record, dossier: dossier ?? child, fields)], as: worker)
        return record
    }

    private func placement(_ kind: String = "foster", of dossier: UUIDv7? = nil) async throws -> UUIDv7 {
        var fields: [String: Value] = ["care_kind": .text(kind), "provider_name": "Home on the hill", "decided_by": "undecided"]
        if kind == "emergency" { fields["emergency_setting"] = "residential" }
        return try await paper("placement", fields, of: dossier)
    }

    private func closure(_ fields: [String: Value] = [:]) async throws -> UUIDv7 {
        try await paper("closure", ["closed_on": .text(today), "outcome": "goals_met"].merging(fields) { $1 })
    }

    private func decide(_ record: UUIDv7, _ form: String, _ status: String?, _ fields: [String: Value], as who: DeskOffice.Colleague) async throws {
        _ = try await office.save([office.entry(.decide, form, record, fields, status: status)], as: who)
    }

    private func waiting(_ who: DeskOffice.Colleague) throws -> [UUIDv7] { try office.desk.decisions(for: who.standing).rows.map(\.record) }

    private func caseStatus(_ dossier: UUIDv7? = nil) throws -> String? {
        try office.desk.dossier(dossier ?? child, for: supervisor.standing).cases.first?.status
    }

    @Test func whatWaitsStandsInTheInboxOfThoseWhoMayDecide() async throws {
        let planned = try await placement()
        let urgent = try await placement("emergency")
        let ending = try await closure()
        let plan = try await paper("care_plan", ["goal": "Back in school", "action": "school_return", "due_on": .text(today)])
        #expect(try waiting(authority) == [urgent], "the local authority decides emergencies")
        #expect(Set(try waiting(territorial)) == [urgent, planned, ending])
        #expect(try waiting(supervisor) == [plan])
        #expect(try waiting(worker).isEmpty)
        let specialist = try office.colleague("specialist"), elsewhere = try office.colleague("supervisor", team: office.river)
        #expect(try waiting(specialist).isEmpty && waiting(elsewhere).isEmpty)
        let row = try #require(try office.desk.decisions(for: authority.standing).rows.first)
        #expect(row.urgent && row.name == "Amina Kaya" && row.days == 0 && row.told["care_kind"] == "emergency")
    }

    @Test func aDecisionTakesItOffEverybodysInbox() async throws {
        let one = try await placement()
        try await decide(one, "placement", "active", ["decided_by": "territorial_authority", "decision": "agreed", "decided_on": .text(today), "start_on": .text(today)], as: territorial)
        #expect(try waiting(authority).isEmpty && waiting(territorial).isEmpty)
        let sheet = try office.desk.decision(on: one, for: territorial.standing)
        #expect(!sheet.open && sheet.record.status == "active")
        // The second who decides learns of the first, and changes nothing.
        await #expect(throws: CaseworkError.self) { try await decide(one, "placement", "declined", ["decision_reason": "No."], as: territorial) }
        #expect(try office.desk.record(one, for: territorial.standing).text("decision") == "agreed")
    }

    @Test func theLocalAuthorityDecidesEmergenciesOnly() async throws {
        let planned = try await placement(), urgent = try await placement("emergency")
        await #expect(throws: CaseworkError.self) {
            try await decide(planned, "placement", "active", ["decided_by": "local_authority", "decision": "agreed", "start_on": .text(today)], as: authority)
        }
        #expect(try !office.desk.decision(on: planned, for: authority.standing).open && waiting(authority) == [urgent])
        try await decide(urgent, "placement", "active", ["decided_by": "local_authority", "decision": "agreed", "start_on": .text(today)], as: authority)
        #expect(try waiting(authority).isEmpty && waiting(territorial) == [planned])
    }

    @Test func aPlannedRequestIsNotMadeAnEmergencyByWhoDecidesEmergencies() async throws {
        let planned = try await placement()
        let agreed: [String: Value] = ["care_kind": "emergency", "emergency_setting": "residential", "decided_by": "local_authority", "decision": "agreed", "start_on": .text(today)]
        await #expect(throws: CaseworkError.self) { try await decide(planned, "placement", "active", agreed, as: authority) }
        let error = await #expect(throws: CaseworkError.self) {
            _ = try await office.save([office.entry(.amend, "placement", planned, ["care_kind": "emergency", "emergency_setting": "residential"])], as: authority)
        }
        #expect(error?.reason != .notFound)
        let sheet = try office.desk.decision(on: planned, for: territorial.standing)
        #expect(sheet.open && sheet.record.text("care_kind") == "foster")
        // The territorial authority may say that it is one.
        try await decide(planned, "placement", "active", ["care_kind": "emergency", "decided_by": "territorial_authority", "decision": "agreed", "start_on": .text(today)], as: territorial)
    }

    @Test func onlyWhoDecidesDecides() async throws {
        let one = try await placement(), plan = try await paper("care_plan", ["goal": "Back in school", "action": "school_return", "due_on": .text(today)])
        for (record, form, status) in [(one, "placement", "active"), (plan, "care_plan", "approved")] {
            await #expect(throws: CaseworkError.self) { try await decide(record, form, status, [:], as: worker) }
        }
        #expect(try office.desk.record(plan, for: worker.standing).status == "proposed")
        try await decide(plan, "care_plan", "approved", [:], as: supervisor)
        #expect(try office.desk.record(plan, for: worker.standing).status == "approved")
    }

    @Test func sayingNoNeedsWords() async throws {
        let one = try await placement(), plan = try await paper("care_plan", ["goal": "Back in school", "action": "school_return", "due_on": .text(today)])
        for (record, form, status, field, who) in [(one, "placement", "declined", "decision_reason", territorial), (plan, "care_plan", "returned", "returned_why", supervisor)] {
            await #expect(throws: CaseworkError.self) { try await decide(record, form, status, [field: "  "], as: who) }
            try await decide(record, form, status, [field: "The aunt has not been asked yet."], as: who)
            #expect(try office.desk.record(record, for: who.standing).text(field) == "The aunt has not been asked yet.")
        }
        // Whoever asked reads the words.
        #expect(try office.desk.record(plan, for: worker.standing).text("returned_why") != nil)
    }

    @Test func askingForMoreLeavesItWaiting() async throws {
        let one = try await placement()
        try await decide(one, "placement", nil, ["decision": "postponed", "decision_reason": "Ask the aunt first."], as: territorial)
        let rows = try office.desk.decisions(for: territorial.standing).rows
        #expect(rows.map(\.record) == [one] && rows[0].returned)
    }

    @Test func aVerifiedClosureClosesTheCase() async throws {
        let one = try await closure()
        #expect(try caseStatus() == "open", "asking is not closing")
        try await decide(one, "closure", "verified", [:], as: territorial)
        #expect(try caseStatus() == "closed")
        let closed = try #require(try office.desk.dossier(child, for: supervisor.standing).cases.first)
        #expect(closed.text("closed_on") == today && closed.text("outcome") == "goals_met")
    }

    @Test func aCaseThatIsWatchedAfterwardsGoesIntoMonitoring() async throws {
        let later = CivilDay(daysSinceEpoch: office.time.now().localDay.daysSinceEpoch + 90).description
        try await decide(try await closure(["monitoring_until": .text(later)]), "closure", "verified", [:], as: territorial)
        #expect(try caseStatus() == "monitoring")
    }

    @Test func aClosureSentBackLeavesTheCaseOpen() async throws {
        try await decide(try await closure(), "closure", "returned", ["returned_why": "Nobody asked the child."], as: territorial)
        #expect(try caseStatus() == "open" && waiting(territorial).isEmpty)
    }

    @Test func brothersAndSistersStandTogether() async throws {
        let sister = try await office.child("Lina", "Kaya", of: worker), stranger = try await office.child("Omar", "Sy", of: worker)
        let family = office.id()
        _ = try await office.save([office.entry(.create, "family", family, ["family_name": "Kaya"])], as: worker)
        for one in [child, sister] {
            _ = try await office.save([office.entry(.create, "family_member", office.id(), dossier: one, ["family": .text(family.description), "role": "child"])], as: worker)
        }
        let mine = try await placement(), hers = try await placement(of: sister)
        _ = try await placement(of: stranger)
        #expect(try office.desk.decision(on: mine, for: territorial.standing).siblings.map(\.record) == [hers])
    }

    @Test func whoMayNotSeeTheRequestIsToldOfNone() async throws {
        let one = try await placement()
        for who in [try office.colleague("specialist"), try office.colleague("supervisor", team: office.river)] {
            #expect(throws: CaseworkError.self) { _ = try office.desk.decision(on: one, for: who.standing) }
        }
        #expect(throws: CaseworkError.self) { _ = try office.desk.decision(on: child, for: authority.standing) }
    }

    @Test func anotherTeamsWaitingPlansDoNotCrowdOutOnesOwn() async throws {
        let other = try office.colleague("case_worker", team: office.river)
        for number in 0..<3 {
            let child = try await office.child("Child\(number)", "Elsewhere", of: other)
            _ = try await office.save([office.entry(.create, "care_plan", office.id(), dossier: child, ["goal": "Home", "action": "home_support", "due_on": .text(today)])], as: other)
        }
        let plan = try await paper("care_plan", ["goal": "Back in school", "action": "school_return", "due_on": .text(today)])
        #expect(try waiting(supervisor) == [plan])
        // A plan goes along with its case.
        let opened = try #require(try office.desk.dossier(child, for: supervisor.standing).cases.first)
        let moved = Change(id: office.id(), record: opened.id, kind: "case", op: .amend, scope: Scope(.dossier, child), dossier: child,
                           envelope: RecordEnvelope(owner: other.author.person, team: office.river))
        _ = try await office.journal.commit(Save(id: office.id(), actor: supervisor.author.person, device: supervisor.author.device, at: office.time.now(), changes: [moved]))
        let elsewhere = try office.colleague("supervisor", team: office.river)
        #expect(try waiting(supervisor).isEmpty && waiting(elsewhere).count == 4)
    }

    @Test func aChildWithTwoCasesStandsInTheInboxOnce() async throws {
        _ = try await office.save([office.entry(.create, "case", office.id(), dossier: child, ["concern": .list(["neglect"])])], as: worker)
        let plan = try await paper("care_plan", ["goal": "Back in school", "action": "school_return", "due_on": .text(today)])
        #expect(try waiting(supervisor) == [plan])
    }
}
