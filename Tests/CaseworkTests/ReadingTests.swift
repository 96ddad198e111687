import CaseSteps
import Access
import Casework
import Foundations
import Journal
import Testing

/// What people see: My day, the board, search, history, conflicts.
@Suite struct ReadingTests {
    let office: DeskOffice
    let worker: DeskOffice.Colleague

    init() throws {
        office = try DeskOffice()
        worker = try office.colleague("case_worker", team: office.hill)
    }

    @Test func theBoardShowsUrgentFirstAndPagesWithoutLossOrRepeat() async throws {
        for number in 0..<70 {
            office.time.advance(millis: 1000)
            _ = try await office.desk.notifyPublicly(office.concern(urgent: number % 10 == 3, children: 0), device: office.journal.site)
        }
        var seen: [UUIDv7] = [], urgent: [Bool] = [], cursor: String?
        repeat {
            let page = try office.desk.notifications(.new, after: cursor, for: worker.standing)
            seen += page.rows.map(\.notification.id)
            urgent += page.rows.map { $0.notification.text("urgent") == "yes" }
            cursor = page.next
        } while cursor != nil
        #expect(seen.count == 70 && Set(seen).count == 70)
        #expect(urgent == urgent.sorted { $0 && !$1 })
    }

    @Test func searchFindsSpellingsScriptsAndNumbersWithinReachOnly() async throws {
        let mine = try await office.child("Mohammed", "Haddad", of: worker, more: ["name_other_script": "محمد حداد"])
        let stranger = try office.colleague("case_worker", team: office.river)
        _ = try await office.child("Mohammed", "Saleh", of: stranger)
        for words in ["mohammed", "Muhamad", "محمد", "moham", "haddad mohammed"] {
            let rows = try office.desk.search(words, after: nil, for: worker.standing).rows
            #expect(rows.map(\.dossier) == [mine], "searching \(words)")
        }
        let number = try #require(try office.desk.dossier(mine, for: worker.standing).summary.caseNumber)
        #expect(try office.desk.search(number, after: nil, for: worker.standing).rows.map(\.dossier) == [mine])
        let supervisor = try office.colleague("supervisor", team: office.hill)
        #expect(try office.desk.search("mohammed", after: nil, for: supervisor.standing).rows.map(\.dossier) == [mine])
        let administrator = try office.colleague("site_administrator")
        #expect(try office.desk.search("mohammed", after: nil, for: administrator.standing).rows.isEmpty)
    }

    @Test func searchPagesThroughManyOfOneName() async throws {
        for number in 0..<45 { _ = try await office.child("Maria", "Number\(number)", of: worker) }
        var seen: Set<UUIDv7> = [], cursor: String?
        repeat {
            let page = try office.desk.search("maria", after: cursor, for: worker.standing)
            for row in page.rows { #expect(seen.insert(row.dossier).inserted) }
            cursor = page.next
        } while cursor != nil
        #expect(seen.count == 45)
    }

    @Test func whoStandsOnALaterPageIsNotForgotten() async throws {
        let first = try await office.child("Amina", "Kaya", of: worker, risk: "low")
        office.time.advance(millis: 61 * 86_400_000)
        for number in 0..<Desk.caseloadPage { _ = try await office.child("Child", "Number\(number)", of: worker, risk: "low") }
        let day = try office.desk.myDay(for: worker.standing, after: nil)
        #expect(!day.caseload.contains { $0.dossier == first })
        #expect(day.rows[.today]?.filter { $0.kind == .unseen }.map(\.dossier) == [first])
        let second = try office.desk.myDay(for: worker.standing, after: #require(day.next))
        #expect(second.caseload.map(\.dossier) == [first])
    }

    @Test func seeingAChildCountsOnlyFaceToFace() async throws {
        let child = try await office.child("Amina", "Kaya", of: worker, risk: "high")
        func urgent() throws -> MyDay.Row? { try office.desk.myDay(for: worker.standing, after: nil).rows[.urgent]?.first { $0.dossier == child } }
        #expect(try urgent()?.record == nil, "a case opened today is not overdue")
        office.time.advance(millis: 30 * 86_400_000)
        let today = office.time.now().localDay
        func day(_ ago: Int) -> Value { .text(CivilDay(daysSinceEpoch: today.daysSinceEpoch - ago).description) }
        #expect(try urgent()?.reason.code == "never_seen")
        _ = try await office.save([office.entry(.create, "visit", office.id(), dossier: child, ["seen_on": day(20), "seen": "alone", "observation": "Well."])], as: worker)
        _ = try await office.save([office.entry(.create, "visit", office.id(), dossier: child, ["seen_on": day(2), "seen": "no", "observation": "Nobody at home."])], as: worker)
        #expect(try urgent()?.reason.args["days"] == .int(20))
        // A day that has not come is refused; one that an older form let through silences nothing.
        await #expect(throws: CaseworkError.self) {
            try await office.save([office.entry(.create, "visit", office.id(), dossier: child, ["seen_on": day(-100), "seen": "alone", "observation": "Well."])], as: worker)
        }
        let early = Change(id: office.id(), record: office.id(), kind: "visit", op: .create, scope: Scope(.dossier, child), dossier: child,
                           fields: ["seen_on": day(-100), "seen": "alone"])
        _ = try await office.journal.commit(Save(id: office.id(), actor: worker.author.person, device: worker.author.device, at: office.time.now(), changes: [early]))
        #expect(try urgent()?.reason.args["days"] == .int(20))
        #expect(try office.desk.dossier(child, for: worker.standing).summary.lastSeen == CivilDay(daysSinceEpoch: today.daysSinceEpoch - 20).description)
        // An assessment at which somebody met the child counts, one at which nobody did and one that does not say do not.
        for (seen, ago) in [("with_others", 17), ("no", 4), (nil, 3)] as [(String?, Int)] {
            var answers = ["assessed_on": day(ago)]
            if let seen { answers["seen"] = .text(seen) }
            let met = Change(id: office.id(), record: office.id(), kind: "initial_assessment", op: .create, scope: Scope(.dossier, child), dossier: child, fields: answers)
            _ = try await office.journal.commit(Save(id: office.id(), actor: worker.author.person, device: worker.author.device, at: office.time.now(), changes: [met]))
        }
        #expect(try urgent()?.reason.args["days"] == .int(17))
        #expect(try office.desk.dossier(child, for: worker.standing).summary.lastSeen == CivilDay(daysSinceEpoch: today.daysSinceEpoch - 17).description)
        _ = try await office.save([office.entry(.create, "visit", office.id(), dossier: child, ["seen_on": day(1), "seen": "with_others", "observation": "Well."])], as: worker)
        #expect(try urgent()?.record == nil)
        #expect(try office.desk.dossier(child, for: worker.standing).summary.lastSeen == CivilDay(daysSinceEpoch: today.daysSinceEpoch - 1).description)
        // Others were there at the last two meetings: alone the child was seen long before.
        #expect(try office.desk.dossier(child, for: worker.standing).summary.lastSeenAlone == CivilDay(daysSinceEpoch: today.daysSinceEpoch - 20).description)
    }

    @Test func listsFollowEveryChangeAtOnce() async throws {
        let child = try await office.child("Amina", "Kaya", of: worker, risk: "low")
        let other = try office.colleague("case_worker", team: office.hill)
        let lead = try office.colleague("supervisor", team: office.hill)
        func day(_ who: DeskOffice.Colleague) throws -> [String] { try office.desk.myDay(for: who.standing, after: nil).caseload.map { "\($0.name) \($0.risk ?? "-")" } }
        func found(_ words: String, _ who: DeskOffice.Colleague) throws -> [String] { try office.desk.search(words, after: nil, for: who.standing).rows.map(\.summary.name) }
        #expect(try day(worker) == ["Amina Kaya low"])
        let file = try #require(try office.desk.dossier(child, for: lead.standing).cases.first)
        _ = try await office.save([office.entry(.amend, "child", child, base: 1, ["family_name": "Demir"])], as: lead)
        _ = try await office.save([office.entry(.amend, "case", file.id, dossier: child, base: file.version, ["risk_level": "high"])], as: worker)
        #expect(try day(worker) == ["Amina Demir high"])
        #expect(try found("demir", worker) == ["Amina Demir"] && found("kaya", worker) == [])
        #expect(try found("amina", other) == [] && day(other) == [])
        // Handed on: from the one, to the other, in the same moment.
        let change = Change(id: office.id(), record: file.id, kind: "case", op: .amend, scope: Scope(.dossier, child), dossier: child,
                            envelope: RecordEnvelope(owner: other.author.person))
        _ = try await office.journal.commit(Save(id: office.id(), actor: lead.author.person, device: lead.author.device, at: office.time.now(), changes: [change]))
        #expect(try day(worker) == [] && day(other) == ["Amina Demir high"])
        #expect(try found("amina", worker) == [])
        #expect(try found("amina", other) == ["Amina Demir"])
        #expect(throws: CaseworkError(.notFound)) { try office.desk.dossier(child, for: worker.standing) }
        // A role that sees no case sees none, whatever was just shown to somebody else.
        let administrator = try office.colleague("site_administrator")
        #expect(try found("amina", administrator) == [] && day(administrator) == [])
    }

    @Test func aFieldHiddenFromARoleIsHiddenInRecordHistoryAndTimeline() async throws {
        let child = try await office.child("Amina", "Kaya", of: worker, more: ["phone": "+999 1", "health_summary": "Asthma."])
        let authority = try office.colleague("guardianship_territorial")
        #expect(throws: CaseworkError.self) { _ = try office.desk.record(child, for: authority.standing) }
        _ = try await office.save([office.entry(.create, "placement", office.id(), dossier: child, ["care_kind": "kinship"])], as: worker)
        let shown = try office.desk.record(child, for: authority.standing)
        #expect(shown.fields["phone"] == nil && shown.hidden.contains("phone"))
        #expect(shown.text("given_name") == "Amina")
        #expect(try office.desk.history(of: child, for: authority.standing)["phone"] == nil)
        let changes = try office.desk.timeline(of: child, before: nil, for: authority.standing).rows.flatMap(\.changes).map(\.field)
        #expect(changes.contains("given_name") && !changes.contains("phone") && !changes.contains("health_summary"))
    }

    @Test func twoEditsOfOneFieldBecomeAConflictThatASupervisorSettles() async throws {
        let child = try await office.child("Amina", "Kaya", of: worker, risk: "medium")
        let opened = try office.desk.dossier(child, for: worker.standing).cases[0]
        let supervisor = try office.colleague("supervisor", team: office.hill)
        _ = try await office.save([office.entry(.amend, "case", opened.id, base: 1, ["risk_level": "high"])], as: supervisor)
        let receipt = try await office.save([office.entry(.amend, "case", opened.id, base: 1, ["risk_level": "low"])], as: worker)
        #expect(receipt.records[0].conflicts == ["risk_level"])
        // The value that protects most holds until somebody decides.
        #expect(try office.desk.record(opened.id, for: worker.standing).text("risk_level") == "high")
        let row = try #require(try office.desk.myDay(for: worker.standing, after: nil).rows[.changed]?.first)
        #expect(row.kind == .conflict && row.dossier == child)
        await #expect(throws: CaseworkError.self) {
            _ = try await office.desk.decideConflict(row.record, field: "risk_level", value: "low", save: office.id(), by: worker.author, standing: worker.standing)
        }
        _ = try await office.desk.decideConflict(row.record, field: "risk_level", value: "low", save: office.id(), by: supervisor.author, standing: supervisor.standing)
        #expect(try office.desk.record(opened.id, for: worker.standing).text("risk_level") == "low")
        #expect(try office.desk.myDay(for: worker.standing, after: nil).rows[.changed, default: []].isEmpty)
        #expect(try office.desk.history(of: opened.id, for: worker.standing)["risk_level"]?.count == 4)
    }

    @Test func aConflictShowsBothSidesToWhoSeesTheFieldAndToNobodyElse() async throws {
        let child = try await office.child("Amina", "Kaya", of: worker, more: ["phone": "1"])
        let supervisor = try office.colleague("supervisor", team: office.hill)
        func amend(_ fields: [String: Value], as who: DeskOffice.Colleague) async throws {
            _ = try await office.save([office.entry(.amend, "child", child, base: 1, fields)], as: who)
        }
        try await amend(["phone": "22"], as: supervisor)
        try await amend(["phone": "333"], as: worker)
        let id = try #require(try office.desk.myDay(for: worker.standing, after: nil).rows[.changed]?.first).record
        for who in [worker, supervisor] {
            let task = try office.desk.record(id, for: who.standing)
            let sides = try #require(task.fields["sides"]?.map?["phone"]?.list)
            #expect(Set(sides.compactMap { $0.map?["value"]?.text }) == ["22", "333"])
            #expect(Set(sides.compactMap { $0.map?["actor"]?.text }) == Set([worker, supervisor].map { $0.author.person.description }))
            #expect(sides.allSatisfy { $0.map?["at"]?.text != nil } && !task.hidden.contains("sides"))
        }
        // Reaches the task at this site, but not how a child is reached.
        let officer = try office.colleague("data_officer")
        let closed = try office.desk.record(id, for: officer.standing)
        #expect(closed.fields["sides"] == nil && closed.hidden.contains("sides") && closed.text("field") == "phone")
        try await amend(["given_name": "Mina"], as: supervisor)
        try await amend(["given_name": "Amna"], as: worker)
        let partly = try office.desk.record(id, for: officer.standing)
        #expect(partly.fields["sides"]?.map?.keys.sorted() == ["given_name"] && partly.hidden.contains("sides"))
        #expect(try office.desk.record(id, for: worker.standing).fields["sides"]?.map?.keys.sorted() == ["given_name", "phone"])
    }

    @Test func cursorsOfOthersMakingAreRefused() throws {
        for cursor in ["", "x", "1.2.3.4", "u.1", "-1", "9999999999999999999999"] {
            #expect(throws: CaseworkError.self) { _ = try office.desk.notifications(.new, after: cursor, for: worker.standing) }
            #expect(throws: CaseworkError.self) { _ = try office.desk.search("a b", after: cursor, for: worker.standing) }
        }
    }
}
