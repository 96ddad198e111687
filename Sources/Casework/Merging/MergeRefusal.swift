/// Why two dossiers are not merged, or a merging is not undone, as things stand. Said only to somebody who sees both.
public enum MergeRefusal: String, Sendable, Equatable, CaseIterable {
    /// One child, named twice.
    case same
    /// One of the two is part of another dossier already.
    case alreadyMerged = "already-merged"
    /// A legal hold, or papers marked for their own caseload alone.
    case guarded
    /// Authors disagree about an answer of one of the children.
    case conflictOpen = "conflict-open"
    /// Somebody has proposed this pair already.
    case proposed
    /// Something in one of the dossiers changed since the two were compared.
    case changed
    /// Whoever proposed cannot be the second person.
    case own
    /// It was decided, taken back or undone meanwhile.
    case notOpen = "not-open"
    /// The first dossier was merged into a third one since.
    case mergedFurther = "merged-further"
    case tooLarge = "too-large"

    public var code: String { "merge-" + rawValue }

    var whatHappened: String {
        switch self {
        case .same: "This is one dossier, not two."
        case .alreadyMerged: "One of the two dossiers has been merged already."
        case .guarded: "One of the two dossiers is specially guarded; it cannot be merged."
        case .conflictOpen: "In one of the two dossiers two people gave different answers, and nobody has decided yet."
        case .proposed: "Somebody has proposed to merge these two already."
        case .changed: "Something in one of the two dossiers changed since they were compared."
        case .own: "You proposed this; a second person must confirm it."
        case .notOpen: "This was decided, taken back or undone meanwhile."
        case .mergedFurther: "The dossier was merged into a third one since."
        case .tooLarge: "The second dossier holds more papers than can be moved at once."
        }
    }

    var whatToDo: String {
        switch self {
        case .same: "Choose the other dossier of this child."
        case .alreadyMerged: "Open the dossier: it leads to the one that holds everything."
        case .guarded: "Ask the authority that guards it."
        case .conflictOpen: "Decide which answer holds, then compare the two again."
        case .proposed: "Open the proposal; somebody other than its author can confirm it."
        case .changed: "Compare the two again."
        case .own: "Ask a colleague who may merge dossiers and sees both."
        case .notOpen: "Open the dossier to see how things stand."
        case .mergedFurther: "Undo the later merging first."
        case .tooLarge: "Merge the other way round, with the larger dossier as the one that stays."
        }
    }
}
