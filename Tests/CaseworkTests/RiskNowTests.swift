import Access
import Casework
import Foundations
import Journal
import Testing

/// The newest dated finding is the risk that the case shows.
@Suite struct RiskNowTests {
    let office: DeskOffice
    let worker: DeskOffice.Colleague, lead: DeskOffice.Colleague
    let child: UUIDv7

    init() async throws {
        office = try DeskOffice()
        worker = try office.colleague("case_worker", team: office.hill)
        lead = try office.colleague("supervisor", team: office.hill)
        child = try await office.child("Amina", "Kaya", of: worker, risk: "low")
    }

    private func day(_ ahead: Int) -> Value { .text(CivilDay(daysSinceEpoch: office.time.now().localDay.daysSinceEpoch + ahead).description) }
    private var risk: String? { get throws { try office.desk.dossier(child, for: worker.standing).cases.first?.text("risk_level") } }
    private func assess(_ level: String, _ ahead: Int, form: String = "risk_assessment") async throws -> UUIDv7 {
        let record = office.id(), on = form == "risk_assessment" ? "assessed_on" : "reviewed_on"
        var fields: [String: Value] = [on: day(ahead), "risk_level": .text(level)]
        if form == "case_review" { fields.merge(["review_kind": "review", "next_step": "continue"]) { $1 } }
        _ = try await office.save([office.entry(.create, form, record, dossier: child, fields)], as: worker)
        return record
    }

    @Test func anAssessmentSaysHowDangerousItIsNow() async throws {
        #expect(try risk == "low")
        let first = try await assess("high", 0)
        #expect(try risk == "high")
        office.time.advance(millis: 20 * 86_400_000)
        #expect(try office.desk.myDay(for: worker.standing, after: nil).rows[.urgent]?.contains { $0.kind == .unseen && $0.dossier == child } == true,
                "twenty days without a visit are too long at high risk")
        // Entered afterwards from paper: what is newer stands.
        _ = try await assess("medium", -40)
        #expect(try risk == "high")
        _ = try await assess("medium", 0, form: "case_review")
        #expect(try risk == "medium")
        // Putting an older finding right changes nothing now; the newest one does.
        _ = try await office.save([office.entry(.amend, "risk_assessment", first, ["risk_level": "low"])], as: worker)
        #expect(try risk == "medium")
    }

    @Test func aSaveThatWritesInTheCaseHasTheLastWord() async throws {
        let file = try #require(try office.desk.dossier(child, for: worker.standing).cases.first?.id)
        _ = try await office.save([
            office.entry(.create, "risk_assessment", office.id(), dossier: child, ["assessed_on": day(0), "risk_level": "high"]),
            office.entry(.amend, "case", file, ["risk_level": "medium"]),
        ], as: worker)
        #expect(try risk == "medium")
    }

    @Test func whatItWasBeforeStandsInTheHistory() async throws {
        _ = try await assess("high", 0)
        #expect(try office.desk.history(of: #require(try office.desk.dossier(child, for: worker.standing).cases.first?.id), for: lead.standing)["risk_level"]?.count == 2)
    }
}
