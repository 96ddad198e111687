import Foundation
import Foundations
import GRDB
@testable import Journal
import Testing

@Suite struct ErasureTests {
    /// Names that occur nowhere else.
    private static let given = "Zarmandukht", family = "Xoshaberyan", other = "زرماندوخت"

    private func bytesOnDisk(_ office: Office) throws -> [String: Data] {
        var files: [String: Data] = [:]
        for file in try FileManager.default.contentsOfDirectory(at: office.directory, includingPropertiesForKeys: nil) {
            files[file.lastPathComponent] = try Data(contentsOf: file)
        }
        return files
    }

    private func holding(_ office: Office, _ text: String) throws -> [String] {
        try bytesOnDisk(office).filter { $0.value.range(of: Data(text.utf8)) != nil }.map(\.key).sorted()
    }

    /// Plain SQLite lies underneath, so what is found on disk is what was really kept.
    @Test(arguments: [3, 400]) func afterAShredTheNameIsInNoByteOfAnyFile(_ others: Int) throws {
        let office = try Office()
        var generator = Splitmix(state: 5)
        let names = ["Ana", "Maria", "Ion", "Lilit", "Zara", "Xenia"]
        for _ in 0..<others { try office.child(names.randomElement(using: &generator) ?? "", "Rusu") }
        let child = try office.child(Self.given, Self.family, more: ["name_other_script": .text(Self.other), "place": "north"])
        let record = office.id()
        _ = try office.journal.commitAndWait(office.save([Change(
            id: office.id(), record: record, kind: "note", op: .create, scope: Scope(.dossier, child), fields: ["text": .text("\(Self.given) was seen")])]))
        let now = office.time.now().millis
        try office.amend(child, ["given_name": .text(Self.given + "a")], base: 1, at: now + 10)
        try office.amend(child, ["given_name": .text(Self.given + "b")], base: 1, device: office.id(), at: now + 20)
        for index in 0..<others { try office.child(names.randomElement(using: &generator) ?? "", "Munteanu\(index)") }
        try office.amend(record, ["text": .text("again \(Self.given) \(Self.family)")])
        for text in [Self.given, Self.family, Self.given.lowercased(), Self.other] {
            #expect(try !holding(office, text).isEmpty, "the test must be able to find it")
        }

        try office.journal.shred([Scope(.dossier, child)], by: office.worker, and: office.id(), device: office.tablet, reason: "lawful request")

        for text in [Self.given, Self.family, Self.given.lowercased(), Self.family.lowercased(), Self.other, "zrmndkt"] {
            #expect(try holding(office, text) == [])
        }
        #expect(try office.record(child) == nil)
        #expect(try office.names(Self.given).isEmpty)
        #expect(try office.journal.read { try JournalStore.records($0, dossier: child) }.isEmpty)
        let timeline = try office.journal.read { try office.journal.timeline($0, dossier: child) }
        #expect(timeline.count == 5)
        #expect(timeline.allSatisfy { $0.entry.content == nil })
        let report = try office.journal.verify()
        #expect(report.faults == [])
        #expect(report.erasedScopes == 1)
        #expect(try office.names("Ana").count > 0)
    }

    @Test func whatWasErasedCannotBeWrittenToAndComesBackAsErased() throws {
        let office = try Office()
        let child = try office.child("Ana", "Rusu")
        let scope = Scope(.dossier, child)
        try office.journal.shred([scope], by: office.worker, and: office.id(), device: office.tablet, reason: "r")
        #expect { try office.journal.commitAndWait(office.save([Change(id: office.id(), record: child, kind: "child", op: .amend, scope: scope, fields: ["school": "1"])])) }
            throws: { ($0 as? JournalError)?.code == "erased" }
        #expect { try office.journal.shred([scope], by: office.worker, and: office.id(), device: office.tablet, reason: "r") }
            throws: { ($0 as? JournalError)?.code == "erased" }
    }

    @Test func onePersonAloneOrALegalHoldErasesNothing() throws {
        let office = try Office()
        let child = try office.child("Ana", "Rusu")
        let scope = Scope(.dossier, child)
        #expect { try office.journal.shred([scope], by: office.worker, and: office.worker, device: office.tablet, reason: "r") }
            throws: { ($0 as? JournalError)?.code == "needs-two-persons" }
        try office.journal.setLegalHold(true, on: scope, by: office.worker, and: office.id(), device: office.tablet, reason: "adoption")
        #expect { try office.journal.shred([scope], by: office.worker, and: office.id(), device: office.tablet, reason: "r") }
            throws: { ($0 as? JournalError)?.code == "legal-hold" }
        #expect(try office.record(child) != nil)
        #expect(try office.journal.verify().sound)
    }

    @Test func oldKeysOpenNothingAfterAnErasure() throws {
        let office = try Office()
        let child = try office.child("Ana", "Rusu")
        let kept = try office.child("Ion", "Rusu")
        let copied = try office.pool.read { try Data.fetchAll($0, sql: "SELECT wrapped FROM key_bucket ORDER BY number").map { Array($0) } }
        try office.journal.shred([Scope(.dossier, child)], by: office.worker, and: office.id(), device: office.tablet, reason: "r")
        for (bucket, wrapped) in copied.enumerated() {
            #expect(throws: (any Error).self) { try office.keys.unwrap(wrapped, label: ScopeKeys.bucketLabel(Int64(bucket))) }
        }
        #expect(try office.journal.read { try office.journal.entries($0, of: kept) }.first?.content != nil)
        office.journal.close()
        let again = try JournalStore(database: office.pool, keys: office.keys, time: office.time, site: office.id())
        #expect(try again.read { try again.entries($0, of: kept) }.first?.content?.fields["given_name"] == "Ion")
    }

    @Test func aRedactedEntryTakesItsWordsAlong() throws {
        let office = try Office()
        let child = try office.child("Ana", "Rusu", more: ["school": "1"])
        try office.amend(child, ["family_name": .text(Self.family), "school": "2"])
        try office.amend(child, ["place": "north"])
        let history = try office.journal.read { try office.journal.entries($0, of: child) }
        try office.journal.redact(history[1].entry, by: office.worker, and: office.id(), device: office.tablet, reason: "another child's name")
        let record = try #require(try office.record(child))
        #expect(record.fields == ["given_name": "Ana", "family_name": "Rusu", "school": "1", "place": "north"])
        #expect(record.version == 3)
        #expect(try holding(office, Self.family) == [])
        #expect(try holding(office, Self.family.lowercased()) == [])
        #expect(try office.journal.read { try office.journal.entries($0, of: child) }.map { $0.content != nil } == [true, false, true])
        try office.amend(child, ["school": "3"], base: 3)
        #expect(try office.record(child)?.version == 4)
        #expect(try office.journal.verify().faults == [])
    }

    @Test func aRecordWithNothingLeftIsGone() throws {
        let office = try Office()
        let child = try office.child("Ana", "Rusu")
        let entry = try #require(try office.journal.read { try office.journal.entries($0, of: child) }.first?.entry)
        try office.journal.redact(entry, by: office.worker, and: office.id(), device: office.tablet, reason: "r")
        #expect(try office.record(child) == nil)
        #expect(try office.names("Ana").isEmpty)
        #expect(try office.journal.verify().faults == [])
    }

    @Test func aReaderOfTheOldStateIsWaitedFor() async throws {
        let office = try Office()
        let child = try office.child(Self.given, "Rusu")
        let (journal, pool, worker, tablet, second) = (office.journal, office.pool, office.worker, office.tablet, office.id())
        let reading = DispatchSemaphore(value: 0)
        let reader = Thread {
            try? pool.read { db in
                _ = try Int.fetchOne(db, sql: "SELECT count(*) FROM record")
                reading.signal()
                Thread.sleep(forTimeInterval: 0.5)
            }
        }
        reader.start()
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                reading.wait()
                continuation.resume()
            }
        }
        try journal.shred([Scope(.dossier, child)], by: worker, and: second, device: tablet, reason: "r")
        #expect(try holding(office, Self.given) == [])
    }
}
