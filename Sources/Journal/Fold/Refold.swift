import Foundations

/// The heads of a record from all its entries: the definition that `RecordState.apply` follows step by step.
enum Refold {
    /// `arrived` in order of arrival.
    static func heads(_ arrived: [AppliedEntry]) -> [String: [Head]] {
        let entries = causal(arrived)
        let pasts = pasts(of: entries)
        var heads: [String: [Head]] = [:]
        for name in Set(entries.flatMap(\.fields.keys)) {
            heads[name] = RecordState.ordered(fold(entries, pasts, name, only: nil).map {
                Head(stamp: entries[$0].stamp, value: entries[$0].fields[name] ?? .null)
            })
        }
        return heads
    }

    /// Every device's entries in its own order; otherwise as they arrived.
    private static func causal(_ arrived: [AppliedEntry]) -> [AppliedEntry] {
        var ordered: [AppliedEntry] = []
        ordered.reserveCapacity(arrived.count)
        for entry in arrived {
            let younger = entry.stamp.late ? ordered.firstIndex {
                $0.stamp.device == entry.stamp.device && $0.stamp.deviceSeq > entry.stamp.deviceSeq
            } : nil
            ordered.insert(entry, at: younger ?? ordered.endIndex)
        }
        return ordered
    }

    /// For each entry the indexes of all that its author knew of, directly or through what it knew of.
    private static func pasts(of entries: [AppliedEntry]) -> [Set<Int>] {
        var pasts: [Set<Int>] = []
        for (index, entry) in entries.enumerated() {
            var past: Set<Int> = []
            for other in 0..<index where entry.stamp.saw(entries[other].stamp) {
                past.insert(other)
                past.formUnion(pasts[other])
            }
            pasts.append(past)
        }
        return pasts
    }

    /// Indexes of one field's heads; `only` limits the entries to somebody's past.
    private static func fold(_ entries: [AppliedEntry], _ pasts: [Set<Int>], _ name: String, only: Set<Int>?) -> [Int] {
        var heads: [Int] = []
        for index in entries.indices where entries[index].fields[name] != nil && only?.contains(index) != false {
            if !joins(index, entries, pasts, name) { heads.removeAll { pasts[index].contains($0) } }
            heads.append(index)
        }
        return heads
    }

    /// Whether the author knew of a dispute about a protective field and did not decide it.
    private static func joins(_ index: Int, _ entries: [AppliedEntry], _ pasts: [Set<Int>], _ name: String) -> Bool {
        guard Protective.guards(name), !entries[index].decides, pasts[index].count > 1 else { return false }
        let known = fold(entries, pasts, name, only: pasts[index]).map { entries[$0].fields[name] }
        return known.count > 1 && known.dropFirst().contains { $0 != known[0] }
    }
}

extension RecordState {
    /// The state that these entries make, by the definition; nil without any. `record` gives the identity, and the
    /// version and clock that count unreadable entries too.
    init?(refolding entries: [AppliedEntry], like record: RecordState) {
        guard let first = entries.first else { return nil }
        self.init(id: record.id, number: record.number, kind: first.kind, scope: record.scope, scopeNumber: record.scopeNumber)
        formVersion = entries.map(\.formVersion).max() ?? 0
        version = record.version
        updated = record.updated
        heads = Refold.heads(entries)
    }
}
