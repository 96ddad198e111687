/// What is asked of an authority or a supervisor and waits until somebody decides: one entry per form of the standard
/// instance that has such a step. Raw values are the forms' names.
public enum Decidable: String, Sendable, CaseIterable {
    case placement
    case closure
    case carePlan = "care_plan"

    /// A way to decide. `status` is what the record's envelope then says; nil leaves it waiting, with the words beside it.
    public struct Outcome: Sendable, Hashable {
        /// Names the outcome for the screens: a word of their catalogue.
        public let code: String
        public let status: String?
        /// Whether it lets happen what was asked.
        public let grants: Bool
        /// Answers that say the same in the form's own words.
        public let answers: [String: String]
        /// Saying no, or asking for more, needs words for whoever asked.
        public var needsReason: Bool { !grants }
    }

    /// The state in which a record waits.
    public var waiting: String {
        switch self {
        case .placement, .closure: "requested"
        case .carePlan: "proposed"
        }
    }

    /// The one that lets it happen comes first.
    public var outcomes: [Outcome] {
        switch self {
        case .placement:
            [Outcome(code: "agree", status: "active", grants: true, answers: ["decision": "agreed"]),
             Outcome(code: "refuse", status: "declined", grants: false, answers: ["decision": "refused"]),
             Outcome(code: "ask", status: nil, grants: false, answers: ["decision": "postponed"])]
        case .closure:
            [Outcome(code: "verify", status: "verified", grants: true, answers: [:]),
             Outcome(code: "return", status: "returned", grants: false, answers: [:])]
        case .carePlan:
            [Outcome(code: "approve", status: "approved", grants: true, answers: [:]),
             Outcome(code: "return", status: "returned", grants: false, answers: [:])]
        }
    }

    public func outcome(of status: String) -> Outcome? { outcomes.first { $0.status == status } }

    /// Questions of the form that belong to the decision, asked where it lets happen what was asked.
    public var asked: [String] {
        switch self {
        case .placement: ["decided_by", "start_on", "review_due_on"]
        case .closure, .carePlan: []
        }
    }

    /// Who decides, in the form's words, for the roles that are authorities themselves; others say for whom they decide.
    public func decider(role: String) -> [String: String] {
        guard self == .placement, let authority = ["guardianship_local": "local_authority", "guardianship_territorial": "territorial_authority"][role] else { return [:] }
        return ["decided_by": authority]
    }

    /// Where the words of a decision stand.
    public static let reason = "decision_reason"
    /// Where its day stands, of forms that have such a question.
    public var dayField: String? { self == .placement ? "decided_on" : nil }

    /// What a row says beside the child's name: questions of choices and days, none of free words.
    var told: [String] {
        switch self {
        case .placement: ["care_kind", "emergency_setting", "requested_on", "siblings_together", "decision"]
        case .closure: ["outcome", "closed_on"]
        case .carePlan: ["action", "due_on"]
        }
    }
}
