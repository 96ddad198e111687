public import Foundations

/// What an entry does, in the journal's words.
public enum DemoOp: String, Sendable { case create, amend, decide, close }

/// Which scope's key an entry is sealed under.
public struct DemoScope: Sendable, Hashable {
    public enum Kind: String, Sendable { case dossier, family, notification }

    public let kind: Kind
    public let id: UUIDv7
}

/// What a record's envelope says from this entry on; nothing where it stays as it was.
public struct DemoEnvelope: Sendable, Equatable {
    public var status: String?
    public var owner: UUIDv7?
    public var team: UUIDv7?
    public var place: String?
    public var agency: String?

    init(status: String? = nil, owner: UUIDv7? = nil, team: UUIDv7? = nil, place: String? = nil, agency: String? = nil) {
        self.status = status
        self.owner = owner
        self.team = team
        self.place = place
        self.agency = agency
    }
}

/// One change of one record, as a journal entry holds it.
public struct DemoEntry: Sendable {
    public internal(set) var id: UUIDv7
    public let op: DemoOp
    public let form: String
    public let record: UUIDv7
    public let scope: DemoScope
    /// Nothing for records that belong to no single child.
    public let dossier: UUIDv7?
    public let parent: UUIDv7?
    /// The version of the record the author saw: nothing on creation, else how many entries it had.
    public internal(set) var base: Int?
    public let fields: [String: Value]
    public let envelope: DemoEnvelope
    /// Written without having seen the entry before it (a phone that was away): its base is one less.
    let unaware: Bool
}

/// Changes that were saved together by one person.
public struct DemoSave: Sendable {
    public internal(set) var id: UUIDv7
    public let actor: UUIDv7
    public let device: UUIDv7
    /// Unix milliseconds.
    public let at: Int64
    public internal(set) var entries: [DemoEntry]
}

/// All saves of one story (a family, or a notification that became none) in the order of time. Stories
/// follow each other by their first day; within the district saves of different stories overlap in time.
public struct DemoBundle: Sendable {
    public let saves: [DemoSave]
    /// How many dossiers begin in it.
    public let children: Int
}
