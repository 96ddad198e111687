import Foundation
import Foundations
import GRDB
@testable import Journal
import Testing

@Suite struct SavingTests {
    @Test func aSavedChildIsThereWithItsHistory() throws {
        let office = try Office()
        let child = try office.child("Lilit", "Petrosyan", more: ["birth_date": "2015-04"])
        try office.amend(child, ["birth_date": "2015-04-03", "school": "No 7"])
        let record = try #require(try office.record(child))
        #expect(record.kind == "child")
        #expect(record.version == 2)
        #expect(record.dossier == child)
        #expect(record.fields == ["given_name": "Lilit", "family_name": "Petrosyan", "birth_date": "2015-04-03", "school": "No 7"])
        #expect(record.stamps["birth_date"]?.version == 2)
        #expect(record.stamps["given_name"]?.version == 1)
        #expect(record.stamps["given_name"]?.actor == office.worker)
        let history = try office.journal.read { try office.journal.fieldHistory($0, of: child) }
        #expect(history["birth_date"]?.map(\.value) == ["2015-04-03", "2015-04"])
        let timeline = try office.journal.read { try office.journal.timeline($0, dossier: child) }
        #expect(timeline.count == 2)
        #expect(timeline[0].changes == [.init(field: "birth_date", from: "2015-04", to: "2015-04-03"), .init(field: "school", from: nil, to: "No 7")])
        let older = try office.journal.read { try office.journal.timeline($0, dossier: child, before: timeline[0].entry.position) }
        #expect(older.map(\.entry.version) == [1])
    }

    @Test func theSameSaveTwiceChangesNothing() throws {
        let office = try Office()
        let child = office.id()
        let save = office.save([Change(id: office.id(), record: child, kind: "child", op: .create, scope: Scope(.dossier, child), fields: ["given_name": "Ana"])])
        let first = try office.journal.commitAndWait(save)
        #expect(!first.duplicate)
        let before = try office.pool.read { try Int64.fetchOne($0, sql: "SELECT max(position) FROM entry") }
        let second = try office.journal.commitAndWait(save, check: { _ in Issue.record("a duplicate needs no check") })
        #expect(second.duplicate)
        #expect(second.records == first.records)
        #expect(try office.pool.read { try Int64.fetchOne($0, sql: "SELECT max(position) FROM entry") } == before)
    }

    @Test func anotherContentUnderTheSameIDIsAnAlarm() throws {
        let office = try Office()
        let child = office.id()
        var save = office.save([Change(id: office.id(), record: child, kind: "child", op: .create, scope: Scope(.dossier, child), fields: ["given_name": "Ana"])])
        _ = try office.journal.commitAndWait(save)
        save.changes[0].fields["given_name"] = "Eva"
        #expect { try office.journal.commitAndWait(save) } throws: { ($0 as? JournalError)?.code == "entry-reused" }
        #expect(try office.record(child)?.fields["given_name"] == "Ana")
    }

    @Test func aRefusedSaveLeavesNothingAndOthersOfItsGroupStand() async throws {
        struct No: Error {}
        let office = try Office()
        let journal = office.journal
        let saves = (0..<40).map { index in
            let child = office.id()
            return (index, child, office.save([Change(id: office.id(), record: child, kind: "child", op: .create, scope: Scope(.dossier, child), fields: ["given_name": .text("C\(index)")])]))
        }
        let outcomes = await withTaskGroup(of: (Int, Bool).self) { group in
            for (index, _, save) in saves {
                group.addTask {
                    do {
                        _ = try await journal.commit(save) { _ in if index % 3 == 0 { throw No() } }
                        return (index, true)
                    } catch {
                        return (index, false)
                    }
                }
            }
            return await group.reduce(into: [Int: Bool]()) { $0[$1.0] = $1.1 }
        }
        for (index, child, _) in saves {
            #expect(outcomes[index] == (index % 3 != 0))
            #expect(try (office.record(child) != nil) == (index % 3 != 0))
        }
        let seqs = try await office.pool.read { try Int.fetchAll($0, sql: "SELECT seq FROM entry ORDER BY position") }
        #expect(seqs == Array(1...seqs.count))
        #expect(try await office.pool.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM scope_key") } == seqs.count)
    }

    @Test func aSaveIsAllOrNothing() throws {
        let office = try Office()
        let child = try office.child("Ana", "Rusu")
        let other = try office.child("Ion", "Rusu")
        let save = office.save([
            Change(id: office.id(), record: child, kind: "child", op: .amend, scope: Scope(.dossier, child), fields: ["school": "1"]),
            Change(id: office.id(), record: other, kind: "child", op: .amend, scope: Scope(.dossier, child), fields: ["school": "2"]),
        ])
        #expect { try office.journal.commitAndWait(save) } throws: { ($0 as? JournalError)?.code == "scope-mismatch" }
        #expect(try office.record(child)?.version == 1)
    }

    @Test func theChainGoesOnAfterReopening() throws {
        let office = try Office()
        let child = try office.child("Ana", "Rusu")
        office.journal.close()
        let again = try JournalStore(database: office.pool, keys: office.keys, time: office.time, site: office.id())
        #expect(again.site == office.journal.site)
        _ = try again.commitAndWait(office.save([Change(id: office.id(), record: child, kind: "child", op: .amend, scope: Scope(.dossier, child), fields: ["school": "1"])]))
        #expect(try office.pool.read { try Int.fetchAll($0, sql: "SELECT seq FROM entry ORDER BY position") } == [1, 2])
        #expect { try office.journal.commitAndWait(office.save([])) } throws: { ($0 as? JournalError)?.code == "store-closed" }
    }

    @Test func aClockThatGoesBackKeepsTheOrder() throws {
        let office = try Office()
        let child = try office.child("Ana", "Rusu")
        office.time.set(WallTime(millis: 86_400_000, trust: .unset))
        try office.amend(child, ["school": "after the clock fell back"], base: 1)
        #expect(try office.record(child)?.fields["school"] == "after the clock fell back")
        let hlcs = try office.pool.read { try Int64.fetchAll($0, sql: "SELECT hlc FROM entry ORDER BY position") }
        #expect(hlcs == hlcs.sorted() && Set(hlcs).count == 2)
    }

    @Test func fieldNamesOfTheEnvelopeAreRefused() throws {
        let office = try Office()
        let child = try office.child("Ana", "Rusu")
        #expect { try office.amend(child, ["@owner": "x"]) } throws: { ($0 as? JournalError)?.code == "bad-change" }
    }
}
