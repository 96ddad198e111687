public import Access
import CaseSteps
public import Foundations
import GRDB
import Journal
import Matching

extension Desk {
    /// Somebody says something about one child and one search. What was said on a screen that had not heard of the newest is kept beside it;
    /// the two then count as disputed, and so as not confirmed.
    /// - Parameter people: everybody with an account; one person with two accounts is one person.
    /// - Throws: `CaseworkError.notFound` where the search or the child may not be seen, whichever it is; `.notAllowed` without a right to change
    ///   or decide about the search, and to confirm without one to decide; `.tracing`; `.faults` on `reason`.
    public func say(_ step: TracingStep, people: [Person], by author: Author, standing: Standing) async throws {
        let id = try derived("tracing outcome", step.save.bytes)
        let (pair, isKnown) = try read { db in
            if let known = try JournalStore.record(db, id).flatMap(TracingEntry.init) {
                guard known.outcome.by == author.person else { throw CaseworkError(.notFound) }
                return (nil as TracingPair?, true)
            }
            return (try judged(db, step, people, author, standing), false)
        }
        if isKnown { return }
        guard let pair else { throw CaseworkError(.notFound) }
        let change = TracingEntry.change(step, id: id, entry: try derived("tracing outcome entry", step.save.bytes), child: Scope(.dossier, pair.child.dossier),
                                         dossier: pair.child.dossier, by: author.person, at: time.now())
        _ = try await commit(Save(id: step.save, actor: author.person, device: author.device, at: time.now(), changes: [change])) { db in
            _ = try self.judged(db, step, people, author, standing)
        }
    }

    private func judged(_ db: Database, _ step: TracingStep, _ people: [Person], _ author: Author, _ standing: Standing) throws -> TracingPair {
        let pair = try TracingPair(db, step.request, step.dossier, standing)
        guard pair.request.mayWork, step.kind != .confirmed || pair.request.mayDecide else {
            throw CaseworkError(.notAllowed(what: step.kind == .confirmed ? "confirm whom a search found" : "work on a search"))
        }
        guard let match = pair.match.asSeen(step.seen) else { throw CaseworkError(.tracing(.changed)) }
        guard match.allows(step.kind) else { throw CaseworkError(.tracing(.notOpen)) }
        if step.kind == .confirmed, match.proposers.contains(where: { Person.isOne($0, author.person, people) }) { throw CaseworkError(.tracing(.own)) }
        if step.kind == .proposed || step.kind == .confirmed {
            guard TracingRows.isLive(pair.request.status) else { throw CaseworkError(.tracing(.ended)) }
            guard !pair.child.isUnwanted else { throw CaseworkError(.tracing(.unwanted)) }
        }
        func fault(_ code: String) -> CaseworkError { CaseworkError(.faults([EntryFault(entry: step.save, field: "reason", code: code)])) }
        if match.needsReason(step.kind), step.reason.allSatisfy(\.isWhitespace) { throw fault("required") }
        if step.reason.count > TracingStep.longestReason { throw fault("too-long") }
        return pair
    }
}

extension Person {
    /// Whether two accounts are one person's: the same, or under one name.
    static func isOne(_ one: UUIDv7, _ other: UUIDv7, _ people: [Person]) -> Bool {
        func words(_ id: UUIDv7) -> [String]? { people.first { $0.id == id }.map { NameFolding.words($0.name).sorted() } }
        return one == other || (words(one).map { !$0.isEmpty && $0 == words(other) } ?? false)
    }
}
