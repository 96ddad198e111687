import Access
import CaseSteps
@testable import Casework
import Foundations
import Journal
import Testing

/// A best-interest panel as records: who is a member, that nobody speaks for another, what a decision needs and what it makes.
@Suite struct PanelDeskTests {
    let office: DeskOffice
    let lead: DeskOffice.Colleague, amal: DeskOffice.Colleague
    /// A second supervisor of another team, a member of the multidisciplinary team, an authority and one more.
    let far: DeskOffice.Colleague, doctor: DeskOffice.Colleague, authority: DeskOffice.Colleague, spare: DeskOffice.Colleague

    init() throws {
        office = try DeskOffice()
        lead = try office.colleague("supervisor", team: office.hill)
        amal = try office.colleague("case_worker", team: office.hill)
        far = try office.colleague("supervisor", team: office.river)
        doctor = try office.colleague("multidisciplinary_member")
        authority = try office.colleague("guardianship_territorial")
        spare = try office.colleague("multidisciplinary_member")
        for (who, name) in [(lead, "Ion Marin"), (amal, "Amal Haddad"), (far, "Vera Rusu"), (doctor, "Sami Nour"), (authority, "Elena Popa"), (spare, "Leila Aziz")] {
            try office.account(who, name: name)
        }
    }

    private static let answers: [String: Value] = [
        "called_on": "2026-01-01", "question_kind": "separation", "question": "Where does she live from now on?", "panel_heard": "before",
        "child_view": "With my aunt.", "option_1": "With the aunt", "option_1_for": "Same school", "option_2": "Foster family", "quorum": .int(3),
    ]

    private func code(_ body: () async throws -> Void) async -> String {
        do { try await body() } catch let error as CaseworkError { return error.code } catch { return "\(error)" }
        return "done"
    }

    private func call(_ child: UUIDv7, _ members: [DeskOffice.Colleague], _ more: [String: Value] = [:]) async throws -> UUIDv7 {
        let panel = office.id()
        _ = try await office.save([office.entry(.create, "best_interest_panel", panel, dossier: child, Self.answers.merging(more) { $1 }.filter { !$0.value.isNull })]
            + members.map { ask($0, panel, child) }, as: lead)
        return panel
    }

    private func ask(_ who: DeskOffice.Colleague, _ panel: UUIDv7, _ child: UUIDv7) -> AuthoredEntry {
        office.entry(.create, "best_interest_seat", office.id(), dossier: child, ["bi_panel": .text(panel.description), "member": .text(who.author.person.description)])
    }

    private func seat(of who: DeskOffice.Colleague, on panel: UUIDv7) throws -> StoredRecord {
        try #require(try office.journal.read { try PanelPapers.of(panel, $0)?.seats.first { $0.owner == who.author.person } })
    }

    private func say(_ said: String, _ more: [String: Value], on panel: UUIDv7, as who: DeskOffice.Colleague, seatOf owner: DeskOffice.Colleague? = nil, base: Int? = nil) async throws {
        let seat = try seat(of: owner ?? who, on: panel)
        _ = try await office.save([office.entry(.amend, "best_interest_seat", seat.id, base: base ?? seat.version, ["said": .text(said)].merging(more) { $1 })], as: who)
    }

    private func version(_ record: UUIDv7) throws -> Int { try office.journal.read { try JournalStore.version($0, of: record) } }

    private func step(_ status: String, _ panel: UUIDv7, _ fields: [String: Value] = [:], _ more: [AuthoredEntry] = [], as who: DeskOffice.Colleague? = nil) async throws {
        _ = try await office.save([office.entry(.amend, "best_interest_panel", panel, base: version(panel), fields, status: status)] + more, as: who ?? lead)
    }

    private func action(_ panel: UUIDv7, _ child: UUIDv7, _ more: [String: Value] = [:]) -> AuthoredEntry {
        office.entry(.create, "care_plan", office.id(), dossier: child, ["goal": "She lives with her aunt.", "action": "kinship_support", "responsible": "Amal",
                                                                         "due_on": "2027-01-01", "status": "planned", "bi_panel": .text(panel.description)].merging(more) { $1 })
    }

    private func rows(_ who: DeskOffice.Colleague) throws -> [MyDay.Row] {
        try office.desk.myDay(for: who.standing, after: nil).rows.values.flatMap { $0 }.filter { $0.kind == .panel }
    }

    private static let chosen: [String: Value] = ["panel_choice": "1", "panel_reason": "Near her school, and her wish.", "panel_decided_on": "2026-01-02"]

    @Test func fromTheCallToActionsOfThePlan() async throws {
        let child = try await office.child("Amina", "Kaya", of: amal)
        let panel = try await call(child, [far, doctor, authority, spare])
        #expect(try rows(doctor).map(\.reason.code) == ["panel_asked"] && rows(doctor).first?.name == "Amina Kaya" && rows(lead).map(\.reason.code) == ["panel_called"])
        #expect(await code { try await say("agrees", ["said_option": "1"], on: panel, as: doctor) } == "panel-closed", "nothing to sign before it meets")
        try await step("in_session", panel)
        try await say("recused", ["said_words": "The aunt’s neighbour"], on: panel, as: spare)
        #expect(throws: CaseworkError(.notFound)) { try office.desk.panel(panel, for: spare.standing) }
        try await say("agrees", ["said_option": "1"], on: panel, as: far)
        try await say("agrees", ["said_option": "1"], on: panel, as: authority)
        #expect(try office.desk.panel(panel, for: lead.standing).lacks == [.quorum], "two of three have signed for one option")
        #expect(await code { try await step("decided", panel, Self.chosen, [action(panel, child)]) } == "step-lacks")
        try await say("dissents", ["said_words": "The flat is too small."], on: panel, as: doctor)
        let sheet = try office.desk.panel(panel, for: lead.standing)
        #expect(sheet.lacks.isEmpty && sheet.chosen == 1 && sheet.counted == 3 && sheet.steps == [.decided, .called] && sheet.planned == 0)
        #expect(await code { try await step("decided", panel, Self.chosen) } == "panel-no-action")
        #expect(await code { try await step("decided", panel, Self.chosen.merging(["panel_choice": "2"]) { $1 }, [action(panel, child)]) } == "panel-not-theirs")
        #expect(await code { try await step("decided", panel, ["panel_choice": "1"], [action(panel, child)]) } == "step-lacks", "a decision has a reason")
        #expect(await code { try await step("decided", panel, Self.chosen, [action(panel, child, ["responsible": .null])]) } == "faults")
        // Whatever was refused left nothing.
        #expect(try office.desk.panel(panel, for: lead.standing).planned == 0)
        try await step("decided", panel, Self.chosen, [action(panel, child), action(panel, child, ["action": "home_support"])])
        let after = try office.desk.panel(panel, for: amal.standing)
        #expect(after.status == .decided && after.actions.count == 2 && after.actions.allSatisfy { $0.status == "approved" })
        #expect(after.seats.first { $0.owner == doctor.author.person }?.fields["said_words"] == "The flat is too small.", "dissent stays")
        let tasks = try office.desk.myDay(for: amal.standing, after: nil).rows.values.flatMap { $0 }.filter { $0.kind == .task }
        #expect(tasks.count == 2, "the worker has them on My day")
        #expect(try rows(lead).isEmpty && rows(doctor).isEmpty)
        // Over: members see what they said, and nothing else of the child.
        #expect(throws: CaseworkError(.notFound)) { try office.desk.record(child, for: doctor.standing) }
        #expect(throws: CaseworkError(.notFound)) { try office.desk.panel(panel, for: doctor.standing) }
        #expect(try office.desk.record(seat(of: doctor, on: panel).id, for: doctor.standing).fields["said_words"] == "The flat is too small.")
        #expect(await code { try await step("decided", panel, Self.chosen, [action(panel, child)]) } == "panel-closed", "actions come once")
        #expect(await code { try await step("called", panel, ["put_off_why": "x"]) } == "step-refused")
        #expect(await code { _ = try await office.save([action(panel, child)], as: amal) } == "panel-closed", "nobody adds to what was decided")
        let done = try #require(after.actions.first)
        _ = try await office.save([office.entry(.amend, "care_plan", done.id, base: done.version, ["status": "done"])], as: amal)
        #expect(await code { _ = try await office.save([office.entry(.amend, "care_plan", done.id, ["bi_panel": .null])], as: amal) } == "panel-closed")
    }

    @Test func nobodySignsForAnother() async throws {
        let child = try await office.child("Amina", "Kaya", of: amal)
        let panel = try await call(child, [lead, far, doctor, authority])
        try await step("in_session", panel)
        #expect(await code { try await say("agrees", ["said_option": "1"], on: panel, as: lead, seatOf: doctor) } == "panel-not-yours")
        #expect(await code { try await say("dissents", ["said_words": "x"], on: panel, as: far, seatOf: doctor) } == "panel-not-yours")
        #expect(await code { try await say("agrees", ["said_option": "1"], on: panel, as: amal, seatOf: doctor) } != "done")
        #expect(await code { try await say("agrees", ["said_option": "3"], on: panel, as: doctor) } == "faults", "there is no third option")
        #expect(await code { try await say("dissents", ["said_words": " "], on: panel, as: doctor) } == "faults")
        try await say("dissents", ["said_words": "Too small."], on: panel, as: doctor)
        // The leader may change the seat of nobody, nor ask anybody once it meets.
        let theirs = try seat(of: doctor, on: panel)
        for fields: [String: Value] in [["said_words": "All is well."], ["member": .text(lead.author.person.description)], ["bi_panel": "x"]] {
            #expect(await code { _ = try await office.save([office.entry(.amend, "best_interest_seat", theirs.id, base: theirs.version, fields)], as: lead) } != "done")
        }
        #expect(await code { _ = try await office.save([office.entry(.amend, "best_interest_seat", theirs.id, base: theirs.version, [:], status: "released")], as: lead) } != "done")
        #expect(await code { _ = try await office.save([ask(spare, panel, child)], as: lead) } == "panel-closed")
        let given = office.entry(.create, "best_interest_seat", office.id(), dossier: child,
                                 ["bi_panel": .text(panel.description), "member": .text(lead.author.person.description), "said": "agrees", "said_option": "1"])
        #expect(await code { _ = try await office.save([given], as: lead) } != "done")
        #expect(try seat(of: doctor, on: panel).fields["said_words"] == "Too small.")
    }

    @Test func whoCannotBeAMember() async throws {
        let child = try await office.child("Amina", "Kaya", of: amal)
        _ = try await office.save([office.entry(.create, "best_interest_assessment", office.id(), dossier: child,
            ["assessed_on": "2026-01-01", "question_kind": "separation", "options": "Two", "recommendation": "The aunt", "panel_needed": "yes", "child_view": "Aunt"])], as: amal)
        let panel = try await call(child, [far])
        #expect(await code { _ = try await office.save([ask(amal, panel, child)], as: lead) } == "panel-prepared", "who wrote the report does not vote")
        #expect(try office.desk.panel(panel, for: lead.standing).prepared == [amal.author.person])
        #expect(await code { _ = try await office.save([ask(far, panel, child)], as: lead) } == "panel-twice")
        let volunteer = try office.colleague("volunteer"), gone = try office.colleague("multidisciplinary_member")
        try office.account(volunteer, name: "v")
        try office.account(gone, name: "g", state: "closed")
        #expect(await code { _ = try await office.save([ask(volunteer, panel, child)], as: lead) } == "panel-cannot-sit")
        #expect(await code { _ = try await office.save([ask(gone, panel, child)], as: lead) } == "faults")
        let second = try office.colleague("multidisciplinary_member"), again = try office.colleague("multidisciplinary_member")
        try office.account(second, name: "RUSU, Vera")
        try office.account(again, name: "Haddad Amal")
        #expect(await code { _ = try await office.save([ask(second, panel, child)], as: lead) } == "panel-twice", "two accounts are not two votes")
        #expect(await code { _ = try await office.save([ask(again, panel, child)], as: lead) } == "panel-prepared")
        #expect(await code { _ = try await office.save([ask(doctor, panel, child)], as: amal) } == "not-allowed", "the worker asks nobody")
        #expect(await code { _ = try await call(child, []) } == "panel-under-way")
        #expect(await code { try await step("in_session", panel) } == "step-lacks", "one member is no quorum")
        #expect(await code { _ = try await call(try await office.child("Other", "Child", of: amal), [], ["quorum": .int(2)]) } == "faults", "never fewer than three")
        #expect(await code { try await step("called_off", panel) } == "step-lacks", "calling off needs words")
        try await step("called_off", panel, ["put_off_why": "The family agreed."])
        #expect(await code { _ = try await call(child, []) } == "done", "a new one can be called")
    }

    @Test func theChildIsHeardOrItIsSaidWhyNot() async throws {
        let child = try await office.child("Amina", "Kaya", of: amal)
        let panel = try await call(child, [far, doctor, authority], ["panel_heard": .null, "child_view": .null])
        try await step("in_session", panel)
        for who in [far, doctor, authority] { try await say("agrees", ["said_option": "1"], on: panel, as: who) }
        #expect(try office.desk.panel(panel, for: lead.standing).lacks == [.childView])
        #expect(await code { try await step("decided", panel, Self.chosen, [action(panel, child)]) } == "step-lacks")
        #expect(await code { _ = try await office.save([office.entry(.amend, "best_interest_panel", panel, base: version(panel), ["option_1": "Elsewhere"])], as: lead) } == "panel-closed",
                "nobody signs what is another text afterwards")
        _ = try await office.save([office.entry(.amend, "best_interest_panel", panel, base: version(panel), ["panel_heard": "no", "not_heard_why": "Ten days old"])], as: lead)
        #expect(await code { _ = try await office.save([office.entry(.amend, "best_interest_panel", panel, base: version(panel), ["not_heard_why": "x"])], as: lead) } == "panel-closed")
        try await step("decided", panel, Self.chosen, [action(panel, child)])
    }

    @Test func twoDevicesThatWereAway() async throws {
        let child = try await office.child("Amina", "Kaya", of: amal)
        let panel = try await call(child, [far, doctor, authority, spare])
        try await step("in_session", panel)
        let old = try seat(of: doctor, on: panel).version, before = try version(panel)
        for who in [far, doctor, authority] { try await say("agrees", ["said_option": "1"], on: panel, as: who) }
        #expect(await code { try await say("dissents", ["said_words": "No"], on: panel, as: doctor, base: old) } == "panel-changed", "an older page changes nothing")
        // Put off: everybody is asked anew, and what they said stays readable.
        try await step("called", panel, ["put_off_why": "A grandmother was found."])
        #expect(try seat(of: doctor, on: panel).status == "asked" && seat(of: doctor, on: panel).fields["said"] == "agrees")
        #expect(try rows(doctor).count == 1 && office.desk.panel(panel, for: lead.standing).chosen == nil)
        #expect(await code { _ = try await office.save([office.entry(.amend, "best_interest_panel", panel, base: before, [:], status: "in_session")], as: lead) } == "panel-changed")
        try await step("in_session", panel)
        #expect(try office.desk.panel(panel, for: lead.standing).counted == 0)
        for who in [far, doctor, authority] { try await say("agrees", ["said_option": "2"], on: panel, as: who) }
        let choice = Self.chosen.merging(["panel_choice": "2"]) { $1 }
        try await step("decided", panel, choice, [action(panel, child)])
        #expect(await code { try await say("dissents", ["said_words": "No"], on: panel, as: spare) } != "done", "too late")
        #expect(try office.desk.panel(panel, for: lead.standing).actions.count == 1)
    }

    @Test func aMemberSeesThePapersOfThePanelAlone() async throws {
        let child = try await office.child("Amina", "Kaya", of: amal, more: ["phone": "0555"])
        _ = try await office.save([office.entry(.create, "note", office.id(), dossier: child, ["text": "Secret"])], as: amal)
        let panel = try await call(child, [doctor])
        let shown = try office.desk.record(child, for: doctor.standing)
        #expect(shown.fields["given_name"] == "Amina" && shown.fields["phone"] == nil)
        let dossier = try office.desk.dossier(child, for: doctor.standing)
        #expect(Set(dossier.papers.map(\.form)) == ["best_interest_panel", "best_interest_seat"] && dossier.cases.isEmpty)
        #expect(throws: CaseworkError(.notFound)) { try office.desk.panel(panel, for: spare.standing) }
        #expect(throws: CaseworkError(.notFound)) { try office.desk.record(child, for: far.standing) }
    }
}
