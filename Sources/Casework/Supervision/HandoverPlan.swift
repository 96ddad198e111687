import Access
import CaseSteps
import Foundations
import GRDB
import Journal

/// A handover worked out from one look at the store: what goes, what stays, and the changes of the one save.
struct HandoverPlan: Sendable {
    /// Something of it moved between the look and the save.
    struct Overtaken: Error {}

    struct Moved: Sendable {
        let id: UUIDv7
        let version: Int
    }

    let moved: [Moved]
    let stayed: [UUIDv7]
    private(set) var changes: [Change] = []
    private let taker: UUIDv7

    init(_ desk: Desk, _ db: Database, _ handover: Handover, taker: Person, author: Author, standing: Standing) throws {
        self.taker = taker.id
        let asked = try handover.cases ?? desk.liveCases(db, of: handover.from, standing).map(\.record.id)
        let found = try asked.map { try Self.movable(db, $0, of: handover.from, standing) }
        let records = found.compactMap { $0 }.prefix(Handover.mostCases)
        moved = records.map { Moved(id: $0.id, version: $0.version) }
        // Who asked for the whole caseload named no case that could stay.
        stayed = handover.cases == nil ? [] : zip(asked, found).filter { $1 == nil }.map(\.0)
        if records.isEmpty { return }
        var roots: Set<UUIDv7> = []
        for record in records {
            guard let dossier = record.dossier else { continue }
            let envelope = Self.envelope(of: record, for: taker, standing)
            func id(_ part: String) throws -> UUIDv7 { try desk.derived("handover \(part)", handover.save.bytes + record.id.bytes) }
            changes.append(Change(id: try id("case"), record: record.id, kind: record.kind, op: .amend, scope: record.scope, dossier: dossier, base: record.version,
                                  formVersion: record.formVersion, envelope: envelope))
            // Lists and search find a child where its case is.
            if roots.insert(dossier).inserted, let root = try JournalStore.record(db, dossier), root.owner == handover.from || root.team != record.team {
                changes.append(Change(id: try id("child"), record: dossier, kind: root.kind, op: .amend, scope: root.scope, dossier: dossier,
                                      formVersion: root.formVersion, envelope: envelope))
            }
            if !handover.note.allSatisfy(\.isWhitespace) {
                let note = Change(id: try id("note entry"), record: try id("note"), kind: "note", op: .create, scope: record.scope, dossier: dossier, parent: dossier,
                                  fields: ["noted_on": .text(desk.today.description), "text": .text(handover.note)],
                                  envelope: RecordEnvelope(owner: author.person, team: envelope.team ?? record.team, place: record.place, agency: record.agency))
                guard let allowed = standing.creatable(Envelope(note), try Surroundings.of(record, in: db)), allowed.contains("text"), allowed.contains("noted_on") else {
                    throw CaseworkError(.faults([EntryFault(entry: handover.save, field: "note", code: "not-allowed")]))
                }
                changes.append(note)
            }
        }
        changes += try news(desk, db, handover, author)
    }

    /// Throws `Overtaken` where a case, or the account of the new worker, is not as it was looked at. Runs inside the save's transaction.
    func stillHolds(_ db: Database) throws {
        for one in moved where try JournalStore.version(db, of: one.id) != one.version { throw Overtaken() }
        guard try JournalStore.record(db, taker)?.status == PersonState.active.rawValue else { throw CaseworkError(.notAllowed(what: "hand cases to an account that is closed")) }
    }

    private static func movable(_ db: Database, _ id: UUIDv7, of worker: UUIDv7, _ standing: Standing) throws -> StoredRecord? {
        guard let record = try JournalStore.record(db, id), record.kind == "case", record.owner == worker,
              record.status == CaseStatus.open.rawValue || record.status == CaseStatus.monitoring.rawValue else { return nil }
        return try standing.decide(Envelope(record), Surroundings.of(record, in: db)).decidable.isEmpty ? nil : record
    }

    private static func envelope(of record: StoredRecord, for taker: Person, _ standing: Standing) -> RecordEnvelope {
        let staysInTeam = record.team.map(taker.teams.contains) ?? false
        return RecordEnvelope(owner: taker.id, team: staysInTeam ? nil : taker.teams.intersection(standing.viewer.teams).min(),
                              agency: taker.agency == record.agency ? nil : taker.agency)
    }

    /// Both workers are told; where a handover is taken back before they read of it, neither is.
    private func news(_ desk: Desk, _ db: Database, _ handover: Handover, _ author: Author) throws -> [Change] {
        func id(_ part: String, _ save: UUIDv7) throws -> UUIDv7 { try desk.derived(part, save.bytes) }
        var out: [Change] = []
        var isGivenTold = true, isTakenTold = true
        if let undone = handover.undoes {
            guard let given = try JournalStore.record(db, id("handover", undone)).flatMap({ AccessNotice($0) }),
                  let taken = try JournalStore.record(db, id("handover from", undone)).flatMap({ AccessNotice($0) }),
                  given.by == author.person, given.about == handover.from, taken.about == handover.to else { throw CaseworkError(.notFound) }
            (isGivenTold, isTakenTold) = (taken.seen, given.seen)
            if !given.seen { out.append(given.withdrawn(entry: try id("handover withdrawn", handover.save))) }
            if !taken.seen { out.append(taken.withdrawn(entry: try id("handover from withdrawn", handover.save))) }
        }
        let cases = moved.map(\.id), at = desk.time.now()
        out.append(AccessNotice.change(.given, try id("handover", handover.save), entry: try id("handover entry", handover.save), to: handover.to, by: author.person,
                                       other: handover.from, cases: cases, at: at, isTold: isGivenTold))
        out.append(AccessNotice.change(.taken, try id("handover from", handover.save), entry: try id("handover from entry", handover.save), to: handover.from,
                                       by: author.person, other: handover.to, cases: cases, at: at, isTold: isTakenTold))
        return out
    }
}
