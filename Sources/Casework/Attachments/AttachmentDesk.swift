public import Access
public import Foundations
import GRDB
public import Journal
public import Media

extension Desk {
    /// Where an attachment to a question belongs, if this person may write that answer: judged as a save of it would be,
    /// before a byte of it is taken. A record that is not there yet is judged as if this person made it, and a dossier that
    /// is not there yet as if they registered its child and opened a case.
    /// - Parameter question: the question's name; inside a repeat the answer is that of the repeat.
    /// - Throws: `CaseworkError`; `notFound` also for a question that takes no attachment.
    public func attachmentPlan(question: String, of form: String, record: UUIDv7, dossier: UUIDv7?, parent: UUIDv7?,
                               by author: Author, standing: Standing) throws -> (plan: AttachmentPlan, takes: MediaQuestion) {
        guard let (field, takes) = forms.media(of: form).questions[question] else { throw CaseworkError(.notFound) }
        let place = AttachmentPlan(id: UUIDv7.make(at: time.now().millis), scope: Scope(.site, journal.site), record: record, form: form,
                                   field: field, dossier: dossier, parent: parent, actor: author.person)
        return (try read { db in try judged(db, place, author, standing) }, takes)
    }

    /// An attachment of a record. One that waits for its save is there only for whoever brought it, while they may still
    /// write the answer.
    /// - Throws: `CaseworkError.notFound` also where this person may not see the answer it belongs to.
    public func attachment(_ id: UUIDv7, of record: UUIDv7, for author: Author, standing: Standing) throws -> StoredAttachment {
        try read { db in
            guard let one = try JournalStore.attachment(db, id), one.plan.record == record, !one.isThumbnail else { throw CaseworkError(.notFound) }
            if one.entry == nil {
                guard one.plan.actor == author.person else { throw CaseworkError(.notFound) }
                _ = try judged(db, one.plan, author, standing)
                return one
            }
            guard let stored = try JournalStore.record(db, record) else { throw CaseworkError(.notFound) }
            let decision = try standing.decide(Envelope(stored), Surroundings.of(stored, in: db))
            guard decision.exists, decision.visible.contains(one.plan.field) else { throw CaseworkError(.notFound) }
            return one
        }
    }

    /// Where the small picture of an attachment belongs that this person has just brought and not saved yet.
    /// - Throws: `CaseworkError.notFound` for any other.
    public func thumbnailPlan(of id: UUIDv7, by author: Author) throws -> AttachmentPlan {
        try read { db in
            guard let one = try JournalStore.attachment(db, id), one.entry == nil, one.plan.actor == author.person, !one.isThumbnail,
                  try JournalStore.attachment(db, StoredAttachment.thumbnailID(of: id)) == nil else { throw CaseworkError(.notFound) }
            var plan = one.plan
            (plan.id, plan.form) = (StoredAttachment.thumbnailID(of: id), StoredAttachment.thumbnailForm)
            return plan
        }
    }

    /// The small picture of an attachment, for whoever may see that.
    /// - Throws: `CaseworkError.notFound` also where there is none.
    public func thumbnail(of id: UUIDv7, of record: UUIDv7, for author: Author, standing: Standing) throws -> StoredAttachment {
        _ = try attachment(id, of: record, for: author, standing: standing)
        return try read { db in
            guard let small = try JournalStore.attachment(db, StoredAttachment.thumbnailID(of: id)), small.isThumbnail else { throw CaseworkError(.notFound) }
            return small
        }
    }

    /// The plan with the scope that the record lies in or would lie in.
    private func judged(_ db: Database, _ plan: AttachmentPlan, _ author: Author, _ standing: Standing) throws -> AttachmentPlan {
        let fields: [String: Value] = [plan.field: "attachment"]
        func entry(_ op: Op, _ form: String, _ record: UUIDv7, fields: [String: Value] = [:]) -> AuthoredEntry {
            AuthoredEntry(id: UUIDv7.make(at: time.now().millis), op: op, form: form, record: record, dossier: plan.dossier,
                          parent: plan.parent, fields: fields)
        }
        if let there = try JournalStore.record(db, plan.record), try standing.decide(Envelope(there), Surroundings.of(there, in: db)).exists {
            do {
                return try judged(db, plan, [entry(.amend, plan.form, plan.record, fields: fields)], author, standing)
            } catch let error as CaseworkError {
                guard case .faults = error.reason else { throw error }
                // An answer that only a decision gives.
                return try judged(db, plan, [entry(.decide, plan.form, plan.record, fields: fields)], author, standing)
            }
        }
        var entries = [entry(.create, plan.form, plan.record, fields: fields)]
        if let dossier = plan.dossier, dossier != plan.record, try JournalStore.version(db, of: dossier) == 0 {
            entries.insert(contentsOf: [entry(.create, "child", dossier), entry(.create, "case", UUIDv7.make(at: time.now().millis))], at: 0)
        }
        return try judged(db, plan, entries, author, standing)
    }

    private func judged(_ db: Database, _ plan: AttachmentPlan, _ entries: [AuthoredEntry], _ author: Author,
                        _ standing: Standing) throws -> AttachmentPlan {
        var planner = EntryPlanner(author: author, known: try Self.known(db, entries, for: standing), models: forms.models, today: today, caseNumber: { "" },
                                   acknowledgement: { "" })
        let changes = try planner.plan(entries)
        try SaveJudge(standing: standing, forms: forms, entries: entries, changes: changes, today: today).judge(db)
        guard let change = changes.last else { throw CaseworkError(.notFound) }
        var plan = plan
        plan.scope = change.scope
        return plan
    }
}
