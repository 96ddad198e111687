public import GRDB
public import Journal

extension Envelope {
    /// What the rules look at of a record in the store.
    public init(_ record: StoredRecord) {
        self.init(id: record.id, kind: record.kind, dossier: record.dossier, parent: record.parent, status: record.status,
                  owner: record.owner, team: record.team, agency: record.agency, sensitivity: record.sensitivity)
    }
}

extension Surroundings {
    /// Surroundings of any record of one dossier, given its records.
    /// - Parameter new: rows that are about to be made there.
    public static func of(dossier records: [StoredRecord], and new: [Envelope] = []) -> Surroundings {
        Surroundings(dossierRows: rows(records) + new.filter { isNear($0.kind) })
    }

    /// Reads what `Standing.decide` needs to know around one record.
    public static func of(_ record: StoredRecord, in db: Database) throws -> Surroundings {
        if let dossier = record.dossier {
            return of(dossier: try JournalStore.records(db, dossier: dossier))
        }
        var around = Surroundings()
        if let parent = record.parent, let found = try JournalStore.record(db, parent), found.dossier == nil {
            around.parents = [Envelope(found)]
        }
        if record.kind == Kinds.family {
            around.members = try JournalStore.records(db, parent: record.id).filter { $0.kind == Kinds.familyMember }.map { member in
                let beside = try member.dossier.map { rows(try JournalStore.records(db, dossier: $0)) } ?? []
                return Member(row: Envelope(member), dossierRows: beside)
            }
        }
        return around
    }

    private static func rows(_ records: [StoredRecord]) -> [Envelope] {
        records.filter { isNear($0.kind) }.map { Envelope($0) }
    }

    private static func isNear(_ kind: String) -> Bool {
        kind == Kinds.caseRecord || Kinds.assigning.contains(kind)
    }
}
