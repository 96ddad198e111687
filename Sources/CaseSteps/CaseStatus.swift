/// Where a case stands. Raw values are the record's envelope status.
public enum CaseStatus: String, StepStatus {
    case open
    /// The closure is verified, the child is still looked after: monitoring after closure.
    case monitoring
    case closed

    public enum Event: String, CaseIterable, Sendable {
        case monitor, close, resume, reopen
    }

    public static let process = "case"
    public static let start = CaseStatus.open

    public static let table: [Transition<CaseStatus>] = [
        .init(.open, .monitor, .monitoring, by: [.worksCase, .approves], needs: [.verifiedClosure]),
        .init(.open, .close, .closed, by: [.worksCase, .approves], needs: [.verifiedClosure]),
        .init(.monitoring, .close, .closed, by: [.worksCase, .approves]),
        .init(.monitoring, .resume, .open, by: [.worksCase, .approves]),
        .init(.closed, .reopen, .open, by: [.approves, .verifiesClosure]),
    ]

    /// In doubt somebody goes on looking after the child.
    public var protection: Int {
        switch self {
        case .open: 2
        case .monitoring: 1
        case .closed: 0
        }
    }
}
