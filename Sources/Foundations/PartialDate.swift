/// A date as people know it: a year, a month or a day, perhaps uncertain. The subset of EDTF (ISO 8601-2) levels
/// 0 and 1 that case files need: `2019`, `2019-05`, `2019-05-03`, each with `?` (uncertain), `~` (approximate)
/// or `%` (both) behind it. Of the years 1900 to 2199: files name people who live, and `0018` is `18` of a hand that
/// meant 2018.
public struct PartialDate: Sendable, Hashable, LosslessStringConvertible {
    public enum Qualifier: Character, Sendable {
        case uncertain = "?"
        case approximate = "~"
        case both = "%"
    }

    public let year: Int
    public let month: Int?
    public let day: Int?
    public let qualifier: Qualifier?

    /// The earliest and the latest day it can mean. A qualifier does not widen them.
    public let bounds: ClosedRange<CivilDay>

    static let known = 1900...2199

    public init?(_ description: String) {
        self.init(ofAnyYear: description)
        guard Self.known.contains(year) else { return nil }
    }

    init?(ofAnyYear description: String) {
        var characters = Array(description.utf8)
        guard characters.count >= 4, characters.count <= 11 else { return nil }
        var qualifier: Qualifier?
        if let last = characters.last, let found = Qualifier(rawValue: Character(UnicodeScalar(last))) {
            qualifier = found
            characters.removeLast()
        }
        let parts = characters.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        guard (1...3).contains(parts.count), let year = Self.number(parts[0], digits: 4) else { return nil }
        var month: Int?
        var day: Int?
        if parts.count > 1 {
            guard let number = Self.number(parts[1], digits: 2) else { return nil }
            month = number
        }
        if parts.count > 2 {
            guard let number = Self.number(parts[2], digits: 2) else { return nil }
            day = number
        }
        let lastMonth = month ?? 12
        guard let earliest = CivilDay(year: year, month: month ?? 1, day: day ?? 1),
              let latest = CivilDay(year: year, month: lastMonth,
                                    day: day ?? CivilDay.length(ofMonth: lastMonth, year: year)) else { return nil }
        self.year = year
        self.month = month
        self.day = day
        self.qualifier = qualifier
        bounds = earliest...latest
    }

    public var description: String {
        var text = String(String(10_000 + year).dropFirst())
        if let month { text += "-" + CivilDay.two(month) }
        if let day { text += "-" + CivilDay.two(day) }
        if let qualifier { text.append(qualifier.rawValue) }
        return text
    }

    /// Whether an age computed from it is an estimate.
    public var isEstimated: Bool { day == nil || qualifier != nil }

    /// The least and the greatest number of completed years on `today`; nil where it lies wholly in the future.
    /// A person born on 29 February completes a year on 1 March of common years.
    public func ageInYears(on today: CivilDay) -> ClosedRange<Int>? {
        guard bounds.lowerBound <= today else { return nil }
        let youngest = Self.years(from: min(bounds.upperBound, today), to: today)
        return youngest...Self.years(from: bounds.lowerBound, to: today)
    }

    /// Completed years on `today` as somebody would say them: from the middle of a year (1 July), from the first of a
    /// month, as the indicators count. Nil where the date lies wholly in the future.
    public func likelyAge(on today: CivilDay) -> Int? {
        guard bounds.lowerBound <= today else { return nil }
        guard let middle = CivilDay(year: year, month: month ?? 7, day: day ?? 1) else { return nil }
        return max(0, Self.years(from: middle, to: today))
    }

    private static func years(from birth: CivilDay, to today: CivilDay) -> Int {
        let before = (today.month, today.day) < (birth.month, birth.day)
        return today.year - birth.year - (before ? 1 : 0)
    }

    private static func number(_ digits: ArraySlice<UInt8>, digits count: Int) -> Int? {
        guard digits.count == count else { return nil }
        var number = 0
        for digit in digits {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
            number = number * 10 + Int(digit - UInt8(ascii: "0"))
        }
        return number
    }
}
