import FoundationEssentials
import Foundations

/// From when to when certificates hold.
enum Validity {
    static let day: TimeInterval = 86_400
    /// As far back as ahead: the box's clock may be wrong by a year either way when it signs, a phone's when it checks,
    /// and a box may lie in a cupboard for a year. iOS takes at most 825 days from begin to end.
    static let leafBack = 412 * day
    static let leafAhead = 412 * day
    /// Phones whose clock died believe it is the past.
    static let authorityBack = 730 * day
    static let authorityAhead = 7300 * day
    /// A leaf is renewed when fewer days than this are left before its end, or lie behind its begin (it was signed under
    /// a clock that ran ahead): half of each, so that a box that runs once in half a year is never too late.
    static let renewal = 206 * day

    /// A board without a clock battery wakes in 1970, and what it signed then would be over when its clock is set. No
    /// certificate is made as if it were earlier than this program.
    static let programTime: Int64 = 1_760_000_000_000

    static func now(_ time: WallTime) -> Date {
        Date(timeIntervalSince1970: Double(max(time.millis, programTime) / 1000))
    }
}
