/// What an expression yields.
enum Value {
    case nodes([NodeTree.Node])
    case text(String)
    case number(Double)
    case bool(Bool)
    /// An instant, milliseconds since 1970-01-01T00:00:00Z. One that falls on local midnight is a date.
    case moment(Double)
    /// `number(date)`: days since 1970 with their fraction as a number, whole days as a text.
    case days(Double, whole: Double)
}

/// What an expression may look at beside its nodes. All of it is data, so that both builds compute the same.
public struct Surroundings: Sendable {
    /// The time of this evaluation, milliseconds since 1970-01-01T00:00:00Z.
    public var now: Double
    public var zone: ZoneTable
    /// Feeds `random()`, `uuid()` and `randomize()` without a seed. The host draws it from its own generator.
    public var entropy: [UInt64]
    /// For `property('username')` and the like.
    public var properties: [String: String]
    /// The form's version, for `version()`.
    public var version: String
    /// January first, Sunday first; as `format-date` writes `%b` and `%a`.
    public var shortMonths: [String]
    public var shortDays: [String]
    public var longMonths: [String]
    public var longDays: [String]

    public init(now: Double, zone: ZoneTable = .utc, entropy: [UInt64] = [0]) {
        self.now = now
        self.zone = zone
        self.entropy = entropy
        properties = [:]
        version = ""
        longMonths = ["January", "February", "March", "April", "May", "June", "July", "August", "September",
                      "October", "November", "December"]
        shortMonths = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        longDays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]
        shortDays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    }
}
