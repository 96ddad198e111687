import ArgumentParser
import Casework
import Foundations
import Web
import XLSForm

/// What a file would change, as both commands that read one say it.
struct ListAnswer: Encodable {
    struct Change: Encodable {
        var kind: String
        var code: String
        var before: String
        var after: String
        var words: String
        var records: Int?
    }

    var list: String
    var accepted: Bool
    var errors: Int
    var warnings: Int
    var faults: [FaultShape]
    var summary: String
    var changes: [Change]
    /// Forms that change with the list.
    var forms: [String]
    var version: Int?
    var publication: String?

    init(_ checked: CheckedList) {
        list = checked.name
        accepted = checked.accepted
        var faults = (checked.report?.faults ?? []).map(FaultShape.init)
        if let problem = checked.unreadable { faults.append(problem) }
        self.faults = faults
        errors = faults.count { $0.severity == "error" } + (checked.refusal == nil ? 0 : 1)
        warnings = faults.count { $0.severity != "error" }
        summary = checked.difference?.summary ?? ""
        changes = (checked.difference?.changes ?? []).map { change in
            Change(kind: change.kind.rawValue, code: change.code, before: change.before, after: change.after, words: change.words,
                   records: change.kind == .retired ? checked.held.map { $0[change.code] ?? 0 } : nil)
        }
        forms = checked.changed
    }

    /// Faults, then what changes, at most so many lines of each.
    func tell(_ checked: CheckedList) {
        for fault in faults { Terminal.answer(FormsCheck.line(fault)) }
        if checked.more > 0 { Terminal.answer("\(checked.more) more faults are not named.") }
        if let refusal = checked.refusal { Terminal.answer("REFUSED: \(refusal)") }
        for change in changes.prefix(200) {
            Terminal.answer(change.words + (change.records.map { $0 == 0 ? "" : " [held by \(TouchedRecords.words($0))]" } ?? ""))
        }
        if changes.count > 200 { Terminal.answer("… and \(changes.count - 200) more") }
        if !summary.isEmpty { Terminal.answer(summary) }
        if !forms.isEmpty { Terminal.answer("These forms follow: \(forms.joined(separator: ", "))") }
    }
}

struct ListsCheck: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Name every fault of a code list, and say what it would change.",
        discussion: "Ends with 0 when the list can be used, with 1 when it has errors. Nothing is changed.")

    @Argument(help: "The list's name, such as services, or places.") var name: String
    @Argument(help: "The file: .xlsx or CSV, or - for standard input.") var file: String
    @Option(help: "Directory of the site.") var data = "/var/lib/kinbox"
    @OptionGroup var key: KeyOptions
    @Flag(help: "Answer as JSON.") var json = false

    func run() async throws {
        await Terminal.guarded {
            let bytes = try FormFile.bytes(of: file)
            try await ClosedSite.opened(data, key) { open in
                let checked = try CheckedList(bytes, list: name, site: open)
                let answer = ListAnswer(checked)
                if json {
                    try Terminal.answer(json: answer)
                } else {
                    answer.tell(checked)
                    Terminal.answer(checked.accepted ? "The list can be used. \(answer.warnings) remarks."
                        : "The list can't be used yet: \(answer.errors) errors, \(answer.warnings) remarks.")
                }
                if !checked.accepted { throw ListRefused(errors: answer.errors) }
            }
        }
    }
}

struct ListsImport: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Put a code list, or the places, into use at a site.",
        discussion: """
            Checks it, says what changes, and takes it into use for everybody, with the forms that offer it. Records keep their \
            answers. The site must not be served meanwhile; in the browser the data officer does the same while everybody works. \
            Ends with 1 when the list has errors.
            """)

    @Argument(help: "The list's name, such as services, or places.") var name: String
    @Argument(help: "The file: .xlsx or CSV, or - for standard input.") var file: String
    @Flag(help: "Say what would change, and change nothing.") var dryRun = false
    @OptionGroup var office: FormOfficeOptions
    @Flag(help: "Answer as JSON.") var json = false

    func run() async throws {
        await Terminal.guarded {
            let bytes = try FormFile.bytes(of: file)
            try await ClosedSite.opened(office.data, office.key) { open in
                let (author, standing) = try office.author(open)
                let checked = try CheckedList(bytes, list: name, site: open)
                var answer = ListAnswer(checked)
                if !json { answer.tell(checked) }
                guard checked.accepted else {
                    if json { try Terminal.answer(json: answer) }
                    throw ListRefused(errors: answer.errors)
                }
                if !dryRun {
                    let change = try checked.toPublish(id: UUIDv7.make(at: SystemTime().now().millis), note: office.note, base: checked.base)
                    let published = try await open.desk.change(change, by: author, standing: standing)
                    answer.version = published?.version
                    answer.publication = published?.id.description
                }
                if json { return try Terminal.answer(json: answer) }
                Terminal.answer(dryRun ? "Nothing was changed." : "Version \(answer.version ?? 1) of \(name) is in use.")
            }
        }
    }
}

/// A code list with errors where a sound one is needed.
struct ListRefused: KinboxFault {
    let errors: Int
    var code: String { "list-refused" }
    var whatHappened: String { "The list has \(errors) errors." }
    var whatIsSafe: String { "Nothing was changed." }
    var whatToDo: String { "Correct them in the file, and try again." }
    var exitCode: Int32 { 1 }
}
