import CaseSteps
import Foundations

/// The forms of a best-interest panel: one paper for the panel, and one for each member, which that member alone writes in.
enum PanelForm {
    static let panel = "best_interest_panel"
    static let seat = "best_interest_seat"
    /// In a seat and in an action of the care plan: the panel it belongs to.
    static let link = "bi_panel"
    /// What a decision says; written with that step alone.
    static let decision: Set<String> = ["panel_choice", "panel_reason", "panel_decided_on"]
    static let putOff = "put_off_why"
    /// How the child was heard. Can still be answered, once, when the panel has met.
    static let heard: Set<String> = ["panel_heard", "child_view", "not_heard_why"]
    /// What a member says in their seat.
    static let said: Set<String> = ["said", "said_option", "said_words"]
    static let mostOptions = 3
    static let fewestSigned = 3

    /// An action of the care plan that a panel decided: it needs nobody's approval any more. `PanelJudge` sees to it that only the decision makes one.
    static func isAction(_ entry: AuthoredEntry) -> Bool { entry.form == "care_plan" && !(entry.fields[link]?.text ?? "").isEmpty }
}

/// Whether a seat brings its member near the child, and whether it counts.
enum SeatStatus: String {
    /// Asked; has not signed, or is asked anew.
    case asked
    case signed
    /// Stepped aside: for good.
    case recused
    /// The panel is over.
    case released

    /// What a seat becomes by what its member says; nil where they say nothing.
    init?(after said: Value?) {
        switch said?.text {
        case "agrees", "dissents": self = .signed
        case "recused": self = .recused
        default: return nil
        }
    }
}

/// Why something about a best-interest panel was not done. Said only to somebody who sees the panel or the child.
public enum PanelRefusal: String, Sendable, Equatable, CaseIterable {
    case noOpenCase = "no-open-case"
    /// Another panel of this child is under way.
    case underWay = "under-way"
    /// Whoever is named wrote the assessment before the panel.
    case prepared
    /// Whoever is named cannot sit on panels.
    case cannotSit = "cannot-sit"
    /// Has a seat already.
    case twice
    /// What was to be changed stands still now.
    case closed
    /// Somebody else's seat, or what only a member may say.
    case notYours = "not-yours"
    /// Somebody else changed it since.
    case changed
    /// Two people gave different answers about it.
    case conflictOpen = "conflict-open"
    /// Another option than the one that most members are for.
    case notTheirs = "not-theirs"
    /// A decision without anything to do.
    case noAction = "no-action"

    public var code: String { "panel-" + rawValue }

    var whatHappened: String {
        switch self {
        case .noOpenCase: "This child has no open case; a panel decides about children who have one."
        case .underWay: "A best-interest panel about this child is under way already."
        case .prepared: "This person wrote the assessment that the panel has before it, and cannot be a member."
        case .cannotSit: "This person cannot be a member of a panel."
        case .twice: "This person is a member of this panel already."
        case .closed: "This panel is not at a point where that can be changed."
        case .notYours: "Only the member whose seat this is says what they think."
        case .changed: "Somebody changed this since you opened it."
        case .conflictOpen: "Two people gave different answers about this panel, and nobody has decided yet."
        case .notTheirs: "This is not the option that more than half of those who signed are for."
        case .noAction: "The decision names nothing that is to be done, by whom and by when."
        }
    }

    var whatToDo: String {
        switch self {
        case .noOpenCase: "Open or reopen the case first."
        case .underWay: "Open the one that is under way."
        case .prepared, .cannotSit: "Choose another member."
        case .twice: "Choose another member, or wait for their answer."
        case .closed: "Open the panel to see how it stands."
        case .notYours: "Ask the member to say it on their own device."
        case .changed: "Open it again and look at what changed."
        case .conflictOpen: "Decide which answer holds, then take the step again."
        case .notTheirs: "Open the panel to see who signed for what."
        case .noAction: "Add at least one action with who does it and by when."
        }
    }
}
