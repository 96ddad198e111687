import Foundations
import GRDB
@testable import Journal
import Testing

@Suite struct MergeTests {
    @Test func differentFieldsMergeSilently() throws {
        let office = try Office()
        let child = try office.child("Ana", "Rusu")
        try office.amend(child, ["school": "1"], base: 1)
        let receipt = try office.amend(child, ["place": "north"], base: 1, device: office.id())
        #expect(receipt.records[0].conflicts.isEmpty)
        #expect(try office.record(child)?.fields["school"] == "1")
        #expect(try office.journal.read { try JournalStore.conflictTask($0, of: child) } == nil)
    }

    @Test func theLaterValueHoldsAndATaskOpensUntilSomebodyDecides() throws {
        let office = try Office()
        let child = try office.child("Ana", "Rusu")
        let now = office.time.now().millis
        try office.amend(child, ["school": "written later"], base: 1, at: now + 2000)
        let receipt = try office.amend(child, ["school": "written earlier"], base: 1, device: office.id(), at: now + 1000)
        #expect(receipt.records[0].conflicts == ["school"])
        #expect(try office.record(child)?.fields["school"] == "written later")
        let task = try #require(try office.journal.read { try JournalStore.conflictTask($0, of: child) })
        #expect(task.status == "open")
        #expect(task.dossier == child)
        #expect(task.fields["conflicting_fields"] == .list(["school"]))
        let sides = task.fields["sides"]?.map?["school"]?.list?.compactMap { $0.map?["value"] }
        #expect(sides == ["written later", "written earlier"])
        try office.amend(child, ["school": "decided"], op: .decide)
        #expect(try office.journal.read { try JournalStore.conflictTask($0, of: child) } == nil)
        #expect(try office.record(child)?.fields["school"] == "decided")
        #expect(try office.journal.read { try office.journal.fieldHistory($0, of: child) }["school"]?.count == 3)
    }

    @Test func aPartOfARecordSaysWhatTheRecordSays() throws {
        let office = try Office()
        let names = ["given_name", "family_name", "risk_level", "consent_sharing", "contact_restriction", "school", "absent", "list"]
        let child = try office.child("Ana", "Rusu", more: ["school": "1", "list": .list(["a", .map(["b": .decimal("1.5")])]), "long": .text(String(repeating: "x", count: 5000))])
        func agree() throws {
            let whole = try #require(try office.record(child))
            let part = try #require(try office.journal.read { try PartialRecord.find($0, child, FieldChoice(names)) })
            #expect(part.fields == whole.fields.filter { names.contains($0.key) })
            #expect(part.version == whole.version && part.updated == whole.updated && part.kind == whole.kind && part.dossier == whole.dossier)
            #expect(part.owner == whole.owner && part.status == whole.status && part.team == whole.team && part.parent == whole.parent)
            #expect(try office.journal.read { try PartialRecord.find($0, number: whole.number, .none) }?.fields == [:])
        }
        try agree()
        for (field, first, second) in [("risk_level", Value("high"), Value("low")), ("contact_restriction", "not to the uncle", .null),
                                       ("consent_sharing", "no", "yes"), ("school", .null, "2")] {
            let base = try #require(try office.record(child)).version
            try office.amend(child, [field: first], base: base)
            try agree()
            try office.amend(child, [field: second], base: base, device: office.id())
            try agree()
        }
        try office.amend(child, ["given_name": .null], envelope: RecordEnvelope(owner: office.worker, status: "open"))
        try agree()
    }

    @Test func whoSawTheOtherValueMakesNoConflict() throws {
        let office = try Office()
        let child = try office.child("Ana", "Rusu")
        try office.amend(child, ["school": "1"], base: 1, at: office.time.now().millis + 50_000)
        let receipt = try office.amend(child, ["school": "2"], base: 2, device: office.id(), at: office.time.now().millis)
        #expect(receipt.records[0].conflicts.isEmpty)
        #expect(try office.record(child)?.fields["school"] == "2")
    }

    @Test(arguments: [("risk_level", Value("low"), Value("high"), Value("high")), ("risk_level", "high", "medium", "high"),
                      ("consent_sharing", "no", "yes", "no"), ("consent_sharing", "yes", .null, .null),
                      ("contact_restriction", "not to the uncle", .null, "not to the uncle"),
                      ("contact_restriction", "not to the uncle", "not by phone", "not by phone; not to the uncle")])
    func theProtectiveValueHoldsUntilADecision(_ field: String, _ first: Value, _ second: Value, _ held: Value) throws {
        let office = try Office()
        let child = try office.child("Ana", "Rusu", more: [field: "unassessed"])
        let now = office.time.now().millis
        try office.amend(child, [field: first], base: 1, at: now + 1000)
        try office.amend(child, [field: second], base: 1, device: office.id(), at: now + 2000)
        #expect(try office.record(child)?.fields[field] ?? .null == held)
        try office.amend(child, [field: "unassessed"], base: 3)
        #expect(try office.journal.read { try JournalStore.conflictTask($0, of: child) } != nil)
        #expect(try office.record(child)?.fields[field] ?? .null == held || field.hasPrefix("contact") || field.hasPrefix("consent"))
        try office.amend(child, [field: second], op: .decide)
        #expect(try office.record(child)?.fields[field] ?? .null == second)
        #expect(try office.journal.read { try JournalStore.conflictTask($0, of: child) } == nil)
    }
}
