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

    /// The rights of that person at an open site. Throws where nobody active has this name.
    func author(_ open: OpenSite) throws -> (author: Author, standing: Standing) {
        guard let person = open.people.person(userName: user) else {
            throw InputFault(code: "no-such-user", what: "Nobody has this user name.", todo: "Look at kinbox user list.")
        }
        let standing = open.rules.standing(of: try open.people.viewer(of: person.id))
        return (Author(person: person.id, device: open.publicDevice, team: person.teams.sorted().first, agency: person.agency), standing)
    }
}

struct FormsPublish: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "publish",
        abstract: "Put a form into use at a site.",
        discussion: """
            Checks it, says what changes from the form in use, and takes it into use for everybody. Records keep their answers. \
            The site must not be served meanwhile; in the browser the data officer does the same while everybody works. Ends with \
            1 when the form has errors, with 6 when it changes what is locked.
            """)

    @Argument(help: "The form: .xlsx, folder of CSV files, Markdown file, or - for standard input.") var form: String
    @Option(name: .customLong("repair"), help: "A repair you agree to, as for check; may be given more than once.") var repairs: [String] = []
    @Flag(help: "Say what would change, and change nothing.") var dryRun = false
    @OptionGroup var office: FormOfficeOptions
    @Flag(help: "Answer as JSON.") var json = false

    struct Answer: Encodable {
        var form: String
        var version: Int
        var publication: String?
        var changes: [FormsDiff.Change]
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
                if !json { for change in changes { Terminal.answer(change.words) } }
                if checked.difference?.refused == true { throw FormLocked() }
                var answer = Answer(form: read.sheets.name, version: checked.definition?.version ?? 0, changes: changes.map(FormsDiff.Change.init))
                if !dryRun {
                    let id = UUIDv7.make(at: SystemTime().now().millis)
                    let published = try await open.desk.publish(try checked.toPublish(id: id, note: office.note, base: checked.base), by: author, standing: standing)
                    answer.publication = published.id.description
                }
                if json { return try Terminal.answer(json: answer) }
                Terminal.answer(dryRun ? "Nothing was changed." : "Version \(answer.version) of \(answer.form) is in use.")
            }
        }
    }
}

/// A form that changes what a country may not drop.
struct FormLocked: KinboxFault {
    var code: String { "form-locked" }
    var whatHappened: String { "The form changes what is locked: the minimum data set." }
    var whatIsSafe: String { "The form in use was not changed." }
    var whatToDo: String { "Locked questions may be hidden or relabelled, never renamed, retyped or removed." }
    var exitCode: Int32 { 6 }
}
