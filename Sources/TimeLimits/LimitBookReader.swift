import FormEngine
public import Foundations

/// Reads the folder of a country. docs/formats/time-limits.md describes the files.
public struct LimitBookReader {
    /// Nil where a fault is more than a remark.
    public let book: LimitBook?
    /// By file and row; at most 200 of a file.
    public let faults: [LimitFault]

    /// The files that make a country.
    public static let files = ["rules.csv", "times.csv", "suspensions.csv", "calendar.csv"]
    static let risks: Set<String> = ["high", "medium", "low", "unassessed"]

    /// - Parameters:
    ///   - files: name → bytes, none of them trusted; at most 1 MB and 2,000 rows of each are read.
    ///   - known: whether forms of this site have such a dated answer.
    public init(_ files: [String: [UInt8]], known: (EventName) -> Bool = { _ in true }) {
        var suspensionTable = LimitTable("suspensions.csv", files, columns: ["suspension", "begins", "ends"])
        let suspensions = Self.suspensions(&suspensionTable, known)
        var timeTable = LimitTable("times.csv", files, columns: ["rule", "within", "unit", "from"],
                                   optional: ["risk", "if_not_working", "suspended_by", "to", "running_cases", "source", "confirmed"])
        let times = Self.times(&timeTable, suspensions: Set(suspensions.map(\.code)))
        var ruleTable = LimitTable("rules.csv", files, columns: ["rule", "start", "met_by"], optional: ["ends", "repeats", "looks_back_days"])
        let rules = Self.rules(&ruleTable, times, known)
        for time in times where !rules.contains(where: { $0.code == time.rule }) && !rules.isEmpty {
            timeTable.note(time.row, "rule", .unknownCode, "rules.csv has no such rule.", "Add it there, or correct the name.")
        }
        var calendarTable = LimitTable("calendar.csv", files, columns: ["kind", "day"], optional: ["from", "to"])
        let calendar = Self.calendar(&calendarTable)
        faults = ruleTable.faults + timeTable.faults + suspensionTable.faults + calendarTable.faults
        book = faults.allSatisfy(\.isRemark) ? LimitBook(rules: rules, suspensions: suspensions, calendar: calendar) : nil
    }

    private static func suspensions(_ table: inout LimitTable, _ known: (EventName) -> Bool) -> [SuspensionRule] {
        var found: [SuspensionRule] = []
        for row in table.rows {
            guard let code = table.code(row, "suspension") else { continue }
            if found.contains(where: { $0.code == code }) { table.note(row.number, "suspension", .repeated, "This code stands there twice.", "Give it another.") }
            let begins = table.events(row, "begins", needed: true, known: known)
            let ends = table.events(row, "ends", needed: true, known: known)
            guard begins.count <= 1 else {
                table.note(row.number, "begins", .tooMuch, "A suspension begins with one dated answer.", "Make a row of each.")
                continue
            }
            if let begin = begins.first { found.append(SuspensionRule(code: code, labels: table.labels(row), begins: begin, ends: ends)) }
        }
        return found
    }

    private struct Time {
        let rule: String
        let row: Int
        let version: LimitVersion
    }

    private static let most: [LimitVersion.Unit: Int] = [.hours: 8_760, .calendarDays: 3_660, .workingDays: 2_600, .months: 120]

    private static func times(_ table: inout LimitTable, suspensions: Set<String>) -> [Time] {
        var found: [Time] = []
        for row in table.rows {
            let rule = table.code(row, "rule")
            guard let unitText = table.text(row, "unit"), !unitText.isEmpty, let unit: LimitVersion.Unit = table.choice(row, "unit") else { continue }
            let within = table.text(row, "within") == nil ? nil : table.number(row, "within", in: 1...(most[unit] ?? 1))
            let from = table.text(row, "from") == nil ? nil : table.day(row, "from")
            let to = table.day(row, "to")
            if let from, let to, to < from { table.note(row.number, "to", .badValue, "The last day lies before the first.", "Correct one of them.") }
            let risk = Set(table.words(row, "risk")), stops = Set(table.words(row, "suspended_by"))
            for word in risk.subtracting(risks).sorted() {
                table.note(row.number, "risk", .unknownCode, "\(word) is no level of risk.", "Levels are high, medium, low, unassessed; empty means all.")
            }
            for word in stops.subtracting(suspensions).sorted() {
                table.note(row.number, "suspended_by", .unknownCode, "suspensions.csv has no \(word).", "Add it there, or correct the name.")
            }
            let rolls: Rolling? = table.choice(row, "if_not_working")
            let running: LimitVersion.Running? = table.choice(row, "running_cases")
            let confirmed = table.yes(row, "confirmed")
            if !confirmed {
                table.note(row.number, "confirmed", .unconfirmed, "The country has not confirmed this number.", "Write yes when it has.")
            }
            guard let rule, let within, let from else { continue }
            let version = LimitVersion(risks: risk, unit: unit, amount: within, rolls: rolls == .next && unit != .hours, suspendedBy: stops, from: from, to: to,
                                       running: running ?? .keep, source: row["source"] ?? "", confirmed: confirmed)
            if let other = found.first(where: { $0.rule == rule && overlap($0.version, version) }) {
                table.note(row.number, "from", .overlap, "Row \(other.row) is in force for the same level of risk at the same time.",
                           "Give that one a last day, or this one another first day.")
            }
            found.append(Time(rule: rule, row: row.number, version: version))
        }
        return found.sorted { ($0.version.from, $0.row) < ($1.version.from, $1.row) }
    }

    private enum Rolling: String, CaseIterable { case stay, next }

    /// Whether both say something else about one level on one day. One without a last day ends where the next begins.
    private static func overlap(_ a: LimitVersion, _ b: LimitVersion) -> Bool {
        guard a.risks.isEmpty == b.risks.isEmpty, a.risks.isEmpty || !a.risks.isDisjoint(with: b.risks) else { return false }
        let (first, second) = a.from <= b.from ? (a, b) : (b, a)
        return first.from == second.from || first.to.map { $0 >= second.from } ?? false
    }

    private static func rules(_ table: inout LimitTable, _ times: [Time], _ known: (EventName) -> Bool) -> [LimitRule] {
        var found: [LimitRule] = []
        for row in table.rows {
            let start = table.events(row, "start", needed: true, known: known), met = table.events(row, "met_by", needed: true, known: known)
            let ends = table.events(row, "ends", needed: false, known: known)
            let repeats = table.yes(row, "repeats"), back = table.number(row, "looks_back_days", in: 0...366) ?? 0
            guard let code = table.code(row, "rule") else { continue }
            if found.contains(where: { $0.code == code }) { table.note(row.number, "rule", .repeated, "This code stands there twice.", "Give it another.") }
            let labels = table.labels(row)
            if labels.isEmpty { table.note(row.number, "label", .missingValue, "The rule has no name.", "Fill in label::English (en) or another language.") }
            let versions = times.filter { $0.rule == code }.map(\.version)
            if versions.isEmpty { table.note(row.number, "rule", .missingValue, "times.csv has no time for this rule.", "Add a row there.") }
            found.append(LimitRule(code: code, labels: labels, start: start, metBy: met, ends: ends, repeats: repeats, looksBackDays: back, versions: versions))
        }
        if found.count > 100 { table.note(0, "", .tooMuch, "There are more than 100 rules.", "Keep those that the country's law has.") }
        return found
    }
}
