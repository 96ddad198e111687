import Foundation
import Foundations
import GRDB
@testable import Journal
import Testing

@Suite struct VerifyTests {
    /// A small office with everything in it: children, a case, a dispute, a redaction, an erasure, two epochs, a trail.
    private func busy() throws -> (Office, UUIDv7) {
        let office = try Office()
        let child = try office.child("Lilit", "Petrosyan", more: ["place": "north"])
        try office.child("Ana", "Rusu")
        let now = office.time.now().millis
        try office.amend(child, ["school": "1", "risk_level": "high"], base: 1, at: now + 10)
        try office.amend(child, ["school": "2", "risk_level": "low"], base: 1, device: office.id(), at: now + 20)
        let record = office.id()
        _ = try office.journal.commitAndWait(office.save([
            Change(id: office.id(), record: record, kind: "case", op: .create, scope: Scope(.dossier, child),
                   fields: ["case_number": "4F-73Q", "opened_on": "2026-01-02"], envelope: RecordEnvelope(owner: office.worker, status: "open")),
            Change(id: office.id(), record: record, kind: "case", op: .amend, scope: Scope(.dossier, child), fields: ["risk_level": "high"]),
        ]))
        let erased = try office.child("Erased", "Child")
        try office.journal.shred([Scope(.dossier, erased)], by: office.worker, and: office.id(), device: office.tablet, reason: "asked")
        try office.journal.raiseEpoch()
        let wrong = try office.amend(record, ["concern": "put into the wrong file"])
        _ = wrong
        let entry = try #require(try office.journal.read { try office.journal.entries($0, of: record) }.last?.entry)
        try office.journal.redact(entry, by: office.worker, and: office.id(), device: office.tablet, reason: "misfiled")
        try office.amend(record, ["stage": "assessment"])
        office.journal.trail.note(TrailEvent(.view, actor: office.worker, subject: child))
        try office.journal.trail.logAndWait(TrailEvent(.export, actor: office.worker, subject: child))
        return (office, child)
    }

    @Test func asoundStoreIsSound() throws {
        let (office, _) = try busy()
        let report = try office.journal.verify()
        #expect(report.faults == [])
        #expect(report.sound)
        #expect(report.entries == 11)
        #expect(report.saves == 10)
        #expect(report.epochs == 2)
        #expect(report.records == 5)
        #expect(report.conflictTasks == 1)
        #expect(report.erasedScopes == 1)
        #expect(report.unreadableEntries == 2)
        #expect(report.trailLines == 2)
        #expect(report.head.count == 64)
    }

    static let tampering: [(String, [String])] = [
        ("UPDATE entry SET link = zeroblob(32) WHERE position = 3", ["link-broken"]),
        ("UPDATE entry SET authored = substr(authored, 1, length(authored) - 1) || CASE substr(authored, -1) WHEN x'00' THEN x'01' ELSE x'00' END WHERE position = 3", ["link-broken", "signature-wrong"]),
        ("DELETE FROM entry WHERE position = 3", ["entry-missing", "link-broken"]),
        ("DELETE FROM entry WHERE position = 1", ["entry-missing"]),
        ("UPDATE entry SET received = received + 1 WHERE position = 4", ["link-broken"]),
        ("UPDATE entry SET hlc = hlc + 1 WHERE position = 4", ["link-broken"]),
        ("UPDATE entry SET position = -1 WHERE position = 3; UPDATE entry SET position = 3 WHERE position = 4; UPDATE entry SET position = 4 WHERE position = -1", ["sequence-gap"]),
        ("UPDATE entry SET record = 2 WHERE position = 3", ["entry-misplaced"]),
        ("UPDATE entry SET payload_key = NULL WHERE position = 3", ["record-differs"]),
        ("UPDATE entry SET payload_key = zeroblob(72) WHERE position = 3", ["entry-unreadable"]),
        ("UPDATE entry SET scope = 2 WHERE position = 3", ["scope-wrong"]),
        ("UPDATE attestation SET signature = zeroblob(64) WHERE first_position = 3", ["signature-wrong"]),
        ("UPDATE attestation SET signer = zeroblob(32) WHERE first_position = 3", ["signature-wrong"]),
        ("DELETE FROM attestation WHERE first_position = 3", ["unsigned"]),
        ("INSERT INTO attestation SELECT 1000, 1, signer, signature FROM attestation WHERE first_position = 3", ["signature-surplus"]),
        ("UPDATE epoch SET tag = zeroblob(8) WHERE counter = 1", ["link-broken"]),
        ("UPDATE scope_key SET wrapped = NULL WHERE number = 1", ["key-missing"]),
        ("UPDATE record SET status = 'closed' WHERE kind = 'case'", ["columns-differ"]),
        ("UPDATE record SET version = version + 1 WHERE number = 1", ["record-differs"]),
        ("UPDATE record SET body = (SELECT body FROM record WHERE number = 2) WHERE number = 1", ["record-differs"]),
        ("DELETE FROM record WHERE number = 2", ["record-missing"]),
        ("DELETE FROM record WHERE number < 0", ["task-differs"]),
        ("DELETE FROM lookup WHERE rule = 3", ["lookup-missing"]),
        ("INSERT INTO lookup VALUES (3, x'00', 1, 1)", ["lookup-surplus"]),
        ("UPDATE search SET words = 'other' WHERE rowid = 1", ["search-differs"]),
        ("INSERT INTO search (rowid, words) VALUES (999, 'planted')", ["search-surplus"]),
        ("DELETE FROM search_content WHERE id = 2", ["search-differs"]),
        ("UPDATE search_content SET c0 = 'lilit' WHERE id = 2", ["search-index-damaged"]),
        ("UPDATE trail SET action = 'search' WHERE position = 1", ["trail-broken"]),
        ("UPDATE trail SET actor = NULL WHERE position = 1", ["trail-broken"]),
        ("DELETE FROM trail WHERE position = 1", ["trail-missing"]),
    ]

    @Test(arguments: tampering) func findsTampering(_ sql: String, _ codes: [String]) throws {
        let (office, _) = try busy()
        try office.pool.write { try $0.execute(sql: sql) }
        let report = try office.journal.verify()
        #expect(!report.sound)
        for code in codes { #expect(report.faults.contains { $0.code == code }, "found \(report.faults.map(\.code))") }
    }

    @Test func aSignatureBySomebodyElseIsFound() throws {
        let (office, _) = try busy()
        let other = SodiumKeys()
        try office.pool.write { db in
            let authored = try #require(try Data.fetchOne(db, sql: "SELECT authored FROM entry WHERE position = 3"))
            let forged = try other.sign(Attestation.message(site: office.journal.site, first: 3, digests: other.blake2b256(Array(authored))))
            try db.execute(sql: "UPDATE attestation SET signature = ?, signer = ? WHERE first_position = 3", arguments: [Data(forged), Data(other.signer)])
        }
        #expect(try office.journal.verify().faults.map(\.code) == ["signature-wrong"])
    }
}
