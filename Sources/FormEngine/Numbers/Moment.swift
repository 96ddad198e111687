/// An instant as local clocks show it.
struct Moment {
    let year: Int
    let month: Int
    let day: Int
    let hour: Int
    let minute: Int
    let second: Int
    let millisecond: Int
    /// Days since 1970-01-01 of the local date.
    let localDay: Int
    /// Seconds east of UTC.
    let offset: Int

    /// The furthest instant either way: a thousand centuries or so.
    static let furthest = 3.2e15

    init(_ instant: Double, _ zone: ZoneTable) {
        let instant = instant.isFinite ? min(max(instant.rounded(.down), -Moment.furthest), Moment.furthest) : 0
        offset = zone.offset(at: instant)
        let local = Int64(instant) + Int64(offset) * 1000
        let dayLength: Int64 = 86_400_000
        var days = local / dayLength
        var rest = local % dayLength
        if rest < 0 {
            rest += dayLength
            days -= 1
        }
        localDay = Int(days)
        (year, month, day) = Calendar.civil(localDay)
        hour = Int(rest / 3_600_000)
        minute = Int(rest / 60_000 % 60)
        second = Int(rest / 1000 % 60)
        millisecond = Int(rest % 1000)
    }

    var isMidnight: Bool { hour == 0 && minute == 0 && second == 0 && millisecond == 0 }

    /// `2019-05-03`
    var dateText: Text {
        Moment.padded(year, 4) + "-" + Moment.padded(month, 2) + "-" + Moment.padded(day, 2)
    }

    /// `2019-05-03T14:05:59.000+02:00`
    var fullText: Text { dateText + "T" + timeText }

    /// `14:05:59.000+02:00`
    var timeText: Text {
        let away = abs(offset)
        return Moment.padded(hour, 2) + ":" + Moment.padded(minute, 2) + ":" + Moment.padded(second, 2) + "."
            + Moment.padded(millisecond, 3) + (offset < 0 ? "-" : "+")
            + Moment.padded(away / 3600, 2) + ":" + Moment.padded(away / 60 % 60, 2)
    }

    static func padded(_ number: Int, _ width: Int) -> Text {
        let digits = Text(number: abs(number))
        let zeros = Text([UInt8](repeating: 0x30, count: max(0, width - digits.utf8.count)))
        return number < 0 ? "-" + zeros + digits : zeros + digits
    }

    // MARK: Reading

    /// `2019-05-03` or with a time behind `T` and an optional offset; without an offset it is local. Days and
    /// times that do not exist are refused. Single digits for month and day are accepted, as JavaRosa does.
    static func parse(_ text: Text, _ zone: ZoneTable) -> Double? {
        let parts = text.pieces(0x54, most: 2)
        guard let days = date(parts[0]) else { return nil }
        let start = Double(days) * 86_400_000
        guard parts.count == 2 else { return zone.instant(local: start) }
        guard let (time, offset) = time(parts[1]) else { return nil }
        if let offset { return start + Double(time) - Double(offset) * 1000 }
        return zone.instant(local: start + Double(time))
    }

    /// Days since 1970.
    static func date(_ bytes: [UInt8]) -> Int? {
        let parts = Text(bytes).pieces(0x2D)
        guard parts.count == 3, parts[0].count == 4, let year = whole(parts[0]),
              parts[1].count <= 2, let month = whole(parts[1]),
              parts[2].count <= 2, let day = whole(parts[2]),
              day >= 1, day <= daysOf(month: month, year: year) else { return nil }
        return Calendar.days(year: year, month: month, day: day)
    }

    /// Milliseconds of the day, and seconds east of UTC when the text says so.
    static func time(_ bytes: [UInt8]) -> (milliseconds: Int, offset: Int?)? {
        var clock: [UInt8] = []
        var zone: [UInt8] = []
        var sign: UInt8 = 0
        for byte in bytes {
            if byte == 0x5A || byte == 0x2B || byte == 0x2D {
                if sign != 0 { return nil }
                sign = byte
            } else if sign == 0 {
                clock.append(byte)
            } else if byte != 0x3A || zone.count != 2 {
                zone.append(byte)
            }
        }
        var offset: Int?
        if sign == 0x5A {
            guard zone.isEmpty else { return nil }
            offset = 0
        } else if sign != 0 {
            guard zone.count == 2 || zone.count == 4, let written = whole(zone) else { return nil }
            let hours = zone.count == 2 ? written : written / 100
            let minutes = zone.count == 2 ? 0 : written % 100
            guard hours <= 14, minutes < 60 else { return nil }
            offset = (hours * 3600 + minutes * 60) * (sign == 0x2D ? -1 : 1)
        }
        let parts = Text(clock).pieces(0x3A)
        guard parts.count == 2 || parts.count == 3,
              parts[0].count <= 2, let hour = whole(parts[0]), hour < 24,
              parts[1].count <= 2, let minute = whole(parts[1]), minute < 60 else { return nil }
        var milliseconds = (hour * 60 + minute) * 60_000
        if parts.count == 3 {
            let seconds = Text(parts[2]).pieces(0x2E, most: 2)
            guard seconds[0].count <= 2, let second = whole(seconds[0]), second < 60 else { return nil }
            milliseconds += second * 1000
            if seconds.count == 2 {
                guard whole(seconds[1]) != nil else { return nil }
                for place in 0..<3 {
                    let digit = place < seconds[1].count ? Int(seconds[1][place] - 0x30) : 0
                    milliseconds += digit * (place == 0 ? 100 : (place == 1 ? 10 : 1))
                }
            }
        }
        return (milliseconds, offset)
    }

    private static func whole(_ bytes: [UInt8]) -> Int? {
        guard !bytes.isEmpty, bytes.count <= 9 else { return nil }
        var value = 0
        for byte in bytes {
            guard byte >= 0x30, byte <= 0x39 else { return nil }
            value = value * 10 + Int(byte - 0x30)
        }
        return value
    }
}
