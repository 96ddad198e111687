public import Access
public import Foundations
import GRDB
import Journal
import Matching

/// Two children side by side, as one person who sees both may see them.
public struct MergeComparison: Sendable {
    public struct Side: Sendable {
        public let child: ShownRecord
        public let summary: ChildSummary
        /// Form → papers of it in the dossier that this person may see, without the child's own record.
        public let papers: [String: Int]
        /// Who works on a live case there.
        public let workers: [UUIDv7]
        public let made: WallTime
    }

    public let first: Side
    public let second: Side
    /// Answers that this person may see in both and that at least one of the children has, by name.
    public let fields: [MergeField]
    /// Answers that differ and that this person may not see, by name.
    public let unseen: [String]
    /// Why the two cannot be merged as they stand.
    public let refusal: MergeRefusal?
    /// The open proposal or the standing merging of this very pair, whichever way round.
    public let merge: DossierMerge?
    /// Somebody has told the two apart, and that holds.
    public let apart: ToldApart?
}

/// Mergings that one person may see, newest first.
public struct MergeList: Sendable {
    public struct Row: Sendable {
        public let merge: DossierMerge
        /// Full names of the two children.
        public let first: String
        public let second: String
    }

    /// Wait for a second person.
    public let proposed: [Row]
    /// Stand, and can be undone.
    public let merged: [Row]
    /// More were not looked at.
    public let more: Bool
}

/// What undoing a merging does.
public struct UnmergeSheet: Sendable {
    public struct Paper: Sendable {
        public let record: UUIDv7
        public let form: String
        public let made: WallTime
        /// Not for choosing: written for the second child, or part of a paper that goes back.
        public let goesBack: Bool
    }

    public let merge: DossierMerge
    public let comparison: MergeComparison
    /// Papers that go back with all that was written in them since, as far as this person may see them.
    public let moved: [Paper]
    /// Papers made since; each stays unless it is sent along.
    public let since: [Paper]
    /// Answers of the first child that return to what they were, and those that somebody changed since: these are asked in a conflict.
    public let returning: [String]
    public let disputed: [String]
    public let refusal: MergeRefusal?
}

extension Desk {
    /// Mergings looked at for one list, per state.
    static let mergesSearched = 200

    /// Two children side by side.
    /// - Throws: `notAllowed` without the power `duplicates`; `notFound` where one of the two may not be seen, whichever it is.
    public func compareDossiers(_ first: UUIDv7, _ second: UUIDv7, for standing: Standing) throws -> MergeComparison {
        try read { db in try comparison(db, MergePair(db, first, second, standing), standing) }
    }

    /// One merging, and what undoing it would do.
    public func merging(_ id: UUIDv7, for standing: Standing) throws -> UnmergeSheet {
        try read { db in
            let (merge, pair) = try mergePair(db, id, standing)
            let compared = try comparison(db, pair, standing)
            func seen(_ record: StoredRecord) throws -> Bool { try standing.decide(Envelope(record), Surroundings.of(record, in: db)).exists }
            func paper(_ record: StoredRecord, _ goesBack: Bool) -> UnmergeSheet.Paper {
                UnmergeSheet.Paper(record: record.id, form: record.kind, made: WallTime(millis: record.id.millis), goesBack: goesBack)
            }
            do {
                let plan = try UnmergePlan(self, db, merge, pair, back: [], step: nil, save: id)
                func shown(_ names: [String]) -> [String] { names.filter { pair.first.decision.visible.contains($0) } }
                return UnmergeSheet(merge: merge, comparison: compared, moved: try plan.moved.filter(seen).map { paper($0, true) },
                                    since: try plan.since.filter { try seen($0.record) }.map { paper($0.record, $0.goesBack) },
                                    returning: shown(plan.returning), disputed: shown(plan.disputed), refusal: nil)
            } catch let error as CaseworkError {
                guard case .merge(let refusal) = error.reason else { throw error }
                return UnmergeSheet(merge: merge, comparison: compared, moved: [], since: [], returning: [], disputed: [], refusal: refusal)
            }
        }
    }

    /// Mergings whose children this person sees both.
    public func merges(for standing: Standing) throws -> MergeList { try merges(.merged, for: standing) }

    /// Of these the ones that wait for a second person.
    public func proposedMerges(for standing: Standing) throws -> MergeList { try merges(nil, for: standing) }

    private func merges(_ besides: DossierMerge.State?, for standing: Standing) throws -> MergeList {
        guard standing.viewer.role.powers.contains(.duplicates) else { throw CaseworkError(.notAllowed(what: "merge dossiers")) }
        return try read { db in
            var more = false
            func seen(_ merge: DossierMerge) throws -> MergePair? {
                do {
                    return try MergePair(db, merge.first, merge.second, standing)
                } catch let error as CaseworkError where error == CaseworkError(.notFound) {
                    return nil
                }
            }
            func rows(_ state: DossierMerge.State) throws -> [MergeList.Row] {
                let hits = try Lookup.records(db, .mergeByStatus, key: .text(state.rawValue), limit: Self.mergesSearched + 1)
                more = more || hits.count > Self.mergesSearched
                return try hits.prefix(Self.mergesSearched).compactMap { record in
                    guard let merge = DossierMerge(record), let pair = try seen(merge) else { return nil }
                    func name(_ side: MergePair.Side) -> String { ChildSummary.name(of: shown(side, standing)) }
                    return MergeList.Row(merge: merge, first: name(pair.first), second: name(pair.second))
                }
            }
            return MergeList(proposed: try rows(.proposed), merged: try besides.map(rows) ?? [], more: more)
        }
    }

    /// The merging with this id and its two children.
    func mergePair(_ db: Database, _ id: UUIDv7, _ standing: Standing) throws -> (DossierMerge, MergePair) {
        guard standing.viewer.role.powers.contains(.duplicates) else { throw CaseworkError(.notAllowed(what: "merge dossiers")) }
        guard let merge = try JournalStore.record(db, id).flatMap({ DossierMerge($0) }) else { throw CaseworkError(.notFound) }
        return (merge, try MergePair(db, merge.first, merge.second, standing))
    }

    /// The open proposal or the standing merging of these two, whichever way round.
    func merging(_ db: Database, of pair: MergePair) throws -> DossierMerge? { try merging(db, pair.first.root.id, pair.second.root.id) }

    func merging(_ db: Database, _ first: UUIDv7, _ second: UUIDv7) throws -> DossierMerge? {
        let ids = Set([first, second])
        return try Lookup.records(db, .mergeByChild, key: .id(second), limit: Self.mergesSearched).compactMap { DossierMerge($0) }
            .first { [.proposed, .merged].contains($0.state) && Set([$0.first, $0.second]) == ids }
    }

    private func comparison(_ db: Database, _ pair: MergePair, _ standing: Standing) throws -> MergeComparison {
        let fields = MergeField.all(pair, calculated: forms.calculated(of: "child"))
        let isSeen = { (name: String) in pair.first.decision.visible.contains(name) && pair.second.decision.visible.contains(name) }
        let merge = try merging(db, of: pair)
        return MergeComparison(
            first: side(pair.first, standing), second: side(pair.second, standing), fields: fields.filter { isSeen($0.name) },
            unseen: fields.filter { !isSeen($0.name) && $0.first != $0.second }.map(\.name), refusal: pair.refusal ?? (merge == nil ? nil : .proposed), merge: merge,
            apart: try toldApart(db, DuplicatePair(pair.first.root.id, pair.second.root.id)))
    }

    private func shown(_ side: MergePair.Side, _ standing: Standing) -> ShownRecord {
        ShownRecord(side.root, side.decision, answers: forms.answers(of: side.root.kind))
    }

    private func side(_ side: MergePair.Side, _ standing: Standing) -> MergeComparison.Side {
        let around = Surroundings.of(dossier: side.records)
        let seen = side.records.filter { $0.id != side.root.id && standing.decide(Envelope($0), around).exists }
        let cases = seen.filter { $0.kind == "case" }.sorted { $0.updated > $1.updated }
        func shown(_ record: StoredRecord) -> ShownRecord { ShownRecord(record, standing.decide(Envelope(record), around), answers: []) }
        let child = self.shown(side, standing)
        return MergeComparison.Side(
            child: child, summary: ChildSummary(child: child, cases: cases.map(shown), papers: seen.filter { $0.kind == "visit" }.map(shown), today: today),
            papers: Dictionary(grouping: seen, by: \.kind).mapValues(\.count), workers: Set(cases.filter { $0.status != "closed" }.compactMap(\.owner)).sorted(),
            made: WallTime(millis: side.root.id.millis))
    }
}
