public import Access
import CaseSteps
public import Foundations
import GRDB
import Journal
public import TimeLimits

/// How well each limit of the country was kept, of the clocks that started in a period.
public struct FigureTable: Sendable {
    public struct Row: Sendable, Equatable {
        /// Of the child's case; nil for all together, and where a case has none.
        public let worker: UUIDv7?
        public let figures: ToldFigures
    }

    public let country: String
    /// What each rule is called, and how it counts.
    public let rules: [LimitRule]
    public let period: FigurePeriod
    public let isByWorker: Bool
    /// The numbers of the viewer's own cases, which may be opened; else of the whole site, small ones left out.
    public let isOwnReach: Bool
    /// By rule in the order of the country's files, then by worker.
    public let rows: [Row]
    /// When they were counted: those of a whole site are kept for some minutes.
    public let counted: WallTime
}

extension Desk {
    /// Numbers below this speak of too few children for those who may not see them.
    public static let leastTold = 5
    /// Milliseconds for which the figures of the whole site are kept.
    static let siteFiguresLast: Int64 = 600_000

    /// The figures as far as this person may know them. Whoever decides about cases of a team or further has those of the cases that they
    /// see, each rule as far as they would be told of it in the dossier; whoever has the power over aggregates those of the site.
    /// - Throws: `CaseworkError`: `notAllowed` for anybody else, and without sight of the children for anything but a whole quarter or by worker:
    ///   two periods that overlap would tell by their difference what is left out; `notFound` where no limits are in use.
    ///   Blocks for as long as reading the dossiers of the period takes.
    public func limitFigures(_ period: FigurePeriod, byWorker: Bool = false, for standing: Standing) throws -> FigureTable {
        let isOwn = standing.supervises
        guard isOwn || standing.viewer.role.powers.contains(.aggregates) else { throw CaseworkError(.notAllowed(what: "see figures")) }
        guard let inUse = limits.limits else { throw CaseworkError(.notFound) }
        guard isOwn || period.isQuarter && !byWorker else { throw CaseworkError(.notAllowed(what: "see figures of less than a whole quarter and the whole site")) }
        let library = forms
        let rules = inUse.book.rules.filter(library.canMeet)
        func table(_ rows: [FigureTable.Row], _ counted: WallTime) -> FigureTable {
            FigureTable(country: inUse.country, rules: rules, period: period, isByWorker: byWorker, isOwnReach: isOwn, rows: rows, counted: counted)
        }
        if !isOwn {
            let kept = try siteFigures(period, inUse)
            let told = Dictionary(kept.figures.map { ($0.rule, ToldFigures($0, hidingBelow: Self.leastTold)) }) { first, _ in first }
            return table(rules.compactMap { told[$0.code] }.map { FigureTable.Row(worker: nil, figures: $0) }, kept.counted)
        }
        let cases = try read { db in try startedCases(db, period, inUse.book, standing) }
        let groups = Dictionary(grouping: cases) { byWorker ? $0.worker : nil }.mapValues { LimitFigures.of($0.flatMap(\.outcomes), started: period.days) }
        let order = groups.keys.sorted { ($0?.description ?? "") < ($1?.description ?? "") }
        let rows = rules.flatMap { rule in
            order.flatMap { group in
                (groups[group] ?? []).filter { $0.rule == rule.code }.map { FigureTable.Row(worker: group, figures: ToldFigures($0)) }
            }
        }
        return table(rows, time.now())
    }

    /// Counted once over the site's dossiers, without anybody's name, and kept for some minutes: whoever asks again and again learns
    /// no more, and waits no longer.
    private func siteFigures(_ period: FigurePeriod, _ inUse: LimitsInUse) throws -> LimitShelf.SiteFigures {
        let now = time.now()
        if let kept = limits.figures(of: period, version: inUse.version, notBefore: now.millis - Self.siteFiguresLast, now: now.millis) { return kept }
        let book = inUse.book
        let outcomes = try read { db in try siteOutcomes(db, try startedDossiers(db, period, book), book) }
        let found = LimitShelf.SiteFigures(figures: LimitFigures.of(outcomes, started: period.days), counted: now)
        limits.keep(found, of: period, version: inUse.version)
        return found
    }

    /// Every outcome of these dossiers, whoever asks: never for showing, only for counting.
    func siteOutcomes(_ db: Database, _ dossiers: Set<UUIDv7>, _ book: LimitBook) throws -> [LimitOutcome] {
        let judge = LimitJudge(book, offset: limits.offset), kinds = judgedKinds(book), choice = FieldChoice(book.fields), now = time.now()
        let judged = Set(book.rules.filter(forms.canMeet).map(\.code))
        guard !kinds.isEmpty else { return [] }
        return try dossiers.sorted().flatMap { dossier in
            judge.outcomes(of: try PartialRecord.all(db, dossier: dossier, kinds: kinds, choice).map(limitRecord), at: now).filter { judged.contains($0.rule) }
        }
    }

    /// Names of forms of this site that limits are judged by; by the syntax of names they may stand in a query.
    func judgedKinds(_ book: LimitBook) -> [String] {
        let library = forms
        return book.forms.filter { library.asked($0) != nil }
    }

    /// Every dossier in which a clock of the book may have started in the period, and perhaps some more. Read from `lookup` alone where it
    /// has every start that the book names.
    func startedDossiers(_ db: Database, _ period: FigurePeriod, _ book: LimitBook) throws -> Set<UUIDv7> {
        let starts = Set(book.rules.flatMap { $0.start + ($0.repeats ? $0.metBy : []) }.map { "\($0.form).\($0.field)" })
        guard starts.isSubset(of: ProjectionRules.limitStarts) else { return try dossiersWithCase(db) }
        let days = Int64(period.from.daysSinceEpoch)...Int64(period.to.daysSinceEpoch)
        return try starts.sorted().reduce(into: []) { found, start in
            found.formUnion(try Lookup.dossiers(db, .limitStart, key: .text(start), days))
        }
    }

    /// Every dossier that has a case, closed ones too.
    func dossiersWithCase(_ db: Database) throws -> Set<UUIDv7> {
        try CaseStatus.allCases.reduce(into: []) { found, status in
            found.formUnion(try Lookup.dossiers(db, .caseByStatus, key: .text(status.rawValue), .min ... .max))
        }
    }
}
