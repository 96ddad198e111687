public import Access
import FormEngine
public import Foundations
import GRDB
public import Journal

extension Desk {
    /// Settles one field of a conflict: `value` holds from now on, the history keeps both sides. `task` is the conflict
    /// task's id. Protective fields (risk, consent, contact restriction) are settled only by a role that decides with a
    /// reach of team or further.
    public func decideConflict(_ task: UUIDv7, field: String, value: Value, save: UUIDv7, by author: Author, standing: Standing) async throws -> Receipt {
        let found: (StoredRecord, FieldDecision) = try read { db in
            guard let found = try JournalStore.record(db, task), found.kind == "conflict_task",
                  let targetID = found.fields["target"]?.text.flatMap(UUIDv7.init), let target = try JournalStore.record(db, targetID) else {
                throw CaseworkError(.notFound)
            }
            let onTask = try standing.decide(Envelope(found), Surroundings.of(found, in: db))
            let onTarget = try standing.decide(Envelope(target), Surroundings.of(target, in: db))
            guard onTask.exists, onTarget.exists else { throw CaseworkError(.notFound) }
            guard !onTask.decidable.isEmpty else { throw CaseworkError(.notAllowed(what: "decide this conflict")) }
            return (target, onTarget)
        }
        let (target, decision) = found
        guard target.conflicts.contains(field) else { throw CaseworkError(.notFound) }
        guard decision.editable.contains(field) || decision.decidable.contains(field) else {
            throw CaseworkError(.notAllowed(what: "decide about this field"))
        }
        if Self.isProtective(field), !standing.decidesWidely("conflict_task") {
            throw CaseworkError(.notAllowed(what: "settle a conflict about a child's protection; a supervisor does"))
        }
        // One field is settled here; what else follows from it is asked at the record's next change.
        let verdict = forms.judge([field: value], stored: decision.visible.split(target.fields).inside, all: target.fields, form: target.kind,
                                  version: target.formVersion, entry: save, extent: .change, at: time.now()) { _ in false }
        if !verdict.faults.isEmpty { throw CaseworkError(.faults(verdict.faults)) }
        let change = Change(id: save, record: target.id, kind: target.kind, op: .decide, scope: target.scope, dossier: target.dossier,
                            base: target.version, formVersion: target.formVersion, fields: [field: value].merging(verdict.calculated) { _, ours in ours })
        _ = try read { try AttachmentJudge(forms: forms, actor: author.person).newOnes($0, [change]) }
        let version = target.version
        let decided = Save(id: save, actor: author.person, device: author.device, at: time.now(), changes: [change])
        let id = target.id
        return try await commit(decided) { db in
            // Somebody changed the record since it was looked at: their word must be seen before deciding.
            guard try JournalStore.version(db, of: id) == version else {
                throw CaseworkError(.stepRefused(kind: "conflict", from: "changed", to: "decided"))
            }
        }
    }

    static func isProtective(_ field: String) -> Bool {
        Protective.guards(field)
    }
}

extension Standing {
    /// Decides about this kind for more than one's own caseload.
    func decidesWidely(_ kind: String) -> Bool {
        viewer.role.grants.contains {
            $0.kinds.contains(kind) && $0.actions.contains(.decide) && [.team, .agency, .site].contains($0.reach)
        }
    }
}
