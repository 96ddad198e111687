import Access
import ArgumentParser
import Casework
import FormEngine
import Foundation
import Foundations
import Web
import Workbook
import XLSForm

/// Whose store, and in whose name.
struct FormOfficeOptions: ParsableArguments {
    @Option(name: .customLong("as"), help: "User name of the data officer in whose name this is done.") var user: String
    @Option(help: "Why, for colleagues to read.") var note = ""
    @Option(help: "Directory of the site.") var data = "/var/lib/kinbox"
    @OptionGroup var key: KeyOptions

    func author(_ open: OpenSite) throws -> (author: Author, standing: Standing) { try open.author(userName: user) }
}

extension OpenSite {
    /// The rights of a person, for a command done in their name. Throws where nobody active has this user name.
    func author(userName: String) throws -> (author: Author, standing: Standing) {
        guard let person = people.person(userName: userName) else {
            throw InputFault(code: "no-such-user", what: "Nobody has this user name.", todo: "Look at kinbox user list.")
        }
        let standing = rules.standing(of: try people.viewer(of: person.id))
        return (Author(person: person.id, device: publicDevice, team: person.teams.sorted().first, agency: person.agency), standing)
    }
}

struct FormsPublish: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "publish",
        abstract: "Put a form into use at a site.",
        discussion: """
            Checks it, says what changes from the form in use, and takes it into use for everybody. Records keep their answers. \
            The site must not be served meanwhile; in the browser the data officer does the same while everybody works. Ends with \
            1 when the form has errors, with 6 when it changes what is locked or when somebody could see more than now: that \
            needs a second person, who is asked with --ask and answers in the browser. A form of the site's own names, in \
            cm::rights_as of its settings, the form whose rights its records follow.
            """)

    @Argument(help: "The form: .xlsx, folder of CSV files, Markdown file, or - for standard input.") var form: String
    @Option(name: .customLong("repair"), help: "A repair you agree to, as for check; may be given more than once.") var repairs: [String] = []
    @Flag(help: "Say what would change, and change nothing.") var dryRun = false
    @Flag(help: "Ask a second person, with --note as the reason; nothing changes until then.") var ask = false
    @OptionGroup var office: FormOfficeOptions
    @Flag(help: "Answer as JSON.") var json = false

    struct Answer: Encodable {
        var form: String
        var version: Int
        var publication: String?
        /// Waits for a second person.
        var request: String?
        var changes: [ChangeShape]
    }

    func run() async throws {
        await Terminal.guarded {
            let agreed = try FormsCheck.agreed(repairs)
            let read = try FormFile.importing(form, repairs: agreed)
            let bytes = try read.sheets.exported().xlsx()
            try await ClosedSite.opened(office.data, office.key) { open in
                let (author, standing) = try office.author(open)
                let checked = try CheckedForm(bytes, name: read.sheets.name, repairs: agreed, site: open)
                let changes = checked.difference?.changes ?? []
                guard checked.accepted else {
                    for fault in checked.report?.errors ?? [] { Terminal.say(FormsCheck.line(FaultShape(fault))) }
                    throw FormRefused(errors: checked.report?.errors.count ?? 1)
                }
                if !json { for change in changes { Terminal.answer(change.words) } }
                if checked.difference?.refused == true { throw FormLocked() }
                var answer = Answer(form: read.sheets.name, version: checked.definition?.version ?? 0, changes: changes.map { ChangeShape($0) })
                if !json { for one in checked.loosened { Terminal.answer(Self.line(one)) } }
                let id = UUIDv7.make(at: SystemTime().now().millis)
                let form = try checked.toPublish(id: id, note: office.note, base: checked.base)
                if ask, !dryRun {
                    let records = Dictionary(checked.loosened.map { ($0.field, $0.records ?? 0) }, uniquingKeysWith: { first, _ in first })
                    let request = UUIDv7.make(at: SystemTime().now().millis)
                    let asked = try await open.desk.askToPublish(form, request: request, records: records, by: author, standing: standing, people: open.people)
                    answer.request = asked.id.description
                } else if !dryRun {
                    answer.publication = try await open.desk.publish(form, by: author, standing: standing).id.description
                }
                if json { return try Terminal.answer(json: answer) }
                Terminal.answer(dryRun ? "Nothing was changed." : ask ? "A second person is asked; nothing was changed yet."
                    : "Version \(answer.version) of \(answer.form) is in use.")
            }
        }
    }

    /// `MORE: text (narrative → general) opens to: case_worker; 12 records`.
    static func line(_ loosened: LoosenedField) -> String {
        var text = "MORE: \(loosened.field) (\(loosened.from) → \(loosened.to))"
        if loosened.kind == .flow { text = "MORE: \(loosened.field) takes words from \(loosened.from == "*" ? "other records" : loosened.from) and is \(loosened.to)" }
        if loosened.kind == .twin { text = "MORE: \(loosened.field) asks what \(loosened.from) asks and is \(loosened.to)" }
        text += loosened.roles.isEmpty ? " leaves the site" : " opens to: \(loosened.roles.joined(separator: ", "))"
        return loosened.records.map { text + "; " + TouchedRecords.words($0) } ?? text
    }
}

/// A form that changes what a country may not drop.
struct FormLocked: KinboxFault {
    var code: String { "form-locked" }
    var whatHappened: String { "The form changes what is locked: the minimum data set." }
    var whatIsSafe: String { "The form in use was not changed." }
    var whatToDo: String { "Locked questions may be relabelled, and hidden where cm::hideable says so; never renamed, retyped or removed, nor given other rules." }
    var exitCode: Int32 { 6 }
}
