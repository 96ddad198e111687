public import Access
public import Foundations
import GRDB
import Journal
import Sharing

/// What a person is given of their own file: no more than `person_copy.csv` names, and of that what the giver may see.
public struct PersonCopy: Sendable {
    public struct Part: Sendable {
        public let record: UUIDv7
        public let form: String
        /// The day on which it was written down.
        public let written: CivilDay
        public let fields: [String: Value]
    }

    public let dossier: UUIDv7
    /// The request that was granted.
    public let request: UUIDv7
    /// The child's own answers, the cases, then papers, the oldest first.
    public let parts: [Part]
    public let day: CivilDay
}

extension Desk {
    /// A copy of a file for whom it is about, or who asks for them, after a request to read it was granted. The trail has it before anybody
    /// gets it. Papers and answers that the table does not name, records marked as a whole, and what the giver may not see are not in it.
    /// - Parameters:
    ///   - asked: the dossier.
    ///   - request: a `rights_request` in it.
    /// - Throws: `CaseworkError`: `.notFound` where the child or the request may not be seen; `.notAllowed` for who may not answer the request,
    ///   and while it is not one to read the file that was granted.
    public func personCopy(of asked: UUIDv7, for request: UUIDv7, by author: Author, standing: Standing) async throws -> PersonCopy {
        let copy = try read { db in try assembled(db, asked, request, standing) }
        try await journal.trail.log(TrailEvent(.share, actor: author.person, device: author.device, subject: copy.dossier, detail: [
            "what": "person_copy", "request": .text(request.description), "count": .int(Int64(copy.parts.count)),
        ]))
        return copy
    }

    private func assembled(_ db: Database, _ asked: UUIDv7, _ id: UUIDv7, _ standing: Standing) throws -> PersonCopy {
        let dossier = try DossierFolder.home(db, of: asked)
        let records = try JournalStore.records(db, dossier: dossier)
        let around = Surroundings.of(dossier: records)
        guard let root = records.first(where: { $0.id == dossier && $0.kind == "child" }), standing.sees(Envelope(root), around) != nil,
              let request = records.first(where: { $0.id == id && $0.kind == RightsRequest.form }), let visible = standing.sees(Envelope(request), around) else {
            throw CaseworkError(.notFound)
        }
        func said(_ field: String) -> String? { visible.contains(field) ? request.fields[field]?.text : nil }
        guard let personCopies, standing.mayAnswer(Envelope(request), around) else { throw CaseworkError(.notAllowed(what: "give a copy of this file")) }
        guard RightsRequest.isGrantedAccess(said) else { throw CaseworkError(.notAllowed(what: "give a copy without a request to read the file that was granted")) }
        let asker = RightsRequest.isOfThePerson(said) ? ShareTemplates.selfCopy : nil
        let parts = records.compactMap { record -> PersonCopy.Part? in
            let given = personCopies.fields(of: record.kind, for: asker)
            // Another child's record may lie here after two files were put together; each answers for one person.
            guard !given.isEmpty, record.kind != "child" || record.id == dossier, !record.isMarked,
                  let shown = standing.sees(Envelope(record), around) else { return nil }
            let fields = record.fields.filter { given.contains($0.key) && shown.contains($0.key) && $0.value != .null }
            return fields.isEmpty ? nil : PersonCopy.Part(record: record.id, form: record.kind, written: WallTime(millis: record.id.millis).localDay, fields: fields)
        }
        func order(_ part: PersonCopy.Part) -> (Int, UUIDv7) { (part.form == "child" ? 0 : part.form == "case" ? 1 : 2, part.record) }
        return PersonCopy(dossier: dossier, request: id, parts: parts.sorted { order($0) < order($1) }, day: today)
    }
}

extension StoredRecord {
    fileprivate var isMarked: Bool { sensitivity.map { $0 != "general" } ?? false }
}
