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
        /// What they can see and answer; nil where it is a record of this very save.
        var mayAnswer: FieldSet?
    }

    let forms: FormLibrary
    /// The places that can be chosen; nil where any code is taken.
    let places: PlaceBook?
    let at: WallTime
    let before: [UUIDv7: Before]
    /// Entries that name a version of their form which is not taken any more.
    var expired: Set<UUIDv7> = []
    /// What the rules of all entries may cost together.
    var tank = FormWork.fullTank

    /// The entries with what the box calculates in place of what was sent. Throws all faults of all entries at once.
    func judged(_ entries: [AuthoredEntry]) throws(CaseworkError) -> [AuthoredEntry] {
        var faults: [EntryFault] = []
        var records = before
        var out: [AuthoredEntry] = []
        let work = FormWork(tank: tank)
        for var entry in entries {
            let known = records[entry.record] ?? Before(all: [:], seen: [:])
            let extent: CheckExtent = entry.op == .create ? .whole : .change
            let verdict = forms.judge(entry.fields, stored: known.seen, all: known.all, form: entry.form,
                                      version: expired.contains(entry.id) ? nil : entry.formVersion, entry: entry.id, extent: extent, at: at,
                                      work: work) { known.mayAnswer?.contains($0) ?? true }
            if work.isExhausted { throw CaseworkError(.faults(verdict.faults)) }
            // The box fills these in itself.
            let awaited = entry.op == .create ? EntryPlanner.filledByBox(entry.form) : []
            faults += verdict.faults.filter { !(awaited.contains($0.field) && entry.fields[$0.field] == nil) }
            faults += strangePlaces(in: entry, seen: known.seen)
            for name in entry.fields.keys.sorted() where EntryPlanner.isMinted(name, in: entry.form) {
                faults.append(EntryFault(entry: entry.id, field: name, code: "not-allowed"))
            }
            if let status = entry.status, status.utf8.count > 40 || status.isEmpty {
                faults.append(EntryFault(entry: entry.id, field: "status", code: "unknown-choice"))
            }
            let sent = entry.fields
            entry.fields.merge(verdict.calculated) { _, ours in ours }
            // A later entry of the same save builds on this one.
            records[entry.record] = Before(all: known.all.merging(entry.fields) { _, new in new }, seen: known.seen.merging(sent) { _, new in new },
                                            mayAnswer: known.mayAnswer)
            out.append(entry)
        }
        if !faults.isEmpty { throw CaseworkError(.faults(faults)) }
        return out
    }

    /// Places that nobody here knows. One that was retired meanwhile is taken: somebody chose it on the way, and no answer is lost
    /// by it; it is only not offered any more.
    private func strangePlaces(in entry: AuthoredEntry, seen: [String: Value]) -> [EntryFault] {
        guard let places, !places.isEmpty, let form = forms[entry.form] else { return [] }
        return form.fields.filter { $0.appears("place") }.flatMap { field in
            let before = Set(Self.answers(to: field, in: seen).map(\.code))
            return Self.answers(to: field, in: entry.fields).filter { places[$0.code] == nil && !before.contains($0.code) }
                .map { EntryFault(entry: entry.id, field: $0.path, code: "unknown-choice") }
        }
    }

    /// What is answered to a question, with the way to it: `stays[2].place` within a repetition.
    private static func answers(to field: FormField, in values: [String: Value], at path: String = "") -> [(path: String, code: String)] {
        var found: [(path: String, code: String)] = []
        if (field.repeated == nil) == path.isEmpty, let code = values[field.name]?.text, !code.allSatisfy(\.isWhitespace) { found.append((path + field.name, code)) }
        guard field.repeated != nil else { return found }
        for (name, value) in values.sorted(by: { $0.key < $1.key }) {
            guard case .list(let list) = value else { continue }
            for (number, record) in list.enumerated() {
                guard let inner = record.map else { continue }
                found += answers(to: field, in: inner, at: "\(path)\(name)[\(number + 1)].")
            }
        }
        return found
    }
}
