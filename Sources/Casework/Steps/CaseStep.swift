/// Where a case stands. Raw values are the record's envelope status.
public enum CaseStatus: String, Sendable, CaseIterable {
    case open
    /// Closed by the worker's decision, still looked after: monitoring after closure.
    case monitoring
    case closed

    public var next: Set<CaseStatus> {
        switch self {
        case .open: [.monitoring, .closed]
        case .monitoring: [.closed, .open]
        case .closed: [.open]
        }
    }
}

/// How far a case has come. It follows from dated records and is never set by hand: the steps are not a line,
/// so the furthest milestone reached since the case was opened counts.
public enum Milestone: String, Sendable, CaseIterable, Comparable {
    case registered, assessed, planned, implemented, reviewed, closed, monitored

    /// Form names whose presence in the dossier reaches the milestone.
    public static func reached(by form: String) -> Milestone? {
        switch form {
        case "risk_assessment", "initial_assessment", "comprehensive_assessment": .assessed
        case "care_plan": .planned
        case "referral", "placement", "service_delivery": .implemented
        case "case_review": .reviewed
        case "closure": .closed
        default: nil
        }
    }

    /// The furthest milestone of an open case, given the forms recorded in its dossier.
    public static func furthest(of forms: some Sequence<String>, status: CaseStatus) -> Milestone {
        switch status {
        case .closed: return .closed
        case .monitoring: return .monitored
        case .open: break
        }
        let reached = forms.compactMap(reached(by:)).filter { $0 < .closed }
        return reached.max() ?? .registered
    }

    public static func < (a: Milestone, b: Milestone) -> Bool { a.order < b.order }

    private var order: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
