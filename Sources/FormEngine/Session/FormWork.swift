/// What working out the rules of one or more sessions may cost together. One expression has a tank of its own
/// (`Evaluator.fullTank`); a form has thousands of rules, so what a save costs the box is bounded here.
public final class FormWork {
    /// About a second of work. A form of a thousand questions with rules in each takes less than a tenth of it.
    public static let fullTank = 40_000_000

    private(set) var left: Int
    /// The field or group whose rule used up the last of it.
    private(set) var stopped: Text?

    public init(tank: Int = FormWork.fullTank) {
        left = tank
    }

    public var isExhausted: Bool { left <= 0 }

    func spend(_ units: Int, on name: Text) {
        left -= units
        if left <= 0, stopped == nil { stopped = name }
    }
}
