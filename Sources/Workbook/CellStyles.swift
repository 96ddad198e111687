import Foundation

/// Which cell styles show a number as a date or a time.
struct CellStyles {
    enum Look: Equatable { case number, moment }

    private(set) var looks: [Look] = []
    private var custom: [Int: Look] = [:]

    func look(_ style: Int) -> Look { style >= 0 && style < looks.count ? looks[style] : .number }

    init() {}

    init(_ bytes: [UInt8], part: String, limits: WorkbookLimits) throws(WorkbookFault) {
        var looks: [Look] = []
        var custom: [Int: Look] = [:]
        var insideCellFormats = false
        try XMLScan.run(bytes, part: part, limits: limits) { _ in
            (start: { name, attributes in
                switch name {
                case "numFmt":
                    if let id = attributes["numFmtId"].flatMap({ Int($0) }), let code = attributes["formatCode"] {
                        custom[id] = CellStyles.isMoment(code) ? .moment : .number
                    }
                case "cellXfs": insideCellFormats = true
                case "xf" where insideCellFormats:
                    let id = attributes["numFmtId"].flatMap { Int($0) } ?? 0
                    looks.append(custom[id] ?? CellStyles.builtIn(id))
                    if looks.count > 100_000 { return .tooManyCells }
                default: break
                }
                return nil
            }, end: { name in
                if name == "cellXfs" { insideCellFormats = false }
                return nil
            })
        }
        self.looks = looks
        self.custom = custom
    }

    /// ECMA-376 part 1, 18.8.30; 27–36 and 50–58 are dates of East Asian editions.
    private static func builtIn(_ id: Int) -> Look {
        switch id {
        case 14...22, 27...36, 45...47, 50...58: .moment
        default: .number
        }
    }

    /// A format with a day, month, year, hour or second outside of quotes, brackets and escapes.
    static func isMoment(_ code: String) -> Bool {
        var quoted = false, bracketed = false, escaped = false
        for scalar in code.unicodeScalars {
            if escaped { escaped = false; continue }
            switch scalar {
            case "\\", "_", "*": escaped = true
            case "\"": quoted.toggle()
            case "[" where !quoted: bracketed = true
            case "]" where !quoted: bracketed = false
            case ";" where !quoted: return false
            case "d", "D", "m", "M", "y", "Y", "h", "H", "s", "S":
                if !quoted, !bracketed { return true }
            default: break
            }
        }
        return false
    }

    /// As a person sees it: no `.0`, no binary noise, dates as ISO 8601 with a blank before the time.
    static func text(of number: Double, look: Look, from1904: Bool) -> String {
        guard number.isFinite else { return "" }
        if look == .moment, number >= 0, number < 2_958_466 { return moment(number, from1904: from1904) }
        if number == number.rounded(), abs(number) < 1e15 { return String(Int64(number)) }
        // Spreadsheets show fifteen digits; the sixteenth is noise of the binary form.
        return String(format: "%.15g", number)
    }

    private static func moment(_ serial: Double, from1904: Bool) -> String {
        var day = Int(serial.rounded(.down))
        var second = Int(((serial - serial.rounded(.down)) * 86_400).rounded())
        if second >= 86_400 { day += 1; second = 0 }
        let clock = second == 0 ? "" : two(second / 3600) + ":" + two(second / 60 % 60) + ":" + two(second % 60)
        if day == 0, !from1904 { return clock.isEmpty ? "00:00:00" : clock }
        // Day 60 of the 1900 system is a 29 February that never was: days before it are counted one later.
        let sinceEpoch = from1904 ? day - 24_107 : day - 25_569 + (day < 60 ? 1 : 0)
        let date = civil(sinceEpoch)
        return clock.isEmpty ? date : date + " " + clock
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

    /// Days since 1970-01-01 in the Gregorian calendar (Howard Hinnant's `civil_from_days`).
    private static func civil(_ days: Int) -> String {
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let month = (5 * dayOfYear + 2) / 153
        let year = yearOfEra + era * 400 + (month >= 10 ? 1 : 0)
        return String(format: "%04d-%02d-%02d", year, month < 10 ? month + 3 : month - 9, dayOfYear - (153 * month + 2) / 5 + 1)
    }
}
