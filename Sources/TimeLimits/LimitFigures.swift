public import Foundations

/// How well a rule was kept, over many children.
public struct LimitFigures: Sendable, Equatable {
    public let rule: String
    /// Met on or before the due day.
    public let inTime: Int
    /// Met afterwards, given up after the due day, or overdue now.
    public let late: Int
    /// Of these, overdue now.
    public let overdue: Int
    /// Not due yet, standing still, entered from paper afterwards, or no longer awaited: in no share.
    public let open: Int
    public let suspended: Int
    public let enteredLater: Int
    public let ended: Int
    /// Days from start to meeting of those that were met, as the rule counts; nil where none was.
    public let medianDays: Double?

    /// Every clock that is counted.
    public var started: Int { inTime + late + open + suspended + enteredLater + ended }

    /// `inTime` of `inTime + late`, 0…1; nil where there is neither.
    public var share: Double? { inTime + late == 0 ? nil : Double(inTime) / Double(inTime + late) }

    /// One for each rule of the outcomes, by its code.
    /// - Parameters:
    ///   - started: outcomes whose clock started on one of these days; nil for all.
    ///   - due: outcomes that were due on one of these days, and suspended ones; nil for all.
    public static func of(_ outcomes: [LimitOutcome], started: ClosedRange<CivilDay>? = nil, due: ClosedRange<CivilDay>? = nil) -> [LimitFigures] {
        let chosen = outcomes.filter { one in
            started.map { $0.contains(one.started) } ?? true && due.map { range in one.due.map(range.contains) ?? true } ?? true
        }
        return Dictionary(grouping: chosen, by: \.rule).sorted { $0.key < $1.key }.map { rule, outcomes in
            func count(_ states: LimitOutcome.State...) -> Int { outcomes.count { states.contains($0.state) } }
            return LimitFigures(
                rule: rule, inTime: count(.met), late: count(.metLate, .missed, .overdue), overdue: count(.overdue), open: count(.open),
                suspended: count(.suspended), enteredLater: count(.enteredLater), ended: count(.ended), medianDays: median(outcomes.compactMap(\.taken)))
        }
    }

    private static func median(_ numbers: [Int]) -> Double? {
        guard !numbers.isEmpty else { return nil }
        let sorted = numbers.sorted(), middle = sorted.count / 2
        return sorted.count % 2 == 1 ? Double(sorted[middle]) : Double(sorted[middle - 1] + sorted[middle]) / 2
    }
}
