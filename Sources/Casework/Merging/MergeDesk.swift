public import Access
public import Foundations
import GRDB
import Journal
import Matching

extension Desk {
    /// Somebody who has compared two dossiers proposes to merge them. A second person confirms (`confirmMerge`).
    /// - Returns: the merging, `proposed`.
    /// - Throws: `CaseworkError.notAllowed` without the power `duplicates`; `.notFound` where one of the two may not be seen; `.merge`;
    ///   `.faults` on an answer that differs and for which nobody chose, or on `reason`.
    public func proposeMerge(_ proposal: MergeProposal, by author: Author, standing: Standing) async throws -> DossierMerge {
        let id = try derived("merge proposal", proposal.save.bytes)
        let (change, pair, known) = try read { db in
            let pair = try MergePair(db, proposal.first, proposal.second, standing)
            let known = try JournalStore.record(db, id).flatMap { DossierMerge($0) }
            if let known { return (nil as Change?, pair, known as DossierMerge?) }
            if let refusal = pair.refusal { throw CaseworkError(.merge(refusal)) }
            if try merging(db, of: pair) != nil { throw CaseworkError(.merge(.proposed)) }
            guard pair.first.root.version == proposal.firstVersion, pair.second.root.version == proposal.secondVersion else { throw CaseworkError(.merge(.changed)) }
            let faults = MergeField.all(pair, calculated: forms.calculated(of: "child"))
                .filter { $0.outcome == .asked && proposal.choices[$0.name] == nil }.map { EntryFault(entry: proposal.save, field: $0.name, code: "required") }
            if !faults.isEmpty { throw CaseworkError(.faults(faults)) }
            try Self.requireReason(proposal.reason, save: proposal.save, isNeeded: false)
            return (DossierMerge.proposal(proposal, id, entry: try derived("merge proposal entry", proposal.save.bytes), by: author.person, at: time.now(), pair: pair), pair, nil)
        }
        if let known { return try Self.same(known, proposal.save, author) }
        guard let change else { throw CaseworkError(.notFound) }
        let roots = [pair.first.root, pair.second.root]
        _ = try await commit(Save(id: proposal.save, actor: author.person, device: author.device, at: time.now(), changes: [change])) { db in
            for root in roots where try JournalStore.version(db, of: root.id) != root.version { throw CaseworkError(.merge(.changed)) }
            if try self.merging(db, of: pair) != nil { throw CaseworkError(.merge(.proposed)) }
        }
        return try stored(id)
    }

    /// The second person agrees: all papers of the second dossier lie in the first from now on, in one save.
    /// - Parameter people: everybody with an account; one person with two accounts is one person.
    /// - Throws: as `proposeMerge`; `.merge(.own)` for whoever proposed.
    public func confirmMerge(_ step: MergeStep, people: [Person], by author: Author, standing: Standing) async throws -> DossierMerge {
        try await merging(step, by: author, standing: standing) { db, merge, pair in
            guard merge.state == .proposed else { throw CaseworkError(.merge(.notOpen)) }
            guard !Person.isOne(merge.proposedBy, author.person, people) else { throw CaseworkError(.merge(.own)) }
            if let refusal = pair.refusal { throw CaseworkError(.merge(refusal)) }
            guard [pair.first.root.version, pair.second.root.version] == merge.versions else { throw CaseworkError(.merge(.changed)) }
            let now = time.now()
            let change = merge.step(to: .merged, entry: try derived("merge step", step.save.bytes), save: step.save, by: author.person, reason: step.reason, at: now)
            let plan = try MergePlan(self, pair, choices: merge.choices, merge: change, save: step.save, at: now)
            return (plan.changes, { try plan.stillHolds($0) })
        }
    }

    /// The second person refuses, or whoever proposed takes it back. Nothing moves.
    /// What a second person refuses counts as told apart, so that the sweep does not propose the pair again.
    /// - Throws: `.faults` on `reason` where a second person gives none.
    public func declineMerge(_ step: MergeStep, by author: Author, standing: Standing) async throws -> DossierMerge {
        let merge = try await merging(step, by: author, standing: standing) { _, merge, _ in
            guard merge.state == .proposed else { throw CaseworkError(.merge(.notOpen)) }
            let isOwn = merge.proposedBy == author.person
            try Self.requireReason(step.reason, save: step.save, isNeeded: !isOwn)
            let change = merge.step(to: isOwn ? .withdrawn : .declined, entry: try derived("merge step", step.save.bytes), save: step.save, by: author.person,
                                    reason: step.reason, at: time.now())
            return ([change], { db in guard try JournalStore.version(db, of: merge.id) == merge.version else { throw MergePlan.Overtaken() } })
        }
        if merge.state == .declined { await keepApart(merge, step, by: author, standing: standing) }
        return merge
    }

    /// Takes a merged dossier apart. One person may: two children in one dossier is the more dangerous state. The pair counts as told apart from then on.
    /// - Parameter back: papers made since the merging that go to the second child; the others stay with the first.
    /// - Throws: `.faults` on `reason` where none is given, or on `back` where it names what is not for choosing.
    public func undoMerge(_ step: MergeStep, back: Set<UUIDv7>, by author: Author, standing: Standing) async throws -> DossierMerge {
        let merge = try await merging(step, by: author, standing: standing) { db, merge, pair in
            try Self.requireReason(step.reason, save: step.save, isNeeded: true)
            let change = merge.step(to: .undone, entry: try derived("merge step", step.save.bytes), save: step.save, by: author.person, reason: step.reason, at: time.now())
            let plan = try UnmergePlan(self, db, merge, pair, back: back, step: change, save: step.save)
            let offered = try plan.since.filter { try standing.decide(Envelope($0.record), Surroundings.of($0.record, in: db)).exists }
            guard back.isSubset(of: offered.map(\.record.id)) else { throw CaseworkError(.faults([EntryFault(entry: step.save, field: "back", code: "unknown-choice")])) }
            return (plan.changes, { try plan.stillHolds($0) })
        }
        await keepApart(merge, step, by: author, standing: standing)
        return merge
    }

    /// The step stands already: where this fails, the sweep proposes the pair once more, and nothing is lost.
    private func keepApart(_ merge: DossierMerge, _ step: MergeStep, by author: Author, standing: Standing) async {
        guard let save = try? derived("told apart by merging", step.save.bytes) else { return }
        _ = try? await tellApart(DuplicatePair(merge.first, merge.second), ApartStep(save: save, reason: step.reason), by: author, standing: standing)
    }

    /// A step on a merging: looks, plans, saves; looks again where somebody saved in between.
    private func merging(_ step: MergeStep, by author: Author, standing: Standing,
                         _ plan: (Database, DossierMerge, MergePair) throws -> ([Change], @Sendable (Database) throws -> Void)) async throws -> DossierMerge {
        try Self.requireReason(step.reason, save: step.save, isNeeded: false)
        // Nobody's device: what the box writes here it writes for somebody who had not seen the other side's answers.
        let device = try derived("merge device", step.save.bytes)
        for _ in 0..<20 {
            let (known, planned) = try read { db in
                let (merge, pair) = try mergePair(db, step.merge, standing)
                if merge.lastSave == step.save, merge.decidedBy == author.person { return (merge as DossierMerge?, nil as ([Change], @Sendable (Database) throws -> Void)?) }
                return (nil, try plan(db, merge, pair))
            }
            if let known { return known }
            guard let (changes, check) = planned else { break }
            do {
                _ = try await commit(Save(id: step.save, actor: author.person, device: device, at: time.now(), changes: changes), check: check)
                return try stored(step.merge)
            } catch is MergePlan.Overtaken {
                continue
            }
        }
        throw CaseworkError(.merge(.changed))
    }

    private func stored(_ id: UUIDv7) throws -> DossierMerge {
        guard let merge = try read({ try JournalStore.record($0, id) }).flatMap({ DossierMerge($0) }) else { throw CaseworkError(.notFound) }
        return merge
    }

    private static func same(_ known: DossierMerge, _ save: UUIDv7, _ author: Author) throws -> DossierMerge {
        guard known.proposedBy == author.person else { throw CaseworkError(.notFound) }
        return known
    }

    static func requireReason(_ reason: String, save: UUIDv7, isNeeded: Bool) throws(CaseworkError) {
        if isNeeded, reason.allSatisfy(\.isWhitespace) { throw CaseworkError(.faults([EntryFault(entry: save, field: "reason", code: "required")])) }
        if reason.count > MergeProposal.longestReason { throw CaseworkError(.faults([EntryFault(entry: save, field: "reason", code: "too-long")])) }
    }
}
