/// Where a placement stands. An arrangement among relatives is dated like any other and needs no decision; a decision of an authority
/// is another thing: the local one decides emergencies, the territorial one planned placements.
public enum PlacementStatus: String, StepStatus {
    case requested
    /// Decided; the child is not there yet.
    case granted
    /// The child lives there.
    case active
    /// The child lives with relatives by agreement of the family.
    case arranged
    case ended, declined
    case cancelled

    public enum Event: String, CaseIterable, Sendable {
        case grantEmergency = "grant_emergency"
        case grantPlanned = "grant_planned"
        case recordOrder = "record_order"
        case placeEmergency = "place_emergency"
        case placePlanned = "place_planned"
        case placeByOrder = "place_by_order"
        case declineEmergency = "decline_emergency"
        case declinePlanned = "decline_planned"
        case postpone, arrange, withdraw, admit, confirm, move, exit, request
        case undoExit = "undo_exit"
        case askAgain = "ask_again"
    }

    public static let process = "placement"
    public static let start = PlacementStatus.requested

    private static let asking: Set<StepFunction> = [.worksCase, .approves]
    private static let deciding: Set<StepFunction> = [.decidesEmergencyPlacement, .decidesPlannedPlacement]
    private static let anybody = asking.union(deciding)

    public static let table: [Transition<PlacementStatus>] = [
        .init(.requested, .grantEmergency, .granted, by: [.decidesEmergencyPlacement], needs: [.emergency]),
        .init(.requested, .grantPlanned, .granted, by: [.decidesPlannedPlacement]),
        .init(.requested, .recordOrder, .granted, by: asking, needs: [.courtOrder]),
        // Decided and there at once: an emergency leaves no time between.
        .init(.requested, .placeEmergency, .active, by: [.decidesEmergencyPlacement], needs: [.emergency]),
        .init(.requested, .placePlanned, .active, by: [.decidesPlannedPlacement]),
        .init(.requested, .placeByOrder, .active, by: asking, needs: [.courtOrder]),
        .init(.requested, .declineEmergency, .declined, by: [.decidesEmergencyPlacement], needs: [.emergency, .reason]),
        .init(.requested, .declinePlanned, .declined, by: [.decidesPlannedPlacement], needs: [.reason]),
        .init(.requested, .postpone, .requested, by: deciding, needs: [.reason]),
        .init(.requested, .arrange, .arranged, by: asking, needs: [.informalCare]),
        .init(.requested, .withdraw, .cancelled, by: asking),
        .init(.granted, .admit, .active, by: anybody),
        .init(.granted, .withdraw, .cancelled, by: anybody, needs: [.reason]),
        // The territorial authority takes an emergency placement over.
        .init(.active, .confirm, .active, by: [.decidesPlannedPlacement]),
        .init(.active, .move, .active, by: anybody),
        .init(.active, .exit, .ended, by: anybody),
        .init(.arranged, .request, .requested, by: asking),
        .init(.arranged, .exit, .ended, by: asking),
        .init(.declined, .askAgain, .requested, by: asking, needs: [.reason]),
        .init(.cancelled, .askAgain, .requested, by: asking),
        .init(.ended, .undoExit, .active, by: [.approves], needs: [.reason]),
    ]

    /// A child that was taken in somewhere is looked after, whatever another device thought of the request.
    public var protection: Int {
        switch self {
        case .active: 2
        case .granted, .arranged, .ended: 1
        case .requested, .declined, .cancelled: 0
        }
    }
}
