public import Access
public import CaseSteps
public import Foundations
import GRDB
import Journal
public import Matching

/// A child beside a search, as one person who sees both may see it.
public struct TracingCandidate: Sendable {
    public let dossier: UUIDv7
    public let summary: ChildSummary
    /// What speaks for it and what against, strongest first: codes such as `given-sound` (`LikenessReason.code`).
    public let reasons: [String]
    public let doubts: [String]
    /// What the child wants: an answer to `separation_history.wants_tracing`; nil where nobody asked or this person may not see it.
    public let wish: String?
    public let state: TracingState
    /// What was said of the two, newest last.
    public let said: [TracingEntry]
    /// The newest of it, to be named by whoever says more.
    public let heads: [UUIDv7]
}

/// A search in a list.
public struct TracingRow: Sendable {
    public enum State: String, Sendable { case open, proposed, confirmed, dismissed, disputed, ended }

    public let request: UUIDv7
    /// The name of the child who is sought; empty where this person may not see it.
    public let child: String
    public let age: Int?
    public let sex: String?
    public let seeker: String?
    public let relation: String?
    public let requested: String?
    public let place: String?
    /// Of all children whom this person may see: what most wants a look.
    public let state: State
}

/// A page of searches.
public struct TracingList: Sendable {
    public struct Waiting: Sendable {
        public let row: TracingRow
        public let dossier: UUIDv7
        public let name: String
    }

    /// Proposals of others that this person can confirm, the oldest first; on the first page alone.
    public let waiting: [Waiting]
    /// The oldest first; of one page those that want a look before the others.
    public let rows: [TracingRow]
    public let next: String?
}

/// One search with the children who may be the one.
public struct TracingSheet: Sendable {
    public let request: ShownRecord
    public let state: TracingRow.State
    /// Likeliest first, none of whom anything stands said.
    public let likely: [TracingCandidate]
    /// Of whom something was said: what most wants a look first, dismissed ones last.
    public let told: [TracingCandidate]
    /// May say that a child is, or is not, the one; and may be the second person.
    public let mayWork: Bool
    public let mayDecide: Bool
}

/// One search and one child side by side.
public struct TracingComparison: Sendable {
    public let request: ShownRecord
    public let child: ShownRecord
    /// The child's relatives and separation histories, newest first.
    public let papers: [ShownRecord]
    public let candidate: TracingCandidate
    /// The search has ended, or the child does not want it: nothing can be proposed.
    public let stops: TracingRefusal?
    public let mayWork: Bool
    public let mayDecide: Bool
}

extension Desk {
    public static let tracingPage = 50
    /// Proposals looked at for one answer, the newest; older ones that nobody has answered stand in the list as proposed.
    static let proposalsSearched = 100

    /// Searches that this person may see.
    /// - Parameter ended: those that have ended instead of those that go on.
    public func searches(ended: Bool = false, after cursor: String?, for standing: Standing) throws -> TracingList {
        guard standing.mayEver(.view, "tracing_request") else { throw CaseworkError(.notAllowed(what: "see searches for children")) }
        var after: Lookup.Hit?
        if let cursor {
            let parts = cursor.split(separator: ".", maxSplits: 2)
            guard parts.count == 2, let sort = Int64(parts[0]), let record = Int64(parts[1]) else { throw CaseworkError(.badCursor) }
            after = Lookup.Hit(record: record, sort: sort)
        }
        return try read { db in
            let hits = try Lookup.find(db, .searchByState, key: .text(ended ? TracingRows.ended : TracingRows.live), newestFirst: ended, after: after, limit: Self.tracingPage + 1)
            let rows = try hits.prefix(Self.tracingPage).compactMap { hit in
                try TracingRequest(db, number: hit.record, standing).map { try row(db, $0, standing) }
            }
            return TracingList(
                waiting: cursor == nil && !ended ? try proposals(db, standing) : [],
                rows: rows.enumerated().sorted { ($0.element.state.rank, $0.offset) < ($1.element.state.rank, $1.offset) }.map(\.element),
                next: hits.count > Self.tracingPage ? "\(hits[Self.tracingPage - 1].sort).\(hits[Self.tracingPage - 1].record)" : nil)
        }
    }

    /// Proposals that this person can confirm as the second one; those of another account of theirs are refused when they try.
    func proposals(_ db: Database, _ standing: Standing) throws -> [TracingList.Waiting] {
        guard standing.mayEver(.decide, "tracing_request") else { return [] }
        var seen: Set<[UUIDv7]> = []
        return try Lookup.records(db, .matchSaid, key: .text(TracingOutcome.Kind.proposed.rawValue), limit: Self.proposalsSearched)
            .compactMap(TracingEntry.init).reversed().compactMap { entry in
                guard seen.insert([entry.request, entry.dossier]).inserted,
                      try TracingMatch((TracingSaid.of(db, request: entry.request)[entry.dossier] ?? []).map(\.outcome)).state == .proposed,
                      let pair = try? TracingPair(db, entry.request, entry.dossier, standing), pair.request.mayDecide,
                      !pair.match.proposers.contains(standing.viewer.person) else { return nil }
                return TracingList.Waiting(row: row(pair.request, .proposed), dossier: pair.child.dossier, name: ChildSummary.name(of: pair.child.row.child))
            }
    }

    /// One search, with at most as many children as the weights say. Who may not be seen is passed over and leaves no trace; so is a child who
    /// does not want to be looked for.
    public func search(_ id: UUIDv7, _ weights: LikenessWeights, for standing: Standing) throws -> TracingSheet {
        try read { db in
            guard let request = try TracingRequest(db, id, standing), let record = try JournalStore.record(db, id), let shown = try shown(db, record, standing) else {
                throw CaseworkError(.notFound)
            }
            let search = LikenessSearch(request.description, for: .tracing, weights)
            let near = try standing.searchReach.flatMap { try NameSearch.dossiers(db, within: $0, atMost: Self.likelyReach) }
            let lookup = try LikenessLookup(separated: db, counts: likenessCounts, now: time.monotonicNanos(), within: near)
            let said = try TracingSaid.of(db, request: id)
            let found = try search.candidates(in: lookup, atMost: Self.likelyBudget)
            var likely: [(TracingCandidate, Double)] = [], compared = 0
            for candidate in TracingRows.isLive(request.status) ? found.children : [] {
                guard let child = try SoughtChild(db, LikelyRow(db, candidate, standing), standing), child.isSeparated, !child.isUnwanted else { continue }
                compared += 1
                let likeness = child.likeness(found.scorer)
                if likeness.score >= found.threshold, TracingMatch((said[child.dossier] ?? []).map(\.outcome)).outcomes.isEmpty {
                    likely.append((self.candidate(child, likeness, []), likeness.bits))
                }
                if compared == LikenessSearch.compared { break }
            }
            let told = try said.compactMap { dossier, entries -> TracingCandidate? in
                guard let child = try SoughtChild(db, LikelyRow(db, dossier: dossier, standing), standing) else { return nil }
                return candidate(child, child.likeness(found.scorer), entries)
            }
            return TracingSheet(
                request: shown, state: state(request, told.map(\.state)),
                likely: likely.sorted { $0.1 > $1.1 }.prefix(search.most).map(\.0).filter { !$0.summary.name.isEmpty },
                told: told.sorted { (TracingRow.State($0.state).rank, $1.said.last?.at.millis ?? 0) < (TracingRow.State($1.state).rank, $0.said.last?.at.millis ?? 0) },
                mayWork: request.mayWork, mayDecide: request.mayDecide)
        }
    }

    /// One search and one child side by side.
    /// - Throws: `notFound` where either may not be seen, whichever it is.
    public func compareSearch(_ request: UUIDv7, _ dossier: UUIDv7, _ weights: LikenessWeights, for standing: Standing) throws -> TracingComparison {
        try read { db in
            let pair = try TracingPair(db, request, dossier, standing)
            let records = try JournalStore.records(db, dossier: pair.child.dossier), around = Surroundings.of(dossier: records)
            func shown(_ record: StoredRecord) -> ShownRecord? {
                let decision = standing.decide(Envelope(record), around)
                return decision.exists ? ShownRecord(record, decision, answers: []) : nil
            }
            guard let sought = try JournalStore.record(db, request).flatMap({ try self.shown(db, $0, standing) }),
                  let child = records.first(where: { $0.id == pair.child.dossier }).flatMap(shown) else { throw CaseworkError(.notFound) }
            let scorer = try scorer(db, pair.request, weights)
            return TracingComparison(
                request: sought, child: child,
                papers: records.filter { $0.kind == "relative" || $0.kind == "separation_history" }.sorted { $0.id > $1.id }.compactMap(shown),
                candidate: candidate(pair.child, pair.child.likeness(scorer), pair.said),
                stops: !TracingRows.isLive(pair.request.status) ? .ended : pair.child.isUnwanted ? .unwanted : nil,
                mayWork: pair.request.mayWork, mayDecide: pair.request.mayDecide)
        }
    }

    func scorer(_ db: Database, _ request: TracingRequest, _ weights: LikenessWeights) throws -> LikenessScorer {
        try LikenessSearch(request.description, for: .tracing, weights).scorer(in: LikenessLookup(db, counts: likenessCounts, now: time.monotonicNanos()))
    }

    func candidate(_ child: SoughtChild, _ likeness: Likeness, _ said: [TracingEntry]) -> TracingCandidate {
        let match = TracingMatch(said.map(\.outcome)), told = Self.wordsOf(likeness)
        return TracingCandidate(dossier: child.dossier, summary: ChildSummary(child: child.row.child, cases: child.row.cases, papers: [], today: today),
                                reasons: told.reasons, doubts: told.doubts, wish: child.wish, state: match.state, said: said, heads: match.heads.map(\.id))
    }

    private func row(_ db: Database, _ request: TracingRequest, _ standing: Standing) throws -> TracingRow {
        let states = try TracingSaid.of(db, request: request.id).compactMap { dossier, said in
            try LikelyRow(db, dossier: dossier, standing) == nil ? nil : TracingMatch(said.map(\.outcome)).state
        }
        return row(request, state(request, states))
    }

    func row(_ request: TracingRequest, _ state: TracingRow.State) -> TracingRow {
        let birth = request.seen.text("birth_date").flatMap { PartialDate($0) }
        return TracingRow(request: request.id, child: ChildSummary.name(of: request.seen), age: birth?.likelyAge(on: today), sex: request.seen.text("sex"),
                          seeker: request.seen.text("seeker_name"), relation: request.seen.text("relation"), requested: request.seen.text("requested_on"),
                          place: request.seen.text("place"), state: state)
    }

    /// What most wants a look; ended where the search has.
    private func state(_ request: TracingRequest, _ states: [TracingState]) -> TracingRow.State {
        guard TracingRows.isLive(request.status) else { return .ended }
        return states.map(TracingRow.State.init).filter { $0 != .open }.min { $0.rank < $1.rank } ?? .open
    }
}

extension TracingRow.State {
    init(_ state: TracingState) {
        switch state {
        case .open: self = .open
        case .proposed: self = .proposed
        case .confirmed: self = .confirmed
        case .dismissed: self = .dismissed
        case .disputed: self = .disputed
        }
    }

    /// In a list: what two people disagree on, what waits, what nobody has looked at, what is done.
    var rank: Int {
        switch self {
        case .disputed: 0
        case .proposed: 1
        case .open: 2
        case .confirmed: 3
        case .dismissed: 4
        case .ended: 5
        }
    }
}
