public import Foundations

/// Cases that go from one worker to another.
public struct Handover: Sendable, Hashable {
    /// So many cases go in one handover.
    public static let mostCases = 500
    /// Longest note, in characters.
    public static let longestNote = 2_000

    /// Names the handover; sending it again under the same id changes nothing.
    public var save: UUIDv7
    public var from: UUIDv7
    public var to: UUIDv7
    /// Case records, each once. Nil: every live case of `from` that may be handed over.
    public var cases: [UUIDv7]?
    /// Stands as a note in each dossier; empty for none.
    public var note: String
    /// The handover that this one takes back: nobody is told of either who has not read of it yet.
    public var undoes: UUIDv7?

    public init(save: UUIDv7, from: UUIDv7, to: UUIDv7, cases: [UUIDv7]? = nil, note: String = "", undoes: UUIDv7? = nil) {
        self.save = save
        self.from = from
        self.to = to
        self.cases = cases
        self.note = note
        self.undoes = undoes
    }
}

/// What became of a handover.
public struct HandedOver: Sendable, Hashable {
    /// Cases that are the new worker's now, in one save.
    public let moved: [UUIDv7]
    /// Cases that were asked for and stayed where they are: somebody moved or closed them meanwhile, or they are not among those that this
    /// person may hand over. Which of these it was is not said.
    public let stayed: [UUIDv7]
    /// It had been done already.
    public let duplicate: Bool
}
