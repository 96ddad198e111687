import Access
@testable import Casework
import Foundations
import Journal
import Testing

/// Quality reviews and comments: who writes what in them, whom they reach, and which case is proposed next.
@Suite struct ReviewTests {
    let office: DeskOffice
    let lead: DeskOffice.Colleague, amal: DeskOffice.Colleague, ion: DeskOffice.Colleague, far: DeskOffice.Colleague
    static let day: Int64 = 86_400_000

    init() throws {
        office = try DeskOffice()
        lead = try office.colleague("supervisor", team: office.hill)
        amal = try office.colleague("case_worker", team: office.hill)
        ion = try office.colleague("case_worker", team: office.hill)
        far = try office.colleague("supervisor", team: office.river)
    }

    private func comment(on child: UUIDv7, _ more: [String: Value] = [:]) async throws -> UUIDv7 {
        let comment = office.id()
        _ = try await office.save([office.entry(.create, "review_comment", comment, dossier: child,
            ["commented_on": "2026-01-01", "comment": "Where is the consent?"].merging(more) { $1 })], as: lead)
        return comment
    }

    private func review(of child: UUIDv7, on day: String) async throws -> UUIDv7 {
        let review = office.id()
        _ = try await office.save([office.entry(.create, "quality_review", review, dossier: child,
            ["reviewed_on": .text(day), "child_safe": "yes", "child_heard": "partly", "child_heard_note": "No words of hers.", "plan_fits": "yes", "seen_alone": "no",
             "quality_overall": "gaps"])], as: lead)
        return review
    }

    private func take(_ step: String, of record: UUIDv7, _ fields: [String: Value] = [:], in form: String = "review_comment", as who: DeskOffice.Colleague) async throws {
        let base = try office.journal.read { try JournalStore.version($0, of: record) }
        _ = try await office.save([office.entry(.amend, form, record, base: base, fields, status: step)], as: who)
    }

    private func rows(_ who: DeskOffice.Colleague) throws -> [MyDay.Row] {
        try office.desk.myDay(for: who.standing, after: nil).rows.values.flatMap { $0 }.filter { $0.kind == .review }
    }

    @Test func theWorkerIsAskedAnswersAndTheSupervisorCloses() async throws {
        let child = try await office.child("Amina", "Kaya", of: amal)
        let asked = try await comment(on: child)
        let row = try #require(try rows(amal).first)
        #expect(row.record == asked && row.reason.code == "review_asked" && row.name == "Amina Kaya")
        #expect(try rows(lead).isEmpty && rows(ion).isEmpty)
        await #expect(throws: CaseworkError.self, "an answer needs words") { try await take("answered", of: asked, as: amal) }
        await #expect(throws: CaseworkError.self, "closing is the supervisor's") { try await take("closed", of: asked, as: amal) }
        try await take("answered", of: asked, ["worker_reply": "It lies in the drawer; I added it."], as: amal)
        #expect(try rows(amal).isEmpty && rows(lead).map(\.record) == [asked] && rows(lead).first?.reason.code == "review_answered")
        await #expect(throws: CaseworkError.self, "asking again needs the reason") { try await take("open", of: asked, as: lead) }
        try await take("open", of: asked, ["returned_why": "It is not signed."], as: lead)
        #expect(try rows(amal).map(\.record) == [asked])
        try await take("answered", of: asked, ["worker_reply": "Signed today."], as: amal)
        try await take("closed", of: asked, as: lead)
        #expect(try rows(amal).isEmpty && rows(lead).isEmpty)
        let record = try office.desk.record(asked, for: amal.standing)
        #expect(record.status == "closed" && record.fields["worker_reply"] == "Signed today." && record.fields["comment"] == "Where is the consent?")
        #expect(try office.desk.history(of: asked, for: lead.standing)["worker_reply"]?.count == 2, "the first answer stays readable")
    }

    @Test func nobodyWritesTheOthersWords() async throws {
        let child = try await office.child("Amina", "Kaya", of: amal)
        let found = try await review(of: child, on: "2026-01-01")
        for field in ["child_safe", "child_heard_note", "quality_overall", "to_do"] {
            await #expect(throws: CaseworkError.self, "\(field)") { try await office.save([office.entry(.amend, "quality_review", found, base: 1, [field: "yes"])], as: amal) }
        }
        await #expect(throws: CaseworkError.self, "the supervisor answers for nobody") {
            try await take("answered", of: found, ["worker_reply": "All done."], in: "quality_review", as: lead)
        }
        await #expect(throws: CaseworkError.self, "a worker reviews nobody") {
            try await office.save([office.entry(.create, "review_comment", office.id(), dossier: child, ["commented_on": "2026-01-01", "comment": "x"])], as: amal)
        }
        try await take("answered", of: found, ["worker_reply": "I visit her alone on Monday."], in: "quality_review", as: amal)
    }

    @Test func itReachesTheWorkerAndTheTeamAlone() async throws {
        let child = try await office.child("Amina", "Kaya", of: amal, consents: true)
        let asked = try await comment(on: child), found = try await review(of: child, on: "2026-01-01")
        let service = try office.colleague("specialist")
        try office.account(service)
        _ = try await office.save([office.entry(.create, "referral", office.id(), dossier: child,
            ["service": "health", "requested_on": "2026-01-01", "referred_to": .text(service.author.person.description)])], as: amal)
        #expect(try office.desk.record(child, for: service.standing).form == "child")
        for role in office.rules.book.roles.keys.sorted() where !["supervisor", "agency_focal_point"].contains(role) {
            let who = role == "specialist" ? service : try office.colleague(role, team: office.hill)
            for record in [asked, found] { #expect(throws: CaseworkError(.notFound), "\(role)") { try office.desk.record(record, for: who.standing) } }
        }
        #expect(throws: CaseworkError(.notFound)) { try office.desk.record(asked, for: far.standing) }
        for (role, grants) in office.rules.book.roles.mapValues(\.grants) {
            let exports = grants.filter { $0.actions.contains(.export) && !$0.kinds.isDisjoint(with: ["quality_review", "review_comment"]) }
            #expect(exports.isEmpty, "\(role) exports reviews")
        }
    }

    @Test func theCaseToReviewIsTheMostDangerousOfThoseNotSeenLately() async throws {
        let low = try await office.child("Low", "Risk", of: amal, risk: "low"), high = try await office.child("High", "Risk", of: ion, risk: "high")
        let medium = try await office.child("Medium", "Risk", of: amal, risk: "medium")
        func next(_ skipping: Set<UUIDv7> = [], as who: DeskOffice.Colleague? = nil) throws -> UUIDv7? { try office.desk.caseToReview(skipping: skipping, for: (who ?? lead).standing)?.dossier }
        #expect(try next() == high && next([high]) == medium && next([high, medium]) == low && next([high, medium, low]) == nil)
        #expect(try next(as: far) == nil, "another team's supervisor")
        #expect(throws: CaseworkError.self) { try next(as: amal) }
        let today = office.time.now().localDay
        _ = try await review(of: high, on: today.description)
        #expect(try next() == medium)
        let proposed = try #require(try office.desk.caseToReview(skipping: [medium, low], for: lead.standing))
        #expect(proposed.dossier == high && proposed.reviewed == today && proposed.name == "High Risk" && proposed.worker == ion.author.person)
        office.time.advance(millis: 91 * Self.day)
        #expect(try next() == high, "three months later it is its turn again")
    }
}
