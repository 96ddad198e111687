import CaseSteps
import Foundations
import Journal

/// What whoever asks for a placement says of how it came about, and what follows for its state.
enum CareArrangement {
    static let field = "arrangement"
    /// Relatives agreed among themselves: dated, and decided by nobody.
    static let family = "family"
    /// An authority is asked.
    static let decision = "authority"
    /// Where an authority that asked for more is answered.
    static let reply = "more_answer"

    /// Where a new placement begins: an arrangement of relatives waits for nobody.
    static func firstStatus(_ fields: [String: Value]) -> PlacementStatus {
        fields["care_kind"]?.text == "kinship" && fields[field]?.text == family ? .arranged : .start
    }

    /// Whether an edit answers the authority that asked for more: the request waits for its decision again. Words of the request are such an
    /// answer, whoever works on the case writes them; a decision is none.
    static func answers(_ entry: AuthoredEntry, _ record: StoredRecord, _ functions: Set<StepFunction>) -> Bool {
        record.kind == Decidable.placement.rawValue && entry.op == .amend && record.status == PlacementStatus.requested.rawValue
            && record.fields["decision"]?.text == "postponed" && entry.status == nil && !functions.isDisjoint(with: [.worksCase, .approves])
            && [reply, "why", "child_view", "care_kind", "provider", "provider_name"].contains { name in
                guard let value = entry.fields[name], !value.isNull, value != .text("") else { return false }
                return value != record.fields[name]
            }
    }
}
