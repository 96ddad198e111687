import Access
import FormEngine
import Foundations
import Journal

/// Judges the answers of a save by the rules of their forms. Rights and steps are judged later, inside the transaction.
struct AnswerJudge {
    /// A stored record that entries of the save change.
    struct Before {
        let all: [String: Value]
        /// What of it the author sees.
        let seen: [String: Value]
    }

    let forms: FormLibrary
    let at: WallTime
    let before: [UUIDv7: Before]

    /// The entries with what the box calculates in place of what was sent. Throws all faults of all entries at once.
    func judged(_ entries: [AuthoredEntry]) throws(CaseworkError) -> [AuthoredEntry] {
        var faults: [EntryFault] = []
        var records = before
        var out: [AuthoredEntry] = []
        for var entry in entries {
            let known = records[entry.record] ?? Before(all: [:], seen: [:])
            let extent: CheckExtent = entry.op == .create ? .whole : .change
            let verdict = forms.judge(entry.fields, stored: known.seen, all: known.all, form: entry.form, version: entry.formVersion,
                                      entry: entry.id, extent: extent, at: at)
            // The box fills these in itself.
            let awaited = entry.op == .create ? EntryPlanner.filledByBox(entry.form) : []
            faults += verdict.faults.filter { !(awaited.contains($0.field) && entry.fields[$0.field] == nil) }
            for name in entry.fields.keys.sorted() where EntryPlanner.isMinted(name, in: entry.form) {
                faults.append(EntryFault(entry: entry.id, field: name, code: "not-allowed"))
            }
            if let status = entry.status, status.utf8.count > 40 || status.isEmpty {
                faults.append(EntryFault(entry: entry.id, field: "status", code: "unknown-choice"))
            }
            let sent = entry.fields
            entry.fields.merge(verdict.calculated) { _, ours in ours }
            // A later entry of the same save builds on this one.
            records[entry.record] = Before(all: known.all.merging(entry.fields) { _, new in new }, seen: known.seen.merging(sent) { _, new in new })
            out.append(entry)
        }
        if !faults.isEmpty { throw CaseworkError(.faults(faults)) }
        return out
    }
}
