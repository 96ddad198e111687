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

    var decides: Bool { op == Op.decide.rawValue }
}

/// A record while entries are folded into it. The fold is pure: it knows neither forms nor the database, and ends in
/// the same heads whatever the order in which entries arrived.
///
/// An entry supersedes the heads that its author knew of. Exception: who knew of a dispute about a protective field
/// and did not decide it supersedes nothing there, and only adds a head.
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

    /// Folds one entry in; its stamp's version must be the next one. `history` gives all entries before it, in order
    /// of arrival; it is asked only where the heads alone do not tell (a latecomer, or a stale change to a
    /// protective field).
    mutating func apply(_ entry: AppliedEntry, history: () throws -> [AppliedEntry]) rethrows {
        let stale = entry.stamp.base < version
        version = entry.stamp.version
        updated = max(updated, entry.stamp.clock)
        formVersion = max(formVersion, entry.formVersion)
        if needsHistory(entry, stale) {
            heads = Refold.heads(try history() + [entry])
            return
        }
        for (name, value) in entry.fields {
            let new = Head(stamp: entry.stamp, value: value)
            guard let current = heads[name] else {
                heads[name] = [new]
                continue
            }
            let unseen = current.filter { !entry.stamp.saw($0.stamp) }
            let joins = !entry.decides && Protective.guards(name) && Self.isDisputed(current)
            heads[name] = Self.ordered((joins ? current : unseen) + [new])
        }
    }

    private func needsHistory(_ entry: AppliedEntry, _ stale: Bool) -> Bool {
        if entry.stamp.late { return true }
        guard stale else { return false }
        return entry.fields.keys.contains { name in
            guard let current = heads[name] else { return false }
            return (Protective.guards(name) && !entry.decides) || current.contains { $0.stamp.late }
        }
    }

    /// Latest first.
    static func ordered(_ heads: [Head]) -> [Head] {
        heads.count < 2 ? heads : heads.sorted { ($0.stamp.clock, $0.stamp.entry) > ($1.stamp.clock, $1.stamp.entry) }
    }

    static func isDisputed(_ heads: [Head]) -> Bool {
        guard heads.count > 1, let first = heads.first else { return false }
        return heads.dropFirst().contains { $0.value != first.value }
    }

    /// The value a reader sees; nil where the field is absent or cleared.
    func shown(_ name: String) -> Value? {
        heads[name].flatMap { Self.shown(name, $0.map(\.value)) }
    }

    /// The same from the values of the heads, winner first.
    static func shown(_ name: String, _ values: [Value]) -> Value? {
        guard let first = values.first else { return nil }
        let isDisputed = values.dropFirst().contains { $0 != first }
        let value = isDisputed && Protective.guards(name) ? Protective.held(name, values) : first
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
