import Access
import Alerts
import Casework
import Foundation
import Foundations
import HTTPServer
import Journal
import Logging
import Synchronization
import Testing

@testable import Web

/// A gateway that keeps what it was given, or refuses.
private final class KeptMessages: MessageGateway {
    struct Refused: Error {}
    let sent = Mutex<[OutgoingMessage]>([])
    let refuses = Mutex(false)
    func send(_ message: OutgoingMessage) throws {
        if refuses.withLock({ $0 }) { throw Refused() }
        sent.withLock { $0.append(message) }
    }
    var count: Int { sent.withLock { $0.count } }
}

/// What stands, what was seen, who is told: on the site of the matrix, which has a person of every role.
@Suite struct AlertPagesTests {
    let site: MatrixSite

    init() throws { site = try MatrixSite() }

    private func person(_ role: String) throws -> MatrixPerson { try #require(site.people.first { $0.role == role }) }

    @Test func aKeyOfSomebodyElseChangesNothingAndOnesOwnIsKept() async throws {
        let worker = try person("case_worker"), lead = try person("supervisor")
        let list = await site.ask("GET", "/api/v1/alerts", as: lead)
        let keys = list.rows("alerts").compactMap { $0["key"] as? String }, before = list.json["unseen"] as? Int ?? 0
        #expect(before > 1 && before == keys.count)
        let foreign = await site.ask("POST", "/api/v1/alerts/seen", as: worker, ["keys": keys])
        #expect(foreign.status == 200)
        #expect(await site.ask("GET", "/api/v1/alerts", as: lead).json["unseen"] as? Int == before)
        let own = await site.ask("POST", "/api/v1/alerts/seen", as: lead, ["keys": [keys[0], "made-up"]])
        #expect(own.json["unseen"] as? Int == before - 1)
        let after = await site.ask("GET", "/api/v1/alerts", as: lead).rows("alerts")
        #expect(after.first { $0["key"] as? String == keys[0] }?["seen"] as? Bool == true)
        #expect(await site.ask("POST", "/api/v1/alerts/seen", as: lead, ["keys": Array(repeating: "k", count: 201)]).status == 422)
    }

    @Test func addressesAreCheckedAndKept() async throws {
        let worker = try person("case_worker")
        let bad = await site.ask("POST", "/api/v1/alerts/ways", as: worker, ["mail": "x", "phone": "12", "ways": ["mail", "pigeon"], "language": "xx", "quietFrom": "9", "quietTo": ""])
        #expect(bad.status == 422 && Set(bad.rows("faults").compactMap { $0["field"] as? String }) == ["mail", "phone", "ways", "language", "quietFrom"])
        let good = await site.ask("POST", "/api/v1/alerts/ways", as: worker, ["mail": "a@office.example", "phone": "+373 60 123456", "ways": ["mail"], "language": "ar", "quietFrom": "22:00", "quietTo": "07:00"])
        #expect(good.status == 200 && good.json["phone"] as? String == "+37360123456")
        #expect(await site.ask("GET", "/api/v1/alerts/ways", as: worker).json["mail"] as? String == "a@office.example")
        #expect(await site.ask("GET", "/api/v1/alerts/ways", as: try person("supervisor")).json["mail"] == nil)
    }

    @Test func streamsAreBoundedAndEndWhenTheirReaderGoes() async throws {
        let streams = AlertStreams(), one = UUIDv7.make(at: 1)
        var open: [AsyncStream<AlertStreams.Signal>] = []
        for _ in 0..<AlertStreams.mostOfOne { open.append(try #require(streams.open(for: one))) }
        #expect(streams.open(for: one) == nil && streams.people == [one])
        streams.tell(one)
        for stream in open {
            var signals = stream.makeAsyncIterator()
            guard case .look? = await signals.next() else { Issue.record("nothing was told"); return }
        }
        open = []
        try await Task.sleep(for: .milliseconds(50))
        #expect(streams.count == 0)
        for place in 0..<AlertStreams.mostOfAll { open.append(try #require(streams.open(for: UUIDv7.make(at: Int64(place / 4))))) }
        #expect(streams.open(for: UUIDv7.make(at: 9_999_999)) == nil)
        streams.close()
        var last = open[0].makeAsyncIterator()
        #expect(await last.next() == nil)
        #expect(streams.open(for: one) == nil)
    }

    @Test func whatIsNotAcknowledgedComesUpAndSeeingItStopsThat() throws {
        let table = try EscalationTable("level,after_minutes,role,without_sight\n1,30,supervisor,skip\n2,120,district_manager,count\n")
        let keeper = AlertKeeper(desk: site.open.desk, people: site.open.people, escalation: table)
        let lead = try person("supervisor"), manager = try person("district_manager"), now = site.time.now()
        let urgent = site.missing()
        let change = Change(id: UUIDv7.make(at: now.millis), record: UUIDv7.make(at: now.millis), kind: "notification", op: .create, scope: Scope(.notification, urgent),
                            fields: ["urgent": "yes", "concern": .list(["neglect"])], envelope: RecordEnvelope(status: "new"))
        _ = try site.journal.commitAndWait(Save(id: UUIDv7.make(at: now.millis), actor: lead.id, device: site.journal.site, at: now, changes: [change]))
        func escalations(_ who: MatrixPerson) throws -> [ShownAlert] {
            try keeper.list(for: site.open.people.standing(ofPerson: who.id)).map(\.shown).filter { $0.kind == .escalation && ($0.record == nil || $0.record == change.record) }
        }
        #expect(try escalations(lead).isEmpty && escalations(manager).isEmpty)
        site.time.advance(millis: 31 * 60_000)
        #expect(try escalations(lead).map(\.record) == [change.record] && escalations(manager).isEmpty)
        site.time.advance(millis: 90 * 60_000)
        #expect(try !escalations(manager).isEmpty)
        let standing = try site.open.people.standing(ofPerson: lead.id)
        let key = try #require(try keeper.list(for: standing).first { $0.shown.kind == .notification && $0.shown.record == change.record }).shown.alert.key
        _ = try keeper.markSeen([key], by: Author(person: lead.id, device: site.journal.site), standing: standing)
        #expect(try escalations(lead).isEmpty)
        // Kept: another keeper of the same store, as after a restart, knows it.
        let other = AlertKeeper(desk: site.open.desk, people: site.open.people, escalation: table)
        try other.lookAround()
        #expect(!other.ladder().contains { $0.notification == change.record })
    }

    @Test func aMessageIsSentOnceAlsoOverARestartAndAgainWhereTheGatewayRefused() async throws {
        let lead = try person("supervisor"), gateway = KeptMessages()
        func clock() -> (AlertKeeper, AlertClock) {
            let keeper = AlertKeeper(desk: site.open.desk, people: site.open.people, escalation: nil)
            return (keeper, AlertClock(keeper, gateways: [.mail: gateway], log: Logger(label: "test")))
        }
        let (keeper, first) = clock()
        try keeper.lookAround()
        try keeper.change(lead.id, by: lead.id, device: lead.id) { account in
            account.mail = "lead@office.example"
            account.ways = [.mail]
            account.language = "fr"
        }
        gateway.refuses.withLock { $0 = true }
        first.start()
        try await Task.sleep(for: .seconds(1))
        first.stop()
        #expect(gateway.count == 0 && keeper.account(of: lead.id).told[.mail] == nil)
        gateway.refuses.withLock { $0 = false }
        for _ in 0..<2 {
            let (_, next) = clock()
            next.start()
            try await Task.sleep(for: .seconds(1))
            next.stop()
        }
        let sent = gateway.sent.withLock { $0 }
        #expect(sent.count == 1 && sent[0].address == "lead@office.example" && sent[0].words == MessageWords(language: "fr", isUrgent: sent[0].isUrgent))
    }
}
