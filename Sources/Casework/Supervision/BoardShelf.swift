import Access
import Foundations
import GRDB
import Journal
import Synchronization

/// What a supervisor's board counts of one case.
struct BoardCount: Sendable, Equatable {
    let dossier: UUIDv7
    let owner: UUIDv7?
    let risk: String?
    let overdue: Int
    let isUnseen: Bool
    let approvals: Int
    /// Local numbers of the records that were counted.
    let from: [Int64]
}

/// The counts of the last boards, so that the next look at one works out only cases that have changed: a team has hundreds, and a board is
/// opened many times a day. In memory alone; ids, risks and numbers, no names. Kept apart for each person and gone where their rights, the
/// day or the rules have changed, or after a minute. Copies of a desk share it.
final class BoardShelf: Sendable {
    private struct Kept {
        var viewer: Viewer
        var revision: Int
        var day: CivilDay
        /// Of the journal, up to which the counts tell it.
        var place: Int64
        var since: UInt64
        /// By the local number of the case.
        var counts: [Int64: BoardCount?]
    }

    private static let keptNanos: UInt64 = 60_000_000_000
    private static let most = 16
    private let kept = Mutex<[UUIDv7: Kept]>([:])

    /// The counts of these cases, in their order; nothing for a case that is not there for this viewer.
    /// - Parameter count: works one out on the snapshot `db`.
    func counts(_ db: Database, of cases: [Int64], _ standing: Standing, today: CivilDay, now: UInt64, count: (Int64) throws -> BoardCount?) throws -> [BoardCount] {
        let place = try ChangedSince.place(db)
        let known = try stillTrue(db, standing, today, now)
        var counts: [Int64: BoardCount?] = [:]
        counts.reserveCapacity(cases.count)
        var result: [BoardCount] = []
        for one in cases {
            let found: BoardCount?
            if let earlier = known?.counts[one] { found = earlier } else { found = try count(one) }
            counts.updateValue(found, forKey: one)
            if let found { result.append(found) }
        }
        kept.withLock { kept in
            if kept.count >= Self.most, kept[standing.viewer.person] == nil, let oldest = kept.min(by: { $0.value.since < $1.value.since }) { kept[oldest.key] = nil }
            kept[standing.viewer.person] = Kept(viewer: standing.viewer, revision: standing.revision, day: today, place: place, since: known?.since ?? now, counts: counts)
        }
        return result
    }

    /// What was counted before and has not changed since.
    private func stillTrue(_ db: Database, _ standing: Standing, _ today: CivilDay, _ now: UInt64) throws -> Kept? {
        guard var known = kept.withLock({ $0[standing.viewer.person] }), known.viewer == standing.viewer, known.revision == standing.revision, known.day == today,
              now >= known.since, now - known.since < Self.keptNanos, let changed = try ChangedSince.find(db, after: known.place) else { return nil }
        if changed.records.isEmpty { return known }
        known.counts = known.counts.filter { number, count in
            guard let count else { return false }
            return !changed.records.contains(number) && !changed.dossiers.contains(count.dossier) && changed.records.isDisjoint(with: count.from)
        }
        return known
    }
}
