public import Access
import CaseSteps
public import Foundations
import GRDB
import Journal
public import TimeLimits

/// How well each limit was kept at this site, without anybody's name.
public struct SiteLimitFigures: Sendable {
    public let country: String
    public let labels: [String: [String: String]]
    public let figures: [LimitFigures]
}

extension Desk {
    /// Counted once over all children of the site, whoever asks; nobody's record is shown.
    /// - Parameter due: outcomes due on one of these days; nil for all.
    /// - Throws: `CaseworkError.notAllowed` without the power over aggregates, `notFound` where no limits are in use. Blocks for as long
    ///   as reading every case takes.
    public func limitFigures(due: ClosedRange<CivilDay>?, for standing: Standing) throws -> SiteLimitFigures {
        guard standing.viewer.role.powers.contains(.aggregates) else { throw CaseworkError(.notAllowed(what: "see figures")) }
        guard let inUse = limits.limits else { throw CaseworkError(.notFound) }
        let book = inUse.book, judge = LimitJudge(book, offset: limits.offset), now = time.now()
        let library = forms
        let kinds = book.forms.filter { library.asked($0) != nil }
        let judged = Set(book.rules.filter(library.canMeet).map(\.code))
        let outcomes = try read { db in
            var dossiers: Set<UUIDv7> = []
            for status in CaseStatus.allCases {
                for hit in try Lookup.find(db, .caseByStatus, key: .text(status.rawValue), limit: 1_000_000) {
                    if let dossier = try PartialRecord.find(db, number: hit.record, .none)?.dossier { dossiers.insert(dossier) }
                }
            }
            guard !kinds.isEmpty else { return [LimitOutcome]() }
            let choice = FieldChoice(book.fields)
            return try dossiers.sorted().flatMap { dossier in
                judge.outcomes(of: try PartialRecord.all(db, dossier: dossier, kinds: kinds, choice).map(limitRecord), at: now)
            }
        }
        return SiteLimitFigures(country: inUse.country, labels: Dictionary(book.rules.map { ($0.code, $0.labels) }) { first, _ in first },
                                figures: LimitFigures.of(outcomes.filter { judged.contains($0.rule) }, due: due))
    }
}
