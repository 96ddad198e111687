import Access
import Foundation
import Foundations
import GRDB
import Journal
import Testing
@testable import Casework

/// Saves that try to get round the rights by their shape.
@Suite struct SaveRightsTests {
    private let plain: PlainJournal
    private let desk: Desk
    private let rules: AccessRules
    private let time = ManualTime(WallTime(millis: DemoSupport.now, trust: .attested))
    private let mine = UUIDv7(high: 0x0190_0000_0000_7000, low: 0x8000_0000_0000_0001)
    private let team = UUIDv7(high: 0x0190_0000_0000_7000, low: 0x8000_0000_0000_0101)
    private let other = UUIDv7(high: 0x0190_0000_0000_7000, low: 0x8000_0000_0000_0002)
    private let otherTeam = UUIDv7(high: 0x0190_0000_0000_7000, low: 0x8000_0000_0000_0102)

    init() throws {
        plain = try PlainJournal()
        let standard = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "assets/standard")
        func text(_ path: String) throws -> String { try String(contentsOf: standard.appending(path: path), encoding: .utf8) }
        let names = try FileManager.default.contentsOfDirectory(atPath: standard.appending(path: "forms").path)
        let forms = try FormLibrary(names.sorted().map { name in
            FormLibrary.Sheets(survey: try text("forms/\(name)/survey.csv"), choices: try text("forms/\(name)/choices.csv"),
                               settings: try text("forms/\(name)/settings.csv"))
        })
        rules = AccessRules(book: try RoleBook.read(roles: text("roles.csv"), rights: text("role_rights.csv")), classes: FieldClasses(forms: forms.all))
        desk = Desk(journal: plain.journal, shelf: FormShelf(standard: forms), time: time, caseNumber: { "4F-73Q" }, digest: PlainKeys().blake2b256)
    }

    private func id() -> UUIDv7 { UUIDv7.make(at: time.now().millis) }

    private func standing(_ role: String, _ person: UUIDv7, _ team: UUIDv7? = nil) throws -> Standing {
        let role = try #require(rules.book[role])
        return rules.standing(of: Viewer(person: person, role: role, teams: team.map { [$0] } ?? []))
    }

    private func save(_ entries: [AuthoredEntry], _ role: String, _ person: UUIDv7, _ team: UUIDv7? = nil) async throws -> Receipt {
        try await desk.save(AuthoredSave(id: id(), entries: entries, at: time.now()),
                            by: Author(person: person, device: id(), team: team), standing: standing(role, person, team))
    }

    private func entry(_ op: Op, _ form: String, _ record: UUIDv7, dossier: UUIDv7? = nil, parent: UUIDv7? = nil,
                       _ fields: [String: Value] = [:], status: String? = nil) -> AuthoredEntry {
        AuthoredEntry(id: id(), op: op, form: form, record: record, dossier: dossier, parent: parent, fields: fields, status: status)
    }

    /// A child with an open case of `owner`.
    private func dossier(_ owner: UUIDv7, _ team: UUIDv7) throws -> (child: UUIDv7, case: UUIDv7) {
        let (child, opened) = (id(), id())
        let near = RecordEnvelope(owner: owner, team: team, status: "open")
        try plain.journal.bulk([Save(id: id(), actor: owner, device: id(), at: time.now(), changes: [
            Change(id: id(), record: child, kind: "child", op: .create, scope: Scope(.dossier, child), dossier: child,
                   fields: ["given_name": .text("Test")], envelope: RecordEnvelope(owner: owner, team: team)),
            Change(id: id(), record: opened, kind: "case", op: .create, scope: Scope(.dossier, child), dossier: child,
                   fields: ["risk_level": .text("low")], envelope: near),
        ])])
        return (child, opened)
    }

    private func fields(_ record: UUIDv7) throws -> [String: Value]? { try plain.journal.read { try JournalStore.record($0, record)?.fields } }

    private func sees(_ role: String, _ person: UUIDv7, _ record: UUIDv7) throws -> Bool {
        let standing = try standing(role, person)
        return try plain.journal.read { db in
            guard let stored = try JournalStore.record(db, record) else { return false }
            return standing.decide(Envelope(stored), try Surroundings.of(stored, in: db)).exists
        }
    }

    @Test func aLinkToAStrangersFamilyOpensNothing() async throws {
        let own = try dossier(mine, team)
        let family = id()
        try plain.journal.bulk([Save(id: id(), actor: other, device: id(), at: time.now(), changes: [
            Change(id: id(), record: family, kind: "family", op: .create, scope: Scope(.family, family),
                   fields: ["family_name": .text("Secret"), "address": .text("hidden street")], envelope: RecordEnvelope(owner: other, team: otherTeam)),
        ])])
        for parent in [family, nil] {
            await #expect(throws: CaseworkError(.notFound)) {
                _ = try await save([entry(.create, "family_member", id(), dossier: own.child, parent: parent,
                                          ["family": .text(family.description), "role": .text("child")])], "case_worker", mine, team)
            }
        }
        #expect(try !sees("case_worker", mine, family))
    }

    @Test func nobodyAddsToADossierTheyDoNotSee() async throws {
        let theirs = try dossier(other, otherTeam)
        for (form, fields) in [("case", ["concern": "neglect"]), ("note", ["text": "words"])] {
            await #expect(throws: CaseworkError(.notFound)) {
                _ = try await save([entry(.create, form, id(), dossier: theirs.child, fields.mapValues(Value.text))], "case_worker", mine, team)
            }
        }
        #expect(try !sees("case_worker", mine, theirs.child))
    }

    /// A second entry on the record that the same save makes writes what the first could not.
    @Test func aSecondEntryWritesNoMoreThanTheFirst() async throws {
        let notification = id()
        func report(_ more: AuthoredEntry) async throws -> Receipt {
            try await save([
                entry(.create, "notification", notification, ["notifier_kind": .text("teacher"), "concern": .text("neglect"), "urgent": .text("no"),
                                                              "description": .text("seen today"), "channel": .text("web")]),
                more,
            ], "notifier", mine)
        }
        await #expect(throws: CaseworkError.self) { _ = try await report(entry(.amend, "notification", notification, [:], status: "screened_out")) }
        await #expect(throws: CaseworkError.self) { _ = try await report(entry(.close, "notification", notification, [:], status: "registered")) }
        #expect(try fields(notification) == nil)
    }

    /// `decide` settles conflicts in the journal; a worker who may edit risk may not settle one about it.
    @Test func aDecisionDoesNotComeInAsAnOrdinaryEntry() async throws {
        let own = try dossier(mine, team)
        await #expect(throws: CaseworkError.self) {
            _ = try await save([entry(.decide, "case", own.case, ["risk_level": .text("low")])], "case_worker", mine, team)
        }
        _ = try await save([entry(.amend, "case", own.case, ["risk_level": .text("high")])], "case_worker", mine, team)
        #expect(try fields(own.case)?["risk_level"] == .text("high"))
        _ = try await save([entry(.decide, "case", own.case, ["risk_level": .text("medium")])], "supervisor", other, team)
        #expect(try fields(own.case)?["risk_level"] == .text("medium"))
    }

    /// The territorial authority decides about cases; it does not keep them.
    @Test func whoMayDecideMayNotEdit() async throws {
        let own = try dossier(mine, team)
        await #expect(throws: CaseworkError.self) {
            _ = try await save([entry(.amend, "case", own.case, ["risk_level": .text("low")])], "guardianship_territorial", other)
        }
        #expect(try fields(own.case)?["risk_level"] == .text("low"))
    }

    @Test(arguments: ["user", "credential", "access_request", "access_notice"])
    func accountsAreNotCasework(_ kind: String) async throws {
        for role in ["site_administrator", "supervisor", "case_worker"] {
            await #expect(throws: CaseworkError.self) { _ = try await save([entry(.create, kind, id(), ["display_name": .text("x")])], role, mine, team) }
        }
    }

    /// A doctor and a teacher are asked into one dossier: each writes there, and reads what they wrote, not the other's.
    @Test func specialistsReadTheirOwnPapersOnly() async throws {
        let own = try dossier(mine, team)
        let (doctor, teacher) = (id(), id())
        for asked in [doctor, teacher] {
            let referral = id()
            try plain.journal.bulk([Save(id: id(), actor: mine, device: id(), at: time.now(), changes: [
                Change(id: id(), record: referral, kind: "referral", op: .create, scope: Scope(.dossier, own.child), dossier: own.child,
                       fields: ["service": .text("health")], envelope: RecordEnvelope(owner: asked, status: "accepted")),
            ])])
        }
        let (medical, school) = (id(), id())
        _ = try await save([entry(.create, "medical_assessment", medical, dossier: own.child,
                                  ["assessed_on": .text("2026-01-05"), "findings": .text("words")])], "specialist", doctor)
        _ = try await save([entry(.create, "educational_assessment", school, dossier: own.child,
                                  ["assessed_on": .text("2026-01-05"), "school_attendance": .text("local_school")])], "specialist", teacher)
        #expect(try sees("specialist", doctor, medical) && !sees("specialist", teacher, medical))
        #expect(try sees("specialist", teacher, school) && !sees("specialist", doctor, school))
        #expect(try sees("case_worker", mine, medical) && sees("case_worker", mine, school))
        #expect(try !sees("specialist", id(), medical))
        await #expect(throws: CaseworkError.self) {
            _ = try await save([entry(.create, "supervision_note", id(), dossier: own.child, ["supervised_on": .text("2026-01-05")])], "case_worker", mine, team)
        }
    }

    /// The directory and the registers lie in no dossier.
    @Test func registersStandApartFromDossiers() async throws {
        let (provider, family, search) = (id(), id(), id())
        _ = try await save([entry(.create, "provider", provider, ["provider_name": .text("Sun House"), "provider_kind": .text("ngo")])], "data_officer", other)
        _ = try await save([entry(.create, "prospective_parent", family,
                                  ["full_name": .text("Test"), "wants": .text("foster"), "applied_on": .text("2026-01-05")])], "adoption_officer", other)
        _ = try await save([entry(.create, "tracing_request", search,
                                  ["seeker_name": .text("Test"), "relation": .text("mother"), "requested_on": .text("2026-01-05"),
                                   "consent_given": .text("yes")])], "tracing_officer", other)
        #expect(try sees("case_worker", mine, provider) && sees("helpline_operator", mine, provider))
        #expect(try !sees("notifier", mine, provider))
        for role in ["case_worker", "supervisor", "data_officer", "tracing_officer"] { #expect(try !sees(role, mine, family), "\(role)") }
        for role in ["case_worker", "supervisor", "adoption_officer"] { #expect(try !sees(role, mine, search), "\(role)") }
        #expect(try sees("guardianship_territorial", mine, family) && sees("tracing_officer", mine, search))
    }
}
