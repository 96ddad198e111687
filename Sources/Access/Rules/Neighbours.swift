public import Foundations
public import GRDB
public import Journal

extension Envelope {
    /// What the rules look at of a record in the store.
    public init(_ record: StoredRecord) {
        self.init(id: record.id, kind: record.kind, dossier: record.dossier, parent: record.parent, status: record.status,
                  owner: record.owner, team: record.team, agency: record.agency, sensitivity: record.sensitivity,
                  service: record.kind == Kinds.referral ? record.fields["service"]?.text : nil)
    }

    /// Without the service of a referral, unless it was chosen (`Surroundings.near`).
    public init(_ record: PartialRecord) {
        self.init(id: record.id, kind: record.kind, dossier: record.dossier, parent: record.parent, status: record.status,
                  owner: record.owner, team: record.team, agency: record.agency, sensitivity: record.sensitivity,
                  service: record.fields["service"]?.text)
    }
}

extension Surroundings {
    /// Surroundings of any record of one dossier, given its records.
    /// - Parameter new: rows that are about to be made there.
    public static func of(dossier records: [StoredRecord], and new: [Envelope] = []) -> Surroundings {
        Surroundings(dossierRows: rows(records) + new.filter { isNear($0.kind) })
    }

    /// Kinds of the rows that bring people near a dossier.
    public static let dossierKinds: [String] = Kinds.deciding

    /// Reads what `Standing.decide` needs to know around one record.
    public static func of(_ record: StoredRecord, in db: Database) throws -> Surroundings { try of(Envelope(record), in: db) }

    public static func of(_ record: Envelope, in db: Database) throws -> Surroundings {
        if let dossier = record.dossier { return Surroundings(dossierRows: try rows(db, dossier)) }
        var around = Surroundings()
        if let parent = record.parent, let found = try PartialRecord.find(db, parent, .none), found.dossier == nil {
            around.parents = [Envelope(found)]
        }
        if record.kind == Kinds.family {
            around.members = try JournalStore.records(db, parent: record.id).filter { $0.kind == Kinds.familyMember }.map { member in
                Member(row: Envelope(member), dossierRows: try member.dossier.map { try rows(db, $0) } ?? [])
            }
        }
        return around
    }

    private static func rows(_ records: [StoredRecord]) -> [Envelope] {
        records.filter { isNear($0.kind) }.map { Envelope($0) }
    }

    private static let serviceChoice = FieldChoice(["service"])

    /// The rows that decide who is near a dossier. Columns, and a referral's service: a list asks this for each of its rows.
    public static func near(_ db: Database, _ dossier: UUIDv7) throws -> [PartialRecord] {
        try PartialRecord.all(db, dossier: dossier, kinds: dossierKinds, serviceChoice, of: Kinds.referral)
    }

    private static func rows(_ db: Database, _ dossier: UUIDv7) throws -> [Envelope] { try near(db, dossier).map { Envelope($0) } }

    private static func isNear(_ kind: String) -> Bool { dossierKinds.contains(kind) }
}
