public import Foundations

/// How one limit stands.
public struct LimitOutcome: Sendable, Equatable {
    public enum State: String, Sendable, CaseIterable {
        case met, metLate = "met_late"
        case open, overdue
        /// The clock stands still: nothing is due until what it waits for has come.
        case suspended
        /// The file was written down after the day was over, from paper: no alarm.
        case enteredLater = "entered_later"
        /// Nothing is awaited any more, and nothing was late.
        case ended
        /// It was not met when it was due, and is awaited no more.
        case missed
    }

    public let rule: String
    public let labels: [String: String]
    public let state: State
    /// The record that started the clock, and its day.
    public let start: UUIDv7
    public let started: CivilDay
    /// The last day on which it is met in time; nil while the clock stands still.
    public let due: CivilDay?
    /// The moment of a limit in hours, in Unix milliseconds, where it is known.
    public let dueMoment: Int64?
    /// The day of the meeting or the end.
    public let on: CivilDay?
    /// Calendar days: left of an open one, late of a late one, 0 else. An overdue one of today, in hours, has 0.
    public let days: Int
    /// How long the meeting took, as the rule counts (working or calendar days, without suspensions); nil where it is not met.
    public let taken: Int?
    /// What the clock waits for, and since when.
    public let suspension: String?
    public let suspendedSince: CivilDay?
    /// How the rule counts, for the words around it.
    public let version: LimitVersion
    /// Records that this answer rests on: whoever may not see one of them may not know it.
    public let rests: Set<UUIDv7>
}
