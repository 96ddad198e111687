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
        let entries = concern.entries(digest: digest)
        let receipt = try await write(AuthoredSave(id: concern.save, entries: entries, at: time.now()), by: author, judgedBy: standing)
        return acknowledged(concern, receipt.records[0].record)
    }

    /// Reports a concern as somebody without an account: the restricted form, no rights needed and none given. No form refuses
    /// it (`PublicReport`).
    public func notifyPublicly(_ concern: Concern, device: UUIDv7) async throws -> Acknowledged {
        let (notification, save) = try publicSave(concern, device)
        if let save { _ = try await commit(save) { _ in } }
        return acknowledged(concern, notification)
    }

    /// The same for threads that may block: applying what came in while the store was locked.
    public func notifyPubliclyAndWait(_ concern: Concern, device: UUIDv7) throws -> Acknowledged {
        let (notification, save) = try publicSave(concern, device)
        guard let save else { return acknowledged(concern, notification) }
        do {
            _ = try journal.commitAndWait(save)
        } catch {
            if case .refused(let inner) = error { throw inner }
            throw error
        }
        return acknowledged(concern, notification)
    }

    /// The notification of a report, and the save that makes it; no save where the journal has it. The forms may have changed
    /// since it came first, so what is compared is what was written. Other words under the same id are another report.
    private func publicSave(_ concern: Concern, _ device: UUIDv7) throws -> (notification: UUIDv7, save: Save?) {
        var id = concern.save
        var authored = concern.entries(digest: digest)
        if try !isNew(authored) {
            if try isKept(authored, as: id) { return (authored[0].record, nil) }
            // Under an id that follows from the words, so that however many come under one id, each is kept once.
            guard let other = UUIDv7.derived(from: digest(Array("another report".utf8) + id.bytes + concern.words)) else { throw CaseworkError(.notFound) }
            id = other
            authored = Concern(save: id, fields: concern.fields, children: concern.children).entries(digest: digest)
            if try !isNew(authored) { return (authored[0].record, nil) }
        }
        let now = time.now(), acknowledgement = Self.acknowledgement(of: concern.save, digest: digest)
        var planner = EntryPlanner(author: Author(person: Self.publicPerson, device: device), known: [:], models: forms.models, today: now.localDay,
                                   caseNumber: caseNumber, acknowledgement: { acknowledgement })
        let changes = try planner.plan(PublicReport(forms: forms, at: now).kept(authored))
        return (authored[0].record, Save(id: id, actor: Self.publicPerson, device: device, at: now, changes: changes))
    }

    private func isNew(_ entries: [AuthoredEntry]) throws -> Bool {
        try read { db in try entries.allSatisfy { try journal.entry(db, $0.id) == nil } }
    }

    /// Whether the journal holds these words under this id.
    private func isKept(_ entries: [AuthoredEntry], as id: UUIDv7) throws -> Bool {
        let known = try read { db in try entries.map { try journal.entry(db, $0.id) } }
        let description = known.first??.content?.fields["description"]?.text ?? ""
        return zip(entries, known).allSatisfy { entry, one in
            guard let one, one.save == id else { return false }
            return one.content.map { PublicReport.holds(entry.fields, in: $0.fields, description: description) } ?? true
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

    private func acknowledged(_ concern: Concern, _ notification: UUIDv7) -> Acknowledged {
        Acknowledged(notification: notification, acknowledgement: Self.acknowledgement(of: concern.save, digest: digest))
    }

    private func write(_ save: AuthoredSave, by author: Author, judgedBy standing: Standing) async throws -> Receipt {
        if let receipt = try repeated(save, by: author) { return receipt }
        let save = try read { db in
            let noted = try LinkedConcern.followed(save, by: author.person, on: today, db)
            let steps = try StepAnswers(functions: standing.viewer.role.functions, today: today, digest: digest).followed(noted, db)
            return try RiskNow(standing: standing, digest: digest).followed(steps, db)
        }
        let (journalSave, authored) = try journalSave(save, by: author, standing)
        let attachments = AttachmentJudge(forms: forms, actor: author.person)
        do {
            let judge = SaveJudge(standing: standing, forms: forms, entries: save.entries, changes: authored, today: today)
            let share = sharing.map { ShareJudge(rules: $0, journal: journal, person: author.person, changes: authored, today: today) }
            let household = HouseholdGuard(standing: standing, forms: forms, entries: save.entries, changes: authored, today: save.at.localDay)
            let panels = PanelJudge(standing: standing, rules: shelf.rules, entries: save.entries, changes: authored)
            return try await commit(journalSave) { db in
                try judge.judge(db)
                try panels.judge(db)
                try share?.judge(db)
                try household.judge(db)
                try attachments.takeUp(db, authored)
            }
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
    private func journalSave(_ save: AuthoredSave, by author: Author, _ standing: Standing) throws -> (save: Save, authored: [Change]) {
        let expired: Set<UUIDv7> = try read { try self.expired($0, save.entries) }
        let (known, mayBeAsked, before) = try read { db in
            let known = try Self.known(db, save.entries, for: standing)
            return try (known, self.askable(db, save.entries), Self.before(db, save, known, standing))
        }
        let entries = try AnswerJudge(forms: forms, places: places.book, at: save.at, before: before, expired: expired).judged(save.entries)
        var planner = EntryPlanner(author: author, known: known, askable: mayBeAsked, models: forms.models, today: save.at.localDay, caseNumber: caseNumber,
                                   acknowledgement: { Self.acknowledgement(of: save.id, digest: digest) })
        let changes = try planner.plan(entries)
        let attached = try read { try AttachmentJudge(forms: forms, actor: author.person).newOnes($0, changes) }
        let taking = TakingOver(standing: standing, rules: shelf.rules, author: author, at: save.at, derived: derived)
        let taken = try read { try taking.entries(of: changes, known: known, $0) }
        var followUps = taken + planner.followUps(of: changes, digest: digest)
        followUps += MergedChild.forwarded(changes, known: known, digest: digest)
        followUps += try ClosingCase.entries(of: changes, known: known, today: save.at.localDay, digest: digest)
        followUps += try read { try WithdrawnConsent(rules: sharing, today: today, digest: digest).followUps($0, of: changes) }
        followUps += try read { try PanelEnd.followUps($0, of: changes, digest: digest) }
        followUps += attached.compactMap { AttachmentJudge.entry(for: $0.change, $0.attachment, digest: digest) }
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

    /// The stored records that entries change, as they are and as far as the author sees them.
    private static func before(_ db: Database, _ save: AuthoredSave, _ known: [UUIDv7: StoredRecord],
                               _ standing: Standing) throws -> [UUIDv7: AnswerJudge.Before] {
        var before: [UUIDv7: AnswerJudge.Before] = [:]
        for entry in save.entries where entry.op != .create && before[entry.record] == nil {
            guard let record = known[entry.record] else { continue }
            let decision = try standing.decide(Envelope(record), Surroundings.of(record, in: db))
            before[entry.record] = AnswerJudge.Before(all: record.fields, seen: decision.visible.split(record.fields).inside,
                                                      mayAnswer: decision.visible.both(decision.editable))
        }
        return before
    }

    /// Of those whom the entries ask: active people, and teams that have one. Of whom a transfer names: those who answer for cases of others.
    private func askable(_ db: Database, _ entries: [AuthoredEntry]) throws -> Set<UUIDv7> {
        let asked = Set(entries.compactMap { entry in
            RecordShape.askedField(of: entry.form).flatMap { entry.fields[$0]?.text }.flatMap { UUIDv7($0) }
        })
        if asked.isEmpty { return [] }
        let people = try Lookup.records(db, .byKind, key: .text(ReservedKind.user), limit: 10_000)
            .filter { $0.status == PersonState.active.rawValue }
        let teams = people.flatMap { ($0.fields["team"]?.text ?? "").split(separator: " ").compactMap { UUIDv7(String($0)) } }
        let found = asked.intersection(people.map(\.id) + teams)
        let takers = Set(entries.filter { $0.form == Decidable.transfer.rawValue }.compactMap { $0.fields["handed_to"]?.text }.compactMap { UUIDv7($0) })
        return takers.isEmpty ? found : found.subtracting(takers).union(people.filter { takers.contains($0.id) }.compactMap { Person($0) }
            .filter { TakingOver.receives($0, shelf.rules) }.map(\.id))
    }

    /// The records that the entries name, as far as they exist for this person: a save that names a hidden one is answered, from
    /// the first check to the last, as if it were not there.
    static func known(_ db: Database, _ entries: [AuthoredEntry], for standing: Standing) throws -> [UUIDv7: StoredRecord] {
        var known: [UUIDv7: StoredRecord] = [:]
        for entry in entries {
            for id in [entry.record, entry.parent, entry.dossier] {
                guard let id, known[id] == nil, let record = try JournalStore.record(db, id),
                      try standing.decide(Envelope(record), Surroundings.of(record, in: db)).exists else { continue }
                known[id] = record
                // A child whose dossier was merged: what is written about it belongs to the dossier that people read.
                if record.kind == "child", let home = record.dossier, home != id, known[home] == nil { known[home] = try JournalStore.record(db, home) }
            }
            // A new closure names the open case, a verified one closes it, an accepted transfer moves it.
            let isClosing = entry.op == .create && entry.form == Decidable.closure.rawValue
            if entry.status != nil || isClosing, [Decidable.closure, .transfer].contains(where: { $0.rawValue == entry.form }),
               let dossier = isClosing ? entry.dossier.flatMap({ known[$0]?.dossier }) : known[entry.record]?.dossier {
                for one in try JournalStore.records(db, dossier: dossier) where one.kind == "case" || one.id == dossier { known[one.id] = one }
            }
        }
        return known
    }
}
