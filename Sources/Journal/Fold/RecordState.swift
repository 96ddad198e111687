import Foundations

/// One value that a field may hold. More than one head means that authors did not know of each other.
struct Head: Hashable {
    var stamp: Stamp
    var value: Value
}

/// What an entry brings to the fold.
struct AppliedEntry {
    var stamp: Stamp
    var op: String
    var kind: String
    var formVersion: Int
    var fields: [String: Value]
}

/// A record while entries are folded into it. The fold is pure: it knows neither forms nor the database, and gives
/// the same heads whatever the order in which entries arrived.
struct RecordState: Hashable {
    var id: UUIDv7
    var number: Int64
    var kind: String
    var scope: Scope
    var scopeNumber: Int64
    var formVersion = 0
    var version = 0
    /// The greatest authored clock among its entries.
    var updated = HybridTimestamp.zero
    /// Winner first. A cleared field keeps a null head.
    var heads: [String: [Head]] = [:]

    /// Folds one entry in; its stamp's version must be the next one.
    mutating func apply(_ entry: AppliedEntry, lineage: () throws -> [Lineage]) rethrows {
        version = entry.stamp.version
        updated = max(updated, entry.stamp.clock)
        formVersion = max(formVersion, entry.formVersion)
        for (name, value) in entry.fields {
            guard let current = heads[name] else {
                heads[name] = [Head(stamp: entry.stamp, value: value)]
                continue
            }
            heads[name] = try Self.merge(current, Head(stamp: entry.stamp, value: value), field: name,
                                         decides: entry.op == Op.decide.rawValue, lineage: lineage)
        }
    }

    private static func merge(_ current: [Head], _ new: Head, field: String, decides: Bool,
                              lineage: () throws -> [Lineage]) rethrows -> [Head] {
        var seen: [Head] = []
        var unseen: [Head] = []
        var overtaken = false
        for head in current {
            if try new.stamp.saw(head.stamp, lineage: lineage) {
                seen.append(head)
            } else {
                unseen.append(head)
                if try head.stamp.saw(new.stamp, lineage: lineage) { overtaken = true }
            }
        }
        // Who saw a dispute about a protective field cannot end it by an ordinary change.
        let disputed = !decides && Protective.guards(field) && isDisputed(seen)
        var merged = disputed ? seen + unseen : unseen
        if !overtaken { merged.append(new) }
        if merged.count > 1 { merged.sort { ($0.stamp.clock, $0.stamp.entry) > ($1.stamp.clock, $1.stamp.entry) } }
        return merged
    }

    static func isDisputed(_ heads: [Head]) -> Bool {
        guard heads.count > 1, let first = heads.first else { return false }
        return heads.dropFirst().contains { $0.value != first.value }
    }

    /// The value a reader sees; nil where the field is absent or cleared.
    func shown(_ name: String) -> Value? {
        guard let heads = heads[name], let first = heads.first else { return nil }
        let value = Self.isDisputed(heads) && Protective.guards(name)
            ? Protective.held(name, heads.map(\.value)) : first.value
        return value.isNull ? nil : value
    }

    /// Names with differing heads, sorted.
    var conflicts: [String] {
        heads.filter { $0.value.count > 1 && Self.isDisputed($0.value) }.map(\.key).sorted()
    }
}

/// Names under which the envelope travels among the fields.
enum Reserved {
    static let status = "@status", owner = "@owner", team = "@team", place = "@place", agency = "@agency"
    static let sensitivity = "@sensitivity", archived = "@archived", dossier = "@dossier", parent = "@parent"
}
