/// What a supervisor asks about a case or one of its records: a quality review, a comment. The worker answers with words; the supervisor
/// closes it, or asks again.
public enum ReviewStatus: String, StepStatus {
    case open, answered, closed

    public enum Event: String, CaseIterable, Sendable {
        case answer
        case askAgain = "ask_again"
        case close, reopen
    }

    public static let process = "review"
    public static let start = ReviewStatus.open

    public static let table: [Transition<ReviewStatus>] = [
        .init(.open, .answer, .answered, by: [.worksCase], needs: [.reason]),
        .init(.open, .close, .closed, by: [.approves]),
        .init(.answered, .close, .closed, by: [.approves]),
        .init(.answered, .askAgain, .open, by: [.approves], needs: [.reason]),
        .init(.closed, .reopen, .open, by: [.approves], needs: [.reason]),
    ]

    /// In doubt somebody still looks at it.
    public var protection: Int { self == .closed ? 0 : 1 }
}
