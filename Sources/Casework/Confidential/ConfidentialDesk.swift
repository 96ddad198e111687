public import Access
public import Foundations
import GRDB
import Journal

/// A confidential case with its steps, and the child's dossier it is linked to where this person sees that one too.
public struct ConfidentialCase: Sendable {
    public struct Linked: Sendable {
        public let dossier: UUIDv7
        public let summary: ChildSummary
    }

    public let root: ShownRecord
    /// Newest first.
    public let steps: [ShownRecord]
    public let linked: Linked?
    /// Whether this person may add a step.
    public let mayAdd: Bool
}

/// A page of confidential cases, the newest first.
public struct ConfidentialList: Sendable {
    public let rows: [ShownRecord]
    public let next: String?
}

extension Desk {
    public static let confidentialPage = 50

    /// Confidential cases that this person may see. Pages are filled with what may be seen.
    /// - Throws: `CaseworkError.notAllowed` without a right on them at any reach; `.badCursor`.
    public func confidentialCases(after cursor: String?, for standing: Standing) throws -> ConfidentialList {
        guard standing.mayEver(.view, ConfidentialForm.root) else { throw CaseworkError(.notAllowed(what: "see these cases")) }
        var place: Lookup.Hit?
        if let cursor {
            guard let number = Int64(cursor), number > 0 else { throw CaseworkError(.badCursor) }
            place = Lookup.Hit(record: number, sort: number)
        }
        return try read { db in
            var rows: [ShownRecord] = []
            while true {
                let hits = try Lookup.find(db, .byKind, key: .text(ConfidentialForm.root), after: place, limit: Self.confidentialPage)
                for hit in hits {
                    guard let record = try JournalStore.record(db, number: hit.record), let seen = try shown(db, record, standing) else { continue }
                    // One more than a page: only then there is another.
                    if rows.count == Self.confidentialPage { return ConfidentialList(rows: rows, next: place.map { String($0.record) }) }
                    rows.append(seen)
                    place = hit
                }
                guard hits.count == Self.confidentialPage, let last = hits.last else { return ConfidentialList(rows: rows, next: nil) }
                place = last
            }
        }
    }

    /// One confidential case.
    /// - Throws: `CaseworkError.notFound` also where it may not be seen, and for records of other forms.
    public func confidentialCase(_ id: UUIDv7, for standing: Standing) throws -> ConfidentialCase {
        try read { db in
            guard let record = try JournalStore.record(db, id), record.kind == ConfidentialForm.root, let root = try shown(db, record, standing) else {
                throw CaseworkError(.notFound)
            }
            let steps = try JournalStore.records(db, parent: id).filter { $0.kind == ConfidentialForm.step }.compactMap { try shown(db, $0, standing) }
            let blank = Envelope(id: id, kind: ConfidentialForm.step, parent: id, owner: standing.viewer.person, team: record.team, agency: record.agency)
            return ConfidentialCase(root: root, steps: steps.sorted { $0.id > $1.id }, linked: try linked(db, root, standing),
                                    mayAdd: standing.creatable(blank, Surroundings(parents: [Envelope(record)])) != nil)
        }
    }

    /// The confidential cases that name this dossier, as far as this person may see them. Whoever has no right on such cases gets the answer for a
    /// dossier that is not there, so does whoever does not see the child.
    /// - Throws: `CaseworkError.notFound`.
    public func confidentialCases(of dossier: UUIDv7, for standing: Standing) throws -> [ShownRecord] {
        guard standing.mayEver(.view, ConfidentialForm.root) else { throw CaseworkError(.notFound) }
        return try read { db in
            let home = try DossierFolder.home(db, of: dossier)
            guard let child = try JournalStore.record(db, home), child.kind == "child", try shown(db, child, standing) != nil else { throw CaseworkError(.notFound) }
            // A dossier that was merged into this one is named by cases that were linked to it before.
            let children = try JournalStore.records(db, dossier: home).filter { $0.kind == "child" }.map(\.id)
            return try children.sorted().flatMap { one in
                try Lookup.records(db, .confidentialByDossier, key: .id(one)).compactMap { try shown(db, $0, standing) }
            }
        }
    }

    private func linked(_ db: Database, _ root: ShownRecord, _ standing: Standing) throws -> ConfidentialCase.Linked? {
        guard let named = root.text(ConfidentialForm.link).flatMap({ UUIDv7($0) }), try JournalStore.record(db, named) != nil else { return nil }
        let home = try DossierFolder.home(db, of: named)
        guard let row = try LikelyRow(db, dossier: home, standing) else { return nil }
        return ConfidentialCase.Linked(dossier: home, summary: ChildSummary(child: row.child, cases: row.cases, papers: [], today: today))
    }
}
