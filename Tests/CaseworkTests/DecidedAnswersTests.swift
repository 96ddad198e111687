import Access
import Casework
import Foundations
import Journal
import Testing

/// What a decision says is written by that decision alone, and stays as it was decided.
@Suite struct DecidedAnswersTests {
    let office: DeskOffice
    let worker: DeskOffice.Colleague, supervisor: DeskOffice.Colleague
    let local: DeskOffice.Colleague, territorial: DeskOffice.Colleague
    let child: UUIDv7

    init() async throws {
        office = try DeskOffice()
        worker = try office.colleague("case_worker", team: office.hill)
        supervisor = try office.colleague("supervisor", team: office.hill)
        local = try office.colleague("guardianship_local")
        territorial = try office.colleague("guardianship_territorial")
        child = try await office.child("Amina", "Kaya", of: worker)
    }

    private var today: String { office.time.now().localDay.description }

    /// The faults of the refusal or its code; nil where it was kept.
    private func refusal(_ entries: AuthoredEntry..., as who: DeskOffice.Colleague) async -> String? {
        do {
            _ = try await office.save(entries, as: who)
            return nil
        } catch let error as CaseworkError {
            guard case .faults(let faults) = error.reason else { return error.code }
            return faults.map { "\($0.field) \($0.code)" }.joined(separator: ", ")
        } catch {
            return "\(error)"
        }
    }

    private func add(_ form: String, _ fields: [String: Value], by who: DeskOffice.Colleague? = nil) async throws -> UUIDv7 {
        let record = office.id()
        _ = try await office.save([office.entry(.create, form, record, dossier: child, fields)], as: who ?? worker)
        return record
    }

    private func read(_ record: UUIDv7) throws -> StoredRecord { try #require(try office.journal.read { try JournalStore.record($0, record) }) }

    private func agreed() async throws -> UUIDv7 {
        let placement = try await add("placement", ["care_kind": "foster", "decided_by": "undecided"])
        _ = try await office.save([office.entry(.decide, "placement", placement, [
            "decision": "agreed", "decided_by": "territorial_authority", "decided_on": .text(today), "decision_reason": "A good home.", "start_on": .text(today)], status: "active")], as: territorial)
        return placement
    }

    @Test func nobodyWritesADecisionIntoTheRequest() async throws {
        for who in [worker, supervisor] {
            for (field, value) in [("decision", "agreed"), ("decided_by", "local_authority"), ("decided_by", "territorial_authority"), ("decided_on", today), ("decision_reason", "The judge said so.")] {
                let asked = office.entry(.create, "placement", office.id(), dossier: child, ["care_kind": "foster", field: .text(value)])
                #expect(await refusal(asked, as: who) == "\(field) not-allowed")
            }
        }
        // For whom it waits may be said, and nothing is refused that says nothing.
        let court = try await add("placement", ["care_kind": "foster", "decided_by": "court"]), open = try await add("placement", ["care_kind": "foster", "decided_by": "undecided", "decision": ""])
        #expect(try read(court).status == "requested" && read(open).status == "requested")
        for (field, value) in [("decided_by", "territorial_authority"), ("decided_on", today), ("decision_reason", "Agreed on the phone.")] {
            #expect(await refusal(office.entry(.amend, "placement", open, [field: .text(value)]), as: supervisor) == "\(field) not-allowed")
        }
        #expect(await refusal(office.entry(.amend, "placement", open, ["decision": "postponed"]), as: supervisor) == "decision not-allowed")
        #expect(await refusal(office.entry(.amend, "placement", open, ["decided_by": "court", "care_kind": "residential"]), as: supervisor) == nil, "the request is still theirs to put right")
        #expect(await refusal(office.entry(.amend, "placement", open, ["decision": "agreed", "decided_on": .text(today)]), as: supervisor) == nil, "an order of the court is recorded by who answers for the case")
        #expect(try read(open).status == "granted")
        #expect(await refusal(office.entry(.amend, "placement", open, ["decision_reason": "Order 14."]), as: supervisor) == nil, "and completed")
        #expect(await refusal(office.entry(.amend, "placement", open, ["decision_reason": "Order 15."]), as: supervisor) == "decision_reason not-allowed")
    }

    @Test func aDecidedPlacementKeepsWhatWasDecided() async throws {
        let placement = try await agreed()
        let wanted: [(String, String)] = [("care_kind", "residential"), ("decision", "refused"), ("decided_by", "court"), ("decided_on", "2025-12-01"), ("decision_reason", "Another one.")]
        for (field, value) in wanted {
            #expect(await refusal(office.entry(.amend, "placement", placement, [field: .text(value)]), as: supervisor) == "\(field) not-allowed")
            #expect(await refusal(office.entry(.decide, "placement", placement, [field: .text(value)]), as: local) != nil)
        }
        let kept = try read(placement).fields
        #expect(kept["care_kind"] == "foster" && kept["decision"] == "agreed" && kept["decision_reason"] == "A good home.")
        #expect(await refusal(office.entry(.amend, "placement", placement, ["provider_name": "Family Munteanu", "decision": "agreed"]), as: supervisor) == nil, "the same again changes nothing")
        #expect(await refusal(office.entry(.decide, "placement", placement, ["decision_reason": "Confirmed after three months."]), as: territorial) == nil, "confirming is the authority's step")
        #expect(await refusal(office.entry(.amend, "placement", placement, ["end_on": .text(today)]), as: supervisor) == nil)
        #expect(try read(placement).status == "ended")
    }

    @Test func askingForMoreDecidesNothing() async throws {
        let placement = try await add("placement", ["care_kind": "foster"])
        #expect(await refusal(office.entry(.decide, "placement", placement, ["decision": "postponed"]), as: territorial) == "decision_reason required")
        #expect(await refusal(office.entry(.decide, "placement", placement, ["decision": "postponed", "decision_reason": "Ask the aunt."]), as: territorial) == nil)
        #expect(try read(placement).status == "requested")
    }

    @Test func aVerifiedClosureIsNotRewritten() async throws {
        let closure = try await add("closure", ["closed_on": .text(today), "outcome": "goals_met"])
        #expect(await refusal(office.entry(.amend, "closure", closure, ["reason": "She is home again."]), as: supervisor) == nil)
        _ = try await office.save([office.entry(.decide, "closure", closure, [:], status: "verified")], as: territorial)
        #expect(await refusal(office.entry(.amend, "closure", closure, ["outcome": "moved_away"]), as: supervisor) == "outcome not-allowed")
        #expect(await refusal(office.entry(.amend, "closure", closure, ["whom_to_call": "The teacher"]), as: supervisor) == nil, "whom to call may change")
    }

    @Test func anApprovedPlanThatChangesIsAgreedToAgain() async throws {
        let plan = try await add("care_plan", ["goal": "Back in school", "action": "school_return", "due_on": .text(today)])
        _ = try await office.save([office.entry(.decide, "care_plan", plan, [:], status: "approved")], as: supervisor)
        #expect(await refusal(office.entry(.amend, "care_plan", plan, ["status": "under_way", "progress": "She came twice.", "goal": "Back in school"]), as: worker) == nil)
        #expect(try read(plan).status == "approved", "what was done changes no plan")
        #expect(await refusal(office.entry(.amend, "care_plan", plan, ["goal": "Live with an uncle abroad"]), as: worker) == nil)
        #expect(try read(plan).status == "proposed")
        #expect(try office.desk.decisions(for: supervisor.standing).rows.map(\.record) == [plan])
        #expect(await refusal(office.entry(.amend, "care_plan", plan, ["goal": "Back in school"]), as: worker) == nil)
        _ = try await office.save([office.entry(.decide, "care_plan", plan, [:], status: "approved")], as: supervisor)
        #expect(try read(plan).status == "approved")
    }
}
