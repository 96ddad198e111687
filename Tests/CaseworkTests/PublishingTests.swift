@testable import Casework
import Access
import FormEngine
import Foundation
import Foundations
import Journal
import Testing

@Suite struct PublishingTests {
    /// The standard note with other questions. A publication's workbook is whatever `read` understands: here the survey itself.
    private static let settings = "form_id,form_title,version\nnote,Note,VERSION\n"
    private static let choices = "list_name,name,label::English (en)\nnote_topic,call,Call\nnote_topic,radio,Radio\n"
    private static let second = """
        type,name,label::English (en),required,cm::maxlength,cm::permission,cm::forward
        date,noted_on,Date,,,,never
        select_one note_topic,topic,About,,,,deidentified
        text,text,What happened,yes,12000,narrative,never
        text,weather,The weather,,100,,never
        """
    private static let third = """
        type,name,label::English (en),required,cm::maxlength,cm::permission,cm::forward
        date,noted_on,Date,,,,never
        text,text,What happened,yes,12000,narrative,never
        """

    private static func definition(_ survey: String, version: Int) throws -> FormDefinition {
        try FormDefinition.read(survey: survey, choices: choices, settings: settings.replacing("VERSION", with: String(version)))
    }

    private static func read(_ publication: FormPublication, _ workbook: [UInt8]) throws -> FormDefinition {
        try definition(String(decoding: workbook, as: UTF8.self), version: publication.version)
    }

    @discardableResult
    private static func rollBack(to publication: UUIDv7?, base: UUIDv7?, at office: DeskOffice, by officer: DeskOffice.Colleague, id: UUIDv7? = nil) async throws -> Int? {
        let back = FormToRollBack(id: id ?? office.id(), form: "note", publication: publication, note: "", base: base)
        return try await office.desk.rollBack(back, by: officer.author, standing: officer.standing, read: read)
    }

    private static func publish(_ survey: String, version: Int, at office: DeskOffice, by officer: DeskOffice.Colleague, base: UUIDv7?,
                                id: UUIDv7? = nil) async throws -> FormPublication {
        let form = FormToPublish(publication: id ?? office.id(), definition: try definition(survey, version: version), workbook: Array(survey.utf8),
                                 note: "because", base: base)
        return try await office.desk.publish(form, by: officer.author, standing: officer.standing)
    }

    @Test func answersOfEarlierVersionsStayReadable() async throws {
        let office = try DeskOffice()
        let worker = try office.colleague("case_worker", team: office.hill), officer = try office.colleague("data_officer")
        let child = try await office.child("Amina", "Haddad", of: worker)
        let old = office.id()
        _ = try await office.save([office.entry(.create, "note", old, dossier: child, ["topic": "meeting", "text": "Met at school."])], as: worker)

        let second = try await Self.publish(Self.second, version: 2, at: office, by: officer, base: nil)
        _ = try await Self.publish(Self.third, version: 3, at: office, by: officer, base: second.id)
        let now = try office.again(worker)

        let form = try #require(office.desk.forms["note"])
        #expect(form.version == 3)
        #expect(form.fields.filter { !$0.retired }.map(\.name) == ["noted_on", "text"])
        // Newest first: the version before, then the standard one with what only that asks.
        #expect(form.fields.filter(\.retired).map(\.name).prefix(2) == ["topic", "weather"])
        #expect(form.field("topic")?.label["ar"] == nil && form.field("topic")?.label["en"] == "About")
        #expect(form.list("note_topic")?.choice("meeting")?.retired == true)
        // The worker still sees what was answered before, and it can no longer be answered.
        let shown = try office.desk.record(old, for: now.standing)
        #expect(shown.fields["topic"] == "meeting" && shown.fields["text"] == "Met at school.")
        #expect(!office.desk.forms.answers(of: "note").contains("topic"))
        await #expect(throws: CaseworkError.self) {
            try await office.save([office.entry(.create, "note", office.id(), dossier: child, ["weather": "rain", "text": "x"])], as: now)
        }
        // An old record is still changed, beside what the form no longer asks.
        _ = try await office.save([office.entry(.amend, "note", old, dossier: child, ["text": "Met at school, with her aunt."])], as: now)
        #expect(try office.desk.record(old, for: now.standing).fields["topic"] == "meeting")
    }

    @Test func whatWasWrittenWithTheVersionBeforeIsTaken() async throws {
        let office = try DeskOffice()
        let worker = try office.colleague("case_worker", team: office.hill), officer = try office.colleague("data_officer")
        let child = try await office.child("Amina", "Haddad", of: worker)
        let second = try await Self.publish(Self.second, version: 2, at: office, by: officer, base: nil)
        var entry = office.entry(.create, "note", office.id(), dossier: child, ["weather": "rain", "topic": "radio", "text": "On the phone."])
        entry.formVersion = 2
        _ = try await Self.publish(Self.third, version: 3, at: office, by: officer, base: second.id)
        let now = try office.again(worker)
        _ = try await office.save([entry], as: now)
        #expect(try office.desk.record(entry.record, for: now.standing).fields["weather"] == "rain")
        // A version that never was does not open what the form in use refuses.
        var made = office.entry(.create, "note", office.id(), dossier: child, ["weather": "rain", "text": "x"])
        made.formVersion = 9
        await #expect(throws: CaseworkError.self) { try await office.save([made], as: now) }
    }

    @Test func rollingBackRestoresExactlyWhatWas() async throws {
        let office = try DeskOffice()
        let worker = try office.colleague("case_worker", team: office.hill), officer = try office.colleague("data_officer")
        let child = try await office.child("Amina", "Haddad", of: worker)
        let before = try #require(office.desk.forms.asked("note"))
        let second = try await Self.publish(Self.second, version: 2, at: office, by: officer, base: nil)
        let note = office.id()
        _ = try await office.save([office.entry(.create, "note", note, dossier: child, ["weather": "rain", "text": "x"])], as: try office.again(worker))
        let version = try await Self.rollBack(to: nil, base: second.id, at: office, by: officer)
        #expect(version == before.version)
        #expect(office.desk.forms.asked("note") == before)
        #expect(office.desk.forms["note"]?.fields.filter { !$0.retired } == before.fields)
        let now = try office.again(worker)
        await #expect(throws: CaseworkError.self) {
            try await office.save([office.entry(.create, "note", office.id(), dossier: child, ["weather": "sun", "text": "x"])], as: now)
        }
        #expect(try office.desk.record(note, for: now.standing).fields["weather"] == "rain")
        // And forward again.
        _ = try await Self.rollBack(to: second.id, base: nil, at: office, by: officer)
        #expect(office.desk.forms.asked("note")?.version == 2)
        // The next version gets a number of its own, whatever is in use.
        #expect(try office.desk.nextVersion(of: "note") == 3)
    }

    @Test func aStoreThatIsOpenedAgainAsksTheSame() async throws {
        let office = try DeskOffice()
        let officer = try office.colleague("data_officer")
        let second = try await Self.publish(Self.second, version: 2, at: office, by: officer, base: nil)
        let third = try await Self.publish(Self.third, version: 3, at: office, by: officer, base: second.id)
        let live = try #require(office.desk.forms["note"])
        let desk = office.deskAgain()
        #expect(desk.forms["note"]?.version == 1)
        #expect(try desk.loadForms(Self.read).isEmpty)
        #expect(desk.forms["note"] == live)
    }

    @Test func whereTheVersionInUseCannotBeReadTheNewestReadableIsAskedAndNobodySeesMore() async throws {
        let office = try DeskOffice()
        let officer = try office.colleague("data_officer")
        // The topic is closed by the second version, and the third, which a newer box wrote, may have left it so.
        let tight = Self.second.replacing("topic,About,,,,", with: "topic,About,,,notifier,")
        let second = try await Self.publish(tight, version: 2, at: office, by: officer, base: nil)
        let third = try await Self.publish(Self.third, version: 3, at: office, by: officer, base: second.id)
        struct Unreadable: Error {}
        func load(without unreadable: Set<UUIDv7>) throws -> (desk: Desk, rules: AccessRules) {
            let rules = AccessRules(book: office.rules.book, classes: FieldClasses(forms: office.desk.shelf.standard.all))
            let desk = office.deskAgain(rules: rules)
            let failed = try desk.loadForms { publication, workbook in
                guard !unreadable.contains(publication.id) else { throw Unreadable() }
                return try Self.read(publication, workbook)
            }
            #expect(Set(failed.map(\.id)) == unreadable)
            return (desk, rules)
        }
        let (desk, rules) = try load(without: [third.id])
        #expect(desk.forms["note"]?.version == 2 && desk.forms.asked("note")?.field("weather") != nil)
        // No class of the standard version opens what the second closed, nor the other way round.
        #expect(rules.classes.classOf("topic", in: "note") == .notifier)
        #expect(rules.classes.classOf("text", in: "note") == .narrative)
        // Only the standard version is left: it is asked, with its classes.
        let (poor, poorRules) = try load(without: [second.id, third.id])
        #expect(poor.forms["note"]?.version == 1 && poorRules.classes.classOf("topic", in: "note") == .general)
        // An older version that cannot be read changes nothing about the one in use.
        let (fine, fineRules) = try load(without: [second.id])
        #expect(fine.forms.asked("note")?.version == 3 && fineRules.classes.classOf("topic", in: "note") == .general)
    }

    @Test func onlyDataOfficersPublish() async throws {
        let office = try DeskOffice()
        for role in ["case_worker", "supervisor", "site_administrator", "auditor"] {
            let somebody = try office.colleague(role, team: office.hill)
            await #expect(throws: CaseworkError(.notAllowed(what: "change forms"))) {
                try await Self.publish(Self.second, version: 2, at: office, by: somebody, base: nil)
            }
            await #expect(throws: CaseworkError(.notAllowed(what: "change forms"))) {
                try await Self.rollBack(to: nil, base: nil, at: office, by: somebody)
            }
        }
        #expect(try office.desk.formHistory().publications.isEmpty)
        // Nor as an ordinary record, whatever the role.
        let officer = try office.colleague("data_officer")
        for kind in ["form_publication", "form_in_use"] {
            await #expect(throws: CaseworkError.self) {
                try await office.save([office.entry(.create, kind, office.id(), ["form": "note"])], as: officer)
            }
        }
    }

    @Test func whoeverComparedWithAnotherVersionIsRefused() async throws {
        let office = try DeskOffice()
        let officer = try office.colleague("data_officer")
        let id = office.id()
        let second = try await Self.publish(Self.second, version: 2, at: office, by: officer, base: nil, id: id)
        // Compared with the standard version, which is no longer the one in use.
        await #expect(throws: CaseworkError(.formChanged(form: "note"))) { try await Self.publish(Self.third, version: 3, at: office, by: officer, base: nil) }
        await #expect(throws: CaseworkError(.formChanged(form: "note"))) { try await Self.publish(Self.third, version: 2, at: office, by: officer, base: second.id) }
        // Sent twice, published once.
        let again = try await Self.publish(Self.second, version: 2, at: office, by: officer, base: nil, id: id)
        #expect(again.id == second.id)
        #expect(try office.desk.formHistory().publications.count == 1)
        #expect(office.desk.forms.asked("note")?.version == 2)
    }

    @Test func twoAtOnceCannotBothWin() async throws {
        let office = try DeskOffice()
        let officer = try office.colleague("data_officer"), other = try office.colleague("data_officer")
        let desk = office.desk
        let forms = try [Self.second, Self.third, Self.second, Self.third].map { survey in
            FormToPublish(publication: office.id(), definition: try Self.definition(survey, version: 2), workbook: Array(survey.utf8), note: "", base: nil)
        }
        let outcomes = await withTaskGroup(of: Bool.self) { group in
            for (form, who) in zip(forms, [officer, other, officer, other]) {
                let (author, standing) = (who.author, who.standing)
                group.addTask {
                    do {
                        _ = try await desk.publish(form, by: author, standing: standing)
                        return true
                    } catch {
                        return false
                    }
                }
            }
            var outcomes: [Bool] = []
            for await outcome in group { outcomes.append(outcome) }
            return outcomes
        }
        #expect(outcomes.filter(\.self).count == 1)
        let history = try office.desk.formHistory()
        #expect(history.publications.count == 1 && history.inUse["note"] == history.publications[0].id)
    }

    @Test func whateverComesLateFromTheJournalWhatItSaysLastIsAsked() async throws {
        let office = try DeskOffice()
        let standard = office.desk.forms
        let second = try Self.definition(Self.second, version: 2), third = try Self.definition(Self.third, version: 3)
        let inOrder = standard.taking(second, of: "note", place: 1).taking(third, of: "note", place: 2)
        let turned = standard.taking(third, of: "note", place: 2).taking(second, of: "note", place: 1)
        #expect(turned.asked("note")?.version == 3)
        #expect(turned["note"] == inOrder["note"] && turned.versions(of: "note") == inOrder.versions(of: "note"))
        #expect(inOrder.versions(of: "note").map(\.version) == [3, 2, 1])
    }

    @Test func goingBackTwiceIsGoingBackOnce() async throws {
        let office = try DeskOffice()
        let officer = try office.colleague("data_officer"), other = try office.colleague("data_officer")
        let second = try await Self.publish(Self.second, version: 2, at: office, by: officer, base: nil)
        let id = office.id()
        #expect(try await Self.rollBack(to: nil, base: second.id, at: office, by: officer, id: id) == 1)
        // The answer was lost; meanwhile somebody publishes. What was done is answered, nothing is done again.
        let third = try await Self.publish(Self.third, version: 3, at: office, by: other, base: nil)
        #expect(try await Self.rollBack(to: nil, base: second.id, at: office, by: officer, id: id) == 1)
        #expect(office.desk.forms.asked("note")?.version == 3)
        #expect(try office.desk.formHistory().inUse["note"] == third.id)
        await #expect(throws: CaseworkError(.formChanged(form: "note"))) { try await Self.rollBack(to: nil, base: second.id, at: office, by: officer) }
        // The id of one's own roll-back opens nothing else.
        await #expect(throws: (any Error).self) { try await Self.rollBack(to: second.id, base: third.id, at: office, by: officer, id: id) }
    }

    @Test func listsOfVersionsReadNoWorkbook() async throws {
        let office = try DeskOffice()
        let officer = try office.colleague("data_officer")
        let second = try await Self.publish(Self.second, version: 2, at: office, by: officer, base: nil)
        let known = try #require(try office.desk.formHistory().publications.first)
        #expect(known.id == second.id && known.version == 2 && known.by == officer.author.person && known.second == nil && known.note == "because")
        #expect(try office.desk.workbook(of: second.id) == Array(Self.second.utf8))
        #expect(try office.desk.workbook(of: office.id()) == nil)
    }

    @Test func publishingAndGoingBackStandInTheTrail() async throws {
        let office = try DeskOffice()
        let officer = try office.colleague("data_officer")
        let second = try await Self.publish(Self.second, version: 2, at: office, by: officer, base: nil)
        try await Self.rollBack(to: nil, base: second.id, at: office, by: officer)
        // Rights are written at once, and all that was noted before with them.
        try await office.journal.trail.log(TrailEvent(.permission))
        let rows = try office.journal.trail.read().filter { $0.event.action == .settings }
        #expect(rows.map { $0.event.detail["what"] } == ["formRolledBack", "formPublished"])
        #expect(rows.allSatisfy { $0.event.actor == officer.author.person && $0.event.detail["form"] == "note" })
    }

    @Test(arguments: [
        ("narrative", "general"), ("narrative", "identity"),
    ]) func nobodySeesMoreByAnUpload(_ before: String, _ after: String) async throws {
        let office = try DeskOffice()
        let officer = try office.colleague("data_officer")
        let loose = Self.second.replacing("12000,\(before)", with: "12000,\(after)")
        await #expect(throws: CaseworkError.self) { try await Self.publish(loose, version: 2, at: office, by: officer, base: nil) }
        // What is taken out and comes back looser is refused as well.
        let gone = try await Self.publish(Self.second.replacing("text,text,What happened,yes,12000,narrative,never\n", with: ""), version: 2, at: office, by: officer, base: nil)
        await #expect(throws: CaseworkError.self) { try await Self.publish(loose, version: 3, at: office, by: officer, base: gone.id) }
        #expect(office.desk.forms.asked("note")?.version == 2)
    }

    @Test func whatWouldLeaveTheSiteNeedsTwoPersonsToo() async throws {
        let office = try DeskOffice()
        let officer = try office.colleague("data_officer")
        let further = Self.second.replacing("narrative,never", with: "narrative,full")
        await #expect(throws: CaseworkError.self) { try await Self.publish(further, version: 2, at: office, by: officer, base: nil) }
        // Also on the way back: who tightened alone cannot loosen alone.
        let tight = try await Self.publish(Self.second.replacing("About,,,,deidentified", with: "About,,,,never"), version: 2, at: office, by: officer, base: nil)
        await #expect(throws: CaseworkError.self) {
            try await Self.rollBack(to: nil, base: tight.id, at: office, by: officer)
        }
        #expect(office.desk.forms.asked("note")?.version == 2)
    }

    @Test func tighterClassesHoldAtOnce() async throws {
        let office = try DeskOffice()
        let worker = try office.colleague("case_worker", team: office.hill), officer = try office.colleague("data_officer")
        let child = try await office.child("Amina", "Haddad", of: worker)
        let note = office.id()
        _ = try await office.save([office.entry(.create, "note", note, dossier: child, ["topic": "call", "text": "x"])], as: worker)
        let tight = Self.second.replacing("topic,About,,,,", with: "topic,About,,,notifier,")
        _ = try await Self.publish(tight, version: 2, at: office, by: officer, base: nil)
        let reader = try office.again(worker)
        #expect(office.rules.classes.classOf("topic", in: "note") == .notifier)
        let shown = try office.desk.record(note, for: reader.standing)
        #expect((shown.fields["topic"] != nil) == office.mayView("notifier", "note", "case_worker"))
    }

    @Test func formsThatTheSiteDoesNotHaveAreRefused() async throws {
        let office = try DeskOffice()
        let officer = try office.colleague("data_officer")
        let strange = try FormDefinition.read(survey: Self.second, choices: Self.choices, settings: "form_id,version\nstrange,2\n")
        let form = FormToPublish(publication: office.id(), definition: strange, workbook: [1], note: "", base: nil)
        await #expect(throws: CaseworkError.self) { try await office.desk.publish(form, by: officer.author, standing: officer.standing) }
        let large = FormToPublish(publication: office.id(), definition: try Self.definition(Self.second, version: 2),
                                  workbook: Array(repeating: 0, count: FormPublication.mostBytes + 1), note: "", base: nil)
        await #expect(throws: CaseworkError.self) { try await office.desk.publish(large, by: officer.author, standing: officer.standing) }
    }

    @Test func recordsThatAChangeTouchesAreCounted() async throws {
        let office = try DeskOffice()
        let worker = try office.colleague("case_worker", team: office.hill)
        let child = try await office.child("Amina", "Haddad", of: worker)
        for topic in ["call", "call", "school"] {
            _ = try await office.save([office.entry(.create, "note", office.id(), dossier: child, ["topic": .text(topic), "text": "x"])], as: worker)
        }
        _ = try await office.save([office.entry(.create, "note", office.id(), dossier: child, ["text": "x"])], as: worker)
        for slice in [Int64(1), 3, 4_000] {
            let count = try #require(try office.journal.countAnswers(of: "note", fields: ["topic", "text", "weather"], selects: ["topic"], slice: slice) { true })
            #expect(count.records == 4)
            #expect(count.fields == ["topic": 3, "text": 4])
            #expect(count.choices["topic"] == ["call": 2, "school": 1])
        }
        #expect(try office.journal.countAnswers(of: "note", fields: ["topic"], selects: []) { false } == nil)
    }
}

extension DeskOffice {
    /// The same person at their next request.
    func again(_ who: Colleague) throws -> Colleague { Colleague(author: who.author, standing: rules.standing(of: who.standing.viewer)) }

    /// Another process on the same store.
    func deskAgain(rules: AccessRules? = nil) -> Desk {
        Desk(journal: journal, shelf: FormShelf(standard: desk.shelf.standard, rules: rules), time: time, caseNumber: { "1" }, digest: desk.digest)
    }

    func mayView(_ permission: String, _ kind: String, _ role: String) -> Bool {
        rules.book[role]?.grants.contains { $0.kinds.contains(kind) && $0.viewing.contains(SensitivityClass(rawValue: permission)) } ?? false
    }
}
