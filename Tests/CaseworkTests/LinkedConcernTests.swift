import Access
import Alerts
@testable import Casework
import Foundations
import Journal
import Testing

/// A concern about a child that is known already: it reaches who works with the child, until they take note, and nobody who sees one side only.
@Suite struct LinkedConcernTests {
    let office: DeskOffice
    let lead: DeskOffice.Colleague, amal: DeskOffice.Colleague, ion: DeskOffice.Colleague, far: DeskOffice.Colleague

    init() throws {
        office = try DeskOffice()
        lead = try office.colleague("supervisor", team: office.hill)
        amal = try office.colleague("case_worker", team: office.hill)
        ion = try office.colleague("case_worker", team: office.hill)
        far = try office.colleague("case_worker", team: office.river)
    }

    private func rows(_ who: DeskOffice.Colleague, _ section: MyDay.Section? = nil) throws -> [MyDay.Row] {
        try office.desk.myDay(for: who.standing, after: nil).rows.filter { section == nil || $0.key == section }.values.flatMap { $0 }.filter { $0.kind == .concern }
    }

    /// A report of three children, of whom the first is linked to `child`. Returns the report and the child in it.
    private func link(to child: UUIDv7, urgent: Bool = true, by who: DeskOffice.Colleague) async throws -> (report: UUIDv7, reported: UUIDv7) {
        let report = try await office.desk.notifyPublicly(office.concern(urgent: urgent, children: 3), device: office.journal.site).notification
        let reported = try #require(office.desk.notification(report, for: who.standing).children.first).id
        _ = try await office.save([office.entry(.amend, "notified_child", reported, base: 1, ["linked_dossier": .text(child.description)]),
                                   office.entry(.decide, "notification", report, base: 1, [:], status: "linked")], as: who)
        return (report, reported)
    }

    private func note(_ reported: UUIDv7, _ day: String = "2026-01-01", as who: DeskOffice.Colleague) async throws {
        let base = try office.journal.read { try JournalStore.version($0, of: reported) }
        _ = try await office.save([office.entry(.amend, "notified_child", reported, base: base, ["link_noted_on": .text(day)])], as: who)
    }

    @Test func itReachesTheWorkerAndTheSupervisorUntilSomebodyTakesNote() async throws {
        let child = try await office.child("Amina", "Kaya", of: amal)
        let made = try await link(to: child, by: lead)
        let row = try #require(try rows(amal, .urgent).first)
        #expect(row.record == made.report && row.dossier == child && row.name == "Amina Kaya" && row.reason.code == "urgent_known_child")
        #expect(try rows(lead, .urgent).map(\.record) == [made.report] && rows(ion).isEmpty && rows(far).isEmpty)
        let alert = try #require(office.desk.alerts(for: amal.standing, notices: [], escalated: []).first { $0.reason.code == "urgent_known_child" })
        #expect(alert.alert.isUrgent && alert.kind == .notification && alert.record == made.report)
        let told = try #require(office.desk.concerns(about: child, for: amal.standing).first)
        #expect(told.noted == nil && told.notification.id == made.report && told.child.id == made.reported)

        try await note(made.reported, as: amal)
        #expect(try rows(amal).isEmpty && rows(lead).isEmpty)
        let noted = try #require(office.desk.concerns(about: child, for: lead.standing).first?.noted)
        #expect(noted.on == "2026-01-01" && noted.by == amal.author.person)
        await #expect(throws: CaseworkError.self, "said once") { try await note(made.reported, "2026-01-02", as: lead) }
    }

    @Test func whoLinksAChildOfTheirOwnOrRegistersItHasTakenNote() async throws {
        let mine = try await office.child("Amina", "Kaya", of: amal)
        _ = try await link(to: mine, by: amal)
        #expect(try rows(amal).isEmpty && rows(lead).isEmpty)
        #expect(try office.desk.concerns(about: mine, for: amal.standing).first?.noted?.by == amal.author.person)
        let report = try await office.desk.notifyPublicly(office.concern(), device: office.journal.site).notification
        let reported = try #require(office.desk.notification(report, for: amal.standing).children.first).id, fresh = office.id()
        _ = try await office.save([
            office.entry(.create, "child", fresh, ["given_name": "Mira", "family_name": "Kaya", "sex": "female"]),
            office.entry(.create, "case", office.id(), dossier: fresh, ["concern": .list(["neglect"]), "notification": .text(report.description)]),
            office.entry(.amend, "notified_child", reported, base: 1, ["linked_dossier": .text(fresh.description)]),
            office.entry(.decide, "notification", report, base: 1, [:], status: "registered"),
        ], as: amal)
        #expect(try rows(amal).isEmpty && rows(lead).isEmpty)
    }

    @Test func whoSeesOneSideOnlyLearnsNothing() async throws {
        let child = try await office.child("Amina", "Kaya", of: amal)
        let made = try await link(to: child, urgent: false, by: lead)
        #expect(try rows(amal, .today).map(\.reason.code) == ["known_child"])
        // A specialist who was asked into the dossier sees the child and no report.
        #expect(throws: CaseworkError.self) { try office.desk.concerns(about: child, for: far.standing) }
        #expect(throws: CaseworkError.self) { try office.desk.concerns(about: office.id(), for: amal.standing) }
        await #expect(throws: CaseworkError.self, "not of their team") { try await note(made.reported, as: far) }
        await #expect(throws: CaseworkError.self, "no day") { try await note(made.reported, "soon", as: amal) }
        // Whoever gives reports sees no list of them, neither through a child.
        let officer = try office.colleague("specialist", team: office.hill)
        #expect(throws: CaseworkError.self) { try office.desk.concerns(about: child, for: officer.standing) }
    }
}
