import Access
import Casework
import Foundations
import Journal
import Testing

/// A dossier goes to another team: proposed by the worker, offered by their supervisor, taken by whoever is asked.
@Suite struct TransferTests {
    let office: DeskOffice
    let worker: DeskOffice.Colleague, supervisor: DeskOffice.Colleague
    let receiver: DeskOffice.Colleague, taker: DeskOffice.Colleague
    let child: UUIDv7

    init() async throws {
        office = try DeskOffice()
        worker = try office.colleague("case_worker", team: office.hill, agency: "social_services")
        supervisor = try office.colleague("supervisor", team: office.hill, agency: "social_services")
        receiver = try office.colleague("supervisor", team: office.river, agency: "social_services")
        taker = try office.colleague("case_worker", team: office.river, agency: "social_services")
        for (who, team, name) in [(worker, office.hill, "Amal"), (supervisor, office.hill, "Vera"), (receiver, office.river, "Lea"), (taker, office.river, "Ion")] {
            try office.account(who, team: team, name: name)
        }
        child = try await office.child("Amina", "Kaya", of: worker)
    }

    private var today: String { office.time.now().localDay.description }

    private func propose(to who: DeskOffice.Colleague? = nil, by author: DeskOffice.Colleague? = nil) async throws -> UUIDv7 {
        let record = office.id()
        _ = try await office.save([office.entry(.create, "transfer", record, dossier: child, [
            "handed_to": .text((who ?? receiver).author.person.description), "transfer_why": "moved", "asked_on": .text(today), "situation": "A girl of seven, back in school."])], as: author ?? worker)
        return record
    }

    private func step(_ record: UUIDv7, to status: String, _ fields: [String: Value] = [:], as who: DeskOffice.Colleague) async throws {
        _ = try await office.save([office.entry(.decide, "transfer", record, fields, status: status)], as: who)
    }

    private func accept(_ record: UUIDv7, by who: DeskOffice.Colleague? = nil, worker: DeskOffice.Colleague? = nil) async throws {
        try await step(record, to: "accepted", ["answer": "accepted", "new_worker": .text((worker ?? taker).author.person.description)], as: who ?? receiver)
    }

    private func waiting(_ who: DeskOffice.Colleague) throws -> [UUIDv7] { try office.desk.decisions(for: who.standing).rows.map(\.record) }
    private func sees(_ who: DeskOffice.Colleague) -> Bool { (try? office.desk.dossier(child, for: who.standing)) != nil }
    private func caseload(_ who: DeskOffice.Colleague) throws -> [String] { try office.desk.myDay(for: who.standing, after: nil).caseload.map(\.name) }
    private func news(_ who: DeskOffice.Colleague) throws -> [String] {
        try office.journal.read { db in try Lookup.records(db, .byParent, key: .id(who.author.person)).compactMap { AccessNotice($0)?.code } }
    }

    @Test func aTransferIsOfferedReadAndTaken() async throws {
        let transfer = try await propose()
        #expect(try waiting(supervisor) == [transfer] && waiting(receiver).isEmpty, "nobody outside reads of it before it is offered")
        #expect(throws: CaseworkError.self) { try office.desk.record(transfer, for: receiver.standing) }

        try await step(transfer, to: "offered", as: supervisor)
        #expect(try waiting(receiver) == [transfer] && waiting(supervisor).isEmpty)
        let row = try #require(try office.desk.decisions(for: receiver.standing).rows.first)
        #expect(row.name.isEmpty && row.caseNumber == nil && row.told["transfer_why"] == "moved")
        let sheet = try office.desk.decision(on: transfer, for: receiver.standing)
        #expect(sheet.open && sheet.record.text("situation") == "A girl of seven, back in school." && sheet.kind.asked(in: sheet.record.status) == ["new_worker"])
        #expect(!sees(receiver) && !sees(taker), "the file opens with the answer, not with the question")
        #expect(try office.desk.search("Amina", after: nil, for: receiver.standing).rows.isEmpty)

        try await accept(transfer)
        #expect(sees(receiver) && sees(taker) && !sees(worker) && !sees(supervisor))
        #expect(try caseload(taker) == ["Amina Kaya"] && caseload(worker).isEmpty)
        #expect(try office.desk.search("Amina", after: nil, for: receiver.standing).rows.count == 1 && office.desk.search("Amina", after: nil, for: supervisor.standing).rows.isEmpty)
        #expect(try news(worker) == ["cases_taken"] && news(taker) == ["cases_given"])
        #expect(try waiting(receiver).isEmpty && waiting(supervisor).isEmpty)
    }

    @Test func onlyWhoIsAskedAnswers() async throws {
        let transfer = try await propose(), other = try office.colleague("supervisor", team: office.river, agency: "social_services")
        try office.account(other, team: office.river, name: "Other")
        await #expect(throws: CaseworkError.self, "not offered yet") { try await accept(transfer) }
        await #expect(throws: CaseworkError.self, "a worker does not authorise") { try await step(transfer, to: "offered", as: worker) }
        try await step(transfer, to: "offered", as: supervisor)
        for who in [supervisor, worker, other, taker] {
            await #expect(throws: CaseworkError.self) { try await accept(transfer, by: who) }
        }
        await #expect(throws: CaseworkError.self, "who is asked does not take it back for the others") { try await step(transfer, to: "taken_back", as: receiver) }
        #expect(try office.desk.record(transfer, for: supervisor.standing).status == "offered" && caseload(worker) == ["Amina Kaya"])
        await #expect(throws: CaseworkError.self, "refusing needs words") { try await step(transfer, to: "refused", ["answer": "refused"], as: receiver) }
        try await step(transfer, to: "refused", ["answer": "refused", "returned_why": "We have no place."], as: receiver)
        #expect(try office.desk.record(transfer, for: worker.standing).text("returned_why") == "We have no place.")
        #expect(try caseload(worker) == ["Amina Kaya"] && !sees(receiver))
    }

    @Test func whoTakesItIsNamedAndCanWorkOnCases() async throws {
        let transfer = try await propose()
        try await step(transfer, to: "offered", as: supervisor)
        await #expect(throws: CaseworkError.self) { try await step(transfer, to: "accepted", ["answer": "accepted"], as: receiver) }
        await #expect(throws: CaseworkError.self, "of the other team") { try await accept(transfer, worker: worker) }
        await #expect(throws: CaseworkError.self, "has no cases of their own") { try await accept(transfer, worker: receiver) }
        #expect(try caseload(worker) == ["Amina Kaya"] && office.desk.record(transfer, for: receiver.standing).status == "offered")
    }

    @Test func onlyWhoAnswersForCasesIsAskedAndOneAtATime() async throws {
        let specialist = try office.colleague("specialist")
        try office.account(specialist, name: "Doctor")
        await #expect(throws: CaseworkError.self) { _ = try await propose(to: specialist) }
        await #expect(throws: CaseworkError.self) { _ = try await propose(to: taker) }
        _ = try await propose()
        await #expect(throws: CaseworkError.self) { _ = try await propose(by: supervisor) }
    }

    @Test func takenBackItIsGoneForWhomItWasOffered() async throws {
        let transfer = try await propose()
        try await step(transfer, to: "offered", as: supervisor)
        #expect(try office.desk.record(transfer, for: receiver.standing).status == "offered")
        try await step(transfer, to: "taken_back", as: worker)
        #expect(try waiting(receiver).isEmpty)
        #expect(throws: CaseworkError.self) { try office.desk.record(transfer, for: receiver.standing) }
        await #expect(throws: CaseworkError.self) { try await accept(transfer) }
        _ = try await propose()
    }

    @Test func aClosedCaseStaysWithWhomItWas() async throws {
        try await office.verifiedClosure(of: child, by: worker)
        let transfer = try await propose(by: supervisor)
        try await step(transfer, to: "offered", as: supervisor)
        try await accept(transfer)
        #expect(try caseload(taker).isEmpty && sees(supervisor))
    }
}
