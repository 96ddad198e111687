public import Access
public import Foundations
import GRDB
import Journal

/// A page of children found.
public struct SearchResults: Sendable {
    public struct Row: Sendable {
        public let dossier: UUIDv7
        public let summary: ChildSummary
        /// How it matched: number, exact, prefix or sound.
        public let matched: [String]
    }

    public let rows: [Row]
    public let next: String?
}

extension Desk {
    public static let searchPage = 20
    /// Index rows looked at for one page at the most. Someone who may see few children gets an empty page with a
    /// `next` rather than a slow one, and learns nothing from how long it took.
    static let searchBudget = 600

    /// Children whose name (in either script, or as it sounds) or case number matches, best and newest first. Hidden
    /// children are passed over as if they were not there.
    public func search(_ words: String, after cursor: String?, for standing: Standing) throws -> SearchResults {
        var place = try SearchCursor(cursor).hit
        guard standing.mayEver(.view, "child") else { return SearchResults(rows: [], next: nil) }
        let within = standing.nearWords
        return try read { db in
            var rows: [SearchResults.Row] = []
            var seen: Set<UUIDv7> = []
            var looked = 0
            while rows.count < Self.searchPage, looked < Self.searchBudget {
                let hits = try NameSearch.find(db, words, within: within, after: place, limit: Self.searchPage * 2)
                for hit in hits where rows.count < Self.searchPage {
                    place = hit
                    looked += 1
                    if let row = try row(db, hit, &seen, standing) { rows.append(row) }
                }
                if hits.count < Self.searchPage * 2 {
                    let isEnd = rows.count < Self.searchPage || place == hits.last
                    return SearchResults(rows: rows, next: isEnd ? nil : place.map(SearchCursor.text))
                }
            }
            return SearchResults(rows: rows, next: place.map(SearchCursor.text))
        }
    }

    private func row(_ db: Database, _ hit: NameSearch.Hit, _ seen: inout Set<UUIDv7>, _ standing: Standing) throws -> SearchResults.Row? {
        guard let found = try JournalStore.record(db, number: hit.record), let dossier = found.dossier,
              seen.insert(dossier).inserted else { return nil }
        // Only what a row shows is read: the child and the cases, not the whole dossier.
        guard let root = try JournalStore.record(db, dossier) else { return nil }
        let around = try Surroundings.of(root, in: db)
        // What matched must itself be visible: a hidden case number must not lead to a visible child.
        guard standing.decide(Envelope(found), around).exists, let child = shown(root, around, standing) else { return nil }
        let cases = try around.dossierRows.filter { $0.kind == "case" }.compactMap { row in
            try JournalStore.record(db, row.id).flatMap { shown($0, around, standing) }
        }.sorted { $0.updated > $1.updated }
        let summary = ChildSummary(child: child, cases: cases, papers: [], today: today)
        guard !summary.name.isEmpty else { return nil }
        return SearchResults.Row(dossier: dossier, summary: summary, matched: [hit.stage.name])
    }

    func shown(_ record: StoredRecord, _ around: Surroundings, _ standing: Standing) -> ShownRecord? {
        let decision = standing.decide(Envelope(record), around)
        return decision.exists ? ShownRecord(record, decision, form: forms[record.kind]) : nil
    }
}

extension NameSearch.Stage {
    var name: String {
        switch self {
        case .number: "number"
        case .exact: "exact"
        case .prefix: "prefix"
        case .sound: "sound"
        }
    }
}

extension Standing {
    /// The owners and teams to whose children a search may be narrowed beforehand; empty where the reach is wider
    /// than that (or differently shaped), and each hit is then judged by itself.
    var nearWords: [UUIDv7] {
        guard viewer.brokenGlass.isEmpty else { return [] }
        switch viewer.role.reach {
        case .own: return [viewer.person]
        case .team: return [viewer.person] + viewer.teams.sorted()
        default: return []
        }
    }
}

private struct SearchCursor {
    var hit: NameSearch.Hit?

    init(_ text: String?) throws(CaseworkError) {
        guard let text else { return }
        let parts = text.split(separator: ".", maxSplits: 2)
        guard parts.count == 2, let number = Int(parts[0]), let stage = NameSearch.Stage(rawValue: number), let record = Int64(parts[1]) else {
            throw CaseworkError(.badCursor)
        }
        hit = NameSearch.Hit(record: record, stage: stage)
    }

    static func text(_ hit: NameSearch.Hit) -> String { "\(hit.stage.rawValue).\(hit.record)" }
}
