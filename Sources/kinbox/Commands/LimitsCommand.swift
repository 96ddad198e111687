import ArgumentParser
import Casework
import Foundations
import TimeLimits
import Web

/// Without a subcommand: what is in use.
struct LimitsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "limits",
        abstract: "Show, check, publish and roll back a country's time limits, and count how they are kept.",
        discussion: """
            The limits of a country are a folder of CSV files: what has to follow from what, within how many hours, working days, days or \
            months, which days are worked, and what stops the clock. None are in use until a site publishes some.
            """,
        subcommands: [LimitsShow.self, LimitsCheck.self, LimitsPublish.self, LimitsRollBack.self, LimitsFigures.self],
        defaultSubcommand: LimitsShow.self)
}

struct LimitsShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "show", abstract: "List the time limits of a site, with the version in use.")

    @Option(help: "Directory of the site.") var data = "/var/lib/kinbox"
    @OptionGroup var key: KeyOptions
    @Flag(help: "Answer as JSON.") var json = false

    struct Answer: Encodable {
        struct Limit: Encodable {
            var rule: String
            var risk: [String]
            var within: Int
            var unit: String
            var from: String
            var to: String?
            var confirmed: Bool
            var source: String
        }
        struct Version: Encodable {
            var version: Int
            var publication: String
            var at: String
            var note: String
            var inUse: Bool
        }
        var country: String?
        var limits: [Limit]
        var versions: [Version]
        /// Countries and standards in this binary.
        var offered: [String]
    }

    func run() async throws {
        await Terminal.guarded {
            try await ClosedSite.opened(data, key) { open in
                let inUse = open.desk.limits.limits
                let history = try open.desk.listHistory()
                let limits = (inUse?.book.rules ?? []).flatMap { rule in
                    rule.versions.map { one in
                        Answer.Limit(rule: rule.code, risk: one.risks.sorted(), within: one.amount, unit: one.unit.rawValue, from: one.from.description,
                                     to: one.to?.description, confirmed: one.confirmed, source: one.source)
                    }
                }
                let versions = history.publications.filter { $0.name == Desk.limitsList }.map { one in
                    Answer.Version(version: one.version, publication: one.id.description, at: one.at.iso8601, note: one.note,
                                   inUse: history.inUse[Desk.limitsList] == one.id)
                }
                if json {
                    return try Terminal.answer(json: Answer(country: inUse?.country, limits: limits, versions: versions, offered: LimitFolder.standard))
                }
                Terminal.answer(inUse.map { "\($0.country), version \($0.version)" } ?? "No time limits are in use. This box offers \(LimitFolder.standard.joined(separator: ", ")).")
                for one in limits {
                    let risk = one.risk.isEmpty ? "" : " (\(one.risk.joined(separator: ", ")))"
                    Terminal.answer("\(one.rule)\(risk)  \(one.within) \(one.unit)  from \(one.from)\(one.confirmed ? "" : "  not confirmed")")
                }
                for one in versions { Terminal.answer("\(one.inUse ? "in use" : "      ")  version \(one.version)  \(one.at)  \(one.note)") }
            }
        }
    }
}

struct LimitsCheck: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Name every fault of a country's files, with file, row and column.",
        discussion: """
            Ends with 0 when they can be used, with 1 when they have errors. Nothing is changed. The dates that rules name are looked \
            up in the standard forms, publish looks them up in the forms of the site.
            """)

    @Argument(help: "The folder of CSV files, or the name of one in this binary, such as MD.") var folder: String
    @Flag(help: "Answer as JSON.") var json = false

    struct Answer: Encodable {
        struct Fault: Encodable {
            var file: String
            var row: Int
            var column: String
            var code: String
            var severity: String
            var words: String
            var suggestion: String
        }
        var country: String
        var accepted: Bool
        var rules: Int
        var faults: [Fault]
    }

    func run() async throws {
        await Terminal.guarded {
            let contents = try LimitFolder.read(folder)
            let forms = try StandardInstance.load().forms
            let read = LimitBookReader(contents.files) { forms.holds($0) }
            let errors = read.faults.count { !$0.isRemark }
            if json {
                let faults = read.faults.map { Answer.Fault(file: $0.file, row: $0.row, column: $0.column, code: $0.code.rawValue,
                                                            severity: $0.isRemark ? "warning" : "error", words: $0.words, suggestion: $0.suggestion) }
                try Terminal.answer(json: Answer(country: contents.country, accepted: read.book != nil, rules: read.book?.rules.count ?? 0, faults: faults))
            } else {
                for fault in read.faults { Terminal.answer(fault.line) }
                Terminal.answer(read.book.map { "\($0.rules.count) rules can be used. \(read.faults.count) remarks." } ?? "The limits can't be used yet: \(errors) errors.")
            }
            if read.book == nil { throw LimitsRefused(errors: errors) }
        }
    }
}

/// Files with errors where sound ones are needed.
struct LimitsRefused: KinboxFault {
    let errors: Int
    var code: String { "limits-refused" }
    var whatHappened: String { "The files have \(errors) errors." }
    var whatIsSafe: String { "Nothing was changed." }
    var whatToDo: String { "Correct them in the files, and try again." }
    var exitCode: Int32 { 1 }
}
