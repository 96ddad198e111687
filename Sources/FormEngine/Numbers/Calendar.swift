/// The Gregorian calendar, without a library. Days count from 1970-01-01.
enum Calendar {
    static func days(year: Int, month: Int, day: Int) -> Int {
        let y = month <= 2 ? year - 1 : year
        let era = (y >= 0 ? y : y - 399) / 400
        let yearOfEra = y - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    static func civil(_ days: Int) -> (year: Int, month: Int, day: Int) {
        let z = days + 719_468
        let era = (z >= 0 ? z : z - 146_096) / 146_097
        let dayOfEra = z - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shifted + 2) / 5 + 1)
    }

    /// 0 is Sunday.
    static func weekday(_ days: Int) -> Int {
        let rest = (days + 4) % 7
        return rest < 0 ? rest + 7 : rest
    }
}

/// The offsets of a time zone from UTC, as data that the host looks up once: the engine has no clock and no zone
/// files of its own, and both builds work with the same table.
public struct ZoneTable: Sendable, Equatable {
    public struct Change: Sendable, Equatable {
        /// Seconds since 1970-01-01T00:00:00Z from which the offset holds.
        public let from: Int64
        /// Seconds to add to UTC for local time.
        public let offset: Int

        public init(from: Int64, offset: Int) {
            self.from = from
            self.offset = offset
        }
    }

    public static let utc = ZoneTable(standard: 0, changes: [])

    /// The offset before the first change. Dates that are counted as numbers of days use this one, so that the
    /// difference of two dates is whole when a clock change lies between them.
    public let standard: Int
    /// In order of time.
    public let changes: [Change]

    public init(standard: Int, changes: [Change]) {
        self.standard = standard
        self.changes = changes
    }

    /// Seconds to add to UTC at that instant (milliseconds since 1970).
    func offset(at instant: Double) -> Int {
        let seconds = (instant / 1000).rounded(.down)
        var low = 0
        var high = changes.count
        while low < high {
            let middle = (low + high) / 2
            if Double(changes[middle].from) <= seconds { low = middle + 1 } else { high = middle }
        }
        return low == 0 ? standard : changes[low - 1].offset
    }

    /// The instant at which clocks show this local time (milliseconds since 1970 as if it were UTC).
    func instant(local: Double) -> Double {
        let guess = local - Double(offset(at: local)) * 1000
        return local - Double(offset(at: guess)) * 1000
    }
}
