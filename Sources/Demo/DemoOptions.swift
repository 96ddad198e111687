import Foundations

/// How large a district and from which seed. The same options give the same district, byte for byte.
public struct DemoOptions: Sendable, Equatable {
    public static let childrenRange = 1...1_000_000

    public let children: Int
    public let seed: UInt64
    /// The present moment of the district, Unix milliseconds: nothing happens after it.
    public let now: Int64
    public let offsetMinutes: Int
    public let detail: Detail

    /// How long the histories are.
    public enum Detail: Sendable, Equatable {
        /// Everything: about 31 entries a child.
        case full
        /// Fewer visits, one action, no approvals: about 20.
        case usual
        /// As a district that entered most of its old files afterwards: the alert of every second family only, one visit
        /// of a closed case, no notes, no review: about 13.
        case lean
    }

    /// Visits kept per case, the first one and the latest ones.
    var visitsAtMost: Int {
        switch detail {
        case .full: 10
        case .usual: 3
        case .lean: 2
        }
    }

    /// `children` is clamped to 1…1,000,000; `detail` nil chooses by size: a demo has full histories, a million
    /// children lean ones.
    public init(children: Int, seed: UInt64, now: Int64, offsetMinutes: Int = 120, detail: Detail? = nil) {
        let children = min(max(children, Self.childrenRange.lowerBound), Self.childrenRange.upperBound)
        self.children = children
        self.seed = seed
        self.now = now
        self.offsetMinutes = offsetMinutes
        self.detail = detail ?? (children <= 20_000 ? .full : children <= 200_000 ? .usual : .lean)
    }

    /// How long the district has worked with the box.
    static let days = 1_095

    /// Today on the local calendar, as days since 1970.
    var today: Int { WallTime(millis: now, offsetMinutes: offsetMinutes).localDay.daysSinceEpoch }
    var firstDay: Int { today - Self.days }
    /// The last day on which work was done; what is dated today would often lie after `now`.
    var lastDay: Int { today - 1 }
}
