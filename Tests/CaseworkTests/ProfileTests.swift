import Access
import FormEngine
import Foundations
import Journal
import Testing

@testable import Casework

/// How much of the standard forms a site asks: switching hides and shows, and loses nothing.
struct ProfileTests {
    let office: DeskOffice
    let worker: DeskOffice.Colleague
    let officer: DeskOffice.Colleague

    init() throws {
        office = try DeskOffice()
        worker = try office.colleague("case_worker")
        officer = try office.colleague("data_officer")
    }

    private func use(_ profile: String, id: UUIDv7? = nil, base: Int? = nil, by who: DeskOffice.Colleague? = nil) async throws {
        let next = ProfileToUse(id: id ?? office.id(), profile: profile, note: "The first weeks.", base: try base ?? office.desk.profileInUse().place)
        try await office.desk.use(next, by: (who ?? officer).author, standing: (who ?? officer).standing)
    }

    private func isAsked(_ field: String, of form: String) -> Bool { office.desk.forms[form]?.field(field).map { $0.relevant != "false()" } ?? false }

    @Test func theSmallSetHidesAndTheLargeOneShowsAgain() async throws {
        let library = office.desk.forms
        let child = try await office.child("Amina", "Haddad", of: worker)
        let school = try #require(library["child"]?.fields.first { $0.profile == "national" && $0.type == .text && $0.relevant == nil }).name
        _ = try await office.save([office.entry(.amend, "child", child, [school: "Known before."])], as: try office.again(worker))
        #expect(isAsked(school, of: "child") && library.isOffered("adoption"))

        try await use("emergency")
        #expect(!isAsked(school, of: "child") && isAsked("given_name", of: "child") && !office.desk.forms.isOffered("adoption") && office.desk.forms.isOffered("visit"))
        let now = try office.again(worker)
        let small = try office.desk.dossier(child, for: now.standing)
        #expect(!small.mayCreate.contains("adoption") && small.mayCreate.contains("visit"))
        #expect(small.child.fields[school] == "Known before.", "what was answered stays readable")
        // What was begun before is taken: an answer that is no longer asked, and a form that is no longer offered.
        _ = try await office.save([office.entry(.amend, "child", child, [school: "Known now."])], as: now)
        let health = office.id()
        _ = try await office.save([office.entry(.create, "medical_assessment", health, dossier: child, ["assessed_on": "2026-01-02"])], as: now)

        try await use("national")
        #expect(isAsked(school, of: "child") && office.desk.forms.isOffered("adoption"))
        for form in library.all { #expect(office.desk.forms[form.name] == form) }
        let large = try office.desk.dossier(child, for: try office.again(worker).standing)
        #expect(large.child.fields[school] == "Known now." && large.papers.contains { $0.id == health })
        #expect(small.tag != large.tag)
    }

    @Test func itIsAskedAfterARestartAndUnderAFormOfTheOffice() async throws {
        try await use("emergency")
        let again = Desk(journal: office.journal, shelf: FormShelf(standard: office.desk.shelf.standard, profiles: office.desk.shelf.profiles, rules: office.rules),
                         time: office.time, caseNumber: { "1" }, digest: office.desk.digest)
        #expect(again.forms.isOffered("adoption"))
        try again.loadProfile()
        #expect(!again.forms.isOffered("adoption"))
        // A version of the office's own follows the marks of its own rows.
        let survey = """
            type,name,label::English (en),required,relevant,cm::hideable,cm::profile,cm::permission
            text,text,What happened,yes,,,,narrative
            text,shoes,Shoes,,,yes,,general
            text,weather,Weather,,${shoes} = 'yes',yes,national,general
            begin_group,more,More,,,,,
            text,mood,Mood,,,yes,national,general
            end_group,,,,,,,
            text,core,Core,,,,national,general

            """
        let form = FormToPublish(publication: office.id(), definition: try FormDefinition.read(survey: survey, choices: "list_name,name\n", settings: "form_id,version\nnote,2\n"),
                                 workbook: Array(survey.utf8), note: "", base: nil)
        _ = try await office.desk.publish(form, by: officer.author, standing: officer.standing)
        #expect(isAsked("shoes", of: "note") && !isAsked("weather", of: "note") && !isAsked("mood", of: "note"))
        #expect(isAsked("core", of: "note"), "what may not be hidden is asked in every profile")
        #expect(office.desk.forms["note"]?.groups.first { $0.name == "more" }?.relevant == "false()")
        #expect(office.desk.forms["note"]?.questions(in: "emergency") == 3 && office.desk.forms.asked("note")?.questions(in: nil) == 5)
        try await use("national")
        #expect(office.desk.forms["note"]?.field("weather")?.relevant == "${shoes} = 'yes'" && isAsked("mood", of: "note"))
    }

    @Test func switchingTwiceTooLateOrWithoutThePowerIsRefused() async throws {
        let id = office.id()
        try await use("emergency", id: id, base: 0)
        try await use("emergency", id: id, base: 0)
        #expect(try office.desk.profileInUse().place == 1, "sent twice, it is switched once")
        await #expect(throws: CaseworkError(.formChanged(form: "profile"))) { try await use("national", base: 0) }
        await #expect(throws: CaseworkError(.notFound)) { try await use("tiny") }
        await #expect(throws: CaseworkError.self) { try await use("national", by: worker) }
        #expect(try office.desk.profileInUse().name == "emergency" && !office.desk.forms.isOffered("adoption"))
        await #expect(throws: CaseworkError.self) { try await office.desk.begin(with: "national", by: officer.author) }
    }
}
