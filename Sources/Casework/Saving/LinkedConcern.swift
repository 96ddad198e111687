import CaseSteps
import Foundations
import GRDB
import Journal

/// A reported child that turned out to be known: `linked_dossier` names the child, `link_noted_on` the day on which somebody who works
/// with that child took note. Whoever links a child of their own, or registers it with the same save, has.
enum LinkedConcern {
    static let form = "notified_child"
    static let link = "linked_dossier"
    static let noted = "link_noted_on"

    /// The save, with the day where its author knows of the concern by writing it.
    static func followed(_ save: AuthoredSave, by person: UUIDv7, on today: CivilDay, _ db: Database) throws -> AuthoredSave {
        var save = save
        for (index, entry) in save.entries.enumerated() where entry.form == form && entry.op != .create && entry.fields[noted] == nil {
            guard let dossier = entry.fields[link]?.identifier else { continue }
            let isNew = save.entries.contains { $0.op == .create && $0.form == "child" && $0.record == dossier }
            if try isNew || works(person, with: dossier, db) { save.entries[index].fields[noted] = .text(today.description) }
        }
        return save
    }

    private static func works(_ person: UUIDv7, with dossier: UUIDv7, _ db: Database) throws -> Bool {
        let live = [CaseStatus.open.rawValue, CaseStatus.monitoring.rawValue]
        return try PartialRecord.all(db, dossier: dossier, kinds: ["case"], .none).contains { $0.owner == person && live.contains($0.status ?? "") }
    }
}
