import Access
import Casework
import Foundations
import Journal
import Testing

/// The supervisor's board, and cases that go from one worker to another.
@Suite struct HandoverTests {
    let office: DeskOffice
    let lead: DeskOffice.Colleague, amal: DeskOffice.Colleague, ion: DeskOffice.Colleague, far: DeskOffice.Colleague
    let people: [Person]

    init() throws {
        office = try DeskOffice()
        lead = try office.colleague("supervisor", team: office.hill)
        amal = try office.colleague("case_worker", team: office.hill)
        ion = try office.colleague("case_worker", team: office.hill)
        far = try office.colleague("case_worker", team: office.river)
        var people: [Person] = []
        for (who, name, team) in [(lead, "Vera", office.hill), (amal, "Amal", office.hill), (ion, "Ion", office.hill), (far, "Far", office.river)] {
            try office.account(who, team: team, name: name)
            people.append(Person(id: who.author.person, name: name, userName: name.lowercased(), role: who.standing.viewer.role.code, teams: [team]))
        }
        self.people = people
    }

    private func day(_ ahead: Int) -> Value { .text(CivilDay(daysSinceEpoch: office.time.now().localDay.daysSinceEpoch + ahead).description) }
    private func board() throws -> [UUIDv7: SupervisorBoard.Worker] {
        let workers = try office.desk.supervisorBoard(people: people, for: lead.standing).workers
        return Dictionary(uniqueKeysWithValues: workers.map { ($0.person, $0) })
    }
    private func cases(of who: DeskOffice.Colleague) throws -> WorkerCases {
        try office.desk.workerCases(of: who.author.person, people: people, after: nil, for: lead.standing)
    }
    private func caseload(_ who: DeskOffice.Colleague) throws -> [String] { try office.desk.myDay(for: who.standing, after: nil).caseload.map(\.name) }
    private func notices(_ who: DeskOffice.Colleague) throws -> [AccessNotice] {
        try office.journal.read { db in try Lookup.records(db, .byParent, key: .id(who.author.person)).compactMap { AccessNotice($0) } }
    }
    private func handOver(_ handover: Handover, by who: DeskOffice.Colleague? = nil) async throws -> HandedOver {
        try await office.desk.handOver(handover, people: people, by: (who ?? lead).author, standing: (who ?? lead).standing)
    }
    private func toIon(_ cases: [UUIDv7]?, note: String = "", save: UUIDv7? = nil) -> Handover {
        Handover(save: save ?? office.id(), from: amal.author.person, to: ion.author.person, cases: cases, note: note)
    }

    @Test func theBoardWeighsWhatEachWorkerCarries() async throws {
        let danger = try await office.child("Amina", "Kaya", of: amal, risk: "high")
        _ = try await office.child("Youssef", "Haddad", of: amal, risk: "low")
        _ = try await office.child("Leila", "Masri", of: ion)
        _ = try await office.child("Elsewhere", "Unseen", of: far, risk: "high")
        _ = try await office.save([office.entry(.create, "care_plan", office.id(), dossier: danger, ["goal": "Safe.", "due_on": day(-1)])], as: amal)
        let proposed = Change(id: office.id(), record: office.id(), kind: "care_plan", op: .create, scope: Scope(.dossier, danger), dossier: danger,
                              fields: ["goal": "Home."], envelope: RecordEnvelope(team: office.hill, status: "proposed"))
        _ = try await office.journal.commit(Save(id: office.id(), actor: amal.author.person, device: amal.author.device, at: office.time.now(), changes: [proposed]))
        var found = try board()
        #expect(found.count == 2, "the two workers of the team; nobody of another one")
        let mine = try #require(found[amal.author.person])
        #expect(mine.cases == 2 && mine.high == 1 && mine.low == 1 && mine.weight == 4 && mine.overdue == 1 && mine.approvals == 2 && mine.unseen == 0)
        #expect(found[ion.author.person]?.unassessed == 1 && found[ion.author.person]?.weight == 2)
        #expect(try office.desk.supervisorBoard(people: people, for: lead.standing).workers.first?.person == amal.author.person)

        office.time.advance(millis: 20 * 86_400_000)
        found = try board()
        #expect(found[amal.author.person]?.unseen == 1, "after 20 days only the child at high risk")
        let rows = try cases(of: amal).rows
        #expect(rows.map(\.name) == ["Amina Kaya", "Youssef Haddad"] && rows[0].unseenDays == 20 && rows[0].overdue == 1 && rows[1].unseenDays == nil)
    }

    /// What is kept from an earlier look is worked out again wherever something changed.
    @Test func aBoardLookedAtBeforeTellsWhatChangedSince() async throws {
        func asNew(_ comment: Comment) throws {
            #expect(try office.desk.supervisorBoard(people: people, for: lead.standing).workers
                        == Desk(journal: office.journal, shelf: office.desk.shelf, time: office.time, caseNumber: { "1" }, digest: { $0 }).supervisorBoard(people: people, for: lead.standing).workers, comment)
        }
        let first = try await office.child("Amina", "Kaya", of: amal, risk: "high"), second = try await office.child("Youssef", "Haddad", of: amal, risk: "low")
        try asNew("two cases")
        let plan = office.id()
        _ = try await office.save([office.entry(.create, "care_plan", plan, dossier: first, ["goal": "Safe.", "due_on": day(-1)])], as: amal)
        try asNew("a plan that is late")
        let late = try board()
        #expect(late[amal.author.person]?.overdue == 1)
        _ = try await office.child("Leila", "Masri", of: ion)
        try asNew("a new case")
        _ = try await handOver(toIon(nil))
        try asNew("cases handed over")
        #expect(try board()[ion.author.person]?.cases == 3)
        office.time.advance(millis: 20 * 86_400_000)
        try asNew("twenty days on")
        _ = try await office.save([office.entry(.create, "note", office.id(), dossier: second, ["text": "Called."])], as: ion)
        try asNew("a note, which changes no count")
    }

    @Test func onlyWhoDecidesAboutATeamsCasesHasABoard() async throws {
        _ = try await office.child("Amina", "Kaya", of: amal)
        for role in office.rules.book.roles.keys where role != "supervisor" {
            let who = try office.colleague(role, team: office.hill)
            #expect(throws: CaseworkError.self, "\(role)") { try office.desk.supervisorBoard(people: people, for: who.standing) }
            #expect(throws: CaseworkError.self, "\(role)") { try office.desk.workerCases(of: amal.author.person, people: people, after: nil, for: who.standing) }
            await #expect(throws: CaseworkError.self, "\(role)") { try await handOver(toIon(nil), by: who) }
        }
        let other = try office.colleague("supervisor", team: office.river)
        #expect(throws: CaseworkError(.notFound)) { try office.desk.workerCases(of: amal.author.person, people: people, after: nil, for: other.standing) }
        #expect(try caseload(amal) == ["Amina Kaya"])
    }

    @Test func manyCasesComeInPagesWithoutLossOrRepeat() async throws {
        for number in 0..<70 { _ = try await office.child("Child", "Number\(number)", of: amal, risk: ["high", "medium", "low"][number % 3]) }
        var seen: [String] = [], weights: [Int] = [], cursor: String?
        repeat {
            let page = try office.desk.workerCases(of: amal.author.person, people: people, after: cursor, for: lead.standing)
            #expect(page.total == 70)
            seen += page.rows.map(\.name)
            weights += page.rows.map { CaseWeight.of(risk: $0.risk) }
            cursor = page.next
        } while cursor != nil
        #expect(Set(seen).count == 70 && seen.count == 70 && weights == weights.sorted(by: >))
        for cursor in ["", "x", "-1", "0", "99999999999999999999"] {
            #expect(throws: CaseworkError(.badCursor)) { try office.desk.workerCases(of: amal.author.person, people: people, after: cursor, for: lead.standing) }
        }
    }

    @Test func aCaseGoesWithItsPromisesAndBothAreTold() async throws {
        let child = try await office.child("Amina", "Kaya", of: amal)
        _ = try await office.child("Stays", "Here", of: amal)
        _ = try await office.save([office.entry(.create, "visit", office.id(), dossier: child, ["seen_on": day(0), "seen": "alone", "observation": "Well.", "promise": "Books"])], as: amal)
        let one = try #require(try cases(of: amal).rows.first { $0.name == "Amina Kaya" })
        let handover = toIon([one.caseRecord], note: "Amal is on leave from Monday.")
        let done = try await handOver(handover)
        #expect(done.moved == [one.caseRecord] && done.stayed.isEmpty && !done.duplicate)
        #expect(try caseload(amal) == ["Stays Here"] && caseload(ion) == ["Amina Kaya"])
        #expect(throws: CaseworkError(.notFound)) { try office.desk.dossier(child, for: amal.standing) }
        let dossier = try office.desk.dossier(child, for: ion.standing)
        #expect(dossier.papers.contains { $0.form == "note" && $0.text("text") == "Amal is on leave from Monday." })
        #expect(dossier.child.owner == ion.author.person)
        #expect(try office.desk.myDay(for: ion.standing, after: nil).rows[.today]?.contains { $0.kind == .promise } == true)
        let (told, taken) = (try #require(try notices(ion).first), try #require(try notices(amal).first))
        #expect(told.code == "cases_given" && told.count == 1 && told.cases == [one.caseRecord] && told.by == lead.author.person && !told.seen)
        #expect(taken.code == "cases_taken" && taken.count == 1 && taken.cases.isEmpty && taken.second == ion.author.person && !taken.seen)

        // Sent again, because the answer was lost.
        let again = try await handOver(handover)
        #expect(again.duplicate && again.moved == done.moved)
        #expect(try notices(ion).count == 1 && office.desk.dossier(child, for: ion.standing).papers.filter { $0.form == "note" }.count == 1)
    }

    @Test func aWholeCaseloadGoesInOneSaveAndComesBack() async throws {
        for number in 0..<12 { _ = try await office.child("Child", "Number\(number)", of: amal) }
        let first = try await office.child("Monitored", "Child", of: amal)
        let file = try #require(try office.desk.dossier(first, for: amal.standing).cases.first)
        try await office.verifiedClosure(of: first, by: amal, monitoringUntil: day(90))
        #expect(try office.desk.record(file.id, for: lead.standing).status == "monitoring")
        let handover = toIon(nil)
        let done = try await handOver(handover)
        #expect(done.moved.count == 13)
        #expect(try cases(of: amal).total == 0 && cases(of: ion).total == 13)
        let back = try await handOver(Handover(save: office.id(), from: ion.author.person, to: amal.author.person, cases: done.moved, undoes: handover.save))
        #expect(Set(back.moved) == Set(done.moved))
        #expect(try cases(of: amal).total == 13 && cases(of: ion).total == 0)
        #expect(try notices(amal).allSatisfy(\.seen) && notices(ion).allSatisfy(\.seen), "taken back before anybody read of it: nobody is told")
    }

    @Test func whoReadOfAHandoverIsToldThatItWasTakenBack() async throws {
        _ = try await office.child("Amina", "Kaya", of: amal)
        let handover = toIon(nil)
        let done = try await handOver(handover)
        let read = try #require(try notices(ion).first)
        _ = try await office.journal.commit(Save(id: office.id(), actor: ion.author.person, device: ion.author.device, at: office.time.now(), changes: [read.withdrawn(entry: office.id())]))
        _ = try await handOver(Handover(save: office.id(), from: ion.author.person, to: amal.author.person, cases: done.moved, undoes: handover.save))
        #expect(try notices(ion).filter { !$0.seen }.map(\.code) == ["cases_taken"])
        #expect(try notices(amal).filter { !$0.seen }.isEmpty)
        // What nobody handed over can't be taken back, and neither can another's.
        let other = try office.colleague("supervisor", team: office.hill)
        for (undoes, who) in [(office.id(), lead), (handover.save, other)] {
            await #expect(throws: CaseworkError(.notFound)) {
                _ = try await handOver(Handover(save: office.id(), from: amal.author.person, to: ion.author.person, cases: done.moved, undoes: undoes), by: who)
            }
        }
    }

    @Test func aCaseThatMovedMeanwhileIsNamedAndTheOthersGo() async throws {
        for name in ["Moved", "Closed", "Goes"] { _ = try await office.child(name, "Child", of: amal) }
        let rows = try cases(of: amal).rows
        func record(_ name: String) throws -> UUIDv7 { try #require(rows.first { $0.name == "\(name) Child" }).caseRecord }
        let third = try office.colleague("case_worker", team: office.hill)
        try office.account(third, team: office.hill, name: "Third")
        let staff = people + [Person(id: third.author.person, name: "Third", userName: "third", role: "case_worker", teams: [office.hill])]
        _ = try await office.desk.handOver(Handover(save: office.id(), from: amal.author.person, to: third.author.person, cases: [try record("Moved")]), people: staff,
                                           by: lead.author, standing: lead.standing)
        try await office.verifiedClosure(of: try #require(rows.first { $0.name == "Closed Child" }).dossier, by: amal)
        #expect(try office.desk.record(try record("Closed"), for: lead.standing).status == "closed")
        let strange = try await office.child("Strange", "Child", of: far)
        let foreign = try #require(try office.desk.dossier(strange, for: far.standing).cases.first).id
        let stays = [try record("Moved"), try record("Closed"), foreign, office.id()]
        let done = try await handOver(toIon(stays + [try record("Goes")]))
        #expect(done.moved == [try record("Goes")])
        #expect(done.stayed == stays, "what is not there and what may not be seen are named alike")
        let none = try await handOver(toIon(stays))
        #expect(none.moved.isEmpty && none.stayed == stays)
        #expect(try notices(ion).count == 1, "where nothing goes nobody is told")
    }

    @Test func twoAtOnceNeverBothHaveACase() async throws {
        let third = try office.colleague("case_worker", team: office.hill)
        try office.account(third, team: office.hill, name: "Third")
        let staff = people + [Person(id: third.author.person, name: "Third", userName: "third", role: "case_worker", teams: [office.hill])]
        for number in 0..<20 { _ = try await office.child("Child", "Number\(number)", of: amal) }
        let all = try cases(of: amal).rows.map(\.caseRecord)
        let desk = office.desk, author = lead.author, standing = lead.standing
        let results = try await withThrowingTaskGroup(of: (UUIDv7, HandedOver).self) { group in
            for taker in [ion, third, ion, third] {
                let handover = Handover(save: office.id(), from: amal.author.person, to: taker.author.person, cases: all)
                group.addTask { (handover.to, try await desk.handOver(handover, people: staff, by: author, standing: standing)) }
            }
            return try await group.reduce(into: [(UUIDv7, HandedOver)]()) { $0.append($1) }
        }
        let moved = results.flatMap { $0.1.moved }
        #expect(moved.count == 20 && Set(moved) == Set(all), "each case went once")
        for (_, done) in results { #expect(Set(done.moved).union(done.stayed) == Set(all)) }
        let ions = Set(results.filter { $0.0 == ion.author.person }.flatMap { $0.1.moved })
        #expect(Set(try cases(of: ion).rows.map(\.caseRecord)) == ions)
    }

    @Test func aHandoverThatCanNotBeIsRefusedAndChangesNothing() async throws {
        _ = try await office.child("Amina", "Kaya", of: amal)
        let one = try cases(of: amal).rows[0].caseRecord
        func refused(_ handover: Handover, _ field: String, _ code: String) async {
            let error = await #expect(throws: CaseworkError.self) { try await handOver(handover) }
            #expect(error?.reason == .faults([EntryFault(entry: handover.save, field: field, code: code)]))
        }
        let mine = amal.author.person
        for taker in [mine, far.author.person, lead.author.person, office.id()] {
            await refused(Handover(save: office.id(), from: mine, to: taker, cases: [one]), "to", "unknown-choice")
        }
        await refused(toIon([one], note: String(repeating: "x", count: 2_001)), "note", "too-long")
        await refused(toIon([]), "cases", "required")
        await refused(toIon([one, one]), "cases", "too-long")
        await refused(toIon((0...500).map { _ in office.id() }), "cases", "too-long")
        // The account was closed after the board was looked at.
        let close = Change(id: office.id(), record: ion.author.person, kind: ReservedKind.user, op: .amend, scope: Scope(.site, ion.author.person), envelope: RecordEnvelope(status: "inactive"))
        _ = try await office.journal.commit(Save(id: office.id(), actor: lead.author.person, device: lead.author.device, at: office.time.now(), changes: [close]))
        await #expect(throws: CaseworkError.self) { try await handOver(toIon([one])) }
        #expect(try caseload(amal) == ["Amina Kaya"] && notices(ion).isEmpty && notices(amal).isEmpty)
    }
}
