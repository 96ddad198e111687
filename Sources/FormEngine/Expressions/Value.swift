/// What an expression yields.
enum Value {
    case nodes([NodeTree.Node])
    case text(Text)
    case number(Double)
    case bool(Bool)
    /// An instant, milliseconds since 1970-01-01T00:00:00Z. One that falls on local midnight is a date.
    case moment(Double)
    /// `number(date)`: days since 1970 with their fraction as a number, whole days as a text.
    case days(Double, whole: Double)
}

/// What an expression may look at beside its nodes. All of it is data, so that both builds compute the same.
public struct SessionSurroundings: Sendable {
    /// The time of this evaluation, milliseconds since 1970-01-01T00:00:00Z.
    public var now: Double
    public var zone: ZoneTable
    /// Feeds `random()`, `uuid()` and `randomize()` without a seed. The host draws it from its own generator.
    public var entropy: [UInt64]
    /// For `property('username')` and the like.
    var properties: [(name: Text, value: Text)] = []
    /// The form's version, for `version()`.
    var version = Text()
    /// January first, Sunday first; as `format-date` writes `%b` and `%a`.
    var shortMonths: [Text]
    var shortDays: [Text]
    var longMonths: [Text]
    var longDays: [Text]

    public init(now: Double, zone: ZoneTable = .utc, entropy: [UInt64] = [0]) {
        self.now = now
        self.zone = zone
        self.entropy = entropy
        longMonths = ["January", "February", "March", "April", "May", "June", "July", "August", "September",
                      "October", "November", "December"]
        shortMonths = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        longDays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]
        shortDays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    }

    public mutating func set(property name: String, to value: String) {
        properties.append((name: Text(name), value: Text(value)))
    }
}
