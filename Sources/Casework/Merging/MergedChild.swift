import Foundations
import GRDB
import Journal

/// Saves that reach the record of a child whose dossier was merged: a device that had not heard of it still writes there.
enum MergedChild {
    /// What such saves told of the child, for the record that people now read: what it lacks is filled in, what differs becomes a conflict.
    /// The author's own entry stays where it was written, so that it goes back when the merging is undone.
    /// - Parameter known: the records that the save names, and the children whose dossiers those lie in.
    static func forwarded(_ changes: [Change], known: [UUIDv7: StoredRecord], digest: ([UInt8]) -> [UInt8]) -> [Change] {
        changes.compactMap { change in
            guard change.op != .create, change.kind == "child", let second = known[change.record], let dossier = second.dossier, dossier != second.id,
                  let first = known[dossier], first.kind == "child",
                  let id = UUIDv7.derived(from: digest(Array("forward to the dossier".utf8) + change.id.bytes)) else { return nil }
            let fields = change.fields.filter { !$0.value.isNull && first.fields[$0.key] != $0.value }
            if fields.isEmpty { return nil }
            return Change(id: id, record: first.id, kind: first.kind, op: .merge, scope: first.scope, base: 0, formVersion: change.formVersion, fields: fields,
                          clock: change.clock)
        }
    }
}
