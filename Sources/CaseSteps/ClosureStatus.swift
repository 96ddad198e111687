/// The closure of a case: the worker proposes it, the territorial authority verifies it, then the case can be closed (`CaseStatus`).
public enum ClosureStatus: String, StepStatus {
    case requested, verified, returned, cancelled

    public enum Event: String, CaseIterable, Sendable {
        case verify
        case sendBack = "send_back"
        case proposeAgain = "propose_again"
        case withdraw
    }

    public static let process = "closure"
    public static let start = ClosureStatus.requested

    public static let table: [Transition<ClosureStatus>] = [
        .init(.requested, .verify, .verified, by: [.verifiesClosure]),
        .init(.requested, .sendBack, .returned, by: [.verifiesClosure], needs: [.reason]),
        .init(.requested, .withdraw, .cancelled, by: [.worksCase, .approves]),
        .init(.returned, .proposeAgain, .requested, by: [.worksCase, .approves]),
        .init(.returned, .withdraw, .cancelled, by: [.worksCase, .approves]),
    ]

    /// In doubt the case goes on.
    public var protection: Int { self == .verified ? 0 : 1 }
}
