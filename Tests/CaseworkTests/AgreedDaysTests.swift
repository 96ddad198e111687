import Access
import Casework
import Foundations
import Journal
import Testing

/// Days that workers write down come back to them: the next visit, a review, the end of a consent.
@Suite struct AgreedDaysTests {
    static let day: Int64 = 86_400_000
    let office: DeskOffice
    let worker: DeskOffice.Colleague, lead: DeskOffice.Colleague
    let child: UUIDv7

    init() async throws {
        office = try DeskOffice()
        worker = try office.colleague("case_worker", team: office.hill)
        lead = try office.colleague("supervisor", team: office.hill)
        child = try await office.child("Amina", "Kaya", of: worker)
    }

    /// The day so many days from now.
    private func day(_ days: Int) -> Value { .text(CivilDay(daysSinceEpoch: office.time.now().localDay.daysSinceEpoch + days).description) }

    @discardableResult
    private func paper(_ form: String, _ fields: [String: Value], by who: DeskOffice.Colleague? = nil) async throws -> UUIDv7 {
        office.time.advance(millis: 1_000)
        let id = office.id()
        _ = try await office.save([office.entry(.create, form, id, dossier: child, fields)], as: who ?? worker)
        return id
    }

    private func rows(_ section: MyDay.Section) throws -> [MyDay.Row] {
        try (office.desk.myDay(for: worker.standing, after: nil).rows[section] ?? []).filter { $0.reason.code.hasPrefix("agreed_") }
    }

    private func visit(_ day: Value, next: Value? = nil, seen: String = "alone") async throws -> UUIDv7 {
        try await paper("visit", ["seen_on": day, "seen": .text(seen), "observation": "Well."].merging(next.map { ["next_visit_on": $0] } ?? [:]) { $1 })
    }

    @Test func theNextVisitIsATaskUntilTheChildWasSeen() async throws {
        let first = try await visit(day(0), next: day(10))
        #expect(try rows(.waiting).isEmpty && rows(.today).isEmpty, "ten days ahead is not yet near")
        office.time.advance(millis: 4 * Self.day)
        let waiting = try rows(.waiting)
        #expect(waiting.map(\.record) == [first] && waiting.first?.reason.code == "agreed_visit" && waiting.first?.name == "Amina Kaya" && waiting.first?.due != nil)
        office.time.advance(millis: 8 * Self.day)
        #expect(try rows(.today).map(\.record) == [first] && rows(.waiting).isEmpty)
        #expect(try office.desk.supervisorBoard(people: [Person(id: worker.author.person, name: "Amal", userName: "amal", role: "case_worker", teams: [office.hill])], for: lead.standing).workers.first?.overdue == 1)
        _ = try await visit(day(0), seen: "no")
        #expect(try rows(.today).map(\.record) == [first], "somebody went and did not see the child")
        _ = try await visit(day(0))
        #expect(try rows(.today).isEmpty)
    }

    @Test func theNewestPaperSaysTheDay() async throws {
        _ = try await visit(day(-3), next: day(40))
        let second = try await visit(day(0), next: day(2))
        #expect(try rows(.waiting).map(\.record) == [second], "what was agreed last holds, though it is earlier")
        let review: [String: Value] = ["review_kind": "review", "next_step": "continue"]
        try await paper("case_review", ["reviewed_on": day(0), "next_review_on": day(3)].merging(review) { $1 })
        #expect(try Set(rows(.waiting).map(\.reason.code)) == ["agreed_visit", "agreed_case_review"])
        office.time.advance(millis: Self.day)
        try await paper("case_review", ["reviewed_on": day(0)].merging(review) { $1 })
        #expect(try rows(.waiting).map(\.reason.code) == ["agreed_visit"], "a review that agrees on no other ends what the last one agreed")
    }

    @Test func aConsentThatRunsOutIsToldBefore() async throws {
        try await office.consent(of: child, as: worker, ["valid_until": day(5)])
        #expect(try rows(.waiting).map(\.reason.code) == ["agreed_consent"])
        office.time.advance(millis: Self.day)
        try await office.consent(of: child, as: worker, ["valid_until": day(300)])
        #expect(try rows(.waiting).isEmpty)
    }

    @Test func whatIsNoStepOfThePlanIsATaskOfItsOwn() async throws {
        func rows() throws -> [MyDay.Row] { try office.desk.myDay(for: worker.standing, after: nil).rows.values.joined().filter { $0.kind == .task } }
        let task = try await paper("task", ["task_what": "Fetch the papers from the school", "due_on": day(0)], by: lead)
        let row = try #require(rows().first)
        #expect(row.record == task && row.title == "Fetch the papers from the school" && row.reason.code == "due_today")
        office.time.advance(millis: Self.day)
        #expect(try rows().map(\.reason.code) == ["overdue"])
        _ = try await office.save([office.entry(.amend, "task", task, ["status": "done", "done_on": day(0)])], as: worker)
        #expect(try rows().isEmpty)
    }

    @Test func whoDoesNotWorkOnTheCaseIsNotReminded() async throws {
        _ = try await visit(day(0), next: day(1))
        let other = try office.colleague("case_worker", team: office.hill)
        #expect(try office.desk.myDay(for: other.standing, after: nil).rows.values.joined().allSatisfy { !$0.reason.code.hasPrefix("agreed_") })
    }

    @Test func monitoringEndsOnItsDayWhereTheCaseIsMonitored() async throws {
        try await office.verifiedClosure(of: child, by: worker, monitoringUntil: day(2))
        let own = try #require(office.journal.read { try JournalStore.records($0, dossier: child) }.first { $0.kind == "case" })
        try #require(own.status == "monitoring")
        #expect(try rows(.waiting).map(\.reason.code) == ["agreed_closure"])
        _ = try await office.save([office.entry(.amend, "case", own.id, [:], status: "open")], as: worker)
        #expect(try rows(.waiting).isEmpty)
    }
}
