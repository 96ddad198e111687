/// Where a notification stands. Raw values are the record's envelope status.
public enum NotificationStatus: String, Sendable, CaseIterable {
    case new
    /// A child was registered from it and a case opened.
    case registered
    /// It concerns a child who is known already.
    case linked
    case screenedOut = "screened_out"

    /// The triage decisions that are open from here. A decision stands: undoing one is a step of its own,
    /// so that a second worker who decides at the same time learns of the first.
    public var next: Set<NotificationStatus> {
        switch self {
        case .new: [.registered, .linked, .screenedOut]
        // A further child of the same notification may turn out to be new or known.
        case .registered: [.registered]
        case .linked: [.linked, .registered]
        // Screened out in error: it comes back to the board.
        case .screenedOut: [.new]
        }
    }

    /// Screening out needs words; the other decisions speak for themselves.
    public var needsReason: Bool { self == .screenedOut }
}
