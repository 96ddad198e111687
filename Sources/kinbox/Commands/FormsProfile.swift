import Access
import ArgumentParser
import Casework
import Foundations
import Web

struct FormsProfile: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "profile",
        abstract: "Say how much of the standard forms a site asks, or change it.",
        discussion: """
            emergency asks the smallest set, for the first weeks; national asks everything. A profile only hides: what was answered \
            stays, and comes back when it is asked again. The site must not be served meanwhile; in the browser the data officer \
            does the same while everybody works. Changing it needs --as.
            """)

    @Argument(help: "emergency or national; left out, the one in use is said.") var profile: String?
    @Option(name: .customLong("as"), help: "User name of the data officer in whose name it is changed.") var user: String?
    @Option(help: "Why, for colleagues to read.") var note = ""
    @Option(help: "Directory of the site.") var data = "/var/lib/kinbox"
    @OptionGroup var key: KeyOptions
    @Flag(help: "Answer as JSON.") var json = false

    func validate() throws {
        guard profile == nil || user != nil else { throw ValidationError("Changing the profile needs --as: the data officer in whose name it is done.") }
    }

    func run() async throws {
        await Terminal.guarded {
            try await ClosedSite.opened(data, key) { open in
                if let profile, let user {
                    guard open.desk.shelf.profiles.contains(where: { $0.name == profile }) else { throw noSuchProfile(open.desk.shelf.profiles) }
                    let (author, standing) = try open.author(userName: user)
                    let next = ProfileToUse(id: UUIDv7.make(at: SystemTime().now().millis), profile: profile, note: note, base: try open.desk.profileInUse().place)
                    try await open.desk.use(next, by: author, standing: standing)
                }
                let report = try ProfileReport(open)
                if json { return try Terminal.answer(json: report) }
                for one in report.profiles {
                    Terminal.answer("\(one.name == report.inUse ? "in use" : "      ")  \(one.name)  \(one.forms) forms, \(one.questions) questions")
                }
            }
        }
    }
}

/// A profile that the standard instance does not have.
func noSuchProfile(_ known: [SiteProfile]) -> InputFault {
    InputFault(code: "no-such-profile", what: "There is no profile of this name.", todo: "Known are \(known.map(\.name).joined(separator: " and ")).")
}
