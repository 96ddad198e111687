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

/// Which files a search is narrowed to.
public enum FileState: String, Sendable {
    /// With a case that is open or monitored after its closure, or with none yet.
    case live
    /// Whose cases are all closed: the archive.
    case closed
}

extension Desk {
    public static let searchPage = 20
    /// Index rows looked at for one page at the most. Someone who may see few children gets an empty page with a
    /// `next` rather than a slow one, and learns nothing from how long it took.
    static let searchBudget = 600

    /// Children whose name (in either script, or as it sounds) or case number matches, best and newest first. Hidden
    /// children are passed over as if they were not there.
    /// - Parameter state: narrows to files as this person sees their cases; all unless told.
    public func search(_ words: String, in state: FileState? = nil, after cursor: String?, for standing: Standing) throws -> SearchResults {
        var place = try SearchCursor(cursor).hit
        guard standing.mayEver(.view, "child") else { return SearchResults(rows: [], next: nil) }
        let reach = standing.searchReach
        return try read { db in
            var rows: [SearchResults.Row] = []
            var seen: Set<UUIDv7> = []
            var looked = 0
            while rows.count < Self.searchPage, looked < Self.searchBudget {
                let hits = try NameSearch.find(db, words, within: reach, after: place, limit: Self.searchPage * 2)
                for hit in hits where rows.count < Self.searchPage {
                    place = hit
                    looked += 1
                    if let row = try row(db, hit, words, &seen, standing), state.map({ $0 == row.summary.fileState }) ?? true { rows.append(row) }
                }
                if hits.count < Self.searchPage * 2 {
                    let isEnd = rows.count < Self.searchPage || place == hits.last
                    return SearchResults(rows: rows, next: isEnd ? nil : place.map(SearchCursor.text))
                }
            }
            return SearchResults(rows: rows, next: place.map(SearchCursor.text))
        }
    }

    private static let childChoice = FieldChoice([
        "given_name", "family_name", "name_other_script", "birth_date", "birth_estimated", "sex", "place", "lives_with", "contact_restriction",
    ])
    private static let caseChoice = FieldChoice(["case_number", "risk_level", "opened_on", "concern"])

    private func row(_ db: Database, _ hit: NameSearch.Hit, _ words: String, _ seen: inout Set<UUIDv7>, _ standing: Standing) throws -> SearchResults.Row? {
        // Most hits are judged and passed over by those who may see few children: the columns come first, fields after.
        guard let found = try PartialRecord.find(db, number: hit.record, .none), let dossier = found.dossier,
              !seen.contains(dossier) else { return nil }
        let near = try Surroundings.near(db, dossier)
        let around = Surroundings(dossierRows: near.map { Envelope($0) })
        seen.insert(dossier)
        // What matched must itself be visible: a hidden case number must not lead to a visible child.
        guard let visible = standing.sees(Envelope(found), around), let stage = try stage(db, hit, words, found.kind, visible), let root = try PartialRecord.find(db, dossier, Self.childChoice),
              let child = ShownPart(root, around, standing) else { return nil }
        let cases = try near.filter { $0.kind == "case" }.sorted { $0.updated > $1.updated }.compactMap { row in
            try PartialRecord.find(db, row.id, Self.caseChoice).flatMap { ShownPart($0, around, standing) }
        }
        let summary = ChildSummary(child: child, cases: cases, papers: [], today: today)
        guard !summary.name.isEmpty else { return nil }
        return SearchResults.Row(dossier: dossier, summary: summary, matched: [stage.name])
    }

    /// How it matches by what this person sees of it: a name that is hidden from them leads nowhere. Nil where only such a name does.
    private func stage(_ db: Database, _ hit: NameSearch.Hit, _ words: String, _ kind: String, _ visible: FieldSet) throws -> NameSearch.Stage? {
        let searched = NameSearch.searched[kind] ?? []
        if searched.allSatisfy(visible.contains) { return hit.stage }
        let record = try PartialRecord.find(db, number: hit.record, FieldChoice(searched))
        return NameSearch.stage(of: words, kind: kind) { visible.contains($0) ? record?.fields[$0] : nil }
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
    /// What a search is narrowed to beforehand; nil where the reach is wider than people and authorities near a dossier, and
    /// each hit is then judged by itself.
    var searchReach: NameSearch.Reach? {
        guard viewer.brokenGlass.isEmpty else { return nil }
        var reach = NameSearch.Reach(owners: [viewer.person])
        for grant in viewer.role.grants where grant.actions.contains(.view) && !grant.kinds.isDisjoint(with: ["child", "case"]) {
            switch grant.reach {
            // A seat on a panel names its member as its owner.
            case .none, .own, .panel: break
            case .referred, .assigned: reach.owners.formUnion(viewer.teams)
            case .team: reach.teams.formUnion(viewer.teams)
            case .placement, .closure: reach.kinds.insert(grant.reach.rawValue)
            case .agency, .site, .nation: return nil
            }
        }
        return reach
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
