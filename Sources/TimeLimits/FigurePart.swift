/// What became of a clock, as a table of figures says it: every outcome is one of these and no other.
public enum FigurePart: String, Sendable, CaseIterable {
    /// Met on or before the due day.
    case inTime = "in_time"
    /// Met afterwards, or given up after the due day.
    case late
    /// Awaited, and the due day is over.
    case overdue
    case open, suspended
    /// Written down from paper after the due day, or no longer awaited before it.
    case other

    public init(_ state: LimitOutcome.State) {
        switch state {
        case .met: self = .inTime
        case .metLate, .missed: self = .late
        case .overdue: self = .overdue
        case .open: self = .open
        case .suspended: self = .suspended
        case .enteredLater, .ended: self = .other
        }
    }
}

extension LimitFigures {
    /// The parts add up to `started`.
    public func count(_ part: FigurePart) -> Int {
        switch part {
        case .inTime: inTime
        case .late: late - overdue
        case .overdue: overdue
        case .open: open
        case .suspended: suspended
        case .other: enteredLater + ended
        }
    }
}

/// The figures of a rule as they may be told: a hidden number is nil.
public struct ToldFigures: Sendable, Equatable {
    public let rule: String
    public let started: Int?
    public let parts: [FigurePart: Int]
    public let medianDays: Double?

    /// Every number, for those who may see the children.
    public init(_ figures: LimitFigures) {
        rule = figures.rule
        started = figures.started
        parts = Dictionary(uniqueKeysWithValues: FigurePart.allCases.map { ($0, figures.count($0)) })
        medianDays = figures.medianDays
    }

    /// For those who may not: a number of 1 to `least - 1` is left out, for it speaks of few children. Where one part alone would be, the
    /// next smallest goes with it: what is left out does not follow from the sum. The median goes where those who were counted are few or
    /// one of their parts is left out.
    public init(_ figures: LimitFigures, hidingBelow least: Int) {
        func isFew(_ number: Int) -> Bool { (1..<max(1, least)).contains(number) }
        var told = Dictionary(uniqueKeysWithValues: FigurePart.allCases.map { ($0, figures.count($0)) })
        let few = FigurePart.allCases.filter { isFew(figures.count($0)) }
        for part in few { told[part] = nil }
        if few.count == 1, let next = told.filter({ $0.value > 0 }).min(by: { ($0.value, $0.key.rawValue) < ($1.value, $1.key.rawValue) }) { told[next.key] = nil }
        rule = figures.rule
        started = isFew(figures.started) ? nil : figures.started
        parts = told
        let met = figures.inTime + figures.late
        medianDays = isFew(met) || [.inTime, .late].contains { told[$0] == nil } ? nil : figures.medianDays
    }

    /// In time of those that were due, 0…1; nil where there are none or one of the numbers is left out.
    public var share: Double? {
        guard let good = parts[.inTime], let late = parts[.late], let overdue = parts[.overdue], good + late + overdue > 0 else { return nil }
        return Double(good) / Double(good + late + overdue)
    }
}
