import Access
public import Foundations
import Journal

/// One answer of the child's form in both dossiers.
public struct MergeField: Sendable, Equatable {
    public enum Outcome: String, Sendable {
        /// The same in both, or given in the first alone: it stays.
        case stays
        /// Given in the second alone: the first takes it over.
        case taken
        /// The value that protects the child holds; nobody chooses.
        case protective
        /// Somebody must choose.
        case asked
        /// Differs, and this person may not see it: both are kept as a conflict for those who may.
        case unseen
    }

    public let name: String
    public let first: Value?
    public let second: Value?
    public let outcome: Outcome
    /// What the first child's record holds afterwards, where that follows without a choice.
    public let held: Value?

    /// Every answer that either child has, by name, without what the form works out.
    static func all(_ pair: MergePair, calculated: Set<String>) -> [MergeField] {
        let (first, second) = (pair.first.root.fields, pair.second.root.fields)
        return Set(first.keys).union(second.keys).subtracting(calculated).sorted().map { name in
            let isSeen = pair.first.decision.visible.contains(name) && pair.second.decision.visible.contains(name)
            return MergeField(name, first[name], second[name], isSeen: isSeen)
        }
    }

    init(_ name: String, _ first: Value?, _ second: Value?, isSeen: Bool) {
        (self.name, self.first, self.second) = (name, first, second)
        switch (first, second) {
        case (_, nil): (outcome, held) = (.stays, first)
        case (nil, let only): (outcome, held) = (.taken, only)
        case (let one?, let other?) where one == other: (outcome, held) = (.stays, one)
        case (let one?, let other?) where Protective.guards(name): (outcome, held) = (.protective, Protective.held(name, [one, other]))
        default: (outcome, held) = (isSeen ? .asked : .unseen, nil)
        }
    }
}
