public import Foundations

/// What a conflict task may show: the competing values of those fields that this person sees in the record
/// the conflict is about.
public enum ConflictSides {
    /// The field of a conflict task that holds them.
    public static let field = "sides"

    /// - Parameters:
    ///   - task: the task's fields as stored.
    ///   - target: the decision about the record in dispute.
    /// - Returns: field → its sides; empty when the record is hidden or no disputed field may be seen.
    public static func visible(in task: [String: Value], target: FieldDecision) -> [String: Value] {
        guard target.exists, case .map(let sides)? = task[field] else { return [:] }
        return target.visible.split(sides).inside
    }
}
