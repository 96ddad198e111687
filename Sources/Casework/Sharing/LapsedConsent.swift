import Foundations
import GRDB
import Journal
import Sharing
import Synchronization

/// Whether somebody has to look whose consent has run out, and who does: one at a time, the others of that moment wait for them. What
/// failed is tried again after a pause, not with every request. Copies of a desk share it.
final class LapseDay: Sendable {
    private struct State {
        var looked: CivilDay?
        var running: Task<Void, any Error>?
        var failed: (error: any Error, at: Int64)?
    }

    /// Milliseconds.
    static let pause: Int64 = 10_000
    private let state = Mutex(State())

    /// Runs `look` unless this day was looked at, or waits for whoever does already.
    /// - Parameter look: is given the day up to which it was looked at before; nil where that is not known.
    /// - Throws: what `look` throws, and the same again without looking until the pause is over.
    func once(on today: CivilDay, at now: Int64, look: @escaping @Sendable (CivilDay?) async throws -> Void) async throws {
        let task: Task<Void, any Error>? = try state.withLock { state in
            if state.looked == today { return nil }
            if let running = state.running { return running }
            if let failed = state.failed, (0..<Self.pause).contains(now - failed.at) { throw LapseFault(cause: failed.error, isNew: false) }
            let since = state.looked
            let task = Task {
                do {
                    try await look(since)
                    self.state.withLock { $0 = State(looked: today) }
                } catch {
                    self.state.withLock { state in
                        state.running = nil
                        state.failed = (error, now)
                    }
                    throw LapseFault(cause: error, isNew: true)
                }
            }
            state.running = task
            return task
        }
        try await task?.value
    }
}

/// Consents that have run out could not be looked up, or what they shared not ended.
public struct LapseFault: Error {
    public let cause: any Error
    /// Not told before: once for each try.
    public let isNew: Bool
}

extension Desk {
    /// Consents that are looked at between two saves.
    static let lapsesAtOnce = 500

    /// Ends the referrals and offers whose consent has run out, as a no would (`WithdrawnConsent`): once a day, asked before anybody is answered. A
    /// clock that jumped ahead ends them too early; whoever works with the child asks again.
    /// - Throws: `LapseFault`; what was ended until then stays so, and a call after a pause tries again.
    public func endLapsedSharing() async throws {
        guard let sharing else { return }
        let today = today
        try await lapses.once(on: today, at: time.now().millis) { since in
            // Consents that had ended by the last look are done with: what is entered or asked since is judged with its save.
            var after = since.map { Lookup.Hit(record: .max, sort: Int64($0.daysSinceEpoch) - 1) }
            var seen: Set<UUIDv7> = []
            repeat {
                let (few, last) = try lapsed(after: after, on: today, sharing, &seen)
                after = last
                for start in stride(from: 0, to: few.count, by: 100) {
                    let changes = Array(few[start..<min(start + 100, few.count)])
                    guard let id = UUIDv7.derived(from: digest(Array("consents of a day".utf8) + changes[0].id.bytes)) else { continue }
                    _ = try await commit(Save(id: id, actor: Self.publicPerson, device: journal.site, at: time.now(), changes: changes)) { _ in }
                }
            } while after != nil
        }
    }

    /// What the next consents that have ended end, and where to go on; nil at the end. Whole dossiers are read only where something is shared.
    private func lapsed(after: Lookup.Hit?, on today: CivilDay, _ sharing: ConsentRules, _ seen: inout Set<UUIDv7>) throws -> (changes: [Change], last: Lookup.Hit?) {
        let follow = WithdrawnConsent(rules: sharing, today: today, digest: digest)
        return try read { db in
            let hits = try Lookup.find(db, .consentByEnd, key: .text(ConsentOnRecord.form), newestFirst: false, after: after, limit: Self.lapsesAtOnce)
                .prefix { $0.sort < Int64(today.daysSinceEpoch) }
            let changes = try hits.flatMap { hit -> [Change] in
                guard let consent = try PartialRecord.find(db, number: hit.record, .none), let dossier = consent.dossier, seen.insert(dossier).inserted,
                      try PartialRecord.all(db, dossier: dossier, kinds: Share.kinds.sorted(), .none).contains(where: { Share.isOut($0.kind, $0.status) }) else { return [] }
                let records = try JournalStore.records(db, dossier: dossier)
                return try WithdrawnConsent.over(db, records, ConsentOnRecord.records(records, with: []), sharing, today)
                    .compactMap { follow.change($0, cause: consent.id, on: today) }
            }
            return (changes, hits.count == Self.lapsesAtOnce ? hits.last : nil)
        }
    }
}
