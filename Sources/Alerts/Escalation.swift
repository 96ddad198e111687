import FormEngine
public import Foundations

/// Who is told when nobody has acknowledged something urgent: `assets/standard/escalation.csv`, one row per role.
public struct EscalationTable: Sendable, Hashable {
    public struct Rung: Sendable, Hashable {
        /// 1 comes first.
        public let level: Int
        public let afterMinutes: Int
        public let role: String
        /// Somebody of the role who may not see the record is told that there is one, and nothing else of it.
        public let tellsUnseen: Bool
    }

    public let rungs: [Rung]
    public var levels: [Int] { Set(rungs.map(\.level)).sorted() }

    static let mostRows = 100
    static let mostMinutes = 10_080

    /// Reads the columns `level`, `after_minutes`, `role` and `without_sight` (`count` or `skip`).
    public init(_ text: String) throws(EscalationFault) {
        let table: CSVTable
        do {
            table = try CSVTable(text, limits: CSVLimits(bytes: 100_000, rows: Self.mostRows + 1, columns: 20, cellBytes: 500))
        } catch {
            throw EscalationFault(row: error.row, why: "The file can't be read as CSV (\(error.code.rawValue)).")
        }
        var rungs: [Rung] = []
        for row in table.rows {
            func number(_ column: String, _ range: ClosedRange<Int>) throws(EscalationFault) -> Int {
                guard let value = row[column].flatMap({ Int($0) }), range.contains(value) else {
                    throw EscalationFault(row: row.number, why: "\(column) must be a whole number from \(range.lowerBound) to \(range.upperBound).")
                }
                return value
            }
            guard let role = row["role"] else { throw EscalationFault(row: row.number, why: "role is empty.") }
            guard let unseen = row["without_sight"], ["count", "skip"].contains(unseen) else {
                throw EscalationFault(row: row.number, why: "without_sight must be count or skip.")
            }
            rungs.append(Rung(level: try number("level", 1...9), afterMinutes: try number("after_minutes", 1...Self.mostMinutes), role: role, tellsUnseen: unseen == "count"))
        }
        guard !rungs.isEmpty else { throw EscalationFault(row: 1, why: "There is no row.") }
        var times: [Int: Int] = [:]
        for rung in rungs {
            if let known = times[rung.level], known != rung.afterMinutes { throw EscalationFault(row: 1, why: "Level \(rung.level) has two times.") }
            times[rung.level] = rung.afterMinutes
        }
        let inOrder = times.sorted { $0.key < $1.key }.map(\.value)
        guard inOrder == inOrder.sorted() else { throw EscalationFault(row: 1, why: "A higher level comes earlier than a lower one.") }
        self.rungs = rungs
    }

    /// The levels that something unacknowledged has reached at this age. A level at which there is nobody to tell hands its time on to
    /// the next one: a district without supervisors does not wait for them.
    /// - Parameter age: milliseconds.
    public func reached(age: Int64, hasSomebody: (Int) -> Bool) -> Set<Int> {
        // Nobody is looked for before the first time is over.
        guard let first = rungs.map(\.afterMinutes).min(), age >= Int64(first) * 60_000 else { return [] }
        var reached: Set<Int> = [], inherited: Int?
        for level in levels {
            let own = rungs.first { $0.level == level }?.afterMinutes ?? 0
            let after = min(own, inherited ?? own)
            guard hasSomebody(level) else {
                inherited = after
                continue
            }
            inherited = nil
            if age >= Int64(after) * 60_000 { reached.insert(level) }
        }
        return reached
    }
}

/// What is wrong with an escalation file.
public struct EscalationFault: KinboxFault, Hashable {
    public let row: Int
    public let why: String
    public var code: String { "escalation-refused" }
    public var whatHappened: String { "The escalation times can't be used: row \(row): \(why)" }
    public var whatIsSafe: String { "Nothing was changed." }
    public var whatToDo: String { "Correct the file and try again." }
    public var exitCode: Int32 { 1 }
}

/// How long each unacknowledged thing has waited. By the wall clock only up to the moment this box first sees it, from then on by the
/// monotonic one: a clock that jumps while the box runs escalates nothing, and one that is wrong at the start escalates at most once.
public struct EscalationWatch: Sendable {
    private struct Waiting: Sendable {
        let before: Int64
        let since: UInt64
    }

    private var waiting: [UUIDv7: Waiting] = [:]

    public init() {}

    /// Takes the things that wait at this moment; forgets all others.
    /// - Parameter open: each with when it was made, in Unix milliseconds.
    public mutating func see(_ open: [UUIDv7: Int64], now: WallTime, nanos: UInt64) {
        waiting = waiting.filter { open[$0.key] != nil }
        for (id, made) in open where waiting[id] == nil {
            waiting[id] = Waiting(before: now.trust == .unset ? 0 : max(0, now.millis - made), since: nanos)
        }
    }

    /// Milliseconds; 0 for what is not watched.
    public func age(of id: UUIDv7, nanos: UInt64) -> Int64 {
        guard let one = waiting[id] else { return 0 }
        return one.before + Int64((nanos - min(nanos, one.since)) / 1_000_000)
    }
}
