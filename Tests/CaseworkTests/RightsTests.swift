import Access
import Casework
import Foundations
import Journal
import Sharing
import Testing

/// Closed files, requests about one's own file, and the copy that follows from one.
@Suite struct RightsTests {
    let office: DeskOffice
    let worker: DeskOffice.Colleague, supervisor: DeskOffice.Colleague, stranger: DeskOffice.Colleague, officer: DeskOffice.Colleague, territorial: DeskOffice.Colleague
    let child: UUIDv7

    private static let secrets = ["+000 555 01 77", "Rruga e Re 12", "Not to the uncle", "Uncle Besim", "Call the aunt", "Harbour house"]

    init() async throws {
        office = try DeskOffice()
        worker = try office.colleague("case_worker", team: office.hill)
        supervisor = try office.colleague("supervisor", team: office.hill)
        stranger = try office.colleague("supervisor", team: office.river)
        officer = try office.colleague("data_officer")
        territorial = try office.colleague("guardianship_territorial")
        child = try await office.child("Amina", "Kaya", of: worker, more: [
            "birth_date": "2009-02-28", "phone": "+000 555 01 77", "address": "Rruga e Re 12", "contact_restriction": "Not to the uncle", "safe_contact": "Call the aunt",
            "lives_with": "kin", "health_summary": "Asthma",
        ])
        _ = try await office.save([office.entry(.create, "note", office.id(), dossier: child, ["noted_on": "2026-01-01", "topic": "call", "text": "Uncle Besim came to Harbour house."])], as: worker)
    }

    private func request(_ more: [String: Value] = [:], as who: DeskOffice.Colleague? = nil) async throws -> UUIDv7 {
        office.time.advance(millis: 1_000)
        let record = office.id()
        _ = try await office.save([office.entry(.create, "rights_request", record, dossier: child, [
            "right_kind": "access", "rights_asker": "care_leaver", "asked_on": "2026-01-02", "due_on": .text(CivilDay(daysSinceEpoch: office.time.now().localDay.daysSinceEpoch + 30).description), "identity_check": "document",
        ].merging(more) { $1 })], as: who ?? supervisor)
        return record
    }

    private func answer(_ record: UUIDv7, _ said: String, as who: DeskOffice.Colleague) async throws {
        office.time.advance(millis: 1_000)
        _ = try await office.save([office.entry(.amend, "rights_request", record, dossier: child, base: 1, ["rights_answer": .text(said), "rights_answered_on": "2026-01-03"]
            .merging(said == "granted" ? [:] : ["refusal_reason": "Another person’s words"]) { $1 })], as: who)
    }

    private func copy(_ record: UUIDv7, as who: DeskOffice.Colleague) async throws -> PersonCopy {
        try await office.desk.personCopy(of: child, for: record, by: who.author, standing: who.standing)
    }

    private func found(_ state: FileState?, by who: DeskOffice.Colleague) throws -> [UUIDv7] {
        try office.desk.search("Amina", in: state, after: nil, for: who.standing).rows.map(\.dossier)
    }

    private func rights(of who: DeskOffice.Colleague) throws -> [String] {
        try office.desk.myDay(for: who.standing, after: nil).rows.values.flatMap { $0 }.filter { $0.reason.args["form"] == "rights_request" }.map(\.reason.code)
    }

    /// What is monitored stays on the worker's desk; what is closed leaves it and is found by who answers for the team, the place or the records.
    @Test func aClosedFileLeavesItsWorkerAndIsFoundByWhoAnswersForIt() async throws {
        #expect(try found(.live, by: worker) == [child] && found(.closed, by: worker) == [])
        try await office.verifiedClosure(of: child, by: worker, monitoringUntil: "2099-01-01")
        #expect(try found(.live, by: worker) == [child], "looked after beyond its closure")
        let one = try #require(office.desk.dossier(child, for: supervisor.standing).cases.first)
        #expect(one.status == "monitoring")
        office.time.advance(millis: 1_000)
        _ = try await office.save([office.entry(.close, "case", one.id, [:], status: "closed")], as: worker)
        #expect(try found(nil, by: worker) == [] && office.desk.myDay(for: worker.standing, after: nil).caseloadTotal == 0)
        for who in [supervisor, officer] {
            #expect(try found(.live, by: who) == [] && found(.closed, by: who) == [child] && found(nil, by: who) == [child], "\(who.standing.viewer.role.code)")
        }
        #expect(try found(.closed, by: territorial) == [child], "it verified the closure")
        #expect(try found(.closed, by: stranger) == [])
        #expect(throws: CaseworkError(.notFound)) { try office.desk.workerCases(of: worker.author.person, people: [], after: nil, for: supervisor.standing) }
        // Needed again: the supervisor opens it, and the worker has it back.
        await #expect(throws: CaseworkError.self) { _ = try await office.save([office.entry(.reopen, "case", one.id, [:], status: "open")], as: worker) }
        office.time.advance(millis: 1_000)
        _ = try await office.save([office.entry(.reopen, "case", one.id, [:], status: "open")], as: supervisor)
        #expect(try found(.live, by: worker) == [child] && found(.closed, by: supervisor) == [])
    }

    /// Whoever closed it may be gone: the opened case stands on the board under their name and is handed to a colleague.
    @Test func aFileIsOpenedAgainWhenItsWorkerHasLeft() async throws {
        let other = try office.colleague("case_worker", team: office.hill)
        try office.account(other, team: office.hill, name: "x")
        func person(_ who: DeskOffice.Colleague, _ state: PersonState = .active) -> Person {
            Person(id: who.author.person, name: "x", userName: "x", role: who.standing.viewer.role.code, teams: [office.hill], state: state)
        }
        let people = [person(worker, .inactive), person(supervisor), person(other)]
        try await office.verifiedClosure(of: child, by: worker)
        let one = try #require(office.desk.dossier(child, for: supervisor.standing).cases.first)
        #expect(one.status == "closed" && one.owner == worker.author.person)
        office.time.advance(millis: 1_000)
        _ = try await office.save([office.entry(.reopen, "case", one.id, [:], status: "open")], as: supervisor)
        let row = try #require(office.desk.supervisorBoard(people: people, for: supervisor.standing).workers.first { $0.person == worker.author.person })
        #expect(!row.isActive)
        let done = try await office.desk.handOver(Handover(save: office.id(), from: worker.author.person, to: other.author.person, cases: [one.id], note: ""),
                                                  people: people, by: supervisor.author, standing: supervisor.standing)
        #expect(done.moved == [one.id])
        #expect(try found(.live, by: other) == [child])
    }

    @Test func aRequestWaitsForWhoAnswersItAlsoInAClosedFile() async throws {
        try await office.verifiedClosure(of: child, by: worker)
        #expect(try found(.closed, by: supervisor) == [child])
        let record = try await request()
        #expect(try rights(of: supervisor) == ["due_later"] && rights(of: officer) == ["due_later"])
        #expect(try rights(of: worker) == [] && rights(of: stranger) == [] && rights(of: territorial) == [])
        office.time.advance(millis: 60 * 86_400_000)
        #expect(try rights(of: supervisor) == ["overdue"])
        try await answer(record, "refused", as: officer)
        #expect(try rights(of: supervisor) == [] && rights(of: officer) == [])
    }

    @Test func theWorkerWritesItDownAndDoesNotAnswerIt() async throws {
        let record = try await request(as: worker)
        #expect(try rights(of: worker) == [])
        await #expect(throws: CaseworkError.self) { try await answer(record, "granted", as: worker) }
        await #expect(throws: CaseworkError.self) { _ = try await request(["rights_answer": "granted", "rights_answered_on": "2026-01-03"], as: worker) }
    }

    @Test func aCopyHoldsNothingThatIsWithheld() async throws {
        let record = try await request()
        await #expect(throws: CaseworkError.self, "not answered") { _ = try await copy(record, as: supervisor) }
        try await answer(record, "granted", as: supervisor)
        let given = try await copy(record, as: supervisor)
        #expect(given.parts.map(\.form).prefix(2) == ["child", "case"] && given.parts.first?.fields["given_name"] == "Amina" && given.parts.first?.fields["health_summary"] == "Asthma")
        #expect(!given.parts.contains { $0.form == "note" })
        for part in given.parts {
            let named = try #require(office.desk.personCopies).fields(of: part.form, for: "self")
            #expect(Set(part.fields.keys).isSubset(of: named), "\(part.form)")
        }
        let all = "\(given)"
        for secret in Self.secrets { #expect(!all.contains(secret), "\(secret)") }
        // Who sees less gives less, and nobody learns of it from outside.
        #expect(try await copy(record, as: officer).parts.first?.fields["health_summary"] == nil)
        await #expect(throws: CaseworkError(.notFound)) { _ = try await copy(record, as: stranger) }
        await #expect(throws: CaseworkError.self) { _ = try await copy(record, as: worker) }
        await #expect(throws: CaseworkError(.notFound)) { _ = try await copy(child, as: supervisor) }
        #expect(try office.journal.trail.read(limit: 50).filter { $0.event.detail["what"] == "person_copy" }.map(\.event.subject) == [child, child])
    }

    @Test func aParentIsGivenLessThanThePerson() async throws {
        let record = try await request(["rights_asker": "parent", "asker_name": "Besim Kaya"])
        try await answer(record, "partly", as: supervisor)
        let given = try await copy(record, as: supervisor)
        #expect(given.parts.first?.fields["given_name"] == "Amina" && given.parts.first?.fields["health_summary"] == nil)
        #expect(given.parts.first { $0.form == "case" }?.fields["concern"] == nil)
    }

    @Test func anotherRightOpensNoCopy() async throws {
        let record = try await request(["right_kind": "rectification", "request_words": "The year of birth is 2010"])
        try await answer(record, "granted", as: supervisor)
        await #expect(throws: CaseworkError.self) { _ = try await copy(record, as: supervisor) }
    }
}
