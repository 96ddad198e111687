public import Foundations
public import Journal

/// One entry as the app sends it: what its author meant, before the box has judged it.
public struct AuthoredEntry: Sendable, Hashable {
    public var id: UUIDv7
    public var op: Op
    public var form: String
    public var record: UUIDv7
    public var dossier: UUIDv7?
    public var parent: UUIDv7?
    /// The version the author saw; nil for new records and for "whatever is current".
    public var base: Int?
    public var formVersion: Int?
    public var fields: [String: Value]
    /// The state that the author wants the record to have (a decision, a closure); nil leaves it.
    public var status: String?

    public init(id: UUIDv7, op: Op, form: String, record: UUIDv7, dossier: UUIDv7? = nil, parent: UUIDv7? = nil,
                base: Int? = nil, formVersion: Int? = nil, fields: [String: Value], status: String? = nil) {
        self.id = id
        self.op = op
        self.form = form
        self.record = record
        self.dossier = dossier
        self.parent = parent
        self.base = base
        self.formVersion = formVersion
        self.fields = fields
        self.status = status
    }
}

/// Entries that are kept together or not at all.
public struct AuthoredSave: Sendable, Hashable {
    public var id: UUIDv7
    public var entries: [AuthoredEntry]
    public var at: WallTime

    public init(id: UUIDv7, entries: [AuthoredEntry], at: WallTime) {
        self.id = id
        self.entries = entries
        self.at = at
    }
}

/// The person who acts, and what the record's envelope takes from them.
public struct Author: Sendable {
    public var person: UUIDv7
    public var device: UUIDv7
    public var team: UUIDv7?
    public var agency: String?

    public init(person: UUIDv7, device: UUIDv7, team: UUIDv7? = nil, agency: String? = nil) {
        self.person = person
        self.device = device
        self.team = team
        self.agency = agency
    }
}
