import Foundations
@testable import Journal
import Testing

/// Random edits by devices that do not know of each other must end in the same projection, whatever the order in
/// which they arrive, once or twice.
@Suite struct ConvergenceTests {
    static let fields = ["school", "place", "risk_level", "consent_sharing", "contact_restriction"]
    static let values: [String: [Value]] = [
        "school": ["1", "2", "3", .null], "place": ["n", "s", .null], "risk_level": ["high", "medium", "low"],
        "consent_sharing": ["yes", "no", .null], "contact_restriction": ["uncle", "phone", .null],
    ]

    /// What must be equal: values, their authors, open disputes with all sides.
    struct Outcome: Equatable {
        var fields: [String: Value]
        var authors: [String: UUIDv7]
        var clocks: [String: HybridTimestamp]
        var updated: HybridTimestamp
        var version: Int
        var sides: Value?
    }

    @Test(arguments: 0..<60) func anyOrderOfArrivalEndsTheSame(_ seed: Int) throws {
        var generator = Splitmix(state: UInt64(seed) &* 0x1234_5678_9ABC)
        let first = try Office()
        let child = first.id()
        var create = Change(id: first.id(), record: child, kind: "child", op: .create, scope: Scope(.dossier, child),
                            fields: ["given_name": "Ana", "risk_level": "low", "school": "0"])
        create.clock = HybridTimestamp(millis: first.time.now().millis)
        let opening = first.save([create])
        var edits: [Save] = []
        var rounds: [[Save]] = []
        for round in 0..<2 {
            edits = []
            let base = round == 0 ? 1 : 1 + rounds[0].count
            for device in 0..<Int.random(in: 2...3, using: &generator) {
                edits += chain(first, child, base, device, round, &generator)
            }
            rounds.append(edits)
        }
        let expected = try outcome([opening] + rounds.joined(), child)
        for _ in 0..<4 {
            var arrival = [opening]
            for round in rounds { arrival += round.shuffled(using: &generator) }
            let twice = arrival + arrival.shuffled(using: &generator)
            #expect(try outcome(Bool.random(using: &generator) ? arrival : twice, child) == expected)
        }
    }

    /// Offline edits of one device: each knows of the ones before, all of them of `base`.
    private func chain(_ office: Office, _ child: UUIDv7, _ base: Int, _ device: Int, _ round: Int, _ generator: inout Splitmix) -> [Save] {
        let id = UUIDv7(high: 0x7000, low: 0x8000_0000_0000_0000 | UInt64(device))
        var clock = HybridTimestamp(millis: office.time.now().millis + Int64(round) * 100_000)
        return (0..<Int.random(in: 1...3, using: &generator)).map { step in
            clock = HybridTimestamp(millis: clock.millis + Int64.random(in: 1...20, using: &generator))
            var change = Change(id: UUIDv7.make(at: clock.millis, using: &generator), record: child, kind: "child",
                                op: Int.random(in: 0..<8, using: &generator) == 0 ? .decide : .amend, scope: Scope(.dossier, child), base: base)
            for _ in 0..<Int.random(in: 1...2, using: &generator) {
                let field = Self.fields.randomElement(using: &generator) ?? "school"
                change.fields[field] = Self.values[field]?.randomElement(using: &generator)
            }
            change.clock = clock
            var save = Save(id: UUIDv7.make(at: clock.millis, using: &generator), actor: id, device: id,
                            at: WallTime(millis: clock.millis), changes: [change])
            save.deviceSeq = round * 10 + step + 1
            return save
        }
    }

    private func outcome(_ saves: [Save], _ child: UUIDv7) throws -> Outcome {
        let office = try Office()
        for save in saves { _ = try office.journal.commitAndWait(save) }
        return try office.journal.read { db in
            let record = try #require(try JournalStore.record(db, child))
            return Outcome(fields: record.fields, authors: record.stamps.mapValues(\.entry), clocks: record.stamps.mapValues(\.clock),
                           updated: record.updated, version: record.version,
                           sides: try JournalStore.conflictTask(db, of: child)?.fields["sides"])
        }
    }
}
