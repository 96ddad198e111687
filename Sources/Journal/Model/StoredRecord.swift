public import Foundations

/// Who gave a field the value it holds, and when.
public struct FieldStamp: Sendable, Hashable {
    public var clock: HybridTimestamp
    public var entry: UUIDv7
    public var actor: UUIDv7
    public var device: UUIDv7
    public var at: WallTime
    /// The record version that this entry made.
    public var version: Int

    public init(clock: HybridTimestamp, entry: UUIDv7, actor: UUIDv7, device: UUIDv7, at: WallTime, version: Int) {
        self.clock = clock
        self.entry = entry
        self.actor = actor
        self.device = device
        self.at = at
        self.version = version
    }
}

/// A record as the projection holds it. (GRDB has a class `Record`.)
public struct StoredRecord: Sendable, Hashable {
    public var id: UUIDv7
    /// Local number: never used twice, rises with arrival, negative for conflict tasks. Joins to `search` and `lookup`.
    public var number: Int64
    public var kind: String
    public var scope: Scope
    public var dossier: UUIDv7?
    public var parent: UUIDv7?
    public var agency: String?
    public var status: String?
    public var owner: UUIDv7?
    public var team: UUIDv7?
    public var place: String?
    public var sensitivity: String?
    public var formVersion: Int
    public var archived: Bool
    /// Counts the entries applied here; what `Change.base` and If-Match refer to.
    public var version: Int
    public var updated: HybridTimestamp
    /// Without the cleared ones.
    public var fields: [String: Value]
    public var stamps: [String: FieldStamp]
    /// Fields on which two authors disagree; `fields` holds the protective or the later value.
    public var conflicts: [String]

    /// Who brought it into its present state, and when; nil where it has none.
    public var statusStamp: FieldStamp? = nil
}
