public import Access
public import Foundations
import GRDB
import Journal
public import Matching

/// Two children who may be one, as far as one person sees both.
public struct LikelyDuplicate: Sendable {
    /// The one registered first, with what speaks for and against the pair.
    public let first: LikelyChild
    public let second: LikelyChild
}

/// What one person may look through.
public struct DuplicatesList: Sendable {
    public struct Apart: Sendable {
        public let told: ToldApart
        /// Full names of the two children.
        public let first: String
        public let second: String
    }

    /// Likeliest first.
    public let rows: [LikelyDuplicate]
    /// More pairs stand of which this person sees both sides; those they do not see are not counted.
    public let more: Bool
    /// Pairs that were told apart, the latest first.
    public let apart: [Apart]
    /// When the last whole sweep ended; nil where the first since the start is under way.
    public let swept: WallTime?
}

/// Two children told apart, or that taken back.
public struct ApartStep: Sendable, Hashable {
    public var save: UUIDv7
    public var reason: String

    public init(save: UUIDv7, reason: String = "") {
        self.save = save
        self.reason = reason
    }
}

extension Desk {
    public static let mostDuplicates = 30
    /// Pairs that this person sees both sides of, compared for one list at the most.
    static let duplicatesCompared = 200
    /// Rows near a person up to which the look keeps to them from the start.
    static let duplicatesReach = 40_000

    /// Pairs of children that may be one: those of which this person sees both sides, with all cases, and that nobody has proposed, merged or told
    /// apart. They are compared anew by what the person may see, so that no hidden answer speaks through a pair. Blocks for the length of the reads.
    /// - Throws: `CaseworkError.notAllowed` without the power `duplicates`.
    public func duplicates(_ weights: LikenessWeights, for standing: Standing) throws -> DuplicatesList {
        try requireSteward(standing)
        let pairs = duplicateShelf.ranked
        return try read { db in
            let near = try standing.searchReach.flatMap { try NameSearch.dossiers(db, within: $0, atMost: Self.duplicatesReach) }
            let lookup = LikenessLookup(db, counts: likenessCounts, now: time.monotonicNanos())
            let population = try lookup.population()
            var rows: [LikelyDuplicate] = [], more = false, compared = 0
            for pair in pairs {
                if let near, !near.contains(pair.first) || !near.contains(pair.second) { continue }
                guard let first = try seen(db, pair.first, standing), let second = try seen(db, pair.second, standing), try isOpen(db, pair) else { continue }
                if rows.count == Self.mostDuplicates || compared == Self.duplicatesCompared {
                    more = true
                    break
                }
                compared += 1
                let search = LikenessSearch(first.description, for: .duplicate, weights)
                let likeness = try search.scorer(in: lookup).likeness(to: FoldedChild(second.description))
                guard likeness.score >= search.threshold(among: population) else { continue }
                let (one, other) = (likely(first, likeness), likely(second, likeness))
                if !one.summary.name.isEmpty, !other.summary.name.isEmpty { rows.append(LikelyDuplicate(first: one, second: other)) }
            }
            return DuplicatesList(rows: rows, more: more, apart: try apart(db, standing), swept: duplicateShelf.ended)
        }
    }

    /// Remembers that two dossiers are two children's, with the reason: the pair is not proposed again, to anybody, until what tells one of the two from
    /// others changes. Sent again it changes nothing.
    /// - Throws: `CaseworkError.notAllowed` without the power `duplicates`; `.notFound` where one of the two may not be seen; `.merge(.same)` or
    ///   `.merge(.alreadyMerged)`; `.merge(.proposed)` where somebody has proposed to merge them; `.faults` on `reason`.
    public func tellApart(_ pair: DuplicatePair, _ step: ApartStep, by author: Author, standing: Standing) async throws -> ToldApart {
        try await change(pair, to: .apart, step, by: author, standing: standing)
    }

    /// Takes that back: the pair may be proposed again.
    /// - Throws: as `tellApart`; `.merge(.notOpen)` where nobody has told the two apart.
    public func takeBackApart(_ pair: DuplicatePair, _ step: ApartStep, by author: Author, standing: Standing) async throws -> ToldApart {
        try await change(pair, to: .open, step, by: author, standing: standing)
    }

    /// Whether somebody has told these two apart and that still holds.
    func toldApart(_ db: Database, _ pair: DuplicatePair) throws -> ToldApart? {
        guard let told = try kept(db, pair), told.state == .apart else { return nil }
        return try told.identities == identities(db, pair) ? told : nil
    }

    private func change(_ pair: DuplicatePair, to state: ToldApart.State, _ step: ApartStep, by author: Author, standing: Standing) async throws -> ToldApart {
        try Self.requireReason(step.reason, save: step.save, isNeeded: state == .apart)
        let id = try recordID(pair), entry = try derived("told apart entry", step.save.bytes)
        for _ in 0..<5 {
            let (change, standingAs, version) = try read { db -> (Change?, ToldApart?, Int) in
                let both = try MergePair(db, pair.first, pair.second, standing)
                let known = try kept(db, pair)
                if let known, known.lastSave == step.save, known.by == author.person { return (nil, known, 0) }
                if let refusal = both.refusal, [.same, .alreadyMerged].contains(refusal) { throw CaseworkError(.merge(refusal)) }
                let holds = try toldApart(db, pair)
                if state == .open, known?.state != .apart { throw CaseworkError(.merge(.notOpen)) }
                if state == .apart, let holds { return (nil, holds, 0) }
                if state == .apart, try merging(db, pair.first, pair.second) != nil { throw CaseworkError(.merge(.proposed)) }
                let change = ToldApart.step(state, pair, id, entry: entry, save: step.save, by: author.person, at: time.now(), reason: step.reason,
                                            identities: try identities(db, pair), scope: known?.scope ?? both.first.root.scope, known: known)
                return (change, nil, known?.version ?? 0)
            }
            if let standingAs { return standingAs }
            guard let change else { break }
            do {
                _ = try await commit(Save(id: step.save, actor: author.person, device: author.device, at: time.now(), changes: [change])) { db in
                    guard try JournalStore.version(db, of: id) == version else { throw MergePlan.Overtaken() }
                    if state == .apart, try self.merging(db, pair.first, pair.second) != nil { throw CaseworkError(.merge(.proposed)) }
                }
                guard let done = try read({ try kept($0, pair) }) else { break }
                return done
            } catch is MergePlan.Overtaken {
                continue
            }
        }
        throw CaseworkError(.merge(.changed))
    }

    private func requireSteward(_ standing: Standing) throws(CaseworkError) {
        guard standing.viewer.role.powers.contains(.duplicates) else { throw CaseworkError(.notAllowed(what: "merge dossiers")) }
    }

    private func recordID(_ pair: DuplicatePair) throws -> UUIDv7 { try derived("told apart", pair.first.bytes + pair.second.bytes) }
    private func kept(_ db: Database, _ pair: DuplicatePair) throws -> ToldApart? { try JournalStore.record(db, recordID(pair)).flatMap { ToldApart($0) } }
    private func identities(_ db: Database, _ pair: DuplicatePair) throws -> [UUIDv7?] { [try identity(db, of: pair.first), try identity(db, of: pair.second)] }

    /// A child this person sees with all cases; what `MergePair` asks too.
    private func seen(_ db: Database, _ dossier: UUIDv7, _ standing: Standing) throws -> LikelyRow? {
        guard let row = try LikelyRow(db, dossier: dossier, standing), !row.hidesCase else { return nil }
        return row
    }

    private func isOpen(_ db: Database, _ pair: DuplicatePair) throws -> Bool {
        try merging(db, pair.first, pair.second) == nil && toldApart(db, pair) == nil
    }

    private func apart(_ db: Database, _ standing: Standing) throws -> [DuplicatesList.Apart] {
        try Lookup.records(db, .toldApartByStatus, key: .text(ToldApart.State.apart.rawValue), limit: Self.mergesSearched).compactMap { record in
            guard let told = ToldApart(record), let first = try seen(db, told.first, standing), let second = try seen(db, told.second, standing),
                  try toldApart(db, DuplicatePair(told.first, told.second)) != nil else { return nil }
            func name(_ row: LikelyRow) -> String { ChildSummary(child: row.child, cases: [], papers: [], today: today).name }
            return DuplicatesList.Apart(told: told, first: name(first), second: name(second))
        }
    }
}
