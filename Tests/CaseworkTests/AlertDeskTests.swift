import Access
import Alerts
import Casework
import Foundations
import Journal
import Testing

/// Alerts are what one's records say, through one's own rights.
@Suite struct AlertDeskTests {
    let office: DeskOffice
    let worker: DeskOffice.Colleague

    init() async throws {
        office = try DeskOffice()
        worker = try office.colleague("case_worker", team: office.hill)
    }

    private func alerts(_ who: DeskOffice.Colleague, _ escalated: [Escalated] = []) throws -> [ShownAlert] {
        try office.desk.alerts(for: who.standing, notices: [], escalated: escalated)
    }

    @Test func anUrgentReportIsAnAlertOfWhoCanDealWithIt() async throws {
        let lead = try office.colleague("supervisor", team: office.hill), manager = try office.colleague("district_manager"), specialist = try office.colleague("specialist")
        _ = try await office.desk.notify(office.concern(urgent: true), by: lead.author, standing: lead.standing)
        let at = office.time.now().millis
        office.time.advance(millis: 300_000)
        let made = try #require(office.desk.urgentNotifications().first)
        #expect(made.value == at)
        for who in [worker, lead] {
            let shown = try #require(try alerts(who).first)
            #expect(shown.alert.isUrgent && shown.kind == .notification && shown.record == made.key)
        }
        #expect(try alerts(manager).isEmpty && alerts(specialist).isEmpty)
        #expect(try office.desk.mayTriage(made.key, lead.standing) && !office.desk.mayTriage(made.key, manager.standing))
        // Two people's keys of one thing differ, and stay as they are.
        #expect(try alerts(worker)[0].alert.key != alerts(lead)[0].alert.key && alerts(lead)[0].alert.key == alerts(lead)[0].alert.key)
    }

    @Test func escalationTellsTheOneWhoMayNotSeeOnlyThatThereIsOne() async throws {
        let lead = try office.colleague("supervisor", team: office.hill), manager = try office.colleague("district_manager")
        _ = try await office.desk.notify(office.concern(urgent: true), by: lead.author, standing: lead.standing)
        let id = try #require(office.desk.urgentNotifications().first?.key), up = [Escalated(notification: id, level: 1)]
        let seen = try #require(try alerts(lead, up).first { $0.kind == .escalation })
        #expect(seen.record == id && seen.reason.code == "escalated" && seen.alert.isUrgent)
        let unseen = try #require(try alerts(manager, up).first)
        #expect(unseen.kind == .escalation && unseen.record == nil && unseen.dossier == nil && unseen.name == nil && unseen.title == nil && unseen.reason.args.isEmpty)
        #expect(unseen.reason.code == "escalated_unseen" && !unseen.alert.key.contains(id.description))
    }

    @Test func whatOthersChangeInMyCasesIsToldAndWhatIChangeIsNot() async throws {
        let child = try await office.child("Amina", "Kaya", of: worker), lead = try office.colleague("supervisor", team: office.hill)
        #expect(try !alerts(worker).contains { $0.kind == .change })
        let note = office.id()
        _ = try await office.save([office.entry(.create, "note", note, dossier: child, ["noted_on": "2026-01-01", "text": "Please call."])], as: lead)
        let told = try #require(try alerts(worker).first { $0.kind == .change })
        #expect(told.record == note && told.dossier == child && told.name == "Amina Kaya" && told.reason.code == "changed_by_other")
        #expect(told.reason.args["by"]?.text == lead.author.person.description && told.reason.args["text"] == nil && told.title == nil)
        #expect(try !alerts(lead).contains { $0.kind == .change })
        _ = try await office.save([office.entry(.amend, "note", note, base: 1, ["text": "Please call today."])], as: lead)
        #expect(try alerts(worker).first { $0.kind == .change }?.alert.key != told.alert.key)
        office.time.advance(millis: 8 * 86_400_000)
        #expect(try !alerts(worker).contains { $0.kind == .change })
    }

    @Test func aDecisionWaitsForWhoDecidesAndIsToldToWhoAsked() async throws {
        let child = try await office.child("Amina", "Kaya", of: worker), lead = try office.colleague("supervisor", team: office.hill), plan = office.id()
        _ = try await office.save([office.entry(.create, "care_plan", plan, dossier: child, ["goal": "School", "action": "school_fees", "due_on": "2027-01-01"], status: "proposed")], as: worker)
        let waits = try #require(try alerts(lead).first { $0.kind == .decision })
        #expect(waits.record == plan && waits.reason.code == "decision_waits")
        _ = try await office.save([office.entry(.decide, "care_plan", plan, base: 1, [:], status: "approved")], as: lead)
        #expect(try !alerts(lead).contains { $0.kind == .decision })
        #expect(try alerts(worker).contains { $0.record == plan && $0.reason.code == "decision_made" })
    }

    @Test func whatWasSeenAndToldIsKeptAndNothingIsWrittenTwice() throws {
        let person = worker.author.person, device = worker.author.device
        let first = try office.desk.changeAlertAccount(of: person, by: person, device: device) { account in
            account.seen = ["a", "b"]
            account.mail = "a@office.example"
            account.ways = [.mail, .sms]
            account.quiet = QuietHours(from: "22:00", to: "07:00")
            account.told[.mail] = MessagesTold(keys: ["a"], last: 5)
        }
        #expect(first.wishes.ways == [.mail], "a way without an address is none")
        let read = try #require(try office.desk.alertAccounts(of: [person])[person])
        #expect(read == first && read.told[.mail]?.keys == ["a"] && read.quiet?.texts.to == "07:00")
        let place = try office.journal.newestPosition()
        _ = try office.desk.changeAlertAccount(of: person, by: person, device: device) { $0.seen = ["b", "a"] }
        #expect(try office.journal.newestPosition() == place)
        _ = try office.desk.changeAlertAccount(of: person, by: person, device: device) { $0.mail = nil }
        #expect(try office.desk.alertAccounts(of: [person])[person]?.mail == nil)
    }

    @Test func onlyWhoHasThePowerSetsUpMessagesAndThePasswordIsInNoTrail() async throws {
        let keeper = try office.colleague("site_administrator")
        var settings = MessageSettings()
        settings.mail = MessageSettings.Mail(host: "mail.office.example", port: 465, security: .tls, from: "k@office.example", user: "k", password: "secret-word")
        settings.smsFolder = "/var/spool/out"
        await #expect(throws: CaseworkError.self) { try await office.desk.set(settings, by: worker.author, standing: worker.standing) }
        try await office.desk.set(settings, by: keeper.author, standing: keeper.standing)
        #expect(try office.desk.messageSettings() == settings && settings.ways == [.mail, .sms])
        settings.isPaused = true
        settings.mail = nil
        try await office.desk.set(settings, by: keeper.author, standing: keeper.standing)
        #expect(try office.desk.messageSettings() == settings && settings.ways.isEmpty)
        settings.escalation = "level\n"
        await #expect(throws: EscalationFault.self) { try await office.desk.set(settings, by: keeper.author, standing: keeper.standing) }
    }
}
