/// A best-interest panel, from the call to the decision. What is said in it is kept by `Panel`.
public enum PanelStatus: String, StepStatus {
    case called
    case inSession = "in_session"
    case decided
    case calledOff = "called_off"

    public enum Event: String, CaseIterable, Sendable {
        case open, postpone, decide
        case callOff = "call_off"
        case reconvene
    }

    public static let process = "panel"
    public static let start = PanelStatus.called

    public static let table: [Transition<PanelStatus>] = [
        .init(.called, .open, .inSession, by: [.chairsPanel], needs: [.quorum]),
        .init(.called, .callOff, .calledOff, by: [.chairsPanel], needs: [.reason]),
        .init(.inSession, .postpone, .called, by: [.chairsPanel], needs: [.reason]),
        .init(.inSession, .decide, .decided, by: [.chairsPanel], needs: [.quorum, .options, .childView, .majority, .reason]),
        // New facts about the child.
        .init(.decided, .reconvene, .called, by: [.chairsPanel], needs: [.reason]),
        .init(.calledOff, .reconvene, .called, by: [.chairsPanel]),
    ]

    public var protection: Int { self == .calledOff ? 0 : 1 }
}
