import Foundations
import GRDB
import Journal

/// Judges what a save's answers hold in place of attachments: each must have been put on the box for that very answer of
/// that very record, by the one who saves or by an earlier save. So nobody brings an attachment under an answer that more
/// people see, and nobody writes one that the box never got.
struct AttachmentJudge: Sendable {
    let forms: FormLibrary
    let actor: UUIDv7

    /// What the changes take up that no earlier save did. Throws all faults of all changes at once.
    func newOnes(_ db: Database, _ changes: [Change]) throws -> [(change: Change, attachment: StoredAttachment)] {
        var faults: [EntryFault] = []
        var taken: [(change: Change, attachment: StoredAttachment)] = []
        var seen: Set<UUIDv7> = []
        for change in changes {
            for (field, value) in forms.media(of: change.kind).references(in: change.fields) {
                guard let one = try attachment(db, value), one.plan.record == change.record, one.plan.form == change.kind,
                      one.plan.field == field, one.plan.scope == change.scope, one.entry != nil || one.plan.actor == actor else {
                    faults.append(EntryFault(entry: change.id, field: field, code: "attachment"))
                    continue
                }
                if one.entry == nil, seen.insert(one.id).inserted { taken.append((change, one)) }
            }
        }
        if !faults.isEmpty { throw CaseworkError(.faults(faults)) }
        return taken
    }

    /// The same inside the save's transaction; from then on these belong to their entries.
    func takeUp(_ db: Database, _ changes: [Change]) throws {
        for (change, attachment) in try newOnes(db, changes) {
            try JournalStore.takeUp(db, attachment: attachment.id, entry: change.id)
        }
    }

    private func attachment(_ db: Database, _ value: Value) throws -> StoredAttachment? {
        guard let text = value.text, let reference = AttachmentReference(text),
              let one = try JournalStore.attachment(db, reference.id), one.reference == text else { return nil }
        return one
    }

    /// What the journal tells of an attachment beside the answer: a record of its own in the same scope, so that the chain
    /// proves the sealed file. Its key lies beside the journal, where an erasure reaches it.
    static func entry(for change: Change, _ one: StoredAttachment, digest: ([UInt8]) -> [UInt8]) -> Change? {
        guard let id = UUIDv7.derived(from: digest(Array("attach".utf8) + change.id.bytes + one.id.bytes)) else { return nil }
        return Change(id: id, record: one.id, kind: StoredAttachment.kind, op: .attach, scope: change.scope, base: 0, fields: [
            "record": .text(one.plan.record.description), "field": .text(one.plan.field), "reference": .text(one.reference),
            "blob": .text(one.blob),
        ])
    }
}
