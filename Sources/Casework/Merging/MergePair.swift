import Access
import Foundations
import GRDB
import Journal

/// Two children and their dossiers, read on one snapshot by somebody who may merge and sees both.
struct MergePair: Sendable {
    struct Side: Sendable {
        let root: StoredRecord
        let decision: FieldDecision
        /// Everything in the dossier the child's record lies in, without conflict tasks.
        let records: [StoredRecord]

        var isMerged: Bool { root.dossier != root.id }
    }

    /// More papers than these are not moved in one save.
    static let mostMoved = 4_000

    let first: Side
    let second: Side
    private let isHeld: Bool

    /// - Throws: `notAllowed` without the power, whatever is asked about; `notFound` where either child, or a case of it, is not for this
    ///   person to see. Which of the two it was is not told.
    init(_ db: Database, _ first: UUIDv7, _ second: UUIDv7, _ standing: Standing) throws {
        guard standing.viewer.role.powers.contains(.duplicates) else { throw CaseworkError(.notAllowed(what: "merge dossiers")) }
        self.first = try Self.side(db, first, standing)
        self.second = try Self.side(db, second, standing)
        isHeld = try JournalStore.isHeld(db, self.first.root.scope) || JournalStore.isHeld(db, self.second.root.scope)
    }

    private static func side(_ db: Database, _ id: UUIDv7, _ standing: Standing) throws -> Side {
        guard let root = try JournalStore.record(db, id), root.kind == "child", let dossier = root.dossier else { throw CaseworkError(.notFound) }
        let records = try JournalStore.records(db, dossier: dossier).filter { $0.kind != "conflict_task" }
        let around = Surroundings.of(dossier: records)
        let decision = standing.decide(Envelope(root), around)
        guard decision.exists, records.allSatisfy({ $0.kind != "case" || standing.decide(Envelope($0), around).exists }) else { throw CaseworkError(.notFound) }
        return Side(root: root, decision: decision, records: records)
    }

    /// Why the two cannot be merged as they stand; nil where they can.
    var refusal: MergeRefusal? {
        if first.root.id == second.root.id { return .same }
        if first.isMerged || second.isMerged { return .alreadyMerged }
        if isHeld || (first.records + second.records).contains(where: Self.isMarked) { return .guarded }
        if !first.root.conflicts.isEmpty || !second.root.conflicts.isEmpty { return .conflictOpen }
        return second.records.count > Self.mostMoved ? .tooLarge : nil
    }

    /// For its own caseload alone: in one dossier with another's cases it would be open to theirs.
    private static func isMarked(_ record: StoredRecord) -> Bool { record.sensitivity != nil && record.sensitivity != "general" }

    /// What both dossiers hold, by versions: a save is judged by it.
    var versions: [UUIDv7: Int] {
        Dictionary((first.records + second.records).map { ($0.id, $0.version) }) { one, _ in one }
    }
}
