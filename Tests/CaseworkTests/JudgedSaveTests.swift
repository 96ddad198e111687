@testable import Casework
import CaseSteps
import Access
import FormEngine
import Foundation
import Foundations
import Journal
import Testing

/// What a save cannot get past by going another way: an older form, a second step, a field that nobody is asked for.
@Suite struct JudgedSaveTests {
    let office: DeskOffice
    let worker: DeskOffice.Colleague
    let officer: DeskOffice.Colleague

    init() throws {
        office = try DeskOffice()
        worker = try office.colleague("case_worker", team: office.hill)
        officer = try office.colleague("data_officer")
    }

    private static let note = """
        type,name,label::English (en),required,cm::maxlength,cm::permission,cm::forward
        date,noted_on,Date,,,,never
        text,text,What happened,yes,12000,narrative,never

        """

    private func publish(_ name: String, _ survey: String, choices: String = "list_name,name,label::English (en)\n", version: Int, base: UUIDv7? = nil) async throws -> UUIDv7 {
        let settings = "form_id,form_title,version\n\(name),Form,\(version)\n"
        let form = FormToPublish(publication: office.id(), definition: try FormDefinition.read(survey: survey, choices: choices, settings: settings),
                                 workbook: Array(survey.utf8), note: "because", base: base)
        return try await office.desk.publish(form, by: officer.author, standing: officer.standing).id
    }

    private func faults(_ entries: AuthoredEntry..., by who: DeskOffice.Colleague? = nil) async -> [String] {
        do {
            _ = try await office.save(entries, as: try office.again(who ?? worker))
            return []
        } catch let error as CaseworkError {
            guard case .faults(let faults) = error.reason else { return ["\(error)"] }
            return faults.map { "\($0.field) \($0.code)" }
        } catch {
            return ["\(error)"]
        }
    }

    // MARK: Read-only answers

    @Test func whatFollowsFromAStepIsNotWrittenByHand() async throws {
        let child = try await office.child("Amina", "Haddad", of: worker)
        let one = try #require(office.desk.dossier(child, for: worker.standing).cases.first).id
        let other = try await office.desk.notifyPublicly(office.concern(), device: office.journal.site).notification
        for (field, value) in [("stage", "reviewed"), ("closed_on", "2026-01-01"), ("outcome", "goals_met"), ("notification", other.description)] {
            let sent = await faults(office.entry(.amend, "case", one, ["\(field)": .text(value)]))
            #expect(sent == ["\(field) not-allowed"])
        }
        // A new case names no notification that is none.
        let noNotification = await faults(office.entry(.create, "case", office.id(), dossier: child, ["concern": .list(["neglect"]), "notification": .text(child.description)]))
        #expect(noNotification == ["notification not-allowed"])
        let closedAtOnce = await faults(office.entry(.create, "case", office.id(), dossier: child, ["concern": .list(["neglect"]), "stage": "closed"]))
        #expect(closedAtOnce == ["stage not-allowed"])
        // What is sent as it stands changes nothing, and a closure says when.
        #expect(await faults(office.entry(.amend, "case", one, ["stage": .null, "risk_level": "low"])) == [])
        try await office.verifiedClosure(of: child, by: worker)
        #expect(await faults(office.entry(.close, "case", one, ["closed_on": "2026-01-01", "stage": "closed"], status: "closed")) == [])
        #expect(await faults(office.entry(.amend, "case", one, ["stage": "closed", "closed_on": "2026-01-01"])) == [])
    }

    @Test func aReportedChildIsLinkedOnceToOneThatTheWorkerSees() async throws {
        let mine = try await office.child("Amina", "Haddad", of: worker)
        let stranger = try office.colleague("case_worker", team: office.river)
        let foreign = try await office.child("Ion", "Rusu", of: stranger)
        let notification = try await office.desk.notifyPublicly(office.concern(), device: office.journal.site).notification
        let reported = try #require(office.desk.notification(notification, for: worker.standing).children.first).id
        func link(_ to: UUIDv7) -> AuthoredEntry { office.entry(.amend, "notified_child", reported, ["linked_dossier": .text(to.description)]) }
        #expect(await faults(link(foreign)) == ["linked_dossier not-allowed"])
        #expect(await faults(link(office.id())) == ["linked_dossier not-allowed"])
        #expect(await faults(link(mine)) == [])
        #expect(await faults(link(mine)) == [])
        let second = try await office.child("Mira", "Haddad", of: worker)
        #expect(await faults(link(second)) == ["linked_dossier not-allowed"])
    }

    @Test func whoSeesAnAlertLearnsNothingOfADossierTheyDoNotSee() async throws {
        let mine = try await office.child("Amina", "Haddad", of: worker)
        let notification = try await office.desk.notifyPublicly(office.concern(), device: office.journal.site).notification
        let reported = try #require(office.desk.notification(notification, for: worker.standing).children.first).id
        #expect(await faults(office.entry(.amend, "notified_child", reported, ["linked_dossier": .text(mine.description)])) == [])
        let told = try #require(office.desk.notification(notification, for: worker.standing).children.first)
        #expect(told.fields["linked_dossier"] == .text(mine.description) && !told.hidden.contains("linked_dossier"))
        #expect(try office.desk.history(of: reported, for: worker.standing)["linked_dossier"] != nil)
        // A colleague of another team sees the alert while nobody has taken it, and not the child.
        let colleague = try office.colleague("case_worker", team: office.river)
        let seen = try #require(office.desk.notification(notification, for: colleague.standing).children.first)
        #expect(seen.fields["linked_dossier"] == nil && seen.hidden.contains("linked_dossier"))
        #expect(try office.desk.record(reported, for: colleague.standing).fields["linked_dossier"] == nil)
        #expect(try office.desk.history(of: reported, for: colleague.standing)["linked_dossier"] == nil)
    }

    // MARK: Two steps

    @Test func aRuleIsNotDodgedInTwoSteps() async throws {
        let child = try await office.child("Amina", "Haddad", of: worker)
        let record = office.id()
        let grave: [String: Value] = ["serious_harm": "yes", "repeated": "yes", "harmful_access": "yes", "carer_unable": "yes", "self_harm": "yes"]
        let level: [String: Value] = ["assessed_on": "2026-01-02", "risk_level": "low"]
        let atOnce = await faults(office.entry(.create, "risk_assessment", office.id(), dossier: child, level.merging(grave) { $1 }))
        #expect(atOnce.contains("difference_reason required"))
        #expect(await faults(office.entry(.create, "risk_assessment", record, dossier: child, level)) == [])
        #expect(await faults(office.entry(.amend, "risk_assessment", record, grave)) == ["difference_reason required"])
        #expect(await faults(office.entry(.amend, "risk_assessment", record, grave.merging(["difference_reason": "Seen today."]) { $1 })) == [])
    }

    // MARK: Work

    @Test func oneTankForAWholeSave() throws {
        let forms = office.desk.forms
        let fields: [String: Value] = ["assessed_on": "2026-01-02", "risk_level": "high", "serious_harm": "yes", "difference_reason": "x"]
        func judged(_ count: Int, tank: Int) throws(CaseworkError) -> [AuthoredEntry] {
            try AnswerJudge(forms: forms, places: nil, at: office.time.now(), before: [:], tank: tank)
                .judged((0..<count).map { _ in office.entry(.create, "risk_assessment", office.id(), fields) })
        }
        #expect(try judged(1, tank: 20_000).count == 1)
        #expect(try judged(100, tank: FormWork.fullTank).count == 100)
        do {
            _ = try judged(100, tank: 20_000)
            Issue.record("a hundred entries cost as little as one")
        } catch {
            guard case .faults(let faults) = error.reason else {
                Issue.record("another error")
                return
            }
            #expect(faults.count == 1 && faults[0].code == "too-much-work" && forms["risk_assessment"]?.field(faults[0].field) != nil)
        }
    }

    // MARK: Older versions

    @Test func anOlderVersionIsTakenForAWhile() async throws {
        let child = try await office.child("Amina", "Haddad", of: worker)
        let second = try await publish("note", Self.note + "text,weather,The weather,,100,,never\n", version: 2)
        office.time.advance(millis: 90 * 86_400_000)
        let third = try await publish("note", Self.note, version: 3, base: second)
        func old() -> AuthoredEntry {
            var entry = office.entry(.create, "note", office.id(), dossier: child, ["weather": "rain", "text": "x"])
            entry.formVersion = 2
            return entry
        }
        office.time.advance(millis: (Desk.daysAVersionIsTaken - 1) * 86_400_000)
        #expect(await faults(old()) == [])
        office.time.advance(millis: 2 * 86_400_000)
        #expect(await faults(old()) == ["weather unknown-field"])
        // In use again for a moment, it counts from then.
        let survey = Self.note + "text,weather,The weather,,100,,never\n"
        let back = FormToRollBack(id: office.id(), form: "note", publication: second, note: "", base: third)
        _ = try await office.desk.rollBack(back, by: officer.author, standing: officer.standing) { _, _ in
            try FormDefinition.read(survey: survey, choices: "list_name,name\n", settings: "form_id,version\nnote,2\n")
        }
        _ = try await publish("note", Self.note, version: 4, base: second)
        office.time.advance(millis: 86_400_000)
        #expect(await faults(old()) == [])
    }

    @Test func whatIsCalculatedFollowsTheVersionInUse() async throws {
        let header = Self.note.replacing("cm::forward\n", with: "cm::forward,calculation\n")
        let second = try await publish("note", header + "calculate,length,Length,,,narrative,never,string-length(${text})\ntext,weather,Weather,,,,never,\n", version: 2)
        _ = try await publish("note", header + "calculate,length,Length,,,narrative,never,string-length(${text}) * 10\n", version: 3, base: second)
        let verdict = office.desk.forms.judge(["weather": "rain", "text": "four"], stored: [:], all: [:], form: "note", version: 2, entry: office.id(),
                                              extent: .whole, at: office.time.now())
        #expect(verdict.faults.isEmpty && verdict.calculated["length"] == "40")
    }

    // MARK: Attachments of repeats that are gone

    @Test func aRepeatThatIsGoneStillHoldsAttachments() async throws {
        let child = try await office.child("Amina", "Haddad", of: worker)
        let second = try await publish("note", Self.note + "begin_repeat,pics,Pictures,,,general,\nimage,pic,Picture,,,general,\nend_repeat,,,,,,\n", version: 2)
        _ = try await publish("note", Self.note, version: 3, base: second)
        #expect(office.desk.forms["note"]?.field("pics")?.retired == true)
        let forged = "\(office.id()) image/jpeg 1 \(String(repeating: "a", count: 64)) x.jpg"
        let rows: Value = .list([.map(["pic": .text(forged)])])
        #expect(office.desk.forms.media(of: "note").references(in: ["pics": rows]).map(\.field) == ["pics"])
        var entry = office.entry(.create, "note", office.id(), dossier: child, ["text": "x", "pics": rows])
        entry.formVersion = 2
        #expect(await faults(entry) == ["pics attachment"])
    }

    @Test func aTextThatWasAPictureOnceIsNoAttachment() async throws {
        let second = try await publish("note", Self.note + "image,sketch,Sketch,,,,never\n", version: 2)
        _ = try await publish("note", Self.note + "text,sketch,Sketch,,,,never\n", version: 3, base: second)
        let media = office.desk.forms.media(of: "note")
        #expect(media.references(in: ["sketch": "a house"]).isEmpty)
        #expect(media.references(in: ["sketch": .text("\(office.id()) image/jpeg 1 \(String(repeating: "a", count: 64))")]).count == 1)
    }

    // MARK: Reports from the public

    private func tightened() async throws {
        func text(_ path: String) throws -> String {
            try String(contentsOf: URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../assets/standard/forms/notification/" + path), encoding: .utf8)
        }
        let choices = try text("choices.csv").split(separator: "\n").filter { !$0.hasPrefix("notifier_kind,teacher") }.joined(separator: "\n")
        _ = try await publish("notification", try text("survey.csv") + "text,season,Season of the year,,,,,,yes,,,,,,,,never,\n", choices: choices + "\n", version: 2)
    }

    @Test func noFormRefusesAReportAndNoWordOfItIsLost() async throws {
        try await tightened()
        var concern = office.concern()
        concern.fields["season"] = "winter"
        concern.fields["unheard_of"] = .list(["one", "two"])
        concern.children[0]["nickname"] = "Bee"
        concern.children[0]["age_years"] = "about six"
        let blank = Concern(save: office.id(), fields: ["description": .list(["not", "a text"])], children: [])
        for report in [concern, blank] {
            let first = try office.desk.notifyPubliclyAndWait(report, device: office.journal.site)
            let again = try await office.desk.notifyPublicly(report, device: office.journal.site)
            #expect(first.notification == again.notification && first.acknowledgement == again.acknowledgement)
        }
        let now = try office.again(worker)
        #expect(try office.desk.notifications(.new, after: nil, for: now.standing).rows.count == 2)
        let shown = try office.desk.notification(try await office.desk.notifyPublicly(concern, device: office.journal.site).notification, for: now.standing)
        #expect(shown.notification.text("description")?.split(separator: "\n").map(String.init) == [
            "Seen alone at the market.", "⚑ Season of the year: winter", "⚑ unheard_of: one, two", "⚑ You are: teacher",
            "⚑ 1. nickname: Bee", "⚑ 1. Age in years, about: about six"])
        #expect(shown.notification.text("urgent") == "no" && shown.notification.text("channel") == "web")
        #expect(shown.children[0].text("given_name") == "Child 0" && shown.children[0].fields["age_years"] == nil)
        let other = try await office.desk.notifyPublicly(blank, device: office.journal.site).notification
        #expect(try office.desk.record(other, for: now.standing).text("description") == "⚑ What have you seen or heard?: not, a text")
    }

    @Test func aReportSentAgainIsTheSameWhateverTheFormAsksMeanwhile() async throws {
        let concern = office.concern()
        let first = try await office.desk.notifyPublicly(concern, device: office.journal.site)
        try await tightened()
        #expect(try office.desk.notifyPubliclyAndWait(concern, device: office.journal.site).notification == first.notification)
        // Other words under the same id are kept as well.
        var more = concern
        more.fields["description"] = "And again on Sunday."
        let second = try office.desk.notifyPubliclyAndWait(more, device: office.journal.site)
        #expect(second.notification != first.notification && second.acknowledgement == first.acknowledgement)
        #expect(try office.desk.notifyPubliclyAndWait(more, device: office.journal.site).notification == second.notification)
        #expect(try office.desk.notifications(.new, after: nil, for: try office.again(worker).standing).rows.count == 2)
    }

    /// Somebody without an account can send anything under any id: nothing of it is lost, and nothing stops.
    @Test func twentyReportsUnderOneIdAreTwenty() async throws {
        var concern = office.concern()
        for number in 0..<20 {
            concern.fields["description"] = .text("Report \(number)")
            _ = try office.desk.notifyPubliclyAndWait(concern, device: office.journal.site)
            _ = try office.desk.notifyPubliclyAndWait(concern, device: office.journal.site)
        }
        #expect(try office.desk.notifications(.new, after: nil, for: try office.again(worker).standing).rows.count == 20)
    }

    @Test func aCorrectedReportIsAnotherOne() async throws {
        var concern = office.concern()
        concern.fields["description"] = "Since yesterday her eyes are red."
        concern.fields["urgent"] = "no"
        let first = try await office.desk.notifyPublicly(concern, device: office.journal.site)
        concern.fields["urgent"] = "yes"
        let second = try await office.desk.notifyPublicly(concern, device: office.journal.site)
        #expect(first.notification != second.notification)
        #expect(try office.desk.record(second.notification, for: try office.again(worker).standing).text("urgent") == "yes")
    }

    /// The description is seen by more people than who reported.
    @Test func whoReportedStaysOutOfTheDescription() async throws {
        func text(_ path: String) throws -> String {
            try String(contentsOf: URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../assets/standard/forms/notification/" + path), encoding: .utf8)
        }
        let survey = try text("survey.csv").split(separator: "\n").filter { !$0.contains(",notifier_contact,") }.joined(separator: "\n")
        _ = try await publish("notification", survey + "\n", choices: try text("choices.csv"), version: 2)
        var concern = office.concern()
        concern.fields["notifier_contact"] = "0123 456 789"
        concern.fields["notifier_name"] = .text(String(repeating: "Long name ", count: 60))
        let made = try await office.desk.notifyPublicly(concern, device: office.journal.site).notification
        let all = try #require(try office.desk.journal.read { db in try JournalStore.record(db, made) }).fields
        #expect(all["description"]?.text?.contains("0123") == false && all["description"]?.text?.contains("Long name") == false)
        #expect(all["notifier_contact"] == "0123 456 789" && all["notifier_name"]?.text?.hasPrefix("Long name") == true)
        #expect(try await office.desk.notifyPublicly(concern, device: office.journal.site).notification == made)
    }
}
