public import Foundations

/// An entry of the journal as people see it.
public struct HistoryEntry: Sendable, Hashable {
    public var entry: UUIDv7
    /// Order of arrival in this box; the timeline's cursor.
    public var position: Int64
    public var record: UUIDv7
    /// The record version that it made.
    public var version: Int
    public var base: Int
    public var device: UUIDv7
    public var save: UUIDv7
    public var at: WallTime
    public var received: WallTime
    public var clock: HybridTimestamp
    /// Nil where the entry was redacted or its scope erased: it happened, but what it said is gone.
    public var content: Content?

    public struct Content: Sendable, Hashable {
        public var kind: String
        public var op: String
        public var actor: UUIDv7
        public var formVersion: Int
        /// As written; envelope parts under names that begin with `@`.
        public var fields: [String: Value]
    }
}

/// One value in a field's history.
public struct FieldHistory: Sendable, Hashable {
    public var value: Value
    public var at: WallTime
    public var actor: UUIDv7
    public var entry: UUIDv7
    public var device: UUIDv7
    public var version: Int
}

/// One line of a dossier's timeline: an entry and what it changed.
public struct TimelineRow: Sendable, Hashable {
    public struct FieldChange: Sendable, Hashable {
        public var field: String
        /// Nil where the record had no value before.
        public var from: Value?
        /// Nil where it was cleared.
        public var to: Value?
    }

    public var entry: HistoryEntry
    public var kind: String?
    public var changes: [FieldChange]
}
