public import Foundations

/// A state and since when it stands. Time comes from outside: the same events at the same moments lead to the same place.
public struct StepPosition<Status: StepStatus>: Sendable, Hashable {
    public let status: Status
    public let since: WallTime

    public init(_ status: Status = .start, since: WallTime) {
        self.status = status
        self.since = since
    }

    /// The position after an event. A clock that went back refuses nothing and does not rejuvenate a wait: `since` never goes back.
    /// - Throws: as `StepStatus.after`.
    public func after(_ event: Status.Event, by functions: Set<StepFunction>, having facts: Set<StepFact> = [],
                      at moment: WallTime) throws(StepRefusal) -> StepPosition {
        let next = try status.after(event, by: functions, having: facts)
        return StepPosition(next, since: moment.millis < since.millis ? since : moment)
    }

    /// Milliseconds in this state; 0 where the clock stands before its beginning.
    public func waited(at moment: WallTime) -> Int64 { max(0, moment.millis - since.millis) }

    /// Whether it has stood here longer than `hours` (a country's limit): a mark, never a step.
    public func isLate(after hours: Int, at moment: WallTime) -> Bool { waited(at: moment) > Int64(hours) * 3_600_000 }
}
