public import Foundations
import GRDB
import Journal
import Synchronization

extension PeopleStore {
    public static let glassSeconds = 3600

    /// Opens one dossier beyond one's reach for reading, for an hour at most. Before it opens, the deed is durable
    /// in the second chain and every supervisor of the dossier, and every auditor, has a notice.
    ///
    /// It widens reach only: the role's own kinds and field classes stay, nothing can be changed or exported, and
    /// records marked as a whole stay closed.
    /// - Throws: `notAllowed` without the power `break_glass`, `reasonNeeded`, `notFound` when there is no such dossier,
    ///   `slowDown` with five open at once.
    public func breakGlass(_ dossier: UUIDv7, reason: String, by person: UUIDv7, seconds: Int = glassSeconds) async throws(AccessError) {
        try require(.breakGlass, of: person, "break the glass of")
        guard reason.filter({ !$0.isWhitespace }).count >= 10, reason.utf8.count <= 2000 else { throw .reasonNeeded }
        let told = try toldAbout(dossier, but: person)
        let limited = min(max(60, seconds), Self.glassSeconds)
        let detail: [String: Value] = ["seconds": .int(Int64(limited))]
        try await note(AccessEvent(.breakGlass, actor: person, subject: dossier, detail: detail))
        let changes = notices(.breakGlass, about: dossier, by: person, with: nil, reason: reason, to: told)
        if !changes.isEmpty, try await !commit(changes, by: person) { throw .notFound }
        let now = time.monotonicNanos()
        guard glass.withLock({ $0.open(dossier, for: person, until: now + UInt64(limited) * 1_000_000_000, at: now) }) else { throw .slowDown(seconds: 60) }
    }

    /// Closes it before its time.
    public func mendGlass(_ dossier: UUIDv7, by person: UUIDv7) async throws(AccessError) {
        glass.withLock { $0.close(dossier, of: person) }
        try await note(AccessEvent(.breakGlassEnded, actor: person, subject: dossier))
    }

    /// Those who supervise the dossier (the power `reassign`, by the teams of its cases), the workers of its live
    /// cases, and all auditors.
    private func toldAbout(_ dossier: UUIDv7, but person: UUIDv7) throws(AccessError) -> [UUIDv7] {
        let rows = try read { db -> [StoredRecord]? in
            guard let root = try JournalStore.record(db, dossier), root.kind == Kinds.child else { return nil }
            return try JournalStore.records(db, dossier: dossier).filter { $0.kind == Kinds.caseRecord }
        }
        guard let cases = rows else { throw .notFound }
        let teams = Set(cases.compactMap(\.team))
        let workers = Set(cases.compactMap(\.owner))
        return all().filter { someone in
            guard someone.state == .active, someone.id != person, let role = book[someone.role] else { return false }
            let supervises = role.powers.contains(.reassign) && !teams.isDisjoint(with: someone.teams)
            return supervises || role.powers.contains(.audit) || workers.contains(someone.id)
        }.map(\.id)
    }
}
