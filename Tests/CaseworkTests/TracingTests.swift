import Access
import Casework
import CaseSteps
import Foundation
import Foundations
import Journal
import Matching
import Testing

/// Searches for children at the desk: who is found, who sees it, and how two people say that it is the child.
@Suite struct TracingTests {
    let office: DeskOffice
    let worker: DeskOffice.Colleague, salma: DeskOffice.Colleague, vera: DeskOffice.Colleague
    let people: [Person]
    let weights: LikenessWeights

    init() throws {
        office = try DeskOffice()
        worker = try office.colleague("case_worker", team: office.hill)
        salma = try office.colleague("tracing_officer", team: office.hill)
        vera = try office.colleague("supervisor", team: office.hill)
        for (who, name) in [(worker, "Amal"), (salma, "Salma"), (vera, "Vera")] { try office.account(who, team: office.hill, name: name) }
        people = [(worker, "Amal"), (salma, "Salma"), (vera, "Vera")].map { who, name in
            Person(id: who.author.person, name: name, userName: name.lowercased(), role: who.standing.viewer.role.code)
        }
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../assets/standard/matching.csv")
        weights = try LikenessWeights(csv: String(contentsOf: file, encoding: .utf8))
    }

    /// A girl who lives apart from her family; referred to the search where `referred` is so.
    private func girl(_ given: String = "Khadija", _ family: String = "Haddad", mother: String? = "Fatima", status: String = "unaccompanied", wish: String? = "yes",
                      referred: Bool = true, of who: DeskOffice.Colleague? = nil) async throws -> UUIDv7 {
        let worker = who ?? self.worker
        let child = try await office.child(given, family, of: worker, more: ["birth_date": "2016-03", "separation_status": .text(status)], consents: true)
        if let mother { _ = try await office.save([office.entry(.create, "relative", office.id(), dossier: child, ["full_name": .text(mother), "relation": "mother"])], as: worker) }
        if let wish { try await history(of: child, status, wish, by: worker) }
        if referred {
            _ = try await office.save([office.entry(.create, "referral", office.id(), dossier: child, [
                "service": "tracing", "referred_to": .text(salma.author.person.description), "requested_on": .text(office.time.now().localDay.description), "shared_note": "Her mother looks for her.",
            ])], as: worker)
        }
        office.time.advance(millis: 60_000)
        return child
    }

    private func history(of child: UUIDv7, _ status: String, _ wish: String, by who: DeskOffice.Colleague) async throws {
        office.time.advance(millis: 60_000)
        _ = try await office.save([office.entry(.create, "separation_history", office.id(), dossier: child, [
            "recorded_on": .text(office.time.now().localDay.description), "separation_status": .text(status), "wants_tracing": .text(wish)])], as: who)
    }

    private func request(_ given: String = "خديجة", _ family: String = "Hadad", mother: String = "Fatma", consent: String = "yes", by who: DeskOffice.Colleague? = nil) async throws -> UUIDv7 {
        let id = office.id()
        _ = try await office.save([office.entry(.create, "tracing_request", id, [
            "seeker_name": .text(mother), "relation": "mother", "requested_on": .text(office.time.now().localDay.description), "consent_given": .text(consent),
            "given_name": .text(given), "family_name": .text(family), "sex": "female", "birth_date": "2016~",
        ])], as: who ?? salma)
        return id
    }

    private func sheet(_ id: UUIDv7, as who: DeskOffice.Colleague) throws -> TracingSheet { try office.desk.search(id, weights, for: who.standing) }
    private func pair(_ id: UUIDv7, _ child: UUIDv7, as who: DeskOffice.Colleague) throws -> TracingComparison { try office.desk.compareSearch(id, child, weights, for: who.standing) }

    @discardableResult
    private func say(_ kind: TracingOutcome.Kind, _ request: UUIDv7, _ child: UUIDv7, as who: DeskOffice.Colleague, seen: [UUIDv7]? = nil, reason: String = "", save: UUIDv7? = nil) async throws -> TracingState {
        office.time.advance(millis: 1_000)
        let heads = try seen ?? pair(request, child, as: who).candidate.heads
        try await office.desk.say(TracingStep(save: save ?? office.id(), request: request, dossier: child, kind: kind, seen: Set(heads), reason: reason), people: people,
                                  by: who.author, standing: who.standing)
        return try pair(request, child, as: who).candidate.state
    }

    private func refused(_ refusal: TracingRefusal, _ body: () async throws -> Void) async { await #expect(throws: CaseworkError(.tracing(refusal))) { try await body() } }

    // MARK: Who is found

    @Test func separatedChildrenAreFoundWithReasonsAcrossScripts() async throws {
        let child = try await girl(), home = try await girl(status: "with_family", wish: nil), unwilling = try await girl(wish: "no")
        let search = try await request()
        let found = try sheet(search, as: salma)
        #expect(found.likely.map(\.dossier) == [child], "a child at home, and one who does not want it, are not among them: \(home), \(unwilling)")
        #expect(found.likely.first?.reasons.contains("given-sound") == true && found.likely.first?.reasons.contains("mother-alike") == true)
        #expect(found.state == .open && found.mayWork && found.mayDecide && found.likely.first?.wish == "yes")
        #expect(try office.desk.searches(for: child, weights, for: salma.standing).likely.map(\.row.request) == [search])
        #expect(try office.desk.searches(for: unwilling, weights, for: salma.standing).likely.isEmpty)
        // The wish changes: what was said last counts.
        try await history(of: unwilling, "unaccompanied", "yes", by: worker)
        #expect(try Set(sheet(search, as: salma).likely.map(\.dossier)) == [child, unwilling])
        try await history(of: child, "with_family", "yes", by: worker)
    }

    /// A hidden child changes nothing of what is answered, however alike; how common a name is goes in steps that a handful does not move.
    @Test func whoMayNotBeSeenLeavesNoTrace() async throws {
        let search = try await request(), mine = try await girl()
        let before = try sheet(search, as: salma)
        let stranger = try office.colleague("case_worker", team: office.river)
        var hidden: [UUIDv7] = []
        for _ in 0..<3 { hidden.append(try await girl(referred: false, of: stranger)) }
        let after = try sheet(search, as: salma)
        #expect(after.likely.map(\.dossier) == [mine])
        #expect(after.likely.map(\.reasons) == before.likely.map(\.reasons))
        #expect(after.likely.map(\.doubts) == before.likely.map(\.doubts))
        for child in hidden + [office.id()] {
            #expect(throws: CaseworkError(.notFound)) { try pair(search, child, as: salma) }
            await #expect(throws: CaseworkError(.notFound)) { try await say(.proposed, search, child, as: salma, seen: []) }
            #expect(throws: CaseworkError(.notFound)) { try office.desk.searches(for: child, weights, for: salma.standing) }
        }
        // What somebody else says of a hidden child shows neither in the search nor in its state.
        let other = try office.colleague("tracing_officer", team: office.river)
        try office.account(other, team: office.river)
        _ = try await office.save([office.entry(.create, "referral", office.id(), dossier: hidden[0], [
            "service": "tracing", "referred_to": .text(other.author.person.description), "requested_on": .text(office.time.now().localDay.description), "shared_note": "x"])], as: stranger)
        try await say(.proposed, search, hidden[0], as: other)
        let still = try sheet(search, as: salma)
        #expect(still.told.isEmpty && still.state == .open)
        #expect(try office.desk.searches(after: nil, for: salma.standing).rows.map(\.state) == [.open])
        #expect(try office.desk.searches(after: nil, for: salma.standing).waiting.isEmpty)
        #expect(try office.desk.searches(after: nil, for: other.standing).rows.map(\.state) == [.proposed])
    }

    @Test func whoHasNoRightHasNoDoor() async throws {
        let search = try await request(), child = try await girl()
        for role in ["data_officer", "auditor", "site_administrator", "specialist"] {
            let who = try office.colleague(role)
            #expect(throws: CaseworkError(.notAllowed(what: "see searches for children"))) { try office.desk.searches(after: nil, for: who.standing) }
            #expect(throws: CaseworkError(.notFound)) { try sheet(search, as: who) }
            await #expect(throws: CaseworkError(.notFound)) { try await say(.proposed, search, child, as: who, seen: []) }
        }
        // A supervisor of another team sees neither, one of the team both; who searches did not agree that others see it: only the officers do.
        #expect(throws: CaseworkError(.notFound)) { try sheet(search, as: office.colleague("supervisor", team: office.river)) }
        #expect(try sheet(search, as: vera).likely.map(\.dossier) == [child])
        let closed = try await request(consent: "no")
        #expect(throws: CaseworkError(.notFound)) { try sheet(closed, as: vera) }
        #expect(try sheet(closed, as: salma).mayWork)
        #expect(try office.desk.searches(after: nil, for: vera.standing).rows.map(\.request) == [search])
    }

    // MARK: Two people

    @Test func oneProposesASecondConfirmsAndItIsTakenBack() async throws {
        let child = try await girl(), search = try await request(), save = office.id()
        #expect(try await say(.proposed, search, child, as: salma, seen: [], save: save) == .proposed)
        #expect(try await say(.proposed, search, child, as: salma, seen: [], save: save) == .proposed, "sent again, it is the same word")
        #expect(try pair(search, child, as: salma).candidate.said.count == 1)
        await refused(.own) { try await say(.confirmed, search, child, as: salma) }
        // One person with two accounts is one person.
        let twin = try office.colleague("tracing_officer", team: office.hill)
        try office.account(twin, team: office.hill)
        _ = try await office.save([office.entry(.create, "referral", office.id(), dossier: child, [
            "service": "tracing", "referred_to": .text(twin.author.person.description), "requested_on": .text(office.time.now().localDay.description), "shared_note": "x"])], as: worker)
        let again = people + [Person(id: twin.author.person, name: "SALMA", userName: "s2", role: "tracing_officer")]
        let heads = try Set(pair(search, child, as: twin).candidate.heads)
        await #expect(throws: CaseworkError(.tracing(.own))) {
            try await office.desk.say(TracingStep(save: office.id(), request: search, dossier: child, kind: .confirmed, seen: heads), people: again, by: twin.author, standing: twin.standing)
        }
        #expect(try office.desk.searches(after: nil, for: vera.standing).waiting.map(\.dossier) == [child])
        #expect(try office.desk.searches(after: nil, for: salma.standing).waiting.isEmpty)
        #expect(try day(vera).contains("match_to_confirm") && !day(salma).contains("match_to_confirm"))
        #expect(try await say(.confirmed, search, child, as: vera) == .confirmed)
        await refused(.notOpen) { try await say(.dismissed, search, child, as: salma, reason: "x") }

        // The worker is told, and not who searches; nothing is closed.
        let told = try office.desk.searches(for: child, weights, for: worker.standing)
        #expect(told.found.map(\.state) == [.confirmed] && told.found.allSatisfy { $0.row == nil } && told.likely.isEmpty)
        #expect(try day(worker).contains("family_found"))
        #expect(try office.desk.record(search, for: salma.standing).fields["status"] == nil)
        #expect(try office.desk.dossier(child, for: worker.standing).papers.allSatisfy { $0.form != "tracing_match" })
        #expect(try office.desk.timeline(of: child, before: nil, for: worker.standing).rows.allSatisfy { $0.form != "tracing_match" })

        // Taking it back needs words, and the history keeps all of it.
        await #expect(throws: CaseworkError.self) { try await say(.reopened, search, child, as: vera) }
        #expect(try await say(.reopened, search, child, as: vera, reason: "Another scar.") == .open)
        #expect(try pair(search, child, as: salma).candidate.said.map(\.outcome.kind) == [.proposed, .confirmed, .reopened])
        #expect(try !day(worker).contains("family_found"))
        #expect(try office.desk.searches(for: child, weights, for: worker.standing).found.isEmpty)
    }

    private func day(_ who: DeskOffice.Colleague) throws -> [String] {
        try office.desk.myDay(for: who.standing, after: nil).rows.values.flatMap { $0 }.filter { $0.kind == .tracing }.map(\.reason.code)
    }

    @Test func theWayHomeEndsTheTask() async throws {
        let child = try await girl(), search = try await request()
        try await say(.proposed, search, child, as: salma)
        try await say(.confirmed, search, child, as: vera)
        #expect(try day(worker) == ["family_found"])
        office.time.advance(millis: 60_000)
        _ = try await office.save([office.entry(.create, "reunification", office.id(), dossier: child, [
            "with_whom": "Mother", "relation": "mother", "verified": "both", "child_agrees": "yes", "family_agrees": "yes", "readiness": "A dry room."])], as: worker)
        #expect(try day(worker).isEmpty)
    }

    @Test func anotherChildIsSaidWithWords() async throws {
        let child = try await girl(), search = try await request()
        await #expect(throws: CaseworkError.self) { try await say(.dismissed, search, child, as: salma, reason: " ") }
        #expect(try await say(.dismissed, search, child, as: salma, reason: "Her mother is here.") == .dismissed)
        let found = try sheet(search, as: vera)
        #expect(found.likely.isEmpty && found.told.map(\.dossier) == [child] && found.told.first?.said.map(\.reason) == ["Her mother is here."] && found.state == .dismissed)
        #expect(found.told.first?.said.first?.outcome.by == salma.author.person)
        #expect(try await say(.reopened, search, child, as: vera) == .open)
        #expect(try sheet(search, as: salma).told.map(\.state) == [.open])
    }

    /// Two who did not know of each other: both stay, and it is not confirmed until somebody has looked.
    @Test func whatWasSaidInIgnoranceIsKeptBesideIt() async throws {
        let child = try await girl(), search = try await request()
        try await say(.proposed, search, child, as: salma)
        let seen = try pair(search, child, as: vera).candidate.heads
        try await say(.confirmed, search, child, as: vera)
        #expect(try await say(.dismissed, search, child, as: salma, seen: seen, reason: "Another scar.") == .disputed)
        #expect(try sheet(search, as: salma).state == .disputed && day(worker) == ["family_disputed"])
        #expect(try office.desk.searches(for: child, weights, for: worker.standing).found.map(\.state) == [.disputed])
        await refused(.notOpen) { try await say(.confirmed, search, child, as: vera) }
        #expect(try await say(.reopened, search, child, as: vera, reason: "Looked at both.") == .open)
        await refused(.changed) { try await say(.proposed, search, child, as: salma, seen: [office.id()]) }
    }

    @Test func whatTheChildDoesNotWantAndWhatHasEndedIsNotProposed() async throws {
        let child = try await girl(wish: "later"), search = try await request()
        await refused(.unwanted) { try await say(.proposed, search, child, as: salma) }
        #expect(try pair(search, child, as: salma).stops == .unwanted)
        try await history(of: child, "unaccompanied", "some", by: worker)
        try await say(.proposed, search, child, as: salma)
        try await history(of: child, "unaccompanied", "no", by: worker)
        await refused(.unwanted) { try await say(.confirmed, search, child, as: vera) }
        try await history(of: child, "unaccompanied", "yes", by: worker)
        let version = try office.desk.record(search, for: salma.standing).version
        _ = try await office.save([office.entry(.amend, "tracing_request", search, base: version, ["status": "closed"])], as: salma)
        await refused(.ended) { try await say(.confirmed, search, child, as: vera) }
        #expect(try office.desk.searches(after: nil, for: salma.standing).rows.isEmpty)
        #expect(try office.desk.searches(ended: true, after: nil, for: salma.standing).rows.map(\.state) == [.ended])
        #expect(try sheet(search, as: salma).likely.isEmpty)
    }

    @Test func nobodyWritesItByAnotherDoorAndItsKeysAreMadeAnew() async throws {
        let child = try await girl(), search = try await request()
        try await say(.proposed, search, child, as: salma)
        await #expect(throws: CaseworkError.self) {
            _ = try await office.save([office.entry(.create, "tracing_match", office.id(), dossier: child, ["request": .text(search.description)], status: "confirmed")], as: salma)
        }
        let record = try #require(try pair(search, child, as: salma).candidate.heads.first)
        #expect(throws: CaseworkError(.notFound)) { try office.desk.record(record, for: salma.standing) }
        #expect(throws: CaseworkError(.notFound)) { try office.desk.history(of: record, for: vera.standing) }
        #expect(try office.journal.verify().faults == [])
    }

    @Test func pagesGoOnWhereTheLastEnded() async throws {
        var made: [UUIDv7] = []
        for _ in 0..<(Desk.tracingPage + 3) { made.append(try await request()) }
        let first = try office.desk.searches(after: nil, for: salma.standing), second = try office.desk.searches(after: first.next, for: salma.standing)
        #expect(first.rows.count == Desk.tracingPage && Set((first.rows + second.rows).map(\.request)) == Set(made) && second.next == nil)
        #expect(throws: CaseworkError(.badCursor)) { try office.desk.searches(after: "x", for: salma.standing) }
    }
}
