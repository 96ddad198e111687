import Foundations
import GRDB
import Journal
import Sharing
import Synchronization

/// The day on which it was last looked whose consent has run out. Copies of a desk share it.
final class LapseDay: Sendable {
    private let looked = Mutex<CivilDay?>(nil)

    func isDue(_ today: CivilDay) -> Bool { looked.withLock { $0 != today } }
    func done(_ today: CivilDay) { looked.withLock { $0 = today } }
}

extension Desk {
    /// More consents with a last day than this are not looked at on one day.
    static let mostLapses = 200_000

    /// Ends the referrals and offers whose consent has run out, as a no would (`WithdrawnConsent`): once a day, asked before anybody is answered. A
    /// clock that jumped ahead ends them too early; whoever works with the child asks again.
    /// - Throws: what the journal throws; nothing was changed then and the next call tries again.
    public func endLapsedSharing() async throws {
        let today = today
        guard let sharing, lapses.isDue(today) else { return }
        let follow = WithdrawnConsent(rules: sharing, today: today, digest: digest)
        let changes = try read { db in
            var seen: Set<UUIDv7> = []
            return try Lookup.find(db, .consentByEnd, key: .text(ConsentOnRecord.form), newestFirst: false, limit: Self.mostLapses)
                .prefix { $0.sort < Int64(today.daysSinceEpoch) }.flatMap { hit -> [Change] in
                    guard let consent = try PartialRecord.find(db, number: hit.record, .none), let dossier = consent.dossier, seen.insert(dossier).inserted else { return [] }
                    let records = try JournalStore.records(db, dossier: dossier)
                    return try WithdrawnConsent.over(db, records, ConsentOnRecord.records(records, with: []), sharing, today)
                        .compactMap { follow.change($0, cause: consent.id, on: today) }
                }
        }
        for start in stride(from: 0, to: changes.count, by: 100) {
            let few = Array(changes[start..<min(start + 100, changes.count)])
            guard let id = UUIDv7.derived(from: digest(Array("consents of a day".utf8) + few[0].id.bytes)) else { continue }
            _ = try await commit(Save(id: id, actor: Self.publicPerson, device: journal.site, at: time.now(), changes: few)) { _ in }
        }
        lapses.done(today)
    }
}
