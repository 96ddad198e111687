import Access
import ArgumentParser
import Casework
import Foundation
import Foundations
import HTTPServer
import Web
import Workbook

struct RecordsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "records",
        abstract: "Write records as an Excel or CSV table, and read them back.",
        discussion: "Records of forms that lie in no dossier: provider and service.",
        subcommands: [RecordsExport.self, RecordsImport.self])
}

/// Whose store, and in whose name.
struct RecordsOptions: ParsableArguments {
    @Option(name: .customLong("as"), help: "User name of the person in whose name this is done.") var user: String
    @Option(help: "Directory of the site.") var data = "/var/lib/kinbox"
    @OptionGroup var key: KeyOptions
}

/// A table that the person's role gives no right to.
struct TableForbidden: KinboxFault {
    var code: String { "no-table" }
    var whatHappened: String { "There is no such table, or this person's role has no right to it." }
    var whatIsSafe: String { "Nothing was changed." }
    var whatToDo: String { "Tables are made of provider and service. Ask the site's administrator for another role, or act as somebody else." }
    var exitCode: Int32 { 6 }
}

struct RecordsExport: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write the records of a form as a table.",
        discussion: """
            Holds what this person may export, one row a record; a file that is there already is not overwritten. What is exported
            stands in the trail. The site must not be served meanwhile; in the browser the same is under Providers.
            """)

    @Argument(help: "The form, such as provider.") var form: String
    @Option(name: .customLong("to"), help: "Where to write: NAME.xlsx or NAME.csv.") var target: String
    @Flag(help: "No records, only the columns.") var empty = false
    @OptionGroup var options: RecordsOptions
    @Flag(help: "Answer as JSON.") var json = false

    struct Answer: Encodable {
        var form: String
        var file: String
        var records: Int
    }

    func run() async throws {
        await Terminal.guarded(json: json) {
            let kind = target.lowercased().hasSuffix(".csv") ? "csv" : "xlsx"
            guard kind == "csv" || target.lowercased().hasSuffix(".xlsx") else {
                throw InputFault(code: "unknown-kind", what: "The name to write to says neither Excel nor CSV.", todo: "Let it end with .xlsx or .csv.")
            }
            guard !FileManager.default.fileExists(atPath: target) else {
                throw InputFault(code: "exists", what: "There is already something at the place to write to.", todo: "Choose another name.")
            }
            try await ClosedSite.opened(options.data, options.key) { open in
                let (author, standing) = try open.author(userName: options.user)
                guard open.desk.offersTable(of: form, .export, for: standing) || (empty && open.desk.offersTable(of: form, .create, for: standing)) else { throw TableForbidden() }
                let book = try await open.desk.table(of: form, isEmpty: empty, as: kind, places: open.places, for: author, standing: standing)
                try writeAtomically(kind == "csv" ? book.tableCSV() : book.xlsx(), to: target, through: DiskFiles(), mode: 0o600)
                let count = (book.sheets.first?.rows.count ?? 1) - 1
                if json { return try Terminal.answer(json: Answer(form: form, file: target, records: count)) }
                Terminal.answer("Written: \(target), \(count) records.")
            }
        }
    }
}

struct RecordsImport: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Read a table of records: check it, and keep it.",
        discussion: """
            Names every fault with row and column, and keeps the table only when there is none. A row with an id changes that
            record, a row without one is new; what is not in the file stays. Sending the same file again makes nothing twice. The site
            must not be served meanwhile. Ends with 1 when the table has faults, with 6 without the right.
            """)

    @Argument(help: "The form, such as provider.") var form: String
    @Argument(help: "The table: .xlsx or CSV.") var file: String
    @Flag(help: "Say what would change, and change nothing.") var check = false
    @OptionGroup var options: RecordsOptions
    @Flag(help: "Answer as JSON.") var json = false

    struct Answer: Encodable {
        var imported: Bool
        var report: TableAnswer
    }

    func run() async throws {
        await Terminal.guarded(json: json) {
            let bytes = try TableFile.read(file)
            var refused = false
            try await ClosedSite.opened(options.data, options.key) { open in
                let (author, standing) = try open.author(userName: options.user)
                guard open.desk.offersTable(of: form, .create, for: standing) || open.desk.offersTable(of: form, .edit, for: standing) else { throw TableForbidden() }
                let name = form
                let plan = try await SystemThread.run("table-check", stackSize: 16 << 20) {
                    try open.desk.checkTable(bytes, form: name, places: open.places, by: author, standing: standing)
                }
                if plan.accepted, !check { _ = try await open.desk.importTable(plan, by: author, standing: standing) }
                refused = !plan.accepted
                let answer = TableAnswer(plan)
                if json { return try Terminal.answer(json: Answer(imported: plan.accepted && !check, report: answer)) }
                for line in answer.lines { Terminal.answer(line) }
                Terminal.answer(refused || check ? "Nothing was changed." : "Imported.")
            }
            if refused { Terminal.exit(1) }
        }
    }
}
