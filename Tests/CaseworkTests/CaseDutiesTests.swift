import Access
import Casework
import Foundations
import Journal
import Testing

/// What was written in a dossier through the same save as the app's stands in the day of whoever has the case.
@Suite struct CaseDutiesTests {
    let office: DeskOffice
    let worker: DeskOffice.Colleague

    init() throws {
        office = try DeskOffice()
        worker = try office.colleague("case_worker", team: office.hill)
    }

    private func day(_ ahead: Int) -> Value { .text(CivilDay(daysSinceEpoch: office.time.now().localDay.daysSinceEpoch + ahead).description) }
    private func rows(_ kind: MyDay.RowKind, _ who: DeskOffice.Colleague) throws -> [MyDay.Row] {
        let day = try office.desk.myDay(for: who.standing, after: nil)
        return MyDay.Section.allCases.flatMap { day.rows[$0] ?? [] }.filter { $0.kind == kind }
    }

    private func visit(_ child: UUIDv7, promise: String, by who: DeskOffice.Colleague, ago: Int = 1) async throws -> UUIDv7 {
        let visit = office.id()
        _ = try await office.save([office.entry(.create, "visit", visit, dossier: child, ["seen_on": day(-ago), "seen": "alone", "observation": "Well.", "promise": .text(promise)])], as: who)
        return visit
    }

    @Test func aPromiseStandsInMyDayUntilItIsKept() async throws {
        let child = try await office.child("Amina", "Kaya", of: worker)
        let visit = try await visit(child, promise: "Bring the school books", by: worker)
        let row = try #require(try rows(.promise, worker).first)
        #expect(row.title == "Bring the school books" && row.dossier == child && row.name == "Amina Kaya" && row.action == .visit)
        let other = try office.colleague("case_worker", team: office.hill)
        #expect(try rows(.promise, other).isEmpty, "whoever has not the case is not told")
        _ = try await office.save([office.entry(.amend, "visit", visit, dossier: child, base: 1, [:], status: "kept")], as: worker)
        #expect(try rows(.promise, worker).isEmpty)
    }

    @Test func plansThatAreDueStandInMyDayWithTheirDay() async throws {
        let child = try await office.child("Amina", "Kaya", of: worker)
        let late = office.id(), later = office.id(), done = office.id()
        for (id, due, status) in [(late, day(-2), "planned"), (later, day(5), "under_way"), (done, day(-3), "done")] {
            _ = try await office.save([office.entry(.create, "care_plan", id, dossier: child, ["goal": "Back to school.", "due_on": due, "status": .text(status)])], as: worker)
        }
        let found = try rows(.task, worker)
        #expect(found.map(\.record) == [late, later] && found.map(\.reason.code) == ["overdue", "due_later"])
    }

    @Test func whatIsOpenFollowsTheCaseToAnotherWorker() async throws {
        let child = try await office.child("Amina", "Kaya", of: worker)
        let other = try office.colleague("case_worker", team: office.hill)
        _ = try await visit(child, promise: "Bring the school books", by: worker)
        _ = try await office.save([office.entry(.create, "care_plan", office.id(), dossier: child, ["goal": "Back to school.", "due_on": day(0)])], as: worker)
        let file = try #require(try office.desk.dossier(child, for: worker.standing).cases.first)
        let change = Change(id: office.id(), record: file.id, kind: "case", op: .amend, scope: Scope(.dossier, child), dossier: child,
                            envelope: RecordEnvelope(owner: other.author.person))
        _ = try await office.journal.commit(Save(id: office.id(), actor: worker.author.person, device: worker.author.device, at: office.time.now(), changes: [change]))
        #expect(try rows(.promise, worker).isEmpty && rows(.task, worker).isEmpty)
        #expect(try rows(.promise, other).count == 1 && rows(.task, other).count == 1)
    }

    @Test func aDayIsFullOfManyCasesOldestFirstAndNoLongerThanItShows() async throws {
        for number in 0..<30 {
            let child = try await office.child("Child", "Number\(number)", of: worker)
            _ = try await visit(child, promise: "Promise \(number)", by: worker, ago: 40 - number)
        }
        let titles = try rows(.promise, worker).compactMap(\.title)
        #expect(titles == (0..<20).map { "Promise \($0)" })
    }

    @Test func aReferralStandsInTheDayOfWhoIsAskedAndOfWhoAsks() async throws {
        let child = try await office.child("Amina", "Kaya", of: worker, consents: true)
        let asked = try office.colleague("specialist"), other = try office.colleague("specialist")
        for one in [asked, other] { try office.account(one, name: "Dr Salma Idris") }
        let referral = office.id()
        _ = try await office.save([office.entry(.create, "referral", referral, dossier: child, [
            "service": "health", "requested_on": day(-4), "referred_to": .text(asked.author.person.description), "shared_note": "Limps.",
        ])], as: worker)
        let request = try #require(try rows(.request, asked).first)
        #expect(request.record == referral && request.name == "Amina Kaya" && request.action == .answer && request.reason.args["days"] == .int(4))
        #expect(try rows(.request, other).isEmpty && rows(.request, worker).isEmpty)
        let waiting = try #require(try rows(.unanswered, worker).first)
        #expect(waiting.reason.code == "not_answered" && waiting.reason.args["days"] == .int(4) && waiting.reason.args["who"] == "Dr Salma Idris")
        #expect(try rows(.unanswered, asked).isEmpty)

        _ = try await office.save([office.entry(.decide, "referral", referral, dossier: child, base: 1, ["status": "accepted", "answered_on": day(0)], status: "accepted")], as: asked)
        #expect(try rows(.request, asked).isEmpty && rows(.unanswered, worker).isEmpty)
        #expect(try office.desk.record(referral, for: asked.standing).text("status") == "accepted", "who accepted stays near")
    }

    @Test func whoDeclinesIsNoLongerNearAndTheReasonStays() async throws {
        let child = try await office.child("Amina", "Kaya", of: worker, consents: true)
        let asked = try office.colleague("specialist", team: office.river)
        try office.account(asked, team: office.river, name: "Dr Salma Idris")
        let referral = office.id()
        _ = try await office.save([office.entry(.create, "referral", referral, dossier: child, [
            "service": "health", "requested_on": day(0), "referred_to": .text(office.river.description), "urgency": "now",
        ])], as: worker)
        let urgent = try office.desk.myDay(for: asked.standing, after: nil).rows[.urgent] ?? []
        #expect(urgent.map(\.record) == [referral], "asked as a team, and today")
        _ = try await office.save([office.entry(.decide, "referral", referral, dossier: child, base: 1,
                                                ["status": "rejected", "answer_note": "No place before May."], status: "rejected")], as: asked)
        #expect(try rows(.request, asked).isEmpty)
        #expect(throws: CaseworkError(.notFound)) { try office.desk.record(child, for: asked.standing) }
        #expect(try office.desk.record(referral, for: worker.standing).text("answer_note") == "No place before May.")
    }
}
