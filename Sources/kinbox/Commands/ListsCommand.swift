import Access
import ArgumentParser
import Casework
import Foundations
import Web

/// Without a subcommand: what is in use.
struct ListsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lists",
        abstract: "Show, check, import, export and roll back code lists and places.",
        discussion: """
            A list is an .xlsx workbook or a CSV file: one row a code, with a label in each language. Codes that vanish from a file
            are retired, never removed: records that hold them still show what they say.
            """,
        subcommands: [ListsShow.self, ListsCheck.self, ListsImport.self, ListsExport.self, ListsHistory.self, ListsRollBack.self],
        defaultSubcommand: ListsShow.self)
}

struct ListsShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "show", abstract: "List the code lists of a site, with the version in use.")

    @Option(help: "Directory of the site.") var data = "/var/lib/kinbox"
    @OptionGroup var key: KeyOptions
    @Flag(help: "Answer as JSON.") var json = false

    func run() async throws {
        await Terminal.guarded {
            try await ClosedSite.opened(data, key) { open in
                let lists = try ListOverview.all(open)
                if json { return try Terminal.answer(json: lists) }
                for list in lists {
                    Terminal.answer("\(list.name)  \(list.rows) codes, \(list.retired) retired  \(list.publication == nil ? "standard" : "version \(list.version)")")
                }
            }
        }
    }
}

struct ListsHistory: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history",
        abstract: "List the versions of code lists that were put into use at a site.",
        discussion: "Lists that are not named are as they came with the box.")

    @Option(help: "Directory of the site.") var data = "/var/lib/kinbox"
    @OptionGroup var key: KeyOptions
    @Flag(help: "Answer as JSON.") var json = false

    struct Version: Encodable {
        var list: String
        var version: Int
        var publication: String
        var at: String
        var by: String
        var note: String
        var inUse: Bool
    }

    func run() async throws {
        await Terminal.guarded {
            try await ClosedSite.opened(data, key) { open in
                let history = try open.desk.listHistory()
                let names = open.people.names()
                let versions = history.publications.map { publication in
                    Version(list: publication.name, version: publication.version, publication: publication.id.description, at: publication.at.iso8601,
                            by: names[publication.by] ?? publication.by.description, note: publication.note,
                            inUse: history.inUse[publication.name] == publication.id)
                }
                if json { return try Terminal.answer(json: versions) }
                for one in versions {
                    Terminal.answer("\(one.inUse ? "in use" : "      ")  \(one.list)  \(one.version)  \(one.at)  \(one.by)  \(one.note)")
                }
            }
        }
    }
}
