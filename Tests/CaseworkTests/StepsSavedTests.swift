import Access
import CaseSteps
import Casework
import Foundations
import Journal
import Testing

/// Saves that take a record from one state to another, judged by the tables of `CaseSteps` in a real store.
@Suite struct StepsSavedTests {
    let office: DeskOffice
    let worker: DeskOffice.Colleague
    let supervisor: DeskOffice.Colleague
    let local: DeskOffice.Colleague
    let territorial: DeskOffice.Colleague

    init() throws {
        office = try DeskOffice()
        worker = try office.colleague("case_worker", team: office.hill)
        supervisor = try office.colleague("supervisor", team: office.hill)
        local = try office.colleague("guardianship_local")
        territorial = try office.colleague("guardianship_territorial")
    }

    /// The code of the refusal, with the field where words are missing; nil where it was kept.
    private func change(_ form: String, _ record: UUIDv7, _ fields: [String: Value] = [:], to status: String? = nil, op: Op = .amend,
                        by who: DeskOffice.Colleague) async -> String? {
        do {
            _ = try await office.save([office.entry(op, form, record, fields, status: status)], as: who)
            return nil
        } catch let error as CaseworkError {
            guard case .faults(let faults) = error.reason else { return error.code }
            return faults.map { "\($0.field) \($0.code)" }.joined(separator: ", ")
        } catch {
            return "\(error)"
        }
    }

    private func status(_ record: UUIDv7) throws -> String? { try office.journal.read { try JournalStore.record($0, record)?.status } }

    private func add(_ form: String, to child: UUIDv7, _ fields: [String: Value], by who: DeskOffice.Colleague? = nil) async throws -> UUIDv7 {
        let record = office.id()
        _ = try await office.save([office.entry(.create, form, record, dossier: child, fields)], as: who ?? worker)
        return record
    }

    @Test func screeningOutTakesTwo() async throws {
        let reported = try await office.desk.notifyPublicly(office.concern(urgent: true), device: office.journal.site).notification
        func decide(_ status: String, _ reason: Value? = nil, by who: DeskOffice.Colleague) async -> String? {
            await change("notification", reported, reason.map { ["decision_reason": $0] } ?? [:], to: status, op: .decide, by: who)
        }
        #expect(await decide("screened_out", "Nothing there.", by: worker) == "step-not-yours")
        #expect(await decide("screening_out", by: worker) == "decision_reason required")
        #expect(await decide("screening_out", "Nothing there.", by: worker) == nil)
        #expect(await decide("screened_out", by: worker) == "step-not-yours")
        // It waits for the supervisor, who sees why on the first page.
        func waits(_ who: DeskOffice.Colleague) throws -> Bool {
            try office.desk.myDay(for: who.standing, after: nil).rows.values.joined().contains { $0.reason.code == "screening_to_confirm" && $0.record == reported }
        }
        #expect(try waits(supervisor) && !waits(worker))
        #expect(await decide("screened_out", " ", by: supervisor) == "decision_reason required")
        #expect(await decide("screened_out", by: supervisor) == nil)
        #expect(try status(reported) == "screened_out" && !waits(supervisor))
        // Undoing is a step of its own; nobody registers what is screened out.
        #expect(await decide("registered", by: worker) == "step-refused")
        #expect(await decide("new", by: worker) == nil)
        #expect(await decide("registered", by: worker) == nil)
    }

    @Test func theLocalAuthorityDecidesEmergenciesTheTerritorialOneTheRest() async throws {
        let child = try await office.child("Amina", "Kaya", of: worker)
        let emergency = try await add("placement", to: child, ["care_kind": "emergency"]), planned = try await add("placement", to: child, ["care_kind": "foster"])
        #expect(await change("placement", emergency, to: "active", by: worker) == "step-lacks")
        #expect(await change("placement", planned, ["decision": "agreed"], by: local) == "step-lacks")
        #expect(await change("placement", planned, ["decision": "refused"], by: territorial) == "decision_reason required")
        #expect(try status(emergency) == "requested" && status(planned) == "requested")
        // The decision itself is the step.
        #expect(await change("placement", emergency, ["decision": "agreed", "decided_by": "local_authority", "start_on": "2026-01-02"], by: local) == nil)
        #expect(await change("placement", planned, ["decision": "agreed", "decided_by": "territorial_authority"], by: territorial) == nil)
        #expect(try status(emergency) == "active" && status(planned) == "granted")
        #expect(await change("placement", planned, ["start_on": "2026-01-03"], by: territorial) == nil)
        #expect(try status(planned) == "active")
        // Once is enough, and what is lived cannot be declined.
        #expect(await change("placement", planned, ["decision_reason": "Too late."], to: "declined", by: territorial) == "step-refused")
    }

    @Test func thePaperAboutLeavingEndsThePlacement() async throws {
        let child = try await office.child("Amina", "Kaya", of: worker), other = try await office.child("Ion", "Rusu", of: worker)
        let placement = try await add("placement", to: child, ["care_kind": "foster"])
        let fields: [String: Value] = ["from_kind": "foster", "left_on": "2026-01-05", "left_to": "parents", "placement": .text(placement.description)]
        // Not lived yet: the paper is kept, the request stays one.
        _ = try await add("placement_exit", to: child, fields)
        #expect(try status(placement) == "requested")
        #expect(await change("placement", placement, to: "active", by: territorial) == nil)
        // A paper in another child's dossier ends nothing here.
        _ = try await add("placement_exit", to: other, fields)
        #expect(try status(placement) == "active")
        _ = try await add("placement_exit", to: child, fields)
        #expect(try status(placement) == "ended")
        #expect(await change("placement", placement, to: "active", by: worker) == "step-not-yours")
    }

    @Test func aCareArrangementAmongRelativesNeedsNoDecision() async throws {
        let child = try await office.child("Amina", "Kaya", of: worker)
        let aunt = try await add("placement", to: child, ["care_kind": "kinship"]), strangers = try await add("placement", to: child, ["care_kind": "foster"])
        #expect(await change("placement", strangers, to: "arranged", by: worker) == "step-lacks")
        #expect(await change("placement", aunt, to: "arranged", by: worker) == nil)
        #expect(await change("placement", aunt, to: "ended", by: worker) == nil)
    }

    @Test func theAnswerToAReferralIsItsState() async throws {
        let child = try await office.child("Amina", "Kaya", of: worker, consents: true)
        let doctor = try office.colleague("specialist")
        try office.account(doctor)
        let asked: [String: Value] = ["service": "health", "requested_on": "2026-01-01", "referred_to": .text(doctor.author.person.description)]
        let one = try await add("referral", to: child, asked), two = try await add("referral", to: child, asked)
        #expect(await change("referral", one, ["status": "rejected"], by: doctor) == "answer_note required")
        #expect(try status(one) == "requested")
        #expect(await change("referral", one, ["status": "rejected", "answer_note": "No bed until May."], by: doctor) == nil)
        #expect(try status(one) == "rejected" && status(two) == "requested")
        #expect(await change("referral", two, ["status": "accepted"], by: doctor) == nil)
        // What was given says how far it is; both sides need write nothing twice.
        let given: [String: Value] = ["service": "health", "given_on": "2026-01-02", "referral": .text(two.description)]
        _ = try await add("service_delivery", to: child, given.merging(["step": "started"]) { $1 }, by: doctor)
        #expect(try status(two) == "in_progress")
        _ = try await add("service_delivery", to: child, given.merging(["step": "completed"]) { $1 }, by: doctor)
        #expect(try status(two) == "completed")
        // Done: the one who was asked is out again.
        #expect((try? office.desk.record(child, for: doctor.standing)) == nil)
        #expect(await change("referral", two, ["status": "accepted"], by: worker) == "step-refused")
        #expect(await change("referral", two, ["status": "in_progress"], by: worker) == nil)
    }

    @Test func everyFunctionIsHeldAndNoneByWhoSeesNoCase() {
        let held = office.rules.book.roles.mapValues(\.functions)
        #expect(held.values.reduce(Set()) { $0.union($1) } == Set(StepFunction.allCases))
        for role in ["site_administrator", "hub_administrator", "auditor", "district_manager", "notifier"] { #expect(held[role] == []) }
        #expect(held.filter { $0.value.contains(.verifiesClosure) }.keys.sorted() == ["guardianship_territorial"])
        #expect(held.filter { $0.value.contains(.decidesEmergencyPlacement) }.keys.sorted() == ["guardianship_local"])
    }

    @Test func aCaseEndsOnlyWithAVerifiedClosure() async throws {
        let child = try await office.child("Amina", "Kaya", of: worker)
        let one = try #require(office.desk.dossier(child, for: worker.standing).cases.first).id
        #expect(await change("case", one, to: "closed", op: .close, by: worker) == "step-lacks")
        let closure = try await add("closure", to: child, ["closed_on": "2026-01-01", "outcome": "goals_met"])
        #expect(try status(closure) == "requested")
        #expect(await change("case", one, to: "closed", op: .close, by: worker) == "step-lacks")
        #expect(await change("closure", closure, to: "verified", by: supervisor) == "step-not-yours")
        #expect(await change("closure", closure, to: "returned", op: .decide, by: territorial) == "returned_why required")
        #expect(await change("closure", closure, ["returned_why": "Who looks after her now?"], to: "returned", op: .decide, by: territorial) == nil)
        #expect(await change("closure", closure, to: "requested", by: worker) == nil)
        #expect(await change("closure", closure, to: "verified", op: .decide, by: territorial) == nil)
        #expect(try status(one) == "closed", "the box closes the case with the decision")
        // Reopened, it does not close again on what was verified before.
        office.time.advance(millis: 60_000)
        #expect(await change("case", one, to: "open", op: .reopen, by: worker) == "not-allowed")
        #expect(await change("case", one, to: "open", op: .reopen, by: supervisor) == nil)
        #expect(try status(one) == "open")
        let again = await change("case", one, to: "closed", op: .close, by: worker)
        #expect(again == "step-lacks")
        try await office.verifiedClosure(of: child, by: worker, monitoringUntil: "2099-01-01")
        #expect(try status(one) == "monitoring")
    }
}
