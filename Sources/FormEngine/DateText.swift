// Readers of the few date and number notations that answers use. They look at ASCII bytes only and
// never build a date: the engine compares text.

/// Days of a month in the Gregorian calendar; 0 for a month that is none.
func daysOf(month: Int, year: Int) -> Int {
    switch month {
    case 1, 3, 5, 7, 8, 10, 12: 31
    case 4, 6, 9, 11: 30
    case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
    default: 0
    }
}

private func number(_ bytes: ArraySlice<UInt8>) -> Int? {
    guard !bytes.isEmpty, bytes.count <= 9 else { return nil }
    var value = 0
    for byte in bytes {
        guard byte >= 0x30, byte <= 0x39 else { return nil }
        value = value * 10 + Int(byte - 0x30)
    }
    return value
}

/// `2019-05-03`, a day that exists.
func isDate(_ text: String) -> Bool {
    isDate(Array(text.utf8))
}

func isDate(_ b: [UInt8]) -> Bool {
    guard b.count == 10, b[4] == 0x2D, b[7] == 0x2D,
          let year = number(b[0..<4]), let month = number(b[5..<7]), let day = number(b[8..<10])
    else { return false }
    return day >= 1 && day <= daysOf(month: month, year: year)
}

/// `14:05`, `14:05:59` or `14:05:59.250`, with an optional `Z` or `+02:00`.
func isTime(_ text: String) -> Bool {
    isTime(Array(text.utf8))
}

func isTime(_ bytes: [UInt8]) -> Bool {
    var b = bytes
    if b.last == 0x5A {
        b.removeLast()
    } else if b.count >= 11, b[b.count - 6] == 0x2B || b[b.count - 6] == 0x2D {
        let zone = b[(b.count - 5)...]
        guard isHourMinute(zone) else { return false }
        b.removeLast(6)
    }
    guard b.count >= 5, isHourMinute(b[0..<5]) else { return false }
    if b.count == 5 { return true }
    guard b.count >= 8, b[5] == 0x3A, let second = number(b[6..<8]), second <= 60 else { return false }
    if b.count == 8 { return true }
    return b[8] == 0x2E && number(b[9...]) != nil
}

private func isHourMinute(_ bytes: ArraySlice<UInt8>) -> Bool {
    let b = Array(bytes)
    guard b.count == 5, b[2] == 0x3A, let hour = number(b[0..<2]), let minute = number(b[3..<5]) else { return false }
    return hour < 24 && minute < 60
}

/// A date, `T`, a time; never a bare local time: the offset or `Z` must stand there.
func isDateTime(_ text: String) -> Bool {
    isDateTime(Array(text.utf8))
}

func isDateTime(_ b: [UInt8]) -> Bool {
    guard b.count >= 17, b[10] == 0x54, isDate(Array(b[0..<10])), isTime(Array(b[11...])) else { return false }
    let sign = b[b.count - 6]
    return b.last == 0x5A || sign == 0x2B || sign == 0x2D
}

/// The part of EDTF that answers use: `2019`, `2019-05`, `2019-05-03`, each with `~ ? %` behind it, of the years 1900 to
/// 2199. The same as `PartialDate` of Foundations, which the browser's build does without.
func isPartialDate(_ text: String) -> Bool {
    isPartialDate(Array(text.utf8))
}

func isPartialDate(_ bytes: [UInt8]) -> Bool {
    var b = bytes
    if let last = b.last, last == 0x7E || last == 0x3F || last == 0x25 { b.removeLast() }
    guard b.count >= 4, let year = number(b[0..<4]), year >= 1900, year < 2200 else { return false }
    switch b.count {
    case 4:
        return true
    case 7:
        guard b[4] == 0x2D, let month = number(b[5..<7]) else { return false }
        return month >= 1 && month <= 12
    case 10:
        return isDate(b)
    default:
        return false
    }
}

/// `-12.50`: digits with one optional sign and point, at most 40 bytes, no exponent.
func isDecimal(_ text: String) -> Bool {
    isDecimal(Array(text.utf8))
}

func isDecimal(_ bytes: [UInt8]) -> Bool {
    var b = bytes[...]
    guard b.count <= 40 else { return false }
    if b.first == 0x2D { b = b.dropFirst() }
    var digits = 0
    var points = 0
    for byte in b {
        if byte == 0x2E { points += 1 } else if byte >= 0x30, byte <= 0x39 { digits += 1 } else { return false }
    }
    return digits > 0 && points <= 1 && b.last != 0x2E && b.first != 0x2E
}
