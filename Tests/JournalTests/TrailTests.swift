import Foundations
import GRDB
@testable import Journal
import Testing

@Suite struct TrailTests {
    @Test func whatIsNotedIsWrittenWithTheNextSaveOrWithinASecond() async throws {
        let office = try Office()
        let subject = office.id()
        office.journal.trail.note(TrailEvent(.search, actor: office.worker, detail: ["hits": 3], words: "Petrosyan"))
        office.journal.trail.note(TrailEvent(.view, actor: office.worker, subject: subject))
        try await office.journal.trail.log(TrailEvent(.export, actor: office.worker, subject: subject))
        let rows = try office.journal.trail.read()
        #expect(rows.map(\.event.action) == [.export, .view, .search])
        #expect(rows.last?.event.words == "Petrosyan")
        #expect(rows.last?.event.detail == ["hits": 3])
        #expect(try office.journal.trail.read(.init(subject: subject)).count == 2)
        #expect(try office.journal.trail.read(.init(action: .view), before: rows[0].position).count == 1)
        office.journal.trail.note(TrailEvent(.signIn, actor: office.worker))
        var waited = 0
        while try office.journal.trail.read().count < 4, waited < 200 {
            try await Task.sleep(for: .milliseconds(50))
            waited += 1
        }
        #expect(try office.journal.trail.read().first?.event.action == .signIn)
        #expect(try office.journal.verify().sound)
    }

    @Test func searchWordsLieNowhereInTheClearAndExpireOnlyOnAnAttestedClock() throws {
        let office = try Office()
        office.journal.trail.note(TrailEvent(.search, words: "Zarmandukht"))
        try office.journal.trail.logAndWait(TrailEvent(.export))
        #expect(try office.pool.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM trail WHERE CAST(words AS TEXT) LIKE '%Zarm%' OR CAST(detail AS TEXT) LIKE '%Zarm%'") } == 0)
        let later = office.time.now().millis + 100 * 86_400_000
        office.time.set(WallTime(millis: later, trust: .machine))
        #expect(try office.journal.trail.expireSearchWords() == 0)
        #expect(try office.journal.trail.read(.init(action: .search)).first?.event.words == "Zarmandukht")
        office.time.set(WallTime(millis: later, trust: .attested))
        #expect(try office.journal.trail.expireSearchWords() == 1)
        let row = try #require(try office.journal.trail.read(.init(action: .search)).first)
        #expect(row.event.words == nil)
        #expect(try office.journal.verify().sound)
    }

    @Test func itIsAskedForSeveralAtOnce() throws {
        let office = try Office()
        let one = office.id(), two = office.id(), other = office.id()
        for subject in [one, two, other] { office.journal.trail.note(TrailEvent(.view, actor: office.worker, subject: subject)) }
        try office.journal.trail.logAndWait(TrailEvent(.breakGlass, actor: other, subject: one))
        func read(_ change: (inout AuditTrail.Filter) -> Void) throws -> [UUIDv7?] {
            var filter = AuditTrail.Filter()
            change(&filter)
            return try office.journal.trail.read(filter).map(\.event.subject)
        }
        #expect(try read { $0.subjects = [one, two] } == [one, two, one])
        #expect(try read { $0.subjects = [] } == [])
        #expect(try read { ($0.subjects, $0.actors) = ([one, other], [office.worker]) } == [other, one])
        #expect(try read { ($0.actions, $0.subjects, $0.actor) = ([.breakGlass, .export], [one], other) } == [one])
        #expect(try read { $0.actions = [.export] } == [])
    }

    @Test func aFailedTransactionLosesNoEvent() throws {
        struct No: Error {}
        let office = try Office()
        office.journal.trail.note(TrailEvent(.view, actor: office.worker))
        #expect(throws: JournalError.self) { try office.journal.alone { _, _ in throw No() } }
        try office.journal.trail.logAndWait(TrailEvent(.export))
        #expect(try office.journal.trail.read().map(\.event.action) == [.export, .view])
        #expect(try office.journal.verify().sound)
    }

    @Test func whatDoesNotFitIsCounted() throws {
        let office = try Office()
        let buffer = TrailBuffer(time: office.time)
        for _ in 0..<(TrailBuffer.capacity + 5) { buffer.add(TrailEvent(.view)) }
        let events = buffer.drain()
        #expect(events.count == TrailBuffer.capacity + 1)
        #expect(events.last?.event == TrailEvent(.lost, detail: ["count": 5]))
    }
}
