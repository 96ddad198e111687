public import Foundations

/// How one person wants to be told outside the app.
public struct MessageWishes: Sendable, Hashable {
    public var ways: Set<MessageWay>
    public var quiet: QuietHours?

    public init(ways: Set<MessageWay> = [], quiet: QuietHours? = nil) {
        self.ways = ways
        self.quiet = quiet
    }
}

/// What was told already by one way.
public struct MessagesTold: Sendable, Hashable {
    public var keys: Set<String>
    /// When the last message was handed over, in Unix milliseconds; nil for never.
    public var last: Int64?

    public init(keys: Set<String> = [], last: Int64? = nil) {
        self.keys = keys
        self.last = last
    }
}

/// One message to one person: that there is something, never what.
public struct PlannedMessage: Sendable, Hashable {
    public let way: MessageWay
    public let isUrgent: Bool
    /// How many alerts it stands for, and which: told by this way once it is handed over.
    public let keys: Set<String>
}

/// When somebody is told of what: each alert once by each way, what is urgent at once, the rest gathered and not in quiet hours.
///
/// Nothing is kept here, so nothing can be lost: what was not told yet is told when the box is on again, all in one message. A clock
/// that jumps can bring a message earlier or make a gap pass, but never tells the same thing twice.
public struct MessagePlan: Sendable {
    /// Between two urgent messages to one person.
    public let urgentGap: Int64
    /// Between a message and one with nothing urgent.
    public let gatheringGap: Int64

    /// - Parameters: minutes.
    public init(urgentGapMinutes: Int = 10, gatheringGapMinutes: Int = 240) {
        urgentGap = Int64(urgentGapMinutes) * 60_000
        gatheringGap = Int64(gatheringGapMinutes) * 60_000
    }

    /// What is sent now.
    /// - Parameters:
    ///   - alerts: all that stand for the person and that they have not seen.
    ///   - gateways: ways that the site has.
    public func messages(_ alerts: [Alert], _ wishes: MessageWishes, told: [MessageWay: MessagesTold], gateways: Set<MessageWay>, now: WallTime) -> [PlannedMessage] {
        let ways = wishes.ways.intersection(gateways)
        // The hour of a clock that was never set is nobody's night.
        let isQuiet = now.trust != .unset && wishes.quiet?.holds(at: now) ?? false
        return MessageWay.allCases.filter(ways.contains).compactMap { way in
            let told = told[way] ?? MessagesTold()
            let new = alerts.filter { !told.keys.contains($0.key) }
            let isUrgent = new.contains(where: \.isUrgent)
            // Short messages cost, and wake people: what can wait goes by mail where the person has it.
            if new.isEmpty || !isUrgent && (isQuiet || way == .sms && ways.contains(.mail)) { return nil }
            // A last message in the future was written by a clock that has been corrected since.
            if let last = told.last, last <= now.millis, now.millis - last < (isUrgent ? urgentGap : gatheringGap) { return nil }
            return PlannedMessage(way: way, isUrgent: isUrgent, keys: Set(new.map(\.key)))
        }
    }
}
