import CaseSteps
import Foundations

/// What is asked of an authority or a supervisor and waits until somebody decides: one entry per form of the standard
/// instance that has such a step. Raw values are the forms' names.
public enum Decidable: String, Sendable, CaseIterable {
    case placement
    case closure
    case carePlan = "care_plan"
    /// Two people decide one after the other: who answers for the worker’s cases whether it is offered, who is asked whether they take it.
    case transfer
    /// One without consent, on a ground that a second person has to agree to.
    case referral

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
        case .placement: PlacementStatus.requested.rawValue
        case .closure: ClosureStatus.requested.rawValue
        case .carePlan: ApprovalStatus.proposed.rawValue
        case .transfer: TransferStatus.proposed.rawValue
        case .referral: ReferralStatus.proposed.rawValue
        }
    }

    /// Whether a record in this state waits for somebody's decision.
    func waits(in status: String?) -> Bool { status == waiting || isOffer(status) }

    /// A transfer that lies with whoever is asked to take the dossier over: only they decide it.
    func isOffer(_ status: String?) -> Bool { self == .transfer && status == TransferStatus.offered.rawValue }

    /// What can be decided about a record in this state. The one that lets it happen comes first.
    public func outcomes(in status: String?) -> [Outcome] {
        switch self {
        case .transfer where isOffer(status):
            [Outcome(code: "accept", status: TransferStatus.accepted.rawValue, grants: true, answers: ["answer": "accepted"]),
             Outcome(code: "refuse", status: TransferStatus.refused.rawValue, grants: false, answers: ["answer": "refused"])]
        case .transfer:
            [Outcome(code: "authorise", status: TransferStatus.offered.rawValue, grants: true, answers: [:]),
             Outcome(code: "withhold", status: TransferStatus.takenBack.rawValue, grants: false, answers: [:])]
        case .placement:
            [Outcome(code: "agree", status: PlacementStatus.active.rawValue, grants: true, answers: ["decision": "agreed"]),
             Outcome(code: "refuse", status: PlacementStatus.declined.rawValue, grants: false, answers: ["decision": "refused"]),
             Outcome(code: "ask", status: nil, grants: false, answers: ["decision": "postponed"])]
        case .closure:
            [Outcome(code: "verify", status: ClosureStatus.verified.rawValue, grants: true, answers: [:]),
             Outcome(code: "return", status: ClosureStatus.returned.rawValue, grants: false, answers: [:])]
        case .carePlan:
            [Outcome(code: "approve", status: ApprovalStatus.approved.rawValue, grants: true, answers: [:]),
             Outcome(code: "return", status: ApprovalStatus.returned.rawValue, grants: false, answers: [:])]
        case .referral:
            [Outcome(code: "let", status: ReferralStatus.requested.rawValue, grants: true, answers: [:]),
             Outcome(code: "hold", status: ReferralStatus.cancelled.rawValue, grants: false, answers: [:])]
        }
    }

    /// Whether the machine of its kind lets somebody with these functions say yes to what is asked: the local authority decides
    /// emergencies, the territorial one every placement and each closure, a supervisor plans and what goes out without consent.
    func isDecided(by functions: Set<StepFunction>, told: [String: Value], in status: String?) -> Bool {
        switch self {
        case .transfer:
            let (from, to): (TransferStatus, TransferStatus) = isOffer(status) ? (.offered, .accepted) : (.proposed, .offered)
            return (try? from.event(to: to, by: functions)) != nil
        case .placement:
            let facts: Set<StepFact> = told["care_kind"]?.text == "emergency" ? [.emergency] : []
            return (try? PlacementStatus.requested.event(to: .active, by: functions, having: facts)) != nil
        case .closure: return (try? ClosureStatus.requested.event(to: .verified, by: functions)) != nil
        case .carePlan: return (try? ApprovalStatus.proposed.event(to: .approved, by: functions)) != nil
        case .referral: return (try? ReferralStatus.proposed.event(to: .requested, by: functions)) != nil
        }
    }

    /// Questions of the form that belong to the decision, asked where it lets happen what was asked.
    public func asked(in status: String?) -> [String] {
        switch self {
        case .transfer: isOffer(status) ? ["new_worker"] : []
        case .placement: ["decided_by", "start_on", "review_due_on"]
        case .closure, .carePlan, .referral: []
        }
    }

    /// Who decides, in the form's words, for the roles that are authorities themselves; others say for whom they decide.
    public func decider(role: String) -> [String: String] {
        guard self == .placement, let authority = ["guardianship_local": "local_authority", "guardianship_territorial": "territorial_authority"][role] else { return [:] }
        return ["decided_by": authority]
    }

    /// Where the words of a decision stand.
    public var reasonField: String { StepJudge.reasonField(of: rawValue, from: waiting) ?? "decision_reason" }
    /// Where its day stands, of forms that have such a question.
    public var dayField: String? { self == .placement ? "decided_on" : nil }

    /// What a row says beside the child's name: questions of choices and days, none of free words.
    var told: [String] {
        switch self {
        case .placement: ["care_kind", "emergency_setting", "requested_on", "siblings_together", "decision"]
        case .closure: ["outcome", "closed_on"]
        case .carePlan: ["action", "due_on"]
        case .transfer: ["transfer_why", "risk_level", "asked_on"]
        case .referral: ["service", "urgency", "requested_on", "override_basis"]
        }
    }
}
