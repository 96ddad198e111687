public import Access
import Foundations
import GRDB
import Journal

extension Desk {
    /// Hands cases over: all that still are with `from` go in one save, the others are named. Both workers are told (`AccessNotice`).
    ///
    /// The former worker is no longer near the dossiers unless another case or a referral there names them. A case keeps its team where
    /// the new worker is of it, else it goes to theirs.
    /// - Parameter people: everybody with an account.
    /// - Throws: `CaseworkError.notAllowed` without the power `reassign`; `.faults` on `to`, `note` or `cases`; `.notFound` where `undoes`
    ///   names no handover of this author.
    public func handOver(_ handover: Handover, people: [Person], by author: Author, standing: Standing) async throws -> HandedOver {
        try requireSupervision(standing)
        guard standing.viewer.role.powers.contains(.reassign) else { throw CaseworkError(.notAllowed(what: "hand cases over")) }
        guard let taker = people.first(where: { $0.id == handover.to }), taker.id != handover.from, standing.mayHandOver(to: taker, shelf.rules) else {
            throw fault(handover, "to", "unknown-choice")
        }
        guard handover.note.count <= Handover.longestNote else { throw fault(handover, "note", "too-long") }
        if let cases = handover.cases, !(1...Handover.mostCases).contains(cases.count) || Set(cases).count != cases.count {
            throw fault(handover, "cases", cases.isEmpty ? "required" : "too-long")
        }
        // Whoever changes one of the cases at the same moment makes this one look again; with each look something has been saved.
        for _ in 0..<20 {
            if let done = try earlier(handover, author) { return done }
            let plan = try read { try HandoverPlan(self, $0, handover, taker: taker, author: author, standing: standing) }
            if plan.moved.isEmpty { return HandedOver(moved: [], stayed: plan.stayed, duplicate: false) }
            let save = Save(id: handover.save, actor: author.person, device: author.device, at: time.now(), changes: plan.changes)
            do {
                _ = try await commit(save) { try plan.stillHolds($0) }
                return HandedOver(moved: plan.moved.map(\.id), stayed: plan.stayed, duplicate: false)
            } catch is HandoverPlan.Overtaken {
                continue
            } catch let error as JournalError {
                // The same handover was still waiting when it was sent again.
                guard case .entryReused = error else { throw error }
            }
        }
        throw CaseworkError(.stepRefused(kind: "case", from: "being changed by somebody else", to: "handed over"))
    }

    private func fault(_ handover: Handover, _ field: String, _ code: String) -> CaseworkError {
        CaseworkError(.faults([EntryFault(entry: handover.save, field: field, code: code)]))
    }

    /// What this handover did when it came first; nil where it is new.
    private func earlier(_ handover: Handover, _ author: Author) throws -> HandedOver? {
        try read { db in
            let marker = try derived("handover", handover.save.bytes)
            guard let record = try JournalStore.record(db, marker), let done = AccessNotice(record), done.by == author.person else { return nil }
            let asked = handover.cases ?? done.cases
            return HandedOver(moved: done.cases, stayed: asked.filter { !done.cases.contains($0) }, duplicate: true)
        }
    }
}
