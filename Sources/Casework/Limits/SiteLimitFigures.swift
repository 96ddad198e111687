public import Access
public import Foundations
import GRDB
import Journal
public import TimeLimits

/// How well each limit was kept at this site, without anybody's name: for the command line, by the day on which it was due.
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
        let book = inUse.book, outcomes = try read { db in try siteOutcomes(db, try dossiersWithCase(db), book) }
        return SiteLimitFigures(country: inUse.country, labels: Dictionary(book.rules.map { ($0.code, $0.labels) }) { first, _ in first },
                                figures: LimitFigures.of(outcomes, due: due))
    }
}
