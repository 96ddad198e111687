public import Foundations

/// What has to follow from what, and until when: "the first assessment, within 10 working days of the opening of the case".
public struct LimitRule: Sendable, Equatable {
    /// Stable; outcomes, figures and translations go by it.
    public let code: String
    /// Language code → what people call it.
    public let labels: [String: String]
    /// Any of these starts the clock; each record that holds one starts its own.
    public let start: [EventName]
    /// The first of these on or after the start meets the limit.
    public let metBy: [EventName]
    /// From the first of these on nothing is awaited any more, such as the closing of the case.
    public let ends: [EventName]
    /// Each meeting starts it anew: a review every six months.
    public let repeats: Bool
    /// A meeting up to so many calendar days before the start counts as well: in an emergency the assessment may come first.
    public let looksBackDays: Int
    /// How much time there is, by risk and in the course of the years; by the day from which they are in force.
    public let versions: [LimitVersion]
}

/// How much time a rule leaves, for some levels of risk and from some day on.
public struct LimitVersion: Sendable, Equatable {
    public enum Unit: String, Sendable, CaseIterable {
        case hours, calendarDays = "calendar_days", workingDays = "working_days", months
    }

    /// What an amendment does to limits that run already on the day it comes into force. One that is met or overdue by then keeps the
    /// version of its own start.
    public enum Running: String, Sendable, CaseIterable {
        /// They keep the version of the day on which they started.
        case keep
        /// The new time counts from the start of the limit, but nothing is due before the amendment itself.
        case fromStart = "from_start"
        /// The new time counts from the day of the amendment.
        case fromChange = "from_change"
    }

    /// Empty: every level that no other version names.
    public let risks: Set<String>
    public let unit: Unit
    public let amount: Int
    /// A due day that is no working day moves to the next one. Limits in hours never move.
    public let rolls: Bool
    /// Codes of the suspensions that stop this clock.
    public let suspendedBy: Set<String>
    public let from: CivilDay
    /// The last day on which it is in force; nil until another version of the same levels follows.
    public let to: CivilDay?
    public let running: Running
    /// Where the number stands.
    public let source: String
    /// False for a number that a country still has to confirm.
    public let confirmed: Bool
}

/// A dated answer of a form, perhaps only where another answer says so: `visit.seen_on(seen!=no)`.
public struct EventName: Sendable, Hashable, CustomStringConvertible {
    public struct Condition: Sendable, Hashable {
        public let field: String
        public let isEqual: Bool
        public let value: String
    }

    public let form: String
    public let field: String
    public let condition: Condition?

    /// Nil where the text is not `form.field`, `form.field(other=value)` or `form.field(other!=value)`.
    public init?(_ text: String) {
        var head = text[...]
        var condition: Condition?
        if let open = text.firstIndex(of: "(") {
            guard text.hasSuffix(")") else { return nil }
            head = text[..<open]
            let inner = text[text.index(after: open)...].dropLast()
            guard let sign = inner.firstIndex(of: "=") else { return nil }
            let name = inner[..<sign], isNot = name.hasSuffix("!")
            let field = isNot ? name.dropLast() : name, value = inner[inner.index(after: sign)...]
            guard Self.isName(field), Self.isName(value) else { return nil }
            condition = Condition(field: String(field), isEqual: !isNot, value: String(value))
        }
        let parts = head.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy(Self.isName) else { return nil }
        (form, field) = (String(parts[0]), String(parts[1]))
        self.condition = condition
    }

    public var description: String {
        "\(form).\(field)" + (condition.map { "(\($0.field)\($0.isEqual ? "=" : "!=")\($0.value))" } ?? "")
    }

    private static func isName(_ text: Substring) -> Bool {
        !text.isEmpty && text.utf8.count <= 64 && text.utf8.allSatisfy { byte in
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "_")
        }
    }
}

/// What stops clocks: from one dated answer to another. Two dates of one form belong together only within one record; otherwise it
/// ends with the first that follows.
public struct SuspensionRule: Sendable, Equatable {
    public let code: String
    public let labels: [String: String]
    public let begins: EventName
    public let ends: [EventName]
}
