import Access
import CaseSteps
import Casework
import Foundations
import Journal
import Testing

/// A child's file is erased or held by two persons, with all that lies elsewhere about this child alone.
@Suite struct ErasureDeskTests {
    static let day: Int64 = 86_400_000
    let office: DeskOffice
    let worker: DeskOffice.Colleague, lead: DeskOffice.Colleague, officer: DeskOffice.Colleague
    let people: [Person]

    init() throws {
        office = try DeskOffice()
        worker = try office.colleague("case_worker", team: office.hill)
        lead = try office.colleague("supervisor", team: office.hill)
        officer = try office.colleague("data_officer")
        people = [(worker, "Amal"), (lead, "Vera"), (officer, "Dita")].map { who, name in
            Person(id: who.author.person, name: name, userName: name.lowercased(), role: who.standing.viewer.role.code)
        }
    }

    private func closed(_ given: String = "Zefirina") async throws -> UUIDv7 {
        let child = try await office.child(given, "Kaya", of: worker)
        try await office.verifiedClosure(of: child, by: worker)
        office.time.advance(millis: 60_000)
        return child
    }

    private func asked(_ child: UUIDv7, _ matter: ErasureMatter = .erase, _ ground: ErasureGround = .courtOrder, paper: UUIDv7? = nil,
                       by who: DeskOffice.Colleague? = nil) async throws -> ErasureRequest {
        try await office.desk.askErasure(ErasureAsked(save: office.id(), dossier: child, matter: matter, ground: ground, paper: paper, reason: "The court's letter lies in the safe."),
                                         by: (who ?? lead).author, standing: (who ?? lead).standing)
    }

    @discardableResult
    private func take(_ event: ErasureStatus.Event, _ request: ErasureRequest, reason: String = "", number: String? = nil, by who: DeskOffice.Colleague? = nil) async throws -> ErasureRequest? {
        office.time.advance(millis: 1_000)
        let typed = try number ?? self.number(request.dossier)
        return try await office.desk.takeErasureStep(ErasureStep(save: office.id(), request: request.id, event: event, reason: reason, number: typed), people: people,
                                                     by: (who ?? officer).author, standing: (who ?? officer).standing)
    }

    private func number(_ child: UUIDv7) throws -> String {
        try office.journal.read { try JournalStore.records($0, dossier: child) }.compactMap { $0.fields["case_number"]?.text }.first ?? ""
    }

    private func record(_ id: UUIDv7) throws -> StoredRecord? { try office.journal.read { try JournalStore.record($0, id) } }

    private func refused(_ refusal: ErasureRefusal, _ body: () async throws -> Void) async {
        await #expect(throws: CaseworkError(.erasure(refusal))) { try await body() }
    }

    @Test func twoPersonsEraseAFileAndOnlyACertificateStays() async throws {
        let child = try await closed(), other = try await closed("Amina")
        let number = try number(child)
        let request = try await asked(child)
        #expect(request.status == .asked)
        await #expect(throws: StepRefusal.self, "a supervisor asks and does not confirm") { try await take(.confirm, request, by: lead) }
        await refused(.number) { try await take(.confirm, request, number: "KX-0000-0000") }
        #expect(try await take(.confirm, request) == nil, "the request goes with the file")
        #expect(try record(child) == nil && record(request.id) == nil && record(other) != nil)
        for words in ["Zefirina", number] { #expect(try office.desk.search(words, after: nil, for: officer.standing).rows.isEmpty, "\(words)") }
        #expect(throws: CaseworkError(.notFound)) { try office.desk.dossier(child, for: officer.standing) }
        let list = try office.desk.erasures(for: officer.standing)
        let done = try #require(list.done.first)
        #expect(list.waiting.isEmpty && list.done.count == 1 && done.dossier == child && done.matter == .erase && done.ground == .courtOrder)
        #expect(done.askedBy == lead.author.person && done.confirmedBy == officer.author.person && done.papers == 3)
        let auditor = try office.colleague("auditor")
        #expect(try office.desk.erasures(for: auditor.standing).done.count == 1)
        #expect(try office.journal.verify().faults == [])
    }

    @Test func whoAskedIsNotTheSecondPersonWithAnyAccount() async throws {
        let child = try await closed(), request = try await asked(child, by: officer)
        await refused(.own) { try await take(.confirm, request) }
        let twin = try office.colleague("data_officer")
        let both = [Person(id: officer.author.person, name: "Vera Hila", userName: "v", role: "data_officer"), Person(id: twin.author.person, name: "hila VERA", userName: "w", role: "data_officer")]
        await refused(.own) {
            _ = try await office.desk.takeErasureStep(ErasureStep(save: office.id(), request: request.id, event: .confirm, number: number(child)), people: both,
                                                      by: twin.author, standing: twin.standing)
        }
        await #expect(throws: CaseworkError.self, "somebody else's is refused, not taken back") { try await take(.withdraw, request, by: lead) }
        #expect(try await take(.withdraw, request)?.status == .withdrawn)
    }

    @Test func aWholeFileWaitsAWeekUnlessACourtOrdersIt() async throws {
        let child = try await closed()
        let request = try await asked(child, .erase, .personsRequest)
        await refused(.tooEarly) { try await take(.confirm, request) }
        office.time.advance(millis: 7 * Self.day)
        #expect(try office.desk.erasuresToConfirm(for: officer.standing).map(\.request.id) == [request.id])
        #expect(try await take(.confirm, request) == nil)
        #expect(try record(child) == nil)
    }

    @Test func whatNobodyConfirmsLapsesAndIsAskedAnew() async throws {
        let child = try await closed()
        let old = try await asked(child)
        await refused(.asked) { _ = try await asked(child) }
        office.time.advance(millis: 90 * Self.day)
        await refused(.lapsed) { try await take(.confirm, old) }
        #expect(try office.desk.erasures(for: officer.standing).waiting.isEmpty)
        let new = try await asked(child)
        #expect(try await take(.confirm, new) == nil)
    }

    @Test func whatSpeaksAgainstItIsSaid() async throws {
        let child = try await office.child("Zefirina", "Kaya", of: worker)
        await refused(.openCase) { _ = try await asked(child) }
        try await office.verifiedClosure(of: child, by: worker)
        await refused(.ground) { _ = try await asked(child, .erase, .wrongChild) }
        let request = try await asked(child)
        office.time.advance(millis: 1_000)
        _ = try await office.save([office.entry(.create, "note", office.id(), dossier: child, ["noted_on": "2026-01-02", "text": "She came back."])], as: lead)
        await refused(.changed) { try await take(.confirm, request) }
        try await take(.refuse, request, reason: "She came back.")
        await #expect(throws: StepRefusal.self) { try await take(.confirm, request) }
        let hold = try await asked(child, .hold, .court)
        try await take(.confirm, hold)
        await refused(.held) { _ = try await asked(child) }
        await refused(.held) { _ = try await asked(child, .hold, .court) }
        #expect(try office.desk.erasureSheet(of: child, for: lead.standing).isHeld)
        let lift = try await asked(child, .lift, .inquiryOver)
        #expect(try await take(.confirm, lift)?.status == .done)
        let last = try await asked(child)
        #expect(try await take(.confirm, last) == nil)
        #expect(try office.desk.erasures(for: officer.standing).done.map(\.matter) == [.erase, .lift, .hold])
    }

    @Test func theOriginsOfAnAdoptedChildStay() async throws {
        let child = try await closed()
        let change = Change(id: office.id(), record: office.id(), kind: "adoption", op: .create, scope: Scope(.dossier, child), dossier: child)
        _ = try office.journal.commitAndWait(Save(id: office.id(), actor: worker.author.person, device: worker.author.device, at: office.time.now(), changes: [change]))
        await refused(.adoptionOrigin) { _ = try await asked(child) }
    }

    @Test func aReportAboutThisChildAloneGoesAndOneAboutTwoLosesTheChildsLine() async throws {
        let (alone, _) = try await reported(1), (shared, lines) = try await reported(2)
        let first = try await registered(alone.report, alone.lines[0]), second = try await registered(shared.report, lines[0])
        // Somebody reported the first child once more when it was known.
        let (again, known) = try await reported(1)
        _ = try await office.save([office.entry(.amend, "notified_child", known[0], ["linked_dossier": .text(first.description)])], as: lead)
        let sheet = try office.desk.erasureSheet(of: second, for: officer.standing)
        #expect(sheet.reports == 0 && sheet.reportsThatStay == 1)
        #expect(try office.desk.erasureSheet(of: first, for: officer.standing).reports == 2)
        for child in [first, second] { #expect(try await take(.confirm, asked(child)) == nil) }
        #expect(try record(again.report) == nil && record(known[0]) == nil)
        #expect(try record(alone.report) == nil && record(alone.lines[0]) == nil)
        #expect(try record(shared.report) != nil && record(lines[0]) == nil && record(lines[1]) != nil)
        #expect(try office.journal.verify().faults == [])
    }

    private func reported(_ children: Int) async throws -> ((report: UUIDv7, lines: [UUIDv7]), [UUIDv7]) {
        office.time.advance(millis: 1_000)
        let report = office.id(), lines = (0..<children).map { _ in office.id() }
        var entries = [office.entry(.create, "notification", report, ["notifier_kind": "teacher", "concern": .list(["neglect"]), "description": "Alone."])]
        for line in lines {
            var entry = office.entry(.create, "notified_child", line, ["given_name": "Zefirina", "sex": "female"])
            entry.parent = report
            entries.append(entry)
        }
        _ = try await office.save(entries, as: worker)
        return ((report, lines), lines)
    }

    private func registered(_ report: UUIDv7, _ line: UUIDv7) async throws -> UUIDv7 {
        office.time.advance(millis: 1_000)
        let child = office.id()
        _ = try await office.save([
            office.entry(.create, "child", child, ["given_name": "Zefirina", "family_name": "Kaya", "sex": "female"]),
            office.entry(.create, "case", office.id(), dossier: child, ["concern": .list(["neglect"]), "notification": .text(report.description)]),
            office.entry(.amend, "notified_child", line, ["linked_dossier": .text(child.description)]),
        ], as: worker)
        try await office.verifiedClosure(of: child, by: worker)
        office.time.advance(millis: 60_000)
        return child
    }

    @Test func onePaperOfTheWrongChildGoesAlone() async throws {
        let child = try await office.child("Zefirina", "Kaya", of: worker), note = office.id()
        office.time.advance(millis: 1_000)
        _ = try await office.save([office.entry(.create, "note", note, dossier: child, ["noted_on": "2026-01-02", "text": "About another girl."])], as: worker)
        let own = try #require(office.journal.read { try JournalStore.records($0, dossier: child) }.first { $0.kind == "case" }).id
        await refused(.wholeFile) { _ = try await asked(child, .paper, .wrongChild, paper: own) }
        await #expect(throws: CaseworkError(.notFound)) { _ = try await asked(child, .paper, .wrongChild, paper: office.id()) }
        let request = try await asked(child, .paper, .wrongChild, paper: note)
        #expect(try await take(.confirm, request)?.status == .done)
        #expect(try record(note) == nil && record(child) != nil)
        #expect(try office.desk.erasures(for: officer.standing).done.map(\.papers) == [1])
    }

    @Test func whoDoesNotSeeTheChildLearnsNothing() async throws {
        let child = try await closed(), request = try await asked(child)
        let far = try office.colleague("supervisor", team: office.river)
        #expect(throws: CaseworkError(.notFound)) { try office.desk.erasureSheet(of: child, for: far.standing) }
        await #expect(throws: CaseworkError(.notFound)) { _ = try await asked(child, .hold, .court, by: far) }
        await #expect(throws: CaseworkError(.notFound)) { try await take(.withdraw, request, by: far) }
        #expect(try office.desk.erasures(for: far.standing).waiting.isEmpty)
        let hold = try await asked(child, .hold, .court)
        try await take(.confirm, hold)
        #expect(try office.desk.erasures(for: far.standing).done.isEmpty && office.desk.erasures(for: lead.standing).done.count == 1, "that a file is held tells that there is one")
        #expect(try office.desk.erasures(for: office.colleague("auditor").standing).done.count == 1)
        for role in office.rules.book.roles.keys.sorted() where !["supervisor", "data_officer", "guardianship_territorial"].contains(role) {
            let who = try office.colleague(role, team: office.hill)
            #expect(throws: CaseworkError(.notAllowed(what: "erase or hold files")), "\(role)") { try office.desk.erasureSheet(of: child, for: who.standing) }
            await #expect(throws: CaseworkError(.notAllowed(what: "erase or hold files")), "\(role)") { _ = try await asked(child, .hold, .court, by: who) }
        }
        #expect(throws: CaseworkError(.notFound), "no record anybody may open") { try office.desk.record(request.id, for: officer.standing) }
        #expect(try !office.desk.timeline(of: child, before: nil, for: lead.standing).rows.contains { $0.record == request.id })
    }

    @Test func whatWasConfirmedBeforeAPowerCutIsCarriedOut() async throws {
        let child = try await closed(), request = try await asked(child)
        // As it stands when the power went between the second person's yes and the erasure.
        let change = Change(id: office.id(), record: request.id, kind: ReservedKind.erasure, op: .decide, scope: Scope(.dossier, child),
                            fields: ["decided_by": .text(officer.author.person.description), "decided_at": .int(office.time.now().millis)],
                            envelope: RecordEnvelope(status: ErasureStatus.confirmed.rawValue))
        _ = try office.journal.commitAndWait(Save(id: office.id(), actor: officer.author.person, device: office.id(), at: office.time.now(), changes: [change]))
        let note = office.id()
        _ = try await office.save([office.entry(.create, "note", note, dossier: child, ["noted_on": "2026-01-02", "text": "She came back."])], as: lead)
        #expect(try office.desk.carryOutErasures() == 0 && record(child) != nil, "nothing goes that the two did not agree on")
        try office.journal.shred([], records: [note], by: worker.author.person, and: officer.author.person, device: office.id(), reason: "test")
        #expect(try office.desk.carryOutErasures() == 1)
        #expect(try record(child) == nil && office.desk.carryOutErasures() == 0)
        #expect(try office.desk.erasures(for: officer.standing).done.filter { $0.matter == .erase && $0.dossier == child }.count == 1)
    }
}
