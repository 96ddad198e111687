import Access
import ArgumentParser
import Casework
import Foundations
import Journal
import TimeLimits
import Web

struct LimitsPublish: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "publish",
        abstract: "Put a country's time limits into use at a site.",
        discussion: """
            They count for everybody from then on, also for children who are known already. An amendment keeps the old rows and adds new \
            ones with the day from which they are in force. The site must not be served meanwhile. Ends with 1 when the files have errors.
            """)

    @Argument(help: "The folder of CSV files, or the name of one in this binary, such as MD.") var folder: String
    @OptionGroup var office: FormOfficeOptions

    func run() async throws {
        await Terminal.guarded {
            let contents = try LimitFolder.read(folder)
            try await ClosedSite.opened(office.data, office.key) { open in
                let (author, standing) = try office.author(open)
                let read = open.desk.readLimits(contents.files)
                for fault in read.faults { Terminal.answer(fault.line) }
                guard read.book != nil else { throw LimitsRefused(errors: read.faults.count { !$0.isRemark }) }
                let published = try await open.desk.publishLimits(
                    contents, id: UUIDv7.make(at: SystemTime().now().millis), note: office.note, base: try open.desk.listHistory().inUse[Desk.limitsList], by: author,
                    standing: standing)
                Terminal.answer("Version \(published.version) of the time limits is in use: \(contents.country).")
            }
        }
    }
}

struct LimitsRollBack: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "roll-back",
        abstract: "Take an earlier version of the time limits into use again, or none.",
        discussion: "Nothing that people answered changes. The site must not be served meanwhile.")

    @Option(help: "The version, as limits show names it, or none.") var to: String
    @OptionGroup var office: FormOfficeOptions

    func run() async throws {
        await Terminal.guarded {
            try await ClosedSite.opened(office.data, office.key) { open in
                let (author, standing) = try office.author(open)
                let wanted = try open.desk.listHistory().publications.first { $0.name == Desk.limitsList && String($0.version) == to }
                guard wanted != nil || to == "none" else {
                    throw InputFault(code: "no-such-version", what: "The time limits never had that version here.", todo: "Look at kinbox limits show.")
                }
                try await open.desk.rollBackLimits(to: wanted?.id, id: UUIDv7.make(at: SystemTime().now().millis), note: office.note,
                                                   base: try open.desk.listHistory().inUse[Desk.limitsList], by: author, standing: standing)
                Terminal.answer(wanted.map { "Version \($0.version) of the time limits is in use." } ?? "No time limits are in use.")
            }
        }
    }
}

struct LimitsFigures: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "figures",
        abstract: "Count how well each time limit was kept, over all children of the site.",
        discussion: """
            Needs a person who may see figures, such as a district manager. Fewer than ten decided limits of a rule are told as that: \
            a rare figure would say something about one child.
            """)

    @Option(name: .customLong("as"), help: "User name of the person in whose name this is done.") var user: String
    @Option(help: "Only limits due on this day or later, as 2026-01-01.") var from: String?
    @Option(help: "Only limits due on this day or earlier.") var to: String?
    @Option(help: "Directory of the site.") var data = "/var/lib/kinbox"
    @OptionGroup var key: KeyOptions
    @Flag(help: "Answer as JSON.") var json = false

    struct Row: Encodable {
        var rule: String
        /// Nil, as all that follows, where fewer than ten were decided.
        var inTime: Int?
        var late: Int?
        var overdue: Int?
        var share: Double?
        var medianDays: Double?
    }

    static let fewest = 10

    func run() async throws {
        await Terminal.guarded {
            let range = try period()
            try await ClosedSite.opened(data, key) { open in
                let (author, standing) = try open.author(userName: user)
                let found = try open.desk.limitFigures(due: range, for: standing)
                open.journal.trail.note(TrailEvent(.list, actor: author.person, device: author.device, detail: ["what": "limit-figures"]))
                let rows = found.figures.map { one in
                    one.inTime + one.late < Self.fewest ? Row(rule: one.rule)
                        : Row(rule: one.rule, inTime: one.inTime, late: one.late, overdue: one.overdue, share: one.share, medianDays: one.medianDays)
                }
                if json { return try Terminal.answer(json: rows) }
                for row in rows {
                    guard let inTime = row.inTime, let late = row.late, let overdue = row.overdue, let share = row.share else {
                        Terminal.answer("\(row.rule)  fewer than \(Self.fewest) decided")
                        continue
                    }
                    let median = row.medianDays.map { ", median \($0) days" } ?? ""
                    Terminal.answer("\(row.rule)  in time \(inTime), late \(late) (overdue now \(overdue)), \(Int((share * 100).rounded())) % in time\(median)")
                }
            }
        }
    }

    private func period() throws -> ClosedRange<CivilDay>? {
        guard from != nil || to != nil else { return nil }
        func day(_ text: String?, _ other: String) throws -> CivilDay {
            guard let day = CivilDay(text ?? other) else { throw InputFault(code: "bad-day", what: "This is no day.", todo: "Write it as 2026-05-12.") }
            return day
        }
        let (first, last) = (try day(from, "1900-01-01"), try day(to, "2199-12-31"))
        guard first <= last else { throw InputFault(code: "bad-period", what: "The period ends before it begins.", todo: "Exchange --from and --to.") }
        return first...last
    }
}
