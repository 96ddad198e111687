import Access
@testable import Casework
import Foundation
import Foundations
import Journal
import Testing
import TimeLimits

/// A country's limits in a real store: who is told what, on My day and in the dossier. The clock stands at Monday 21 September 2026.
@Suite struct LimitsTests {
    let office: DeskOffice
    let worker: DeskOffice.Colleague
    let officer: DeskOffice.Colleague

    init() throws {
        office = try DeskOffice()
        worker = try office.colleague("case_worker", team: office.hill)
        officer = try office.colleague("data_officer")
    }

    private static let day: Int64 = 86_400_000

    private func moldova(_ change: (String, String) -> String = { $1 }) throws -> LimitContents {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../assets/standard/limits/MD")
        var files: [String: [UInt8]] = [:]
        for name in LimitBookReader.files { files[name] = Array(change(name, try String(contentsOf: folder.appending(path: name), encoding: .utf8)).utf8) }
        return LimitContents(country: "MD", files: files)
    }

    private func publish(_ contents: LimitContents) async throws -> Publication {
        try await office.desk.publishLimits(contents, id: office.id(), note: "The law of this year.", base: try office.desk.listHistory().inUse[Desk.limitsList], by: officer.author, standing: officer.standing)
    }

    private func outcome(_ rule: String, _ child: UUIDv7, for who: DeskOffice.Colleague) throws -> LimitOutcome? {
        try office.desk.limits(of: child, for: who.standing).outcomes.first { $0.rule == rule }
    }

    private func rows(_ who: DeskOffice.Colleague) throws -> [MyDay.Row] {
        try office.desk.myDay(for: who.standing, after: nil).rows.values.flatMap { $0 }.filter { $0.kind == .limit }
    }

    private func assess(_ child: UUIDv7, on day: String) async throws {
        _ = try await office.save([office.entry(.create, "initial_assessment", office.id(), dossier: child,
            ["assessed_on": .text(day), "seen": "alone", "immediate_danger": "no"])], as: worker)
    }

    @Test func noneAreInUseUntilSomebodyChoosesThem() async throws {
        let child = try await office.child("Amina", "Kaya", of: worker)
        office.time.advance(millis: 90 * Self.day)
        #expect(try office.desk.limits(of: child, for: worker.standing).country == nil)
        #expect(try rows(worker).isEmpty)
    }

    @Test func aLimitIsNamedWhenItIsNearAndUntilItIsMet() async throws {
        let published = try await publish(try moldova())
        #expect(published.version == 2)
        let child = try await office.child("Amina", "Kaya", of: worker)
        let open = try #require(try outcome("initial_assessment", child, for: worker))
        #expect(open.state == .open && open.due?.description == "2026-10-05" && open.days == 14)
        #expect(try rows(worker).isEmpty)
        office.time.advance(millis: 12 * Self.day)
        let soon = try #require(try rows(worker).first { $0.reason.args["rule"] == "initial_assessment" })
        #expect(soon.reason.code == "limit_soon" && soon.reason.args["days"] == .int(2) && soon.due == "2026-10-05" && soon.name == "Amina Kaya")
        office.time.advance(millis: 5 * Self.day)
        #expect(try rows(worker).first { $0.reason.args["rule"] == "initial_assessment" }?.reason.code == "limit_overdue")
        try await assess(child, on: "2026-10-08")
        #expect(try rows(worker).allSatisfy { $0.reason.args["rule"] != "initial_assessment" })
        let met = try #require(try outcome("initial_assessment", child, for: worker))
        #expect(met.state == .metLate && met.days == 3)
    }

    @Test func aPaperFileRaisesNoAlarm() async throws {
        _ = try await publish(try moldova())
        let child = office.id()
        _ = try await office.save([
            office.entry(.create, "child", child, ["given_name": "Old", "family_name": "File", "sex": "male"]),
            office.entry(.create, "case", office.id(), dossier: child, ["concern": .list(["neglect"]), "opened_on": "2023-05-03"]),
        ], as: worker)
        office.time.advance(millis: 30 * Self.day)
        #expect(try outcome("initial_assessment", child, for: worker)?.state == .enteredLater)
        #expect(try rows(worker).filter { $0.reason.code == "limit_overdue" && $0.reason.args["rule"] == "initial_assessment" }.isEmpty)
        try await assess(child, on: "2023-05-10")
        #expect(try outcome("initial_assessment", child, for: worker)?.state == .met)
    }

    @Test func anAmendmentInMidCaseMovesWhatRuns() async throws {
        _ = try await publish(try moldova())
        let child = try await office.child("Amina", "Kaya", of: worker)
        let amended = try moldova { $0 == "times.csv" ? $1 + "initial_assessment,,5,working_days,,,2026-09-25,,from_change,Invented,yes\n" : $1 }
        #expect(try await publish(amended).version == 3)
        #expect(try outcome("initial_assessment", child, for: worker)?.due?.description == "2026-10-05", "the amendment is not in force yet")
        office.time.advance(millis: 4 * Self.day)
        #expect(try outcome("initial_assessment", child, for: worker)?.due?.description == "2026-10-02")
        #expect(try outcome("risk_assessment", child, for: worker)?.due?.description == "2026-10-05")
    }

    @Test func nobodyLearnsWhatTheyMayNotSee() async throws {
        _ = try await publish(try moldova())
        let child = try await office.child("Amina", "Kaya", of: worker)
        let stranger = try office.colleague("case_worker", team: office.river)
        #expect(throws: CaseworkError(.notFound)) { try office.desk.limits(of: child, for: stranger.standing) }
        #expect(throws: CaseworkError(.notFound)) { try office.desk.limits(of: office.id(), for: worker.standing) }
        let administrator = try office.colleague("site_administrator")
        #expect(throws: CaseworkError(.notFound)) { try office.desk.limits(of: child, for: administrator.standing) }
        let supervisor = try office.colleague("supervisor", team: office.hill)
        #expect(try outcome("initial_assessment", child, for: supervisor)?.state == .open)
        // Who is asked in sees their own papers only: neither that an assessment is there nor that it is missing is for them.
        let provider = try office.colleague("specialist")
        let person = provider.author.person
        let account = Change(id: office.id(), record: person, kind: ReservedKind.user, op: .create, scope: Scope(.site, person),
                             fields: ["user_name": "x"], envelope: RecordEnvelope(status: "active"))
        _ = try await office.journal.commit(Save(id: office.id(), actor: person, device: office.id(), at: office.time.now(), changes: [account]))
        try await office.consent(of: child, as: worker)
        _ = try await office.save([office.entry(.create, "referral", office.id(), dossier: child,
            ["service": "health", "requested_on": "2026-09-21", "referred_to": .text(person.description)])], as: worker)
        #expect(try office.desk.record(child, for: provider.standing).form == "child")
        #expect(try outcome("initial_assessment", child, for: provider) == nil)
        try await assess(child, on: "2026-09-21")
        #expect(try outcome("initial_assessment", child, for: provider) == nil)
        #expect(try outcome("initial_assessment", child, for: worker)?.state == .met)
    }

    @Test func onlyWhoHasThePowerPublishesAndOnlySoundFiles() async throws {
        let contents = try moldova()
        await #expect(throws: CaseworkError.self) {
            try await office.desk.publishLimits(contents, id: office.id(), note: "", base: try office.desk.listHistory().inUse[Desk.limitsList], by: worker.author, standing: worker.standing)
        }
        let faulty = try moldova { $0 == "rules.csv" ? $1.replacing("case.opened_on", with: "case.opened_en") : $1 }
        #expect(office.desk.readLimits(faulty.files).faults.contains { $0.code == .unknownEvent })
        await #expect(throws: CaseworkError.self) { try await publish(faulty) }
        #expect(office.desk.limits.limits == nil)
    }

    @Test func whatIsInUseLastsOverARestartAndGoesBack() async throws {
        let published = try await publish(try moldova())
        let again = Desk(journal: office.journal, shelf: office.desk.shelf, time: office.time, caseNumber: { "1" }, digest: office.desk.digest)
        #expect(try again.loadLimits() == nil)
        #expect(again.limits.limits == office.desk.limits.limits && again.limits.limits?.country == "MD")
        try await office.desk.rollBackLimits(to: nil, id: office.id(), note: "", base: try office.desk.listHistory().inUse[Desk.limitsList], by: officer.author, standing: officer.standing)
        #expect(office.desk.limits.limits == nil)
        try await office.desk.rollBackLimits(to: published.id, id: office.id(), note: "", base: try office.desk.listHistory().inUse[Desk.limitsList], by: officer.author, standing: officer.standing)
        #expect(office.desk.limits.limits?.version == 2)
    }
}
