import FormEngine
import Foundations
import Testing
@testable import Access

/// A small district: one dossier of worker 1 in team 101, one of worker 2 in team 102, a specialist asked into the first.
enum District {
    static let worker = id(1), colleague = id(2), supervisor = id(3), specialist = id(4), stranger = id(9)
    static let teamA = id(101), teamB = id(102)
    static let dossier = id(1000), otherDossier = id(2000)

    static let child = Envelope(id: dossier, kind: "child", dossier: dossier, owner: colleague, team: teamB)
    static let openCase = Envelope(id: id(1001), kind: "case", dossier: dossier, status: "open", owner: worker, team: teamA, agency: "ministry")
    static let referral = Envelope(id: id(1002), kind: "referral", dossier: dossier, status: "requested", owner: specialist)
    static let note = Envelope(id: id(1003), kind: "note", dossier: dossier, owner: worker)
    static let marked = Envelope(id: id(1004), kind: "note", dossier: dossier, sensitivity: "restricted")
    static let around = Surroundings(dossierRows: [openCase, referral])

    static let freshAlert = Envelope(id: id(3000), kind: "notification", status: "new")
    static let alertChild = Envelope(id: id(3001), kind: "notified_child", parent: id(3000))
    static let teamAlert = Envelope(id: id(3010), kind: "notification", status: "registered", owner: worker, team: teamA)

    static func viewer(_ role: String, _ person: UUIDv7, team: UUIDv7? = nil, agency: String? = nil, glass: Set<UUIDv7> = []) throws -> Viewer {
        guard let role = try standardRoles()[role] else { throw AccessError.unknownRole(role) }
        return Viewer(person: person, role: role, teams: team.map { [$0] } ?? [], agency: agency, brokenGlass: glass)
    }

    static let classes = FieldClasses([
        "child": ["given_name": .general, "national_id": .identity, "address": .address, "phone": .contact, "health_summary": .health],
        "case": ["case_number": .general, "risk_level": .general],
        "note": ["text": .narrative, "kept_on": .general],
        "referral": ["service": .general, "reason": .narrative],
        "notification": ["concern": .general, "notifier_name": .notifier, "description": .narrative],
        "notified_child": ["given_name": .general],
    ])

    static func standing(_ viewer: Viewer) throws -> Standing { AccessRules(book: try standardRoles(), classes: classes).standing(of: viewer) }
}

@Suite struct StandingTests {
    /// Ordered: stranger, wrong role, right role too far, right role near. `nil`: must not even exist.
    @Test func whoSeesTheChild() throws {
        let rows: [(String, UUIDv7, UUIDv7?, [String]?)] = [
            ("notifier", District.stranger, nil, nil),
            ("helpline_operator", District.stranger, nil, nil),
            ("site_administrator", District.stranger, District.teamA, nil),
            ("auditor", District.stranger, District.teamA, nil),
            ("district_manager", District.stranger, District.teamA, nil),
            ("hub_analyst", District.stranger, District.teamA, nil),
            ("case_worker", District.stranger, District.teamA, nil),
            // Who registered the child keeps nothing once others hold the case.
            ("case_worker", District.colleague, District.teamB, nil),
            ("supervisor", District.supervisor, District.teamB, nil),
            ("specialist", District.stranger, District.teamA, nil),
            ("court_clerk", District.stranger, nil, nil),
            ("specialist", District.specialist, nil, ["given_name", "health_summary", "phone"]),
            ("volunteer", District.specialist, nil, ["given_name", "phone"]),
            ("court_clerk", District.specialist, nil, ["given_name", "national_id"]),
            ("data_officer", District.stranger, nil, ["given_name", "national_id"]),
            ("case_worker", District.worker, nil, ["address", "given_name", "health_summary", "national_id", "phone"]),
            ("supervisor", District.supervisor, District.teamA, ["address", "given_name", "health_summary", "national_id", "phone"]),
        ]
        let all = ["given_name": 1, "national_id": 1, "address": 1, "phone": 1, "health_summary": 1, "from_a_newer_form": 1]
        for (role, person, team, expected) in rows {
            let decision = try District.standing(District.viewer(role, person, team: team)).decide(District.child, District.around)
            #expect(decision.exists == (expected != nil), "\(role)")
            #expect(decision.visible.split(all).inside.keys.sorted() == expected ?? [], "\(role)")
            if expected == nil { #expect(decision == .hidden, "\(role)") }
        }
    }

    /// An authority reads the dossiers that came before it, not the whole site.
    @Test(arguments: [("guardianship_local", "placement", true), ("guardianship_local", "closure", false),
                      ("guardianship_territorial", "placement", true), ("guardianship_territorial", "closure", true)])
    func anAuthorityReadsWhatCameBeforeIt(_ role: String, _ kind: String, _ opens: Bool) throws {
        let standing = try District.standing(District.viewer(role, District.stranger))
        let asked = Envelope(id: id(1006), kind: kind, dossier: District.dossier, status: "requested", owner: District.worker)
        let around = Surroundings(dossierRows: [District.openCase, District.referral, asked])
        let family = Envelope(id: id(1010), kind: "family")
        func above(_ rows: [Envelope]) -> Surroundings {
            Surroundings(members: [.init(row: Envelope(id: id(1011), kind: "family_member", dossier: District.dossier, parent: family.id), dossierRows: rows)])
        }
        for record in [District.child, District.openCase] {
            #expect(!standing.decide(record, District.around).exists)
            #expect(standing.decide(record, around).exists == opens)
        }
        #expect(!standing.decide(family, above([District.openCase])).exists)
        #expect(standing.decide(family, above([District.openCase, asked])).exists == opens)
        #expect(standing.decide(asked, around).decidable.isEmpty == !opens)
        let child = standing.decide(District.child, around)
        #expect(child.visible.contains("national_id") == opens && !child.visible.contains("phone") && child.editable.isEmpty)
    }

    @Test func onlyThoseWhoWorkOnItChangeIt() throws {
        let worker = try District.standing(District.viewer("case_worker", District.worker)).decide(District.child, District.around)
        #expect(worker.editable.contains("phone") && worker.editable.contains("national_id"))
        #expect(worker.exportable.isEmpty)
        let specialist = try District.standing(District.viewer("specialist", District.specialist)).decide(District.child, District.around)
        #expect(specialist.editable.isEmpty && specialist.exportable.isEmpty)
        let supervisor = try District.standing(District.viewer("supervisor", District.supervisor, team: District.teamA)).decide(District.child, District.around)
        #expect(supervisor.exportable.contains("given_name") && !supervisor.exportable.contains("national_id"))
    }

    @Test func aFieldNoFormKnowsIsNobodys() throws {
        let worker = try District.standing(District.viewer("case_worker", District.worker)).decide(District.child, District.around)
        #expect(!worker.visible.contains("from_a_newer_form") && !worker.editable.contains("from_a_newer_form"))
    }

    @Test func aReferralToATeamOpensTheDossierToThatTeam() throws {
        var asked = District.referral
        asked.owner = District.teamB
        let around = Surroundings(dossierRows: [District.openCase, asked])
        #expect(try District.standing(District.viewer("specialist", District.stranger, team: District.teamB)).decide(District.child, around).exists)
        #expect(try !District.standing(District.viewer("specialist", District.stranger, team: District.teamA)).decide(District.child, around).exists)
        #expect(try !District.standing(District.viewer("case_worker", District.stranger, team: District.teamB)).decide(District.child, around).exists)
    }

    @Test func anEndedReferralOpensNothingMore() throws {
        var ended = District.referral
        for status in ["declined", "ended", "done", "closed"] {
            ended.status = status
            let around = Surroundings(dossierRows: [District.openCase, ended])
            let specialist = try District.standing(District.viewer("specialist", District.specialist))
            #expect(!specialist.decide(District.child, around).exists, "\(status)")
        }
    }

    /// Who is asked in reads what they wrote themselves, while they are asked in.
    @Test(arguments: ["specialist", "volunteer", "residential_worker", "tracing_officer"])
    func notesOfOthersStayClosedToThoseAskedIn(_ role: String) throws {
        let standing = try District.standing(District.viewer(role, District.specialist))
        let own = Envelope(id: id(1005), kind: "note", dossier: District.dossier, owner: District.specialist)
        #expect(standing.creatable(own, District.around)?.contains("text") == true)
        #expect(standing.decide(own, District.around).visible.contains("text"))
        #expect(!standing.decide(District.note, District.around).exists)
        let alone = Surroundings(dossierRows: [District.openCase])
        #expect(!standing.decide(own, alone).exists && standing.creatable(own, alone) == nil)
    }

    @Test func aClosedCaseLeavesTheWorkersReach() throws {
        var closed = District.openCase
        closed.status = "closed"
        let around = Surroundings(dossierRows: [closed])
        #expect(try !District.standing(District.viewer("case_worker", District.worker)).decide(District.child, around).exists)
        #expect(try District.standing(District.viewer("supervisor", District.supervisor, team: District.teamA)).decide(District.child, around).exists)
        closed.status = "monitoring"
        #expect(try District.standing(District.viewer("case_worker", District.worker)).decide(District.child, Surroundings(dossierRows: [closed])).exists)
    }

    @Test func credentialsExistForNobody() throws {
        let record = Envelope(id: id(1), kind: ReservedKind.credential, owner: id(1), team: District.teamA)
        let request = Envelope(id: id(2), kind: ReservedKind.request, owner: id(1))
        for role in try standardRoles().roles.values {
            let standing = try District.standing(Viewer(person: id(1), role: role, teams: [District.teamA], agency: "ministry"))
            #expect(standing.decide(record, Surroundings()) == .hidden)
            #expect(standing.decide(request, Surroundings()) == .hidden)
        }
        // Not even a role made by hand, past the reader, can name them.
        let forged = Role(code: "x", reach: .site, needsSecondFactor: false, powers: [], titles: [:],
                          grants: [Grant(kinds: ["credential"], actions: Set(Action.allCases), reach: .site, viewing: [.never, .general])])
        let standing = AccessRules(book: RoleBook(roles: [forged]), classes: FieldClasses(["credential": ["password": .general]]))
            .standing(of: Viewer(person: id(1), role: forged))
        #expect(standing.decide(record, Surroundings()) == .hidden)
        #expect(standing.filter().isEmpty)
    }

    @Test func aMarkedRecordIsForItsOwnCaseloadOnly() throws {
        #expect(try District.standing(District.viewer("case_worker", District.worker)).decide(District.marked, District.around).exists)
        #expect(try !District.standing(District.viewer("supervisor", District.supervisor, team: District.teamA)).decide(District.marked, District.around).exists)
        #expect(try !District.standing(District.viewer("data_officer", District.stranger)).decide(District.marked, District.around).exists)
        #expect(try !District.standing(District.viewer("supervisor", District.supervisor, team: District.teamB, glass: [District.dossier]))
            .decide(District.marked, District.around).exists)
    }

    @Test func brokenGlassOpensOneDossierForReadingOnly() throws {
        let standing = try District.standing(District.viewer("supervisor", District.supervisor, team: District.teamB, glass: [District.dossier]))
        let decision = standing.decide(District.child, District.around)
        #expect(decision.exists && decision.visible.contains("phone"))
        #expect(decision.editable.isEmpty && decision.exportable.isEmpty && decision.decidable.isEmpty)
        let other = Envelope(id: District.otherDossier, kind: "child", dossier: District.otherDossier)
        let theirCase = Envelope(id: id(2001), kind: "case", dossier: District.otherDossier, status: "open", owner: District.stranger, team: id(103))
        #expect(!standing.decide(other, Surroundings(dossierRows: [theirCase])).exists)
        // A role without the power gets nothing from it.
        let worker = try District.standing(District.viewer("case_worker", District.stranger, glass: [District.dossier]))
        #expect(!worker.decide(District.child, District.around).exists)
    }

    @Test func aNewAlertIsEveryTeamsUntilItIsTaken() throws {
        let worker = try District.standing(District.viewer("case_worker", District.stranger, team: District.teamB))
        #expect(worker.decide(District.freshAlert, Surroundings()).exists)
        #expect(worker.decide(District.freshAlert, Surroundings()).visible.contains("notifier_name"))
        #expect(worker.decide(District.alertChild, Surroundings(parents: [District.freshAlert])).exists)
        #expect(!worker.decide(District.teamAlert, Surroundings()).exists)
        #expect(!worker.decide(District.alertChild, Surroundings(parents: [District.teamAlert])).exists)
        #expect(try !District.standing(District.viewer("notifier", District.stranger)).decide(District.freshAlert, Surroundings()).exists)
    }

    @Test func aFamilyIsReachedThroughItsMembers() throws {
        let family = Envelope(id: id(5000), kind: "family", owner: District.stranger)
        let member = Envelope(id: id(5001), kind: "family_member", dossier: District.dossier, parent: id(5000))
        let around = Surroundings(members: [.init(row: member, dossierRows: [District.openCase])])
        #expect(try District.standing(District.viewer("case_worker", District.worker)).decide(family, around).exists)
        #expect(try !District.standing(District.viewer("case_worker", District.colleague)).decide(family, around).exists)
        #expect(try District.standing(District.viewer("supervisor", District.supervisor, team: District.teamA)).decide(family, around).exists)
    }

    @Test func aConflictShowsOnlyWhatItsRecordShows() throws {
        let task: [String: Value] = ["field": .text("phone"), "sides": .map(["phone": .list([.text("1"), .text("2")]), "given_name": .list([])])]
        let worker = try District.standing(District.viewer("case_worker", District.worker)).decide(District.child, District.around)
        #expect(ConflictSides.visible(in: task, target: worker).keys.sorted() == ["given_name", "phone"])
        let officer = try District.standing(District.viewer("data_officer", District.stranger)).decide(District.child, District.around)
        #expect(ConflictSides.visible(in: task, target: officer).keys.sorted() == ["given_name"])
        #expect(ConflictSides.visible(in: task, target: .hidden).isEmpty)
        let row = Envelope(id: id(7), kind: "conflict_task", dossier: District.dossier)
        let shown = try District.standing(District.viewer("case_worker", District.worker)).decide(row, District.around)
        #expect(shown.visible.contains("field") && !shown.visible.contains("sides"))
    }

    @Test func notifiersMaySubmitAndNothingElse() throws {
        let standing = try District.standing(District.viewer("notifier", District.stranger))
        let given = try #require(standing.creatable(District.freshAlert, Surroundings()))
        #expect(given.contains("notifier_name") && given.contains("description"))
        #expect(standing.filter().isEmpty)
        var inDossier = District.freshAlert
        inDossier.dossier = District.dossier
        #expect(standing.creatable(inDossier, District.around) == nil)
        #expect(standing.creatable(District.child, Surroundings()) == nil)
    }

    @Test func standardFormsGiveEveryFieldAKnownClass() throws {
        for name in ["child", "case", "notification", "notified_child", "note", "visit", "referral"] {
            let survey = try CSVTable(standardText("forms/\(name)/survey.csv"))
            for row in survey.rows {
                guard let permission = row["cm::permission"] else { continue }
                #expect(SensitivityClass.grantable.contains(SensitivityClass(rawValue: permission)), "\(name).\(row["name"] ?? "")")
            }
        }
    }
}
