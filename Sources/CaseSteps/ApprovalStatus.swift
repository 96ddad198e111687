/// A proposal that somebody else agrees to: a care plan, an exception, an assessment.
public enum ApprovalStatus: String, StepStatus {
    case proposed, approved, returned

    public enum Event: String, CaseIterable, Sendable {
        case approve
        case sendBack = "send_back"
        case proposeAgain = "propose_again"
        case revise
    }

    public static let process = "approval"
    public static let start = ApprovalStatus.proposed

    public static let table: [Transition<ApprovalStatus>] = [
        .init(.proposed, .approve, .approved, by: [.approves]),
        .init(.proposed, .sendBack, .returned, by: [.approves], needs: [.reason]),
        .init(.returned, .proposeAgain, .proposed, by: [.worksCase]),
        // What was agreed to has changed: agreed to again.
        .init(.approved, .revise, .proposed, by: [.worksCase, .approves]),
    ]

    /// What somebody has doubts about is looked at again.
    public var protection: Int { self == .approved ? 0 : 1 }
}
