import Access
import ArgumentParser
import Casework
import Foundations
import Web

struct FormsRollBack: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "roll-back",
        abstract: "Take an earlier version of a form into use again.",
        discussion: "It asks exactly what it asked then; what was answered since stays readable. The site must not be served meanwhile.")

    @Argument(help: "The form's name, such as visit.") var form: String
    @Option(help: "The version, as forms history shows it; standard; or none, for a form of the site's own that shall no longer be offered.")
    var to: String
    @Flag(help: "Ask a second person, with --note as the reason; nothing changes until then.") var ask = false
    @OptionGroup var office: FormOfficeOptions

    func run() async throws {
        await Terminal.guarded {
            try await ClosedSite.opened(office.data, office.key) { open in
                let (author, standing) = try office.author(open)
                let history = try open.desk.formHistory()
                let wanted = history.publications.first { $0.form == form && String($0.version) == to }
                guard wanted != nil || to == (open.desk.shelf.standard.asked(form) == nil ? "none" : "standard") else {
                    throw InputFault(code: "no-such-version", what: "This form never had that version here.", todo: "Look at kinbox forms history.")
                }
                let back = FormToRollBack(id: UUIDv7.make(at: SystemTime().now().millis), form: form, publication: wanted?.id, note: office.note,
                                          base: history.inUse[form])
                if ask {
                    _ = try await open.desk.askToRollBack(back, records: { _ in [:] }, by: author, standing: standing, people: open.people,
                                                          read: PublishedForms.definition)
                    return Terminal.answer("A second person is asked; nothing was changed yet.")
                }
                let version = try await open.desk.rollBack(back, by: author, standing: standing, read: PublishedForms.definition)
                Terminal.answer(version.map { "Version \($0) of \(form) is in use." } ?? "\(form) is no longer offered; its records stay readable.")
            }
        }
    }
}

struct FormsHistory: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history",
        abstract: "List the versions of forms that were put into use at a site.",
        discussion: "Forms that are not listed are asked as they came with the box.")

    @Option(help: "Directory of the site.") var data = "/var/lib/kinbox"
    @OptionGroup var key: KeyOptions
    @Flag(help: "Answer as JSON.") var json = false

    struct Version: Encodable {
        var form: String
        var version: Int
        var publication: String
        var at: String
        var by: String
        var second: String?
        var note: String
        var inUse: Bool
    }

    func run() async throws {
        await Terminal.guarded {
            try await ClosedSite.opened(data, key) { open in
                let history = try open.desk.formHistory()
                let names = open.people.names()
                let versions = history.publications.map { publication in
                    Version(form: publication.form, version: publication.version, publication: publication.id.description, at: publication.at.iso8601,
                            by: names[publication.by] ?? publication.by.description,
                            second: publication.second.map { names[$0] ?? $0.description }, note: publication.note,
                            inUse: history.inUse[publication.form] == publication.id)
                }
                if json { return try Terminal.answer(json: versions) }
                for one in versions {
                    Terminal.answer("\(one.inUse ? "in use" : "      ")  \(one.form)  \(one.version)  \(one.at)  \(one.by)\(one.second.map { " + \($0)" } ?? "")  \(one.note)")
                }
            }
        }
    }
}
