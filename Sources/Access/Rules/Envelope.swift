public import Foundations

/// What the rules look at of a record: its projection columns, and of its fields a referral's service alone.
public struct Envelope: Sendable, Hashable {
    public var id: UUIDv7
    public var kind: String
    public var dossier: UUIDv7?
    public var parent: UUIDv7?
    public var status: String?
    public var owner: UUIDv7?
    public var team: UUIDv7?
    public var agency: String?
    public var sensitivity: String?
    /// Of a referral the service it asks for, which says what is shared; nothing for any other record.
    public var service: String?

    public init(
        id: UUIDv7, kind: String, dossier: UUIDv7? = nil, parent: UUIDv7? = nil, status: String? = nil,
        owner: UUIDv7? = nil, team: UUIDv7? = nil, agency: String? = nil, sensitivity: String? = nil, service: String? = nil
    ) {
        self.id = id
        self.kind = kind
        self.dossier = dossier
        self.parent = parent
        self.status = status
        self.owner = owner
        self.team = team
        self.agency = agency
        self.sensitivity = sensitivity
        self.service = kind == Kinds.referral ? service : nil
    }
}

/// The neighbours of a record that decide whom it is near: who works on its dossier, and what it hangs on.
public struct Surroundings: Sendable, Hashable {
    /// The rows of `Kinds.deciding` of the same dossier; nothing without a dossier.
    public var dossierRows: [Envelope]
    /// The record's parent, when neither lies in a dossier (a notification above its children).
    public var parents: [Envelope]
    /// For a family: its `family_member` rows, each with the dossier rows of its own dossier.
    public var members: [Member]

    public struct Member: Sendable, Hashable {
        public var row: Envelope
        public var dossierRows: [Envelope]

        public init(row: Envelope, dossierRows: [Envelope]) {
            self.row = row
            self.dossierRows = dossierRows
        }
    }

    public init(dossierRows: [Envelope] = [], parents: [Envelope] = [], members: [Member] = []) {
        self.dossierRows = dossierRows
        self.parents = parents
        self.members = members
    }
}

/// The kinds whose role in reach is fixed by the program; every other kind is only a name.
enum Kinds {
    static let child = "child"
    static let caseRecord = "case"
    static let notification = "notification"
    static let notifiedChild = "notified_child"
    static let family = "family"
    static let familyMember = "family_member"
    /// A live record of these names in its `owner` the person or team that is asked to do something in the dossier.
    static let assigning: [String] = ["assignment", "placement", "referral", "task"]
    static let referral = "referral"
    static let placement = "placement"
    /// Names in its `owner`, once it is offered, whoever is asked to take the dossier over. It opens itself to them and nothing else.
    static let transfer = "transfer"
    static let closure = "closure"
    /// Names in its `owner` a member of a best-interest panel. It brings them near its dossier by the reach `panel` alone, while the panel lasts.
    static let seat = "best_interest_seat"
    /// A seat with one of these brings its member near.
    static let taken: [String] = ["asked", "signed"]
    /// The kinds whose rows decide who is near a dossier; `Surroundings.dossierRows` holds these.
    static let deciding: [String] = [caseRecord, closure, seat] + assigning
    /// A case with one of these keeps its worker near the dossier.
    static let liveCase: [String] = ["monitoring", "open"]
    /// An assignment with one of these no longer brings anybody near.
    static let endedAssignment: [String] = ["cancelled", "closed", "completed", "declined", "done", "ended", "rejected"]
}
