/// How far an instant can be believed.
public enum ClockTrust: String, Codable, Sendable, Hashable {
    /// The clock was never set (a board without a battery after a power cut).
    case unset
    /// The machine's clock says so, nobody confirmed it.
    case machine
    /// A person, the hub, a phone or NTP confirmed it.
    case attested
}

/// An instant as a person met it: Unix milliseconds, the offset of the local clock, and how far to believe it.
public struct WallTime: Sendable, Hashable, Codable {
    public var millis: Int64
    public var offsetMinutes: Int
    public var trust: ClockTrust

    public init(millis: Int64, offsetMinutes: Int = 0, trust: ClockTrust = .machine) {
        self.millis = millis
        self.offsetMinutes = offsetMinutes
        self.trust = trust
    }

    /// The calendar day on the local clock.
    public var localDay: CivilDay {
        CivilDay(daysSinceEpoch: Int((millis + Int64(offsetMinutes) * 60_000).flooredDivision(by: 86_400_000)))
    }

    /// `2026-11-21T13:05:09.120+04:00`; an offset of zero is written `Z`.
    public var iso8601: String {
        let local = millis + Int64(offsetMinutes) * 60_000
        let ofDay = Int(local - local.flooredDivision(by: 86_400_000) * 86_400_000)
        let time = Self.two(ofDay / 3_600_000) + ":" + Self.two(ofDay / 60_000 % 60) + ":" + Self.two(ofDay / 1000 % 60)
        let fraction = "." + String(String(1000 + ofDay % 1000).dropFirst())
        let away = abs(offsetMinutes)
        let zone = away == 0 ? "Z" : (offsetMinutes < 0 ? "-" : "+") + Self.two(away / 60) + ":" + Self.two(away % 60)
        return localDay.description + "T" + time + fraction + zone
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}

extension Int64 {
    func flooredDivision(by divisor: Int64) -> Int64 {
        let quotient = self / divisor
        return self % divisor < 0 ? quotient - 1 : quotient
    }
}
