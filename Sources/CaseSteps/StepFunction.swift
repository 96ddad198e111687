/// What an office entrusts to a role: which steps its people take. `functions` in `assets/standard/roles.csv` names them.
public enum StepFunction: String, Sendable, Hashable, CaseIterable, Codable, Comparable {
    /// Looks at what was reported and decides whose it is.
    case triages
    /// Confirms that a report needs no case: a second pair of eyes before a child is left alone.
    case confirmsScreening = "confirms_screening"
    /// Works on the case: asks, proposes, records what happened.
    case worksCase = "works_case"
    /// Gives a service that was asked for, and answers for it.
    case providesService = "provides_service"
    /// Agrees to what a worker proposes: plans, handing over, going back on a step.
    case approves
    /// Takes over cases from another worker, agency or district.
    case receivesTransfer = "receives_transfer"
    /// The local guardianship authority.
    case decidesEmergencyPlacement = "decides_emergency_placement"
    /// The territorial guardianship authority.
    case decidesPlannedPlacement = "decides_planned_placement"
    /// The territorial guardianship authority.
    case verifiesClosure = "verifies_closure"
    /// Calls and leads a best-interest panel.
    case chairsPanel = "chairs_panel"
    /// Asks that a file is erased or held.
    case asksErasure = "asks_erasure"
    /// The second person of an erasure or a legal hold.
    case confirmsErasure = "confirms_erasure"

    public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}

/// What must stand for some steps, judged by whoever knows the records.
public enum StepFact: String, Sendable, Hashable, CaseIterable, Comparable {
    /// Words that say why.
    case reason
    /// The care asked for is an emergency placement.
    case emergency
    /// Relatives look after the child by agreement of the family: no authority decides.
    case informalCare = "informal_care"
    /// A court has decided.
    case courtOrder = "court_order"
    /// The authority has verified the closure of this case.
    case verifiedClosure = "verified_closure"
    /// Enough members take part, those who stepped aside left out.
    case quorum
    /// There are at least two options to choose from.
    case options
    /// The child was heard, or it is written why not.
    case childView = "child_view"
    /// More than half of those who take part are for one of the options.
    case majority

    public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }

    /// For a sentence: "this step needs …".
    public var words: String {
        switch self {
        case .reason: "the reason in words"
        case .emergency: "an emergency placement"
        case .informalCare: "care by relatives that the family agreed on"
        case .courtOrder: "a decision of a court"
        case .verifiedClosure: "a closure that the guardianship authority has verified"
        case .quorum: "enough members who take part"
        case .options: "at least two options"
        case .childView: "the child’s view, or why the child was not heard"
        case .majority: "more than half of the members for one option"
        }
    }
}
