public import Access
import FormEngine
public import Foundations
import GRDB
public import Journal

extension Desk {
    /// Makes a save durable: all of it or nothing. Forms are checked first; rights and steps are judged again inside
    /// the transaction, so that two people who decide at once cannot both win.
    /// - Throws: `CaseworkError`, or the journal's own fault (busy, no space, closed).
    public func save(_ save: AuthoredSave, by author: Author, standing: Standing) async throws -> Receipt {
        try await write(save, by: author, judgedBy: standing)
    }

    /// Reports a concern as somebody who is signed in.
    public func notify(_ concern: Concern, by author: Author, standing: Standing) async throws -> Acknowledged {
        try await report(concern, by: author, standing: standing)
    }

    /// Reports a concern as somebody without an account: the restricted form, no rights needed and none given.
    public func notifyPublicly(_ concern: Concern, device: UUIDv7) async throws -> Acknowledged {
        try await report(concern.restricted, by: Author(person: Self.publicPerson, device: device), standing: nil)
    }

    /// The same for threads that may block: applying what came in while the store was locked.
    public func notifyPubliclyAndWait(_ concern: Concern, device: UUIDv7) throws -> Acknowledged {
        let entries = concern.restricted.entries(digest: digest)
        let author = Author(person: Self.publicPerson, device: device)
        let authored = AuthoredSave(id: concern.save, entries: entries, at: time.now())
        if let receipt = try repeated(authored, by: author) { return acknowledged(concern, receipt) }
        let save = try journalSave(authored, by: author, nil).save
        do {
            return acknowledged(concern, try journal.commitAndWait(save))
        } catch {
            if case .refused(let inner) = error { throw inner }
            throw error
        }
    }

    /// Stands as author of what people without an account report.
    public static let publicPerson = UUIDv7(bytes: Array(repeating: 0, count: 6) + [0x70, 0] + [0x80] + Array(repeating: 0, count: 7))!

    /// What whoever reported a concern gets: the number to ask with.
    public struct Acknowledged: Sendable {
        public let notification: UUIDv7
        public let acknowledgement: String
    }

    /// The number for a report. It follows from the report's own id, so that a repeated or queued report keeps it.
    public static func acknowledgement(of save: UUIDv7, digest: ([UInt8]) -> [UInt8]) -> String {
        let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")
        let letters = digest(Array("acknowledgement".utf8) + save.bytes).prefix(8).map { alphabet[Int($0 & 31)] }
        return String(letters.prefix(4)) + "-" + String(letters.suffix(4))
    }

    private func report(_ concern: Concern, by author: Author, standing: Standing?) async throws -> Acknowledged {
        let entries = concern.entries(digest: digest)
        let receipt = try await write(AuthoredSave(id: concern.save, entries: entries, at: time.now()), by: author, judgedBy: standing)
        return acknowledged(concern, receipt)
    }

    private func acknowledged(_ concern: Concern, _ receipt: Receipt) -> Acknowledged {
        Acknowledged(notification: receipt.records[0].record, acknowledgement: Self.acknowledgement(of: concern.save, digest: digest))
    }

    /// `standing` nil is the public form, whose entries the box itself has made.
    private func write(_ save: AuthoredSave, by author: Author, judgedBy standing: Standing?) async throws -> Receipt {
        if let receipt = try repeated(save, by: author) { return receipt }
        let (journalSave, authored) = try journalSave(save, by: author, standing)
        do {
            guard let standing else { return try await commit(journalSave) { _ in } }
            let judge = SaveJudge(standing: standing, entries: save.entries, changes: authored)
            return try await commit(journalSave) { db in try judge.judge(db) }
        } catch let error as JournalError {
            // The same save was still waiting when it was sent again: by now it is in the journal.
            if case .entryReused = error, let receipt = try repeated(save, by: author) { return receipt }
            throw error
        }
    }

    /// The receipt of a save that the journal has already, sent again because its answer was lost; nil where it is new.
    /// Only what the author wrote is compared: what the box filled in (a number, a day) or calculated would come out anew.
    private func repeated(_ save: AuthoredSave, by author: Author) throws -> Receipt? {
        try read { db in
            var records: [Receipt.RecordReceipt] = []
            for entry in save.entries {
                guard let known = try journal.entry(db, entry.id), known.save == save.id, known.record == entry.record else { return nil }
                if let content = known.content {
                    let calculated = forms.calculated(of: entry.form)
                    guard content.actor == author.person,
                          entry.fields.allSatisfy({ calculated.contains($0.key) || content.fields[$0.key] == $0.value }) else { return nil }
                }
                if records.contains(where: { $0.record == entry.record }) { continue }
                let record = try JournalStore.record(db, entry.record)
                records.append(.init(record: entry.record, version: record?.version ?? 0, conflicts: record?.conflicts ?? []))
            }
            return records.isEmpty ? nil : Receipt(save: save.id, duplicate: true, records: records)
        }
    }

    /// The journal's save, and those of its changes that the author meant (the box may add some).
    private func journalSave(_ save: AuthoredSave, by author: Author, _ standing: Standing?) throws -> (save: Save, authored: [Change]) {
        let (known, askable, before) = try read { db in
            let known = try Self.known(db, save.entries)
            return try (known, Self.askable(db, save.entries), Self.before(db, save, known, standing))
        }
        let entries = try AnswerJudge(forms: forms, at: save.at, before: before).judged(save.entries)
        var planner = EntryPlanner(author: author, known: known, askable: askable, today: save.at.localDay, caseNumber: caseNumber,
                                   acknowledgement: { Self.acknowledgement(of: save.id, digest: digest) })
        let changes = try planner.plan(entries)
        let followUps = planner.followUps(of: changes, digest: digest)
        return (Save(id: save.id, actor: author.person, device: author.device, at: save.at, changes: changes + followUps), changes)
    }

    /// What `check` throws comes out as it was thrown.
    func commit(_ save: Save, check: @escaping @Sendable (Database) throws -> Void) async throws -> Receipt {
        do {
            return try await journal.commit(save, check: check)
        } catch {
            if case .refused(let inner) = error { throw inner }
            throw error
        }
    }

    /// The stored records that entries change, as they are and as far as the author sees them. Without a standing nobody
    /// sees anything.
    private static func before(_ db: Database, _ save: AuthoredSave, _ known: [UUIDv7: StoredRecord],
                               _ standing: Standing?) throws -> [UUIDv7: AnswerJudge.Before] {
        var before: [UUIDv7: AnswerJudge.Before] = [:]
        for entry in save.entries where entry.op != .create && before[entry.record] == nil {
            guard let record = known[entry.record] else { continue }
            let seen = try standing?.sees(Envelope(record), Surroundings.of(record, in: db))?.split(record.fields).inside ?? [:]
            before[entry.record] = AnswerJudge.Before(all: record.fields, seen: seen)
        }
        return before
    }

    /// Of those whom the entries ask: active people, and teams that have one.
    private static func askable(_ db: Database, _ entries: [AuthoredEntry]) throws -> Set<UUIDv7> {
        let asked = Set(entries.compactMap { entry in
            RecordShape.askedField(of: entry.form).flatMap { entry.fields[$0]?.text }.flatMap { UUIDv7($0) }
        })
        if asked.isEmpty { return [] }
        let people = try Lookup.records(db, .byKind, key: .text(ReservedKind.user), limit: 10_000)
            .filter { $0.status == PersonState.active.rawValue }
        let teams = people.flatMap { ($0.fields["team"]?.text ?? "").split(separator: " ").compactMap { UUIDv7(String($0)) } }
        return asked.intersection(people.map(\.id) + teams)
    }

    private static func known(_ db: Database, _ entries: [AuthoredEntry]) throws -> [UUIDv7: StoredRecord] {
        var known: [UUIDv7: StoredRecord] = [:]
        for entry in entries {
            for id in [entry.record, entry.parent, entry.dossier] {
                guard let id, known[id] == nil else { continue }
                known[id] = try JournalStore.record(db, id)
            }
        }
        return known
    }
}
