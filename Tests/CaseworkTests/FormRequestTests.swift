@testable import Access
@testable import Casework
import FormEngine
import Foundations
import Journal
import Testing

@Suite struct FormRequestTests {
    private static let reason = "The clinic must know what happened"
    private static let tight = """
        type,name,label::English (en),required,cm::maxlength,cm::permission,cm::forward
        date,noted_on,Date,,,,never
        select_one note_topic,topic,About,,,,deidentified
        text,text,What happened,yes,12000,narrative,never
        """
    private static let loose = tight.replacing("narrative,never", with: "general,never")

    private static func definition(_ survey: String, version: Int) throws -> FormDefinition {
        try FormDefinition.read(survey: survey, choices: "list_name,name,label::English (en)\nnote_topic,call,Call\n", settings: "form_id,form_title,version\nnote,Note,\(version)\n")
    }

    private static func read(_ publication: FormPublication, _ workbook: [UInt8]) throws -> FormDefinition {
        try definition(String(decoding: workbook, as: UTF8.self), version: publication.version)
    }

    /// An office with accounts: two data officers, a supervisor, an administrator, an auditor and a worker.
    private final class Staffed {
        let office: DeskOffice
        let people: PeopleStore
        private(set) var ids: [String: UUIDv7] = [:]

        init(_ more: [NewPerson] = []) async throws {
            office = try DeskOffice()
            let tools = PeopleStore.Tools(random: { count in (0..<count).map { _ in UInt8.random(in: 0...255) } }, digest: office.desk.digest, hashing: NoHashing())
            people = try PeopleStore(journal: office.journal, rules: office.rules, tools: tools, trail: JournalTrail(office.journal), time: office.time)
            let staff = [("ada", "Ada Root", "site_administrator"), ("dora", "Dora Lee", "data_officer"), ("dan", "Dan Ito", "data_officer"),
                         ("sera", "Sera Lead", "supervisor"), ("odil", "Odil Audit", "auditor"), ("wim", "Wim Case", "case_worker")]
            for one in try await people.found(staff.map { NewPerson(name: $0.1, userName: $0.0, role: $0.2) } + more) { ids[one.person.userName] = one.person.id }
        }

        func who(_ name: String) throws -> DeskOffice.Colleague {
            let person = try #require(ids[name])
            return DeskOffice.Colleague(author: Author(person: person, device: office.id()), standing: office.rules.standing(of: try people.viewer(of: person)))
        }

        func ask(_ survey: String = FormRequestTests.loose, version: Int = 2, base: UUIDv7? = nil, by name: String = "dora", id: UUIDv7? = nil, reason: String = FormRequestTests.reason) async throws -> AccessRequest {
            let officer = try who(name)
            let form = FormToPublish(publication: office.id(), definition: try FormRequestTests.definition(survey, version: version),
                                     workbook: Array(survey.utf8), note: reason, base: base)
            return try await office.desk.askToPublish(form, request: id ?? office.id(), records: ["text": 7], by: officer.author, standing: officer.standing, people: people)
        }

        func agree(_ request: AccessRequest, by name: String) async throws -> Int? {
            try await office.desk.agreeToForm(request.id, by: try who(name).author, people: people, read: FormRequestTests.read)
        }

        func publish(_ survey: String, version: Int, base: UUIDv7?, by name: String = "dan") async throws -> FormPublication {
            let officer = try who(name)
            let form = FormToPublish(publication: office.id(), definition: try FormRequestTests.definition(survey, version: version), workbook: Array(survey.utf8), note: "ordinary", base: base)
            return try await office.desk.publish(form, by: officer.author, standing: officer.standing)
        }

        func open(for name: String) throws -> [AccessRequest] { try people.openRequests(for: try who(name).standing.viewer) }
    }

    private struct NoHashing: PasswordHashing {
        func hash(_ password: [UInt8]) -> String { "" }
        func verify(_ password: [UInt8], against hash: String) -> Bool { false }
    }

    @Test func twoPersonsPutALooserFormIntoUse() async throws {
        let staff = try await Staffed()
        let office = staff.office
        let request = try await staff.ask()
        #expect(office.desk.forms.asked("note")?.version == 1, "asking changes nothing")
        // The second reads the same list: which question, who gains, how many records.
        let listed = try #require(try staff.open(for: "sera").first?.form)
        #expect(listed.form == "note" && listed.version == 2 && listed.loosened.map(\.field) == ["text"])
        #expect(listed.loosened[0].from == "narrative" && listed.loosened[0].to == "general" && listed.loosened[0].records == 7)
        #expect(!listed.loosened[0].roles.isEmpty && listed == request.form)
        #expect(office.rules.classes.classOf("text", in: "note") == .narrative)

        // Neither who asked, nor an administrator, nor somebody who is no second person.
        for name in ["dora", "ada", "wim"] {
            await #expect(throws: AccessError.secondPersonRefused) { _ = try await staff.agree(request, by: name) }
        }
        #expect(try staff.open(for: "dora").map { staff.people.mayAnswer($0, try staff.who("dora").standing.viewer) } == [false])
        #expect(try await staff.agree(request, by: "sera") == 2)
        #expect(office.desk.forms.asked("note")?.version == 2 && office.rules.classes.classOf("text", in: "note") == .general)
        let publication = try #require(try office.desk.formHistory().publications.first)
        #expect(publication.by == staff.ids["dora"] && publication.second == staff.ids["sera"] && publication.note == Self.reason)
        #expect(try staff.open(for: "sera").isEmpty)
        await #expect(throws: AccessError.requestNotOpen) { _ = try await staff.agree(request, by: "dan") }
        // Its copy of the form is gone; both stand in the trail; who asked is told.
        #expect(try office.journal.read { try JournalStore.record($0, request.id) }?.fields["workbook"] == nil)
        let rows = try office.journal.trail.read()
        func told(_ what: String) -> TrailRow? { rows.first { $0.event.detail["what"] == .text(what) } }
        #expect(told("secondPersonAsked")?.event.actor == staff.ids["dora"] && told("secondPersonAgreed")?.event.actor == staff.ids["sera"])
        #expect(told("secondPersonAgreed")?.event.detail["form"] == "note")
        #expect(told("formPublished")?.event.detail["asker"] == .text(staff.ids["dora"]!.description))
        #expect(try staff.people.notices(to: staff.ids["dora"]!).map(\.code) == ["form_agreed"])
    }

    @Test func anotherDataOfficerMayBeTheSecond() async throws {
        let staff = try await Staffed()
        #expect(try await staff.agree(try await staff.ask(), by: "dan") == 2)
    }

    @Test func onePersonWithTwoAccountsIsOnePerson() async throws {
        let staff = try await Staffed([NewPerson(name: "LEE  dora", userName: "dora2", role: "supervisor")])
        let request = try await staff.ask()
        await #expect(throws: AccessError.secondPersonRefused) { _ = try await staff.agree(request, by: "dora2") }
        // Nor by another session of the same account.
        await #expect(throws: AccessError.secondPersonRefused) { _ = try await staff.agree(request, by: "dora") }
        #expect(staff.office.desk.forms.asked("note")?.version == 1)
        #expect(try await staff.agree(request, by: "sera") == 2)
    }

    @Test func aRefusedOrTakenBackRequestChangesNothing() async throws {
        let staff = try await Staffed()
        let first = try await staff.ask(), second = try await staff.ask()
        try await staff.people.refuse(first.id, by: staff.ids["sera"]!)
        await #expect(throws: AccessError.secondPersonRefused) { try await staff.people.refuse(second.id, by: staff.ids["wim"]!) }
        try await staff.people.refuse(second.id, by: staff.ids["dora"]!)
        for one in [first, second] { await #expect(throws: AccessError.requestNotOpen) { _ = try await staff.agree(one, by: "dan") } }
        #expect(staff.office.desk.forms.asked("note")?.version == 1)
        #expect(try staff.people.notices(to: staff.ids["dora"]!).allSatisfy { $0.code == "form_refused" })
    }

    @Test func whatChangedMeanwhileLapses() async throws {
        let staff = try await Staffed()
        let request = try await staff.ask()
        let other = try await staff.publish(Self.tight + "\ntext,weather,Weather,,100,,never\n", version: 2, base: nil)
        #expect(staff.office.desk.hasChanged(since: request.form!, try staff.office.desk.formHistory()))
        await #expect(throws: AccessError.requestLapsed) { _ = try await staff.agree(request, by: "sera") }
        #expect(try staff.open(for: "sera").isEmpty, "and it is closed")
        #expect(staff.office.desk.forms.asked("note")?.version == 2)
        // Asked anew about what is in use now it is answered.
        #expect(try await staff.agree(try await staff.ask(version: 3, base: other.id), by: "sera") == 3)
    }

    @Test func anOldRequestLapsesWhereTheClockIsAttested() async throws {
        let staff = try await Staffed()
        let now = staff.office.time.now()
        staff.office.time.set(WallTime(millis: now.millis, offsetMinutes: 0, trust: .machine))
        let unattested = try await staff.ask()
        staff.office.time.set(WallTime(millis: now.millis + 1, offsetMinutes: 0, trust: .attested))
        let attested = try await staff.ask()
        staff.office.time.advance(millis: 73 * 3600 * 1000)
        await #expect(throws: AccessError.requestLapsed) { _ = try await staff.agree(attested, by: "sera") }
        #expect(try await staff.agree(unattested, by: "sera") == 2)
    }

    @Test func whoMayNoLongerChangeFormsAskedInVain() async throws {
        let staff = try await Staffed()
        let request = try await staff.ask()
        try await staff.people.deactivate(staff.ids["dora"]!, by: staff.ids["ada"]!)
        await #expect(throws: AccessError.requestLapsed) { _ = try await staff.agree(request, by: "sera") }
        #expect(staff.office.desk.forms.asked("note")?.version == 1)
    }

    @Test func askingNeedsAReasonThePowerAndSomethingToDecide() async throws {
        let staff = try await Staffed()
        await #expect(throws: AccessError.reasonNeeded) { _ = try await staff.ask(reason: " because ") }
        await #expect(throws: CaseworkError(.notAllowed(what: "change forms"))) { _ = try await staff.ask(by: "sera") }
        await #expect(throws: CaseworkError.self) { _ = try await staff.ask(Self.tight) }
        let id = staff.office.id()
        let first = try await staff.ask(id: id), again = try await staff.ask(id: id)
        #expect(first.id == again.id)
        #expect(try staff.open(for: "sera").count == 1)
    }

    @Test func goingBackToALooserVersionNeedsTwoToo() async throws {
        let staff = try await Staffed()
        let office = staff.office
        let closed = try await staff.publish(Self.tight.replacing("About,,,,deidentified", with: "About,,,,never"), version: 2, base: nil)
        let officer = try staff.who("dora")
        let back = FormToRollBack(id: office.id(), form: "note", publication: nil, note: Self.reason, base: closed.id)
        await #expect(throws: CaseworkError.self) { try await office.desk.rollBack(back, by: officer.author, standing: officer.standing, read: Self.read) }
        let request = try await office.desk.askToRollBack(back, records: { loosened in #expect(loosened.map(\.kind) == [.forward]); return ["topic": 3] },
                                                          by: officer.author, standing: officer.standing, people: staff.people, read: Self.read)
        await #expect(throws: AccessError.secondPersonRefused) { _ = try await staff.agree(request, by: "dora") }
        #expect(try await staff.agree(request, by: "odil") == 1)
        #expect(office.desk.forms.asked("note")?.version == 1)
    }

    @Test func twoWhoAgreeAtOnceCountOnce() async throws {
        let staff = try await Staffed()
        let request = try await staff.ask()
        let desk = staff.office.desk, people = staff.people
        let seconds = try ["sera", "dan", "odil"].map { try staff.who($0).author }
        let done = await withTaskGroup(of: Bool.self) { group in
            for author in seconds {
                group.addTask { (try? await desk.agreeToForm(request.id, by: author, people: people, read: FormRequestTests.read)) != nil }
            }
            var done = 0
            for await one in group where one { done += 1 }
            return done
        }
        #expect(done == 1)
        #expect(try desk.formHistory().publications.count == 1)
    }
}
