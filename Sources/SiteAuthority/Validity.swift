import FoundationEssentials
import Foundations

/// From when to when certificates hold.
enum Validity {
    static let day: TimeInterval = 86_400
    /// Phones whose clock died believe it is the past; iOS takes at most 825 days from begin to end.
    static let leafBack = 730 * day
    static let leafAhead = 94 * day
    static let authorityAhead = 7300 * day
    /// A leaf is renewed when fewer days than this are left.
    static let renewal = 60 * day

    /// A board without a clock battery wakes in 1970, and what it signed then would be over when its clock is set. No
    /// certificate is made as if it were earlier than this program.
    static let programTime: Int64 = 1_760_000_000_000

    static func now(_ time: WallTime) -> Date {
        Date(timeIntervalSince1970: Double(max(time.millis, programTime) / 1000))
    }
}
