/// Where a notification stands. A decision stands: undoing one is a step of its own, so that a second worker who decides at the same
/// time learns of the first.
public enum NotificationStatus: String, StepStatus {
    case new
    /// A child was registered from it and a case opened.
    case registered
    /// It concerns a child who is known already.
    case linked
    /// A worker thinks that it needs no case; one who confirms such things has not looked yet.
    case screeningOut = "screening_out"
    case screenedOut = "screened_out"

    public enum Event: String, CaseIterable, Sendable {
        case register, link
        case proposeScreeningOut = "propose_screening_out"
        case screenOut = "screen_out"
        case sendBack = "send_back"
        case reopen
    }

    public static let process = "notification"
    public static let start = NotificationStatus.new

    public static let table: [Transition<NotificationStatus>] = [
        .init(.new, .register, .registered, by: [.triages]),
        .init(.new, .link, .linked, by: [.triages]),
        .init(.new, .proposeScreeningOut, .screeningOut, by: [.triages], needs: [.reason]),
        .init(.new, .screenOut, .screenedOut, by: [.confirmsScreening], needs: [.reason]),
        // A further child of the same notification may turn out to be new or known.
        .init(.registered, .register, .registered, by: [.triages]),
        .init(.linked, .link, .linked, by: [.triages]),
        .init(.linked, .register, .registered, by: [.triages]),
        // Somebody may still find that a child needs help.
        .init(.screeningOut, .register, .registered, by: [.triages]),
        .init(.screeningOut, .link, .linked, by: [.triages]),
        .init(.screeningOut, .screenOut, .screenedOut, by: [.confirmsScreening], needs: [.reason]),
        .init(.screeningOut, .sendBack, .new, by: [.triages, .confirmsScreening]),
        // Screened out in error: it comes back to the board.
        .init(.screenedOut, .reopen, .new, by: [.triages, .confirmsScreening]),
    ]

    public var protection: Int {
        switch self {
        case .registered, .linked: 3
        case .new: 2
        case .screeningOut: 1
        case .screenedOut: 0
        }
    }

    /// Somebody still has to decide.
    public var isUndecided: Bool { self == .new || self == .screeningOut }
}
