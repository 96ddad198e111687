@testable import Access
@testable import Casework
import FormEngine
import Foundations
import Journal
import Testing

@Suite struct OwnFormTests {
    private static let survey = """
        type,name,label::English (en),required,cm::maxlength,cm::permission,cm::index
        date,seen_on,Seen on,,,,date
        text,shoes,Shoes,,100,,text
        text,secret,Said in secret,,1000,narrative,
        """

    private static func definition(_ name: String = "shoe_check", version: Int = 1, rights: String? = "note", survey: String = survey) throws -> FormDefinition {
        try FormDefinition.read(survey: survey, choices: "list_name,name,label\n",
                                settings: "form_id,version,cm::title::English (en),cm::rights_as\n\(name),\(version),Shoe check,\(rights ?? "")\n")
    }

    private static func read(_ publication: FormPublication, _ workbook: [UInt8]) throws -> FormDefinition {
        let parts = String(decoding: workbook, as: UTF8.self).split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
        return try definition(publication.form, version: publication.version, rights: parts[0].isEmpty ? nil : String(parts[0]), survey: String(parts[1]))
    }

    @discardableResult
    private static func publish(_ form: FormDefinition, survey: String = survey, at office: DeskOffice, by officer: DeskOffice.Colleague,
                                base: UUIDv7? = nil) async throws -> FormPublication {
        let workbook = Array("\(form.rightsAs ?? "")\n\(survey)".utf8)
        return try await office.desk.publish(FormToPublish(publication: office.id(), definition: form, workbook: workbook, note: "ours", base: base),
                                             by: officer.author, standing: officer.standing)
    }

    private static func withdraw(_ name: String, base: UUIDv7, to publication: UUIDv7? = nil, at office: DeskOffice, by officer: DeskOffice.Colleague) async throws -> Int? {
        let back = FormToRollBack(id: office.id(), form: name, publication: publication, note: "", base: base)
        return try await office.desk.rollBack(back, by: officer.author, standing: officer.standing, read: read)
    }

    @Test func aFormOfTheSitesOwnIsOfferedAnsweredAndShown() async throws {
        let office = try DeskOffice()
        let worker = try office.colleague("case_worker", team: office.hill), stranger = try office.colleague("case_worker", team: office.river)
        let officer = try office.colleague("data_officer")
        let child = try await office.child("Amina", "Haddad", of: worker)
        await #expect(throws: (any Error).self) { try await office.save([office.entry(.create, "shoe_check", office.id(), dossier: child, ["shoes": "old"])], as: worker) }
        #expect(!(try office.desk.dossier(child, for: worker.standing).mayCreate).contains("shoe_check"))

        try await Self.publish(try Self.definition(), at: office, by: officer)
        let now = try office.anew(worker)
        let offered = try office.desk.dossier(child, for: now.standing).mayCreate
        #expect(offered.firstIndex(of: "shoe_check") == offered.firstIndex(of: "note").map { $0 + 1 }, "right behind the form it follows")
        #expect(now.standing.viewer.role.may.contains("create:shoe_check"))
        let record = office.id()
        _ = try await office.save([office.entry(.create, "shoe_check", record, dossier: child, ["shoes": "torn", "secret": "Her uncle took them."])], as: now)
        let shown = try office.desk.record(record, for: now.standing)
        #expect(shown.fields["shoes"] == "torn" && shown.dossier == child)
        #expect(try office.desk.dossier(child, for: now.standing).papers.contains { $0.id == record })
        #expect(try office.desk.timeline(of: child, before: nil, for: now.standing).rows.first?.form == "shoe_check")
        #expect(try office.desk.history(of: record, for: now.standing)["shoes"]?.count == 1)
        // Nobody beyond those who see the child's notes, and of those only the classes they see there.
        #expect(throws: CaseworkError(.notFound)) { try office.desk.record(record, for: try office.anew(stranger).standing) }
        let data = try office.desk.record(record, for: try office.anew(officer).standing)
        #expect(data.fields["shoes"] == "torn" && data.fields["secret"] == nil)
        await #expect(throws: (any Error).self) { try await office.save([office.entry(.amend, "shoe_check", record, dossier: child, ["shoes": "x"])], as: try office.anew(officer)) }
        // A paper of somebody who was asked in is theirs, as a note is.
        #expect(shown.owner == worker.author.person)
    }

    @Test func everyRoleHasTheSameRightsAsOnTheFormItFollows() async throws {
        let office = try DeskOffice()
        let officer = try office.colleague("data_officer")
        for (at, model) in office.desk.shelf.models.enumerated() {
            let name = "own_\(at)"
            try await Self.publish(try Self.definition(name, rights: model), at: office, by: officer)
            for role in office.rules.book.roles.values {
                for found in SensitivityClass.grantable {
                    for action in Action.allCases {
                        let mine = role.grants.filter { $0.kinds.contains(name) && $0.actions.contains(action) && $0.viewing.contains(found) }.map(\.reach)
                        let its = role.grants.filter { $0.kinds.contains(model) && $0.actions.contains(action) && $0.viewing.contains(found) }.map(\.reach)
                        #expect(mine == its, "\(role.code) \(action) \(found.rawValue) of \(name) as \(model)")
                    }
                }
            }
        }
        // Rights that follow make nobody a reader of cases who is none by the role files.
        #expect(office.rules.book["site_administrator"]?.readsCases == false && office.rules.book["helpline_operator"]?.readsCases == false)
    }

    @Test func anOwnDirectoryLiesOutsideDossiers() async throws {
        let office = try DeskOffice()
        let supervisor = try office.colleague("supervisor", team: office.hill), officer = try office.colleague("data_officer")
        try await Self.publish(try Self.definition("shoe_shop", rights: "provider"), at: office, by: officer)
        let now = try office.anew(supervisor), shop = office.id()
        _ = try await office.save([office.entry(.create, "shoe_shop", shop, ["shoes": "good ones"])], as: now)
        let shown = try office.desk.record(shop, for: now.standing)
        #expect(shown.dossier == nil && shown.form == "shoe_shop")
        let worker = try office.colleague("case_worker", team: office.hill)
        let child = try await office.child("Amina", "Haddad", of: worker)
        #expect(!(try office.desk.dossier(child, for: now.standing).mayCreate).contains("shoe_shop"))
        #expect(try office.desk.record(shop, for: try office.anew(worker).standing).fields["shoes"] == "good ones")
    }

    @Test(arguments: [
        ("credential", "note", OwnFormFault.reservedName), ("access_notice", "note", .reservedName), ("form_publication", "note", .reservedName),
        ("form_in_use", "note", .reservedName), ("access_request", "note", .reservedName), ("site_key", "note", .reservedName),
        ("uploads", "note", .reservedName), ("publications", "note", .reservedName), ("upload", "note", .reservedName),
        ("Shoe-Check", "note", .badName), ("shoe_check", nil, .missingRights(nearest: "note")), ("shoe_check", "notes", .unknownRights(nearest: nil)),
        ("shoe_check", "child", .rightsOfSpecial), ("shoe_check", "notification", .rightsOfSpecial), ("shoe_check", "notified_child", .rightsOfSpecial),
        ("shoe_check", "family", .rightsOfSpecial), ("shoe_check", "shoe_check", .unknownRights(nearest: "note")), ("visit", "note", .needsNoRights), ("user", "note", .needsNoRights), ("conflict_task", "note", .needsNoRights),
    ] as [(String, String?, OwnFormFault)])
    func whatCannotBeAFormIsNamed(_ name: String, _ rights: String?, _ fault: OwnFormFault) async throws {
        let office = try DeskOffice()
        let officer = try office.colleague("data_officer")
        let form = try Self.definition(name, rights: rights)
        #expect(office.desk.shelf.ownFault(of: form, in: office.desk.forms) == fault)
        await #expect(throws: CaseworkError.self) { try await Self.publish(form, at: office, by: officer) }
        #expect(try office.desk.formHistory().publications.isEmpty)
    }

    @Test func anOwnFormFollowsNoOtherOwnForm() async throws {
        let office = try DeskOffice()
        let officer = try office.colleague("data_officer")
        try await Self.publish(try Self.definition(rights: "visit"), at: office, by: officer)
        let chained = try Self.definition("boot_check", rights: "shoe_check")
        #expect(office.desk.shelf.ownFault(of: chained, in: office.desk.forms) == .rightsOfOwn(model: "visit"))
        await #expect(throws: CaseworkError.self) { try await Self.publish(chained, at: office, by: officer) }
        // A form that shares questions with one is likely meant to follow that one.
        let alike = try Self.definition("visit_more", rights: nil, survey: "type,name,label\ndate,seen_on,Seen\ntext,seen,Seen\ntext,promise,Promise\ntext,well_being_safe,Safe\n")
        #expect(office.desk.shelf.ownFault(of: alike, in: office.desk.forms) == .missingRights(nearest: "visit"))
    }

    @Test func takenBackItIsNoLongerOfferedAndItsRecordsStay() async throws {
        let office = try DeskOffice()
        let worker = try office.colleague("case_worker", team: office.hill), officer = try office.colleague("data_officer")
        let child = try await office.child("Amina", "Haddad", of: worker)
        let first = try await Self.publish(try Self.definition(), at: office, by: officer)
        let record = office.id()
        _ = try await office.save([office.entry(.create, "shoe_check", record, dossier: child, ["shoes": "torn"])], as: try office.anew(worker))
        #expect(try await Self.withdraw("shoe_check", base: first.id, at: office, by: officer) == nil)

        func check(_ desk: Desk, _ rules: AccessRules) async throws {
            let now = DeskOffice.Colleague(author: worker.author, standing: rules.standing(of: Viewer(person: worker.author.person, role: rules.book["case_worker"]!, teams: [office.hill])))
            #expect(!desk.forms.isOffered("shoe_check"))
            #expect(!(try desk.dossier(child, for: now.standing).mayCreate).contains("shoe_check"))
            #expect(try desk.record(record, for: now.standing).fields["shoes"] == "torn")
            #expect(desk.forms["shoe_check"]?.field("shoes")?.retired == true)
            for fields in [["shoes": "new"], [:]] as [[String: Value]] {
                await #expect(throws: CaseworkError.self) {
                    let entry = office.entry(.create, "shoe_check", office.id(), dossier: child, fields)
                    _ = try await desk.save(AuthoredSave(id: office.id(), entries: [entry], at: office.time.now()), by: now.author, standing: now.standing)
                }
            }
            // What was begun with the version that was in use costs no word.
            var begun = office.entry(.create, "shoe_check", office.id(), dossier: child, ["shoes": "begun before"])
            begun.formVersion = 1
            _ = try await desk.save(AuthoredSave(id: office.id(), entries: [begun], at: office.time.now()), by: now.author, standing: now.standing)
        }
        try await check(office.desk, office.rules)
        // The same after a start.
        let rules = AccessRules(book: office.standardBook, classes: FieldClasses(forms: office.desk.shelf.standard.all))
        let desk = office.deskAgain(rules: rules)
        #expect(try desk.loadForms(Self.read).isEmpty)
        #expect(desk.forms["shoe_check"] == office.desk.forms["shoe_check"])
        try await check(desk, rules)
        // And offered again.
        let back = FormToRollBack(id: office.id(), form: "shoe_check", publication: first.id, note: "", base: nil)
        #expect(try await office.desk.rollBack(back, by: officer.author, standing: officer.standing, read: Self.read) == 1)
        #expect(try office.desk.dossier(child, for: office.anew(worker).standing).mayCreate.contains("shoe_check"))
    }

    @Test func itSurvivesAStart() async throws {
        let office = try DeskOffice()
        let officer = try office.colleague("data_officer")
        let first = try await Self.publish(try Self.definition(), at: office, by: officer)
        try await Self.publish(try Self.definition(version: 2, survey: Self.survey + "\ntext,size,Size,,10,,\n"), survey: Self.survey + "\ntext,size,Size,,10,,\n",
                               at: office, by: officer, base: first.id)
        let rules = AccessRules(book: office.standardBook, classes: FieldClasses(forms: office.desk.shelf.standard.all))
        #expect(rules.book["case_worker"]?.may.contains("create:shoe_check") == false)
        let desk = office.deskAgain(rules: rules)
        #expect(try desk.loadForms(Self.read).isEmpty)
        #expect(desk.forms["shoe_check"] == office.desk.forms["shoe_check"] && desk.forms.asked("shoe_check")?.version == 2)
        #expect(rules.book["case_worker"]?.may.contains("create:shoe_check") == true)
        #expect(rules.classes.classOf("secret", in: "shoe_check") == .narrative)
    }

    @Test func otherRightsLaterAreJudgedAsLoosening() async throws {
        let office = try DeskOffice()
        let officer = try office.colleague("data_officer")
        let first = try await Self.publish(try Self.definition(rights: "supervision_note"), at: office, by: officer)
        // Everybody who has notes would read what supervisors wrote.
        let wider = try Self.definition(version: 2, rights: "note")
        let loosened = office.desk.shelf.loosened(by: wider, in: office.desk.forms)
        #expect(Set(loosened.map(\.field)) == ["seen_on", "shoes", "secret"] && loosened.allSatisfy { $0.kind == .rights && $0.roles.contains("specialist") })
        await #expect(throws: CaseworkError(.formLoosens(loosened))) { try await Self.publish(wider, at: office, by: officer, base: first.id) }
        // Fewer is one person's to decide, and it counts at once.
        let strange = try await Self.publish(try Self.definition("boot_check", rights: "note"), at: office, by: officer)
        let worker = try office.colleague("specialist")
        #expect(worker.standing.mayEver(.create, "boot_check"))
        try await Self.publish(try Self.definition("boot_check", version: 2, rights: "supervision_note"), at: office, by: officer, base: strange.id)
        #expect(try office.anew(worker).standing.mayEver(.create, "boot_check") == false)
    }
}

extension DeskOffice {
    /// The same person at their next request, with what the role may do by then.
    func anew(_ who: Colleague) throws -> Colleague {
        let viewer = who.standing.viewer
        guard let role = rules.book[viewer.role.code] else { throw CaseworkError(.notFound) }
        return Colleague(author: who.author, standing: rules.standing(of: Viewer(person: viewer.person, role: role, teams: viewer.teams)))
    }

    /// The roles as their files have them.
    var standardBook: RoleBook { RoleBook(roles: rules.book.roles.values.map { $0.following([:]) }) }
}
