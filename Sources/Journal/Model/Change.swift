public import Foundations

/// What an entry does. The journal treats every operation as "these fields change"; the name says why, and only
/// `decide` settles a conflict on a protective field.
public enum Op: String, Sendable, Codable, CaseIterable {
    case create, amend, attach, link, close, reopen, transfer, merge, unmerge, decide, redact, shred
}

public enum ScopeKind: String, Sendable, Codable, CaseIterable {
    case dossier, family, notification, provider, site
}

/// What is erased or shared as one: everything in a scope is sealed under that scope's key.
public struct Scope: Hashable, Sendable {
    public var kind: ScopeKind
    public var id: UUIDv7

    public init(_ kind: ScopeKind, _ id: UUIDv7) {
        self.kind = kind
        self.id = id
    }
}

/// What a record carries beside its form's fields. Nil means "unchanged"; `clear` empties.
public struct RecordEnvelope: Sendable, Hashable {
    public enum Part: String, Sendable, CaseIterable { case owner, team, place, agency, status, sensitivity }

    public var owner: UUIDv7?
    public var team: UUIDv7?
    public var place: String?
    public var agency: String?
    public var status: String?
    public var sensitivity: String?
    public var archived: Bool?
    public var clear: Set<Part>

    public init(owner: UUIDv7? = nil, team: UUIDv7? = nil, place: String? = nil, agency: String? = nil,
                status: String? = nil, sensitivity: String? = nil, archived: Bool? = nil, clear: Set<Part> = []) {
        self.owner = owner
        self.team = team
        self.place = place
        self.agency = agency
        self.status = status
        self.sensitivity = sensitivity
        self.archived = archived
        self.clear = clear
    }
}

/// One entry as its author means it.
public struct Change: Sendable, Hashable {
    /// Made by the author's device; sending the same change again under the same id changes nothing.
    public var id: UUIDv7
    public var record: UUIDv7
    /// The form's name. Counts only with the first entry of a record.
    public var kind: String
    public var op: Op
    /// Must be the record's own scope where the record exists.
    public var scope: Scope
    /// The child whose dossier the record belongs to; set by create, link, transfer, merge and unmerge.
    public var dossier: UUIDv7?
    public var parent: UUIDv7?
    /// The record version that the author saw. Nil means "whatever is current when the entry is written".
    public var base: Int?
    public var formVersion: Int
    /// Only what changed; `.null` clears. Names must not begin with `@`.
    public var fields: [String: Value]
    public var envelope: RecordEnvelope
    /// The author's own hybrid clock where its device keeps one; otherwise it is computed from `Save.at`.
    public var clock: HybridTimestamp?

    public init(id: UUIDv7, record: UUIDv7, kind: String, op: Op, scope: Scope, dossier: UUIDv7? = nil,
                parent: UUIDv7? = nil, base: Int? = nil, formVersion: Int = 1, fields: [String: Value] = [:],
                envelope: RecordEnvelope = RecordEnvelope(), clock: HybridTimestamp? = nil) {
        self.id = id
        self.record = record
        self.kind = kind
        self.op = op
        self.scope = scope
        self.dossier = dossier
        self.parent = parent
        self.base = base
        self.formVersion = formVersion
        self.fields = fields
        self.envelope = envelope
        self.clock = clock
    }
}

/// Changes that become durable together or not at all.
public struct Save: Sendable, Hashable {
    public var id: UUIDv7
    public var actor: UUIDv7
    public var device: UUIDv7
    /// When the person saved, on their own clock.
    public var at: WallTime
    public var changes: [Change]
    /// The author's own counter for the first change, where its device keeps one (the others follow it). Nil: the
    /// box counts in order of arrival.
    public var deviceSeq: Int?

    public init(id: UUIDv7, actor: UUIDv7, device: UUIDv7, at: WallTime, changes: [Change], deviceSeq: Int? = nil) {
        self.id = id
        self.actor = actor
        self.device = device
        self.at = at
        self.changes = changes
        self.deviceSeq = deviceSeq
    }
}

/// The answer to a durable save.
public struct Receipt: Sendable, Hashable {
    public struct RecordReceipt: Sendable, Hashable {
        public var record: UUIDv7
        /// The record's version after the save (for a duplicate: its version now).
        public var version: Int
        /// Fields of this save that now hold two authors' differing values; a conflict task is open for them.
        public var conflicts: [String]

        public init(record: UUIDv7, version: Int, conflicts: [String]) {
            self.record = record
            self.version = version
            self.conflicts = conflicts
        }
    }

    public var save: UUIDv7
    /// True where every change was already in the journal.
    public var duplicate: Bool
    /// One for each record of the save, in order of first appearance.
    public var records: [RecordReceipt]

    public init(save: UUIDv7, duplicate: Bool, records: [RecordReceipt]) {
        self.save = save
        self.duplicate = duplicate
        self.records = records
    }
}
