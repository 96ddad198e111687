public import Foundations

/// A country's working days.
public struct WorkCalendar: Sendable, Equatable {
    /// The days of the week on which offices work, from a day on.
    struct Week: Sendable, Equatable {
        let from: CivilDay
        /// 1 Monday … 7 Sunday; never empty.
        let days: Set<Int>
    }

    /// Free days that come every year, while they are in force.
    struct Yearly: Sendable, Equatable {
        enum When: Sendable, Equatable {
            case day(month: Int, day: Int)
            /// Days after Easter Sunday, negative before it.
            case easter(Easter, plus: Int)
        }

        let when: When
        let from: CivilDay?
        let to: CivilDay?
    }

    /// By `from`; the first is in force before its day as well.
    let weeks: [Week]
    let yearly: [Yearly]
    /// Days that are free once, and days that are worked although the week or the year says otherwise.
    let free: Set<CivilDay>
    let worked: Set<CivilDay>
    /// A record made more than so many days after the day it speaks of came from paper.
    public let paperAfterDays: Int

    /// A day that is worked once beats all; then what is free, then the week.
    public func isWorkingDay(_ day: CivilDay) -> Bool {
        if worked.contains(day) { return true }
        if free.contains(day) || yearly.contains(where: { $0.falls(on: day) }) { return false }
        let week = weeks.last { $0.from <= day } ?? weeks.first
        return week?.days.contains(day.weekday) ?? true
    }

    /// Working days in `after + 1 ... last`.
    public func workingDays(after: CivilDay, to last: CivilDay) -> Int {
        guard after < last else { return 0 }
        return (after.daysSinceEpoch + 1...last.daysSinceEpoch).count { isWorkingDay(CivilDay(daysSinceEpoch: $0)) }
    }
}

extension WorkCalendar.Yearly {
    func falls(on day: CivilDay) -> Bool {
        if let from, day < from { return false }
        if let to, day > to { return false }
        switch when {
        case .day(let month, let number): return (month, number) == (day.month, day.day)
        case .easter(let easter, let plus): return easter.sunday(of: day.year).daysSinceEpoch + plus == day.daysSinceEpoch
        }
    }
}

extension CivilDay {
    /// 1 Monday … 7 Sunday; 1970-01-01 was a Thursday.
    public var weekday: Int { ((daysSinceEpoch + 3) % 7 + 7) % 7 + 1 }

    public func adding(days: Int) -> CivilDay { CivilDay(daysSinceEpoch: daysSinceEpoch + days) }

    /// The same day so many months later; the month's last one where it has no such day.
    public func adding(months: Int) -> CivilDay {
        let index = year * 12 + month - 1 + months
        let (year, month) = (index / 12, index % 12 + 1)
        return CivilDay(year: year, month: month, day: min(day, CivilDay.length(ofMonth: month, year: year))) ?? self
    }
}

/// The two reckonings of Easter.
enum Easter: String, Sendable {
    case western = "easter", orthodox = "orthodox_easter"

    /// Meeus, Astronomical Algorithms, chapter 8; of the Julian calendar moved by its 13 days (1900 to 2099, one more in 2100).
    func sunday(of year: Int) -> CivilDay {
        switch self {
        case .western:
            let a = year % 19, b = year / 100, c = year % 100
            let h = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30
            let l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7
            let n = h + l - 7 * ((a + 11 * h + 22 * l) / 451) + 114
            return CivilDay(daysSinceEpoch: Self.epoch(year, n / 31, n % 31 + 1))
        case .orthodox:
            let d = (19 * (year % 19) + 15) % 30
            let e = (2 * (year % 4) + 4 * (year % 7) - d + 34) % 7
            let n = d + e + 114
            let ahead = year / 100 - year / 400 - 2
            return CivilDay(daysSinceEpoch: Self.epoch(year, n / 31, n % 31 + 1) + ahead)
        }
    }

    private static func epoch(_ year: Int, _ month: Int, _ day: Int) -> Int { CivilDay(year: year, month: month, day: day)?.daysSinceEpoch ?? 0 }
}
