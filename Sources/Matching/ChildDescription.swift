public import Foundations

/// What is known of one child, as far as it helps to recognise the child. Everything may be missing.
/// Lists and texts are cut where they are folded (`FoldedChild`); nothing here has to be clean.
public struct ChildDescription: Sendable, Equatable {
    /// First names, in any script: one text may hold several.
    public var given: [String] = []
    public var family: [String] = []
    /// Nicknames, earlier names, the whole name in another script: may stand for first or family names.
    public var other: [String] = []
    /// A code such as `female`; compared as it is.
    public var sex: String?
    public var birth: PartialDate?
    /// The date is a guess (an age that somebody told): compared by years only.
    public var isBirthEstimated = false
    /// Where the child is, lived, or was last seen: codes of places, or names in any spelling.
    public var places: [String] = []
    public var mother: [String] = []
    public var father: [String] = []
    /// Whoever else cares or cared for the child.
    public var caregivers: [String] = []
    public var siblings: [String] = []
    public var nationalID: String?

    public init() {}
}

/// What the comparison is for. Duplicates are described by people who have the child before them, a tracing request by
/// somebody who lost the child years ago.
public enum LikenessPurpose: String, Sendable, CaseIterable {
    case duplicate, tracing
}
