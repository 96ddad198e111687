public import Foundations

/// Days over which figures are counted: those on which a clock started.
public struct FigurePeriod: Sendable, Hashable {
    /// Longer ones are refused.
    public static let mostDays = 1_830

    public let from: CivilDay
    public let to: CivilDay

    /// Nil where the days are the wrong way round or too far apart.
    public init?(from: CivilDay, to: CivilDay) {
        guard from <= to, to.daysSinceEpoch - from.daysSinceEpoch < Self.mostDays else { return nil }
        self.from = from
        self.to = to
    }

    public var days: ClosedRange<CivilDay> { from...to }

    /// A whole quarter of a year of the calendar.
    public var isQuarter: Bool {
        let next = CivilDay(daysSinceEpoch: to.daysSinceEpoch + 1)
        return from.day == 1 && next.day == 1 && [1, 4, 7, 10].contains(from.month) && (next.year * 12 + next.month) - (from.year * 12 + from.month) == 3
    }
}
