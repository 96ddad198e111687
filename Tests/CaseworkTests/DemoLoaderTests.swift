import Casework
import Foundation
import Foundations
import GRDB
import Journal
import Testing
@testable import Demo

@Suite struct DemoLoaderTests {
    @Test func journalHoldsWhatTheGeneratorTold() throws {
        let store = try PlainJournal()
        let district = try DemoSupport.district(60)
        let ledger = DemoLedger(district)
        var steps: [DemoProgress] = []
        let done = try DemoLoader(district, into: store.journal).load { steps.append($0) }
        #expect(done.children == 60 && done.entries == ledger.entries && steps.last == done)

        for (id, expected) in ledger.records {
            let record = try #require(try store.journal.read { try JournalStore.record($0, id) })
            #expect(record.kind == expected.form && record.status == expected.status && record.owner == expected.owner
                && record.team == expected.team && record.dossier == expected.dossier && record.parent == expected.parent)
            #expect(record.version == expected.version)
            for (name, value) in expected.fields where !record.conflicts.contains(name) { #expect(record.fields[name] == value, "\(expected.form).\(name)") }
        }
    }

    /// Real disagreements: the journal opens a task for each, and a higher risk holds.
    @Test func disagreementsBecomeTasks() throws {
        let store = try PlainJournal()
        let district = try DemoSupport.district(200)
        var disputed: Set<UUIDv7> = []
        for entry in district.lazy.flatMap(\.saves).flatMap(\.entries) where entry.unaware { disputed.insert(entry.record) }
        let done = try DemoLoader(district, into: store.journal).load()
        #expect(!disputed.isEmpty && done.conflicts == disputed.count)
        for id in disputed {
            let record = try #require(try store.journal.read { try JournalStore.record($0, id) })
            #expect(try store.journal.read { try JournalStore.conflictTask($0, of: id) } != nil)
            if record.kind == "case" { #expect(record.fields["risk_level"] == "high") }
        }
    }

    @Test func loadingAgainChangesNothing() throws {
        let store = try PlainJournal()
        let district = try DemoSupport.district(30)
        try DemoLoader(district, into: store.journal).load()
        func state() throws -> [Int] {
            try store.journal.read { db in
                try ["entry", "record", "search", "lookup"].map { try Int.fetchOne(db, sql: "SELECT count(*) FROM \($0)") ?? 0 }
            }
        }
        let before = try state()
        try DemoLoader(district, into: store.journal).load()
        #expect(try state() == before)
    }

    @Test func caseNumberFindsItsChild() throws {
        let store = try PlainJournal()
        let district = try DemoSupport.district(60)
        try DemoLoader(district, into: store.journal).load()
        let one = try #require(DemoLedger(district).all("case").first).record
        let number = try #require(one.fields["case_number"]?.text)
        let hits = try store.journal.read { db in
            try NameSearch.find(db, number.lowercased()).compactMap { try JournalStore.record(db, number: $0.record)?.dossier }
        }
        #expect(hits == [try #require(one.dossier)])
    }

    /// Children written in any spelling are found by the usual one, for nine in ten of the names that Arabic and Latin
    /// script share.
    @Test func searchFindsSpellings() throws {
        let store = try PlainJournal()
        let district = try DemoSupport.district(300)
        try DemoLoader(district, into: store.journal).load()
        let children = DemoLedger(district).all("child")
        let arab = try #require(district.names.cultures.first { $0.code == "arab" })
        var written = 0
        var missed: [String] = []
        for name in arab.male + arab.female {
            let spellings = Set(name.latin + name.arabic)
            let found = Set(try store.journal.read { db in
                try NameSearch.find(db, name.latin[0], limit: 400).compactMap { try JournalStore.record(db, number: $0.record)?.id }
            })
            for (id, child) in children {
                guard let given = child.fields["given_name"]?.text, spellings.contains(given) else { continue }
                written += 1
                if !found.contains(id) { missed.append("\(name.latin[0]): \(given)") }
            }
        }
        #expect(written > 100)
        #expect(missed.count * 10 <= written, "\(missed.count) of \(written): \(Set(missed).sorted())")
    }

    @Test func mintedNumbersAreNotThoseOfTheDemo() throws {
        let store = try PlainJournal()
        let district = try DemoSupport.district(30)
        try DemoLoader(district, into: store.journal).load()
        let mint = CaseNumberMint(space: district.caseNumbers, journal: store.journal)
        #expect(try mint.mint() == district.caseNumbers.number(30))
    }
}
