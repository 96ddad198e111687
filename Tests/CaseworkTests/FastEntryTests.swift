import Access
import Casework
import Foundations
import Journal
import Testing

/// What is written down while somebody tells: a call that was cut off, a family that asks for a service.
@Suite struct FastEntryTests {
    let office: DeskOffice
    let listener: DeskOffice.Colleague
    let worker: DeskOffice.Colleague
    let supervisor: DeskOffice.Colleague

    init() throws {
        office = try DeskOffice()
        listener = try office.colleague("helpline_operator")
        worker = try office.colleague("case_worker", team: office.hill)
        supervisor = try office.colleague("supervisor", team: office.hill)
    }

    /// The report's id; its faults as an error.
    private func tell(_ fields: [String: Value]) async throws -> UUIDv7 {
        try await office.desk.notify(Concern(save: office.id(), fields: fields, children: []), by: listener.author, standing: listener.standing).notification
    }

    private func reason(of report: UUIDv7, for who: DeskOffice.Colleague) throws -> MyDay.Reason? {
        try office.desk.myDay(for: who.standing, after: nil).rows.values.joined().first { $0.record == report }?.reason
    }

    @Test func aCallThatWasCutOffIsKeptAndStandsAsACallToReturn() async throws {
        let told: [String: Value] = ["channel": "phone", "address_note": "At the", "notifier_kind": "child"]
        // Whatever else is missing, a concern is said, or that there was no time for it.
        await #expect(throws: CaseworkError.self) { try await tell(told) }
        let calm = try await tell(told.merging(["call_back": "yes"]) { $1 }), urgent = try await tell(told.merging(["call_back": "yes", "urgent": "yes"]) { $1 })
        #expect(try reason(of: calm, for: worker)?.code == "call_back")
        #expect(try reason(of: urgent, for: worker)?.code == "urgent_call_back")
        // Who takes calls sees nothing of what became of them.
        #expect(try reason(of: calm, for: listener) == nil)
        #expect(throws: CaseworkError.self) { try office.desk.notification(calm, for: listener.standing) }
    }

    @Test func aFamilyThatAsksForAServiceNeedsNoConcern() async throws {
        let report = try await tell(["channel": "walk_in", "asks_for": .list(["food", "documents"]), "notifier_kind": "family"])
        let row = try reason(of: report, for: worker)
        #expect(row?.code == "asks_for" && row?.args["asks"] == .list(["food", "documents"]))
        // With a worry about a child it is a concern like others.
        let worried = try await tell(["channel": "walk_in", "asks_for": .list(["food"]), "concern": .list(["neglect"]), "notifier_kind": "family"])
        #expect(try reason(of: worried, for: worker)?.code == "new_notification")
        // Given once: one writes it, another one confirms it.
        func decide(_ status: String, _ fields: [String: Value], by who: DeskOffice.Colleague) async throws {
            _ = try await office.save([office.entry(.decide, "notification", report, fields, status: status)], as: who)
        }
        await #expect(throws: CaseworkError.self) { try await decide("screened_out", ["decision_reason": "Food for a month"], by: worker) }
        try await decide("screening_out", ["decision_reason": "Food for a month"], by: worker)
        try await decide("screened_out", [:], by: supervisor)
        #expect(try reason(of: report, for: worker) == nil)
    }
}
