/// A day that somebody wrote down for something to come: the next visit, a review, the end of a consent. The newest paper of a form says which day holds.
public struct AgreedDay: Sendable, Hashable {
    /// Form, the day the paper is about, the day that was agreed in it, and the states in which it counts (none: all).
    struct Source: Sendable {
        let form: String
        let own: String
        let agreed: String
        var states: Set<String> = []
        /// Whether a paper without an agreed day ends what an older one agreed.
        var ends = true
        /// Says which of several days of one form it is.
        var part = ""

        var name: String { form + part }
    }

    static let sources = [
        // A visit without a next day is told by its own day, which the list of visits holds already.
        Source(form: "visit", own: "seen_on", agreed: "next_visit_on", ends: false),
        Source(form: "case_review", own: "reviewed_on", agreed: "next_review_on"),
        Source(form: "placement", own: "start_on", agreed: "review_due_on", states: ["active", "arranged"], ends: false),
        // An arrangement among relatives, or a stay, that was agreed for a time.
        Source(form: "placement", own: "start_on", agreed: "end_on", states: ["active", "arranged"], ends: false, part: "_end"),
        Source(form: "consent", own: "asked_on", agreed: "valid_until"),
        Source(form: "closure", own: "closed_on", agreed: "monitoring_until", states: ["verified"], ends: false),
    ]
    /// The forms, in the order in which they are asked for; of a form's second day with what tells it apart.
    public static let forms = sources.map(\.name)

    /// Days since 1970 of the paper, and of what was agreed; nil where it agrees on nothing.
    public let own: Int
    public let agreed: Int?

    private static let dayBits: Int64 = 20
    private static let mask: Int64 = (1 << dayBits) - 1

    /// As `lookup` sorts it: by the paper's day, the agreed one behind it.
    static func sort(own: Int64, agreed: Int64?) -> Int64 { max(0, own) << dayBits | min(mask, max(0, agreed ?? 0)) }

    /// Out of a row's `sort`.
    public init(sort: Int64) {
        own = Int(sort >> Self.dayBits)
        let rest = Int(sort & Self.mask)
        agreed = rest == 0 ? nil : rest
    }
}
