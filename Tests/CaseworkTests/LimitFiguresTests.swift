import Access
@testable import Casework
import Foundation
import Foundations
import Journal
import Testing
import TimeLimits

/// Figures over a store: as the outcomes of each child say, by reach, and without a number that speaks of few children for those who do
/// not see them. The clock stands at Monday 21 September 2026 when the children come.
@Suite struct LimitFiguresTests {
    let office: DeskOffice
    let amal: DeskOffice.Colleague, ion: DeskOffice.Colleague, far: DeskOffice.Colleague
    let lead: DeskOffice.Colleague, officer: DeskOffice.Colleague, manager: DeskOffice.Colleague
    static let day: Int64 = 86_400_000
    static let quarter = FigurePeriod(from: CivilDay("2026-07-01")!, to: CivilDay("2026-09-30")!)!

    init() async throws {
        office = try DeskOffice()
        amal = try office.colleague("case_worker", team: office.hill)
        ion = try office.colleague("case_worker", team: office.hill)
        far = try office.colleague("case_worker", team: office.river)
        lead = try office.colleague("supervisor", team: office.hill)
        officer = try office.colleague("data_officer")
        manager = try office.colleague("district_manager")
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../assets/standard/limits/MD")
        var files: [String: [UInt8]] = [:]
        for name in LimitBookReader.files { files[name] = Array(try Data(contentsOf: folder.appending(path: name))) }
        _ = try await office.desk.publishLimits(LimitContents(country: "MD", files: files), id: office.id(), note: "", base: try office.desk.listHistory().inUse[Desk.limitsList], by: officer.author, standing: officer.standing)
    }

    private func assess(_ child: UUIDv7, on day: String, by worker: DeskOffice.Colleague) async throws {
        _ = try await office.save([office.entry(.create, "initial_assessment", office.id(), dossier: child,
            ["assessed_on": .text(day), "seen": "alone", "immediate_danger": "no"])], as: worker)
    }

    private func figures(_ period: FigurePeriod = quarter, byWorker: Bool = false, for who: DeskOffice.Colleague, rule: String = "initial_assessment") throws -> [FigureTable.Row] {
        try office.desk.limitFigures(period, byWorker: byWorker, for: who.standing).rows.filter { $0.figures.rule == rule }
    }

    /// 30 days later: of Amal's four children two were assessed in time, one is late, one is overdue; Ion's is overdue; six are of another team.
    private func district() async throws -> [UUIDv7] {
        var children: [UUIDv7] = []
        for (number, worker) in [amal, amal, amal, amal, ion, far, far, far, far, far, far].enumerated() {
            children.append(try await office.child("Child", "\(number)", of: worker))
        }
        for number in [0, 1] { try await assess(children[number], on: "2026-09-21", by: amal) }
        for number in 5..<11 { try await assess(children[number], on: "2026-09-21", by: far) }
        office.time.advance(millis: 30 * Self.day)
        try await assess(children[2], on: "2026-10-20", by: amal)
        return children
    }

    @Test func aSupervisorsFiguresAreThoseOfTheirCases() async throws {
        let children = try await district()
        let all = try #require(try figures(for: lead).first?.figures)
        #expect(all.started == 5 && all.parts == [.inTime: 2, .late: 1, .overdue: 2, .open: 0, .suspended: 0, .other: 0])
        #expect(all.share == 0.4 && all.medianDays == 0)
        let byWorker = try figures(byWorker: true, for: lead)
        #expect(byWorker.count == 2 && byWorker.reduce(0) { $0 + ($1.figures.started ?? 0) } == 5)
        #expect(byWorker.first { $0.worker == ion.author.person }?.figures.parts[.overdue] == 1)
        // The same as the one calculation says of each child alone.
        let outcomes = try children.prefix(5).flatMap { try office.desk.limits(of: $0, for: lead.standing).outcomes.filter { $0.rule == "initial_assessment" } }
        #expect(ToldFigures(LimitFigures.of(outcomes)[0]) == all)
        let late = try office.desk.limitCases(Self.quarter, rule: "initial_assessment", part: .overdue, worker: nil, for: lead.standing)
        #expect(late.total == 2 && Set(late.rows.map(\.dossier)) == [children[3], children[4]] && late.rows[0].name.hasPrefix("Child"))
        #expect(try office.desk.limitCases(Self.quarter, rule: "initial_assessment", part: .overdue, worker: ion.author.person, for: lead.standing).rows.map(\.dossier) == [children[4]])
        #expect(try office.desk.limitCases(Self.quarter, rule: "initial_assessment", part: nil, worker: nil, for: lead.standing).total == 5)
        // A clock of another quarter is not among them.
        let next = try #require(FigurePeriod(from: CivilDay("2026-10-01")!, to: CivilDay("2026-12-31")!))
        #expect(try figures(next, for: lead).isEmpty)
        #expect(try figures(next, for: lead, rule: "comprehensive_assessment").first?.figures.started == 1, "what the assessment of October started")
    }

    @Test func whoSeesNoChildSeesNoSmallNumber() async throws {
        _ = try await district()
        let told = try #require(try figures(for: manager).first?.figures)
        #expect(told.started == 11 && told.parts[.inTime] == 8 && told.parts[.late] == nil && told.parts[.overdue] == nil && told.parts[.open] == 0)
        #expect(told.share == nil && told.medianDays == nil)
        #expect(throws: CaseworkError.self) { try figures(byWorker: true, for: manager) }
        let month = try #require(FigurePeriod(from: CivilDay("2026-09-01")!, to: CivilDay("2026-09-30")!))
        #expect(throws: CaseworkError.self) { try figures(month, for: manager) }
        #expect(throws: CaseworkError.self) { try office.desk.limitCases(Self.quarter, rule: "initial_assessment", part: nil, worker: nil, for: manager.standing) }
        // What is asked again within minutes is not counted again: a number that moves by one would tell of one child.
        _ = try await office.child("One", "More", of: far, more: [:])
        #expect(try figures(for: manager).first?.figures.started == 11)
    }

    @Test func onlyWhoHasAReachOrThePowerHasFigures() async throws {
        _ = try await district()
        for role in office.rules.book.roles.keys.sorted() {
            let who = try office.colleague(role, team: office.hill)
            let mayCount = who.standing.supervises || who.standing.viewer.role.powers.contains(.aggregates)
            if mayCount { _ = try figures(for: who) } else { #expect(throws: CaseworkError.self, "\(role)") { try figures(for: who) } }
            if !who.standing.supervises {
                #expect(throws: CaseworkError.self, "\(role)") { try office.desk.teamLimits(for: who.standing) }
                #expect(throws: CaseworkError.self, "\(role)") { try office.desk.workerLimits(of: amal.author.person, for: who.standing) }
            }
        }
        #expect(try figures(for: try office.colleague("supervisor", team: office.id())).isEmpty, "a team without cases")
    }

    @Test func theBoardKnowsWhatIsOverdueByTheLaw() async throws {
        let children = try await district()
        let team = try office.desk.teamLimits(for: lead.standing)
        #expect(team.country == "MD" && team.workers.count == 2)
        let mine = try #require(team.workers.first { $0.person == amal.author.person })
        let listed = try office.desk.workerLimits(of: amal.author.person, for: lead.standing)
        #expect(mine.overdue == listed.rows.count { $0.outcome.state == .overdue } && mine.overdue > 0)
        #expect(mine.next == listed.rows.first { $0.outcome.state == .open }?.outcome.due)
        #expect(listed.rows.contains { $0.dossier == children[3] && $0.outcome.rule == "initial_assessment" && $0.outcome.state == .overdue })
        #expect(try office.desk.workerLimits(of: far.author.person, for: lead.standing).total == 0, "a colleague of another team")
    }

    /// A start that the look-up does not keep: every dossier with a case is read, and the figures are the same.
    @Test func aStartThatIsNotLookedUpIsCountedAllTheSame() async throws {
        _ = try await district()
        let before = try figures(for: lead).first?.figures
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../assets/standard/limits/MD")
        var files: [String: [UInt8]] = [:]
        for name in LimitBookReader.files { files[name] = Array(try Data(contentsOf: folder.appending(path: name))) }
        let rules = String(decoding: files["rules.csv"] ?? [], as: UTF8.self), first = try #require(rules.split(separator: "\n").first { $0.hasPrefix("referral_answer,") })
        files["rules.csv"] = Array(rules.replacing(first, with: first.replacing("referral.requested_on,", with: "risk_assessment.assessed_on,", maxReplacements: 1)).utf8)
        _ = try await office.desk.publishLimits(LimitContents(country: "XX", files: files), id: office.id(), note: "", base: try office.desk.listHistory().inUse[Desk.limitsList], by: officer.author, standing: officer.standing)
        #expect(try figures(for: lead).first?.figures == before && before != nil)
    }
}
