import Access
import Casework
import Foundations
import Journal
import Testing

/// A merged dossier is taken apart again: nothing that anybody wrote is lost.
@Suite struct UnmergeTests {
    let at: MergeOffice
    var office: DeskOffice { at.office }

    init() throws { at = try MergeOffice() }

    @Test func laterEditsGoWithTheirPapersAndNewPapersStayOrGo() async throws {
        let (first, second) = try await at.twice()
        let old = try await at.note("Before.", in: second, by: at.ion)
        let before = (try at.fields(first), try at.fields(second))
        let merge = try await at.merged(first, second, ["given_name": .second, "phone": .second])
        _ = try await office.save([office.entry(.amend, "note", old, base: try at.record(old)?.version, ["text": "Before, and after."])], as: at.ion)
        let stays = try await at.note("Of the first.", in: first, by: at.amal), goes = try await at.note("Of the second.", in: first, by: at.ion)
        let sheet = try office.desk.merging(merge.id, for: at.lead.standing)
        #expect(Set(sheet.since.map(\.record)) == [stays, goes] && sheet.since.allSatisfy { !$0.goesBack } && sheet.moved.map(\.form).sorted() == ["case", "note"])
        #expect(Set(sheet.returning) == ["address", "given_name", "phone"] && sheet.disputed.isEmpty && sheet.refusal == nil)
        await #expect(throws: CaseworkError.self, "a reason is needed") {
            try await office.desk.undoMerge(MergeStep(save: office.id(), merge: merge.id), back: [], by: at.lead.author, standing: at.lead.standing)
        }
        await #expect(throws: CaseworkError.self, "only what was made since is for choosing") { try await at.undo(merge, back: [try #require(at.dossier(first).first { $0.kind == "case" }).id]) }

        let undone = try await at.undo(merge, back: [goes])
        #expect(undone.state == .undone)
        #expect(try Set(at.dossier(second).map(\.id)).isSuperset(of: [second, old, goes]) && at.dossier(second).count == 4)
        #expect(try at.fields(old)["text"] == "Before, and after.")
        #expect(try at.record(stays)?.dossier == first)
        #expect(try at.fields(first) == before.0 && at.fields(second) == before.1)
        #expect(try at.record(second)?.archived == false && at.record(second)?.status == nil)
        #expect(try office.desk.dossier(second, for: at.lead.standing).id == second)
        #expect(try office.desk.search("Aamina", after: nil, for: at.lead.standing).rows.map(\.dossier).first == second)
        #expect(try !office.desk.timeline(of: first, before: nil, for: at.lead.standing).rows.contains { [old, goes].contains($0.record) })
        await #expect(throws: CaseworkError(.merge(.notOpen))) { try await at.undo(merge) }
        #expect(try office.journal.verify().faults == [])
    }

    @Test func anAnswerThatSomebodyChangedSinceStaysAndIsAsked() async throws {
        let (first, second) = try await at.twice()
        let merge = try await at.merged(first, second, ["given_name": .first, "phone": .second])
        try await at.amend(first, ["phone": "0655"], base: try at.record(first)?.version, by: at.lead)
        _ = try await at.undo(merge)
        let record = try #require(try at.record(first))
        #expect(record.fields["phone"] == "0655" && record.conflicts == ["phone"])
        let task = try #require(try office.journal.read { try JournalStore.conflictTask($0, of: first) })
        #expect(task.fields["sides"]?.map?["phone"]?.list?.compactMap { $0.map?["value"] } == ["0655", "0690"])
        #expect(record.fields["address"] == nil && record.fields["given_name"] == "Amina")
    }

    @Test func aDeviceThatHadNotHeardOfItLosesNothing() async throws {
        let (first, second) = try await at.twice()
        let merge = try await at.merged(first, second)
        let note = try await at.note("Written on the road.", in: second, by: at.ion)
        #expect(try at.record(note)?.dossier == first, "where people read")
        try await at.amend(second, ["phone": "0600", "school_summary": "Reads well"], base: 1, by: at.ion)
        #expect(try at.fields(second)["phone"] == "0600")
        let record = try #require(try at.record(first))
        #expect(record.fields["school_summary"] == "Reads well", "what the first lacks is filled in")
        #expect(record.conflicts == ["phone"], "what differs is asked")
        let sheet = try office.desk.merging(merge.id, for: at.lead.standing)
        #expect(sheet.since.map(\.goesBack) == [true])
        _ = try await at.undo(merge)
        #expect(try at.record(note)?.dossier == second)
        #expect(try at.fields(second)["phone"] == "0600" && at.fields(second)["school_summary"] == "Reads well")
        #expect(try at.record(first)?.conflicts == [] && at.fields(first)["phone"] == "0690" && at.fields(first)["school_summary"] == nil)
    }

    @Test(arguments: [true, false]) func anErasureTakesBothDossiersWhicheverIsNamed(_ firstIsNamed: Bool) async throws {
        let (first, second) = try await at.twice()
        let merge = try await at.merged(first, second)
        let note = try await at.note("Since.", in: first, by: at.amal)
        try office.journal.shred([Scope(.dossier, firstIsNamed ? first : second)], by: at.lead.author.person, and: at.second.author.person, device: office.id(), reason: "lawful")
        for id in [first, second, note, merge.id] { #expect(try at.record(id) == nil) }
        #expect(throws: CaseworkError(.notFound)) { try office.desk.compareDossiers(first, second, for: at.lead.standing) }
        #expect(try office.desk.search("Amina", after: nil, for: at.lead.standing).rows.isEmpty && office.desk.search("Aamina", after: nil, for: at.lead.standing).rows.isEmpty)
        let report = try office.journal.verify()
        #expect(report.faults == [] && report.erasedScopes == 2)
    }

    @Test func papersThatWentAlongAreErasedWithTheirChildAndNotWithTheOther() async throws {
        let (first, second) = try await at.twice()
        let merge = try await at.merged(first, second)
        let goes = try await at.note("Of the second.", in: first, by: at.ion)
        _ = try await at.undo(merge, back: [goes])
        #expect(throws: JournalError.self, "the first dossier's key still holds it") {
            try office.journal.shred([Scope(.dossier, first)], by: at.lead.author.person, and: at.second.author.person, device: office.id(), reason: "lawful")
        }
        #expect(try at.record(first) != nil && at.record(goes) != nil)
        try office.journal.shred([Scope(.dossier, second)], by: at.lead.author.person, and: at.second.author.person, device: office.id(), reason: "lawful")
        #expect(try at.record(second) == nil && at.record(goes) == nil && at.record(first) != nil)
        #expect(try office.journal.verify().faults == [])
        try office.journal.shred([Scope(.dossier, first)], by: at.lead.author.person, and: at.second.author.person, device: office.id(), reason: "lawful")
        #expect(try at.record(first) == nil)
    }

    /// Merged, edited at random by several devices that saw more or less of it, and taken apart: every value ever written is in its
    /// record's history, every paper lies in one of the two dossiers, and the first child holds what it would hold.
    @Test(arguments: 1...12) func nothingWrittenIsEverLost(_ seed: UInt64) async throws {
        var random = Dice(state: seed)
        let (first, second) = try await at.twice()
        var written: [(record: UUIDv7, field: String, value: Value)] = []
        var papers: [UUIDv7: UUIDv7] = [:]
        let names = ["given_name", "phone", "address", "school", "health_summary", "contact_restriction"]
        let writers = [at.lead, at.second, at.lead, at.second].map { who in
            DeskOffice.Colleague(author: Author(person: who.author.person, device: office.id(), team: office.hill), standing: who.standing)
        }
        func edit() async throws {
            let who = writers[random.below(writers.count)], child = random.below(2) == 0 ? first : second
            office.time.advance(millis: Int64(1 + random.below(90_000)))
            if random.below(3) == 0 {
                papers[try await at.note("Paper \(papers.count)", in: child, by: who)] = child
                return
            }
            let field = names[random.below(names.count)], value = Value.text("\(field) \(written.count)")
            let version = try #require(try at.record(child)).version
            try await at.amend(child, [field: value], base: max(1, version - random.below(3)), by: who)
            written.append((child, field, value))
        }
        func settle() async throws {
            for child in [first, second] {
                for field in try at.record(child)?.conflicts ?? [] {
                    let task = try #require(try office.journal.read { try JournalStore.conflictTask($0, of: child) })
                    let value = try #require(try at.fields(child)[field])
                    _ = try await office.desk.decideConflict(task.id, field: field, value: value, save: office.id(), by: at.lead.author, standing: at.lead.standing)
                }
            }
        }
        for _ in 0..<6 { try await edit() }
        try await settle()
        office.time.advance(millis: 60_000)
        let before = try at.fields(first)
        let choices = Dictionary(uniqueKeysWithValues: names.map { ($0, random.below(2) == 0 ? DossierMerge.Side.first : .second) })
        let merge = try await at.merged(first, second, choices)
        let atMerge = written.count
        for _ in 0..<10 { try await edit() }
        for paper in papers.keys { #expect(try at.record(paper)?.dossier == first) }
        let since = try office.desk.merging(merge.id, for: at.lead.standing).since.filter { !$0.goesBack }.map(\.record)
        let back = Set(since.filter { _ in random.below(2) == 0 })
        _ = try await at.undo(merge, back: back)

        for one in written {
            let history = try office.desk.history(of: one.record, for: at.lead.standing)[one.field] ?? []
            #expect(history.contains { $0.value == one.value }, "seed \(seed): \(one.field) = \(one.value)")
        }
        for (paper, child) in papers {
            #expect(try at.record(paper)?.dossier == (child == second || back.contains(paper) ? second : first), "seed \(seed)")
        }
        let after = try #require(try at.record(first))
        for name in names where !written[atMerge...].contains(where: { $0.record == first && $0.field == name }) {
            #expect(after.fields[name] == before[name] && !after.conflicts.contains(name), "seed \(seed): \(name)")
        }
        for one in written[atMerge...] where one.record == first {
            let sides = try office.desk.history(of: first, for: at.lead.standing)[one.field] ?? []
            #expect(sides.contains { $0.value == one.value })
        }
        #expect(try office.journal.verify().faults == [])
    }
}

/// A small generator whose runs can be repeated.
private struct Dice {
    var state: UInt64

    mutating func below(_ bound: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int((state >> 33) % UInt64(bound))
    }
}
