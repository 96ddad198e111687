public import Access
import CaseSteps
public import Foundations
import GRDB
import Journal
public import TimeLimits

/// The clocks behind one figure, for who may see the children.
public struct LimitCases: Sendable {
    public struct Row: Sendable {
        public let dossier: UUIDv7
        public let name: String
        public let caseNumber: String?
        public let risk: String?
        public let worker: UUIDv7?
        public let outcome: LimitOutcome
    }

    /// The earliest due first; what has no due day last.
    public let rows: [Row]
    /// All there are, also those beyond `Desk.mostLimitCases`.
    public let total: Int
}

/// How the team's cases stand against the country's limits today: one line for each worker.
public struct TeamLimits: Sendable {
    public struct Worker: Sendable, Equatable {
        public let person: UUIDv7
        public internal(set) var overdue = 0
        /// Of those that are not overdue, the day of the next one that is due.
        public internal(set) var next: CivilDay?
    }

    /// Nil where the site has no limits in use.
    public let country: String?
    public let workers: [Worker]
}

/// A case of somebody's reach with what its limits came to.
struct JudgedCase {
    let dossier: UUIDv7
    let worker: UUIDv7?
    let record: PartialRecord
    let around: Surroundings
    let outcomes: [LimitOutcome]
}

extension Desk {
    /// So many rows of one figure are listed.
    public static let mostLimitCases = 200

    /// The clocks behind a figure of `limitFigures`, as many as it says.
    /// - Parameters:
    ///   - part: nil for all that started.
    ///   - worker: those of one worker; nil for all.
    /// - Throws: `CaseworkError`: `notAllowed` for a role that decides about no team's cases, `notFound` where no limits are in use.
    public func limitCases(_ period: FigurePeriod, rule: String, part: FigurePart?, worker: UUIDv7?, for standing: Standing) throws -> LimitCases {
        try requireSupervision(standing)
        guard let book = limits.limits?.book else { throw CaseworkError(.notFound) }
        return try read { db in
            let chosen = try startedCases(db, period, book, standing).filter { worker == nil || $0.worker == worker }
            return try listed(db, chosen, standing) { outcome in
                outcome.rule == rule && period.days.contains(outcome.started) && part.map { $0 == FigurePart(outcome.state) } ?? true
            }
        }
    }

    /// What is awaited in a worker's live cases, as far as the viewer may see them: overdue, and due.
    /// - Throws: `CaseworkError.notAllowed` for a role that decides about no team's cases. Somebody whose cases the viewer does not see has none.
    public func workerLimits(of worker: UUIDv7, for standing: Standing) throws -> LimitCases {
        try requireSupervision(standing)
        guard let book = limits.limits?.book else { return LimitCases(rows: [], total: 0) }
        return try read { db in
            let cases = try liveCases(db, of: worker, standing).compactMap { try judged(db, $0.record, standing, book) }
            return try listed(db, cases, standing) { $0.due != nil && ($0.state == .overdue || $0.state == .open) }
        }
    }

    /// - Throws: `CaseworkError.notAllowed` for a role that decides about no team's cases. Costs as much as reading the team's live cases.
    public func teamLimits(for standing: Standing) throws -> TeamLimits {
        try requireSupervision(standing)
        guard let inUse = limits.limits else { return TeamLimits(country: nil, workers: []) }
        return try read { db in
            var workers: [UUIDv7: TeamLimits.Worker] = [:]
            for team in standing.viewer.teams.sorted() {
                for status in [CaseStatus.open, .monitoring] {
                    for hit in try Lookup.find(db, .caseByTeam, key: .pair(team, status.rawValue), limit: Self.mostBoardCases) {
                        guard let record = try PartialRecord.find(db, number: hit.record, .none), let owner = record.owner,
                              let one = try judged(db, record, standing, inUse.book) else { continue }
                        workers[owner, default: TeamLimits.Worker(person: owner)].add(one.outcomes)
                    }
                }
            }
            return TeamLimits(country: inUse.country, workers: workers.values.sorted { ($0.overdue, $1.person) > ($1.overdue, $0.person) })
        }
    }

    /// The cases of the viewer's reach in whose dossiers a clock may have started in the period. A dossier goes by its live case, else
    /// by its latest one.
    func startedCases(_ db: Database, _ period: FigurePeriod, _ book: LimitBook, _ standing: Standing) throws -> [JudgedCase] {
        try startedDossiers(db, period, book).sorted().compactMap { dossier in
            let cases = try PartialRecord.all(db, dossier: dossier, kinds: ["case"], Shown.caseRow)
            let around = Surroundings(dossierRows: cases.map { Envelope($0) })
            let seen = cases.filter { standing.exists(Envelope($0), around) }.sorted { $0.number < $1.number }
            guard let one = seen.last(where: { $0.status != CaseStatus.closed.rawValue }) ?? seen.last else { return nil }
            return try judged(db, one, standing, book)
        }
    }

    /// Nil where the case or the child may not be seen.
    private func judged(_ db: Database, _ record: PartialRecord, _ standing: Standing, _ book: LimitBook) throws -> JudgedCase? {
        guard let dossier = record.dossier else { return nil }
        let around = try Surroundings.of(Envelope(record), in: db)
        guard standing.exists(Envelope(record), around), let root = try PartialRecord.find(db, dossier, .none),
              standing.exists(Envelope(root), around) else { return nil }
        return JudgedCase(dossier: dossier, worker: record.owner, record: record, around: around,
                          outcomes: try outcomes(db, dossier, around, standing, book))
    }

    private func listed(_ db: Database, _ cases: [JudgedCase], _ standing: Standing, _ chosen: (LimitOutcome) -> Bool) throws -> LimitCases {
        let all = cases.flatMap { one in one.outcomes.filter(chosen).map { (one, $0) } }
            .sorted { ($0.1.due?.daysSinceEpoch ?? .max, $0.0.dossier, $0.1.rule) < ($1.1.due?.daysSinceEpoch ?? .max, $1.0.dossier, $1.1.rule) }
        let rows = try all.prefix(Self.mostLimitCases).map { one, outcome in
            let child = try PartialRecord.find(db, one.dossier, Shown.child).flatMap { ShownPart($0, one.around, standing) }
            let part = try PartialRecord.find(db, one.record.id, Shown.caseRow).flatMap { ShownPart($0, one.around, standing) }
            return LimitCases.Row(dossier: one.dossier, name: child.map { ChildSummary.name(of: $0) } ?? "", caseNumber: part?.text("case_number"),
                                  risk: part?.text("risk_level"), worker: one.worker, outcome: outcome)
        }
        return LimitCases(rows: rows, total: all.count)
    }
}

private enum Shown {
    static let child = FieldChoice(["given_name", "family_name"])
    static let caseRow = FieldChoice(["case_number", "risk_level"])
}

extension TeamLimits.Worker {
    fileprivate mutating func add(_ outcomes: [LimitOutcome]) {
        overdue += outcomes.count { $0.state == .overdue }
        for due in outcomes.compactMap({ $0.state == .open ? $0.due : nil }) { next = next.map { min($0, due) } ?? due }
    }
}
