public import Foundations

/// Hours in which only what is urgent is sent, on the local clock; they may go over midnight.
public struct QuietHours: Sendable, Hashable {
    /// Minutes after midnight, 0...1439. `from` is quiet, `to` no longer.
    public let from: Int
    public let to: Int

    /// Nil for minutes that no day has, and where the two are the same.
    public init?(from: Int, to: Int) {
        guard (0..<1440).contains(from), (0..<1440).contains(to), from != to else { return nil }
        self.from = from
        self.to = to
    }

    /// Of two times as `22:00` and `07:30`.
    public init?(from: String, to: String) {
        guard let from = Self.minutes(from), let to = Self.minutes(to) else { return nil }
        self.init(from: from, to: to)
    }

    public func holds(at moment: WallTime) -> Bool {
        let day: Int64 = 86_400_000, local = moment.millis + Int64(moment.offsetMinutes) * 60_000
        let minute = Int(((local % day) + day) % day / 60_000)
        return from < to ? (from..<to).contains(minute) : minute >= from || minute < to
    }

    public var texts: (from: String, to: String) { (Self.text(from), Self.text(to)) }

    private static func minutes(_ text: String) -> Int? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ $0.utf8.count == 2 && $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }),
              let hours = Int(parts[0]), let minutes = Int(parts[1]), hours < 24, minutes < 60 else { return nil }
        return hours * 60 + minutes
    }

    private static func text(_ minutes: Int) -> String {
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return two(minutes / 60) + ":" + two(minutes % 60)
    }
}
