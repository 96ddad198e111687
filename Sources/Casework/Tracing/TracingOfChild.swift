public import Access
public import CaseSteps
public import Foundations
import GRDB
import Journal
public import Matching

/// What one person may know of searches for one child.
public struct ChildSearches: Sendable {
    public struct Found: Sendable {
        /// The search; nil where this person may not see it.
        public let row: TracingRow?
        public let state: TracingState
        /// What was said last, and by whom.
        public let last: TracingEntry
    }

    public struct Likely: Sendable {
        public let row: TracingRow
        public let reasons: [String]
        public let doubts: [String]
    }

    /// Searches of which something stands said about this child.
    public let found: [Found]
    /// Searches that may be for this child, likeliest first; none where the child is with the family or does not want it.
    public let likely: [Likely]
}

extension Desk {
    /// Searches for the child of this dossier. Whoever works with the child is told of what two people confirmed, or disagree about, also where
    /// they may not see the search itself; of all else only who sees both.
    /// - Throws: `notFound` where the child may not be seen.
    public func searches(for dossier: UUIDv7, _ weights: LikenessWeights, for standing: Standing) throws -> ChildSearches {
        try read { db in
            let home = try DossierFolder.home(db, of: dossier)
            guard let child = try SoughtChild(db, LikelyRow(db, dossier: home, standing), standing) else { throw CaseworkError(.notFound) }
            let around = Surroundings(dossierRows: try PartialRecord.all(db, dossier: home, kinds: Surroundings.dossierKinds, .none).map { Envelope($0) })
            let works = !standing.decide(Envelope(child.row.child.record), around).editable.isEmpty
            let said = try TracingSaid.of(db, dossier: home)
            let found = try said.compactMap { request, entries -> ChildSearches.Found? in
                let state = TracingMatch(entries.map(\.outcome)).state
                guard state != .open, let last = entries.last else { return nil }
                let seen = try TracingRequest(db, request, standing)
                guard seen != nil || (works && (state == .confirmed || state == .disputed)) else { return nil }
                return ChildSearches.Found(row: seen.map { row($0, TracingRow.State(state)) }, state: state, last: last)
            }
            return ChildSearches(
                found: found.sorted { (TracingRow.State($0.state).rank, $1.last.at.millis) < (TracingRow.State($1.state).rank, $0.last.at.millis) },
                likely: child.isSeparated && !child.isUnwanted && standing.mayEver(.view, "tracing_request") ? try likely(db, child, Set(said.keys), weights, standing) : [])
        }
    }

    /// Live searches whose child is described like this one, scored as they are from their own side.
    private func likely(_ db: Database, _ child: SoughtChild, _ said: Set<UUIDv7>, _ weights: LikenessWeights, _ standing: Standing) throws -> [ChildSearches.Likely] {
        let search = LikenessSearch(child.row.description, for: .tracing, weights)
        let index = LikenessLookup(sought: db, now: time.monotonicNanos())
        var found: [(TracingRequest, Likeness)] = []
        var compared = 0
        for candidate in try search.candidates(in: index, atMost: Self.likelyBudget).children {
            guard let request = try TracingRequest(db, number: candidate.record, standing), TracingRows.isLive(request.status), !said.contains(request.id) else { continue }
            let likeness = child.likeness(try scorer(db, request, weights))
            let children = try LikenessLookup(db, counts: likenessCounts, now: time.monotonicNanos()).population()
            if likeness.score >= search.threshold(among: children) { found.append((request, likeness)) }
            compared += 1
            if compared == LikenessSearch.compared { break }
        }
        return found.sorted { $0.1.bits > $1.1.bits }.prefix(search.most).map { request, likeness in
            let told = Self.wordsOf(likeness)
            return ChildSearches.Likely(row: row(request, .open), reasons: told.reasons, doubts: told.doubts)
        }
    }

    // MARK: My day

    /// Of the person's own cases: a family that was found, until the way home is planned or the search has ended, and one that two people
    /// disagree about. For whoever can be the second person: what others have proposed.
    func tracingRows(_ db: Database, _ duties: CaseDuties, _ glances: Glances, _ standing: Standing) throws -> [MyDay.Row] {
        var rows: [MyDay.Row] = []
        for dossier in duties.matched {
            for (request, entries) in try TracingSaid.of(db, dossier: dossier) where rows.count < Self.dayRows {
                let match = TracingMatch(entries.map(\.outcome))
                guard match.state == .confirmed || match.state == .disputed, let last = entries.last, let name = try glances.name(dossier),
                      TracingRows.isLive(try PartialRecord.find(db, request, FieldChoice(["status"]))?.fields["status"]?.text),
                      try !PartialRecord.all(db, dossier: dossier, kinds: ["reunification"], .none).contains(where: { $0.id.millis >= last.at.millis }) else { continue }
                rows.append(MyDay.Row(kind: .tracing, record: dossier, dossier: dossier, title: nil, name: name,
                                      reason: MyDay.Reason(code: match.state == .confirmed ? "family_found" : "family_disputed", args: [:]), due: nil, action: .open))
            }
        }
        for one in try proposals(db, standing).prefix(Self.dayRows) {
            rows.append(MyDay.Row(kind: .tracing, record: one.row.request, dossier: one.dossier, title: nil, name: one.name,
                                  reason: MyDay.Reason(code: "match_to_confirm", args: [:]), due: nil, action: .decide))
        }
        return rows
    }
}
