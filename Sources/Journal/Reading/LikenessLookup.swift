public import Foundations
public import GRDB
public import Matching
import Synchronization

/// How many children have a key, kept for a while where that is many: counting them again for each letter that somebody types would
/// cost more than the rest of the question. Ten minutes old at most; holds no names, only digests of keys.
public final class LikenessCounts: Sendable {
    private struct Known {
        var count: Int
        var at: UInt64
    }

    private static let keptNanos: UInt64 = 600_000_000_000
    private static let most = 20_000
    private let known = Mutex<[[UInt8]: Known]>([:])

    public init() {}

    func find(_ key: [UInt8], at now: UInt64) -> Int? {
        known.withLock { known in known[key].flatMap { now >= $0.at && now - $0.at < Self.keptNanos ? $0.count : nil } }
    }

    func keep(_ count: Int, _ key: [UInt8], at now: UInt64) {
        known.withLock { known in
            if known.count >= Self.most { known.removeAll() }
            known[key] = Known(count: count, at: now)
        }
    }
}

/// The keys of all children in the store, on one snapshot.
public struct LikenessLookup: LikenessIndex {
    /// A child's dossier, as one of its records tells it.
    public struct Child: Hashable, Comparable, Sendable {
        let dossier: Int64
        /// Local number of the child's record or of a relative's.
        public let record: Int64

        public static func == (a: Child, b: Child) -> Bool { a.dossier == b.dossier }
        public func hash(into hasher: inout Hasher) { hasher.combine(dossier) }
        public static func < (a: Child, b: Child) -> Bool { a.dossier < b.dossier }
    }

    /// Counts up to here are made anew each time.
    private static let few = 300
    private let db: Database
    private let counts: LikenessCounts
    private let now: UInt64
    private let within: Set<Int64>?
    private let rule: ProjectionRules.Rule

    /// - Parameters:
    ///   - now: monotonic nanoseconds, for the age of `counts`.
    ///   - within: keeps to these dossiers where it is given; what is common is told by all.
    public init(_ db: Database, counts: LikenessCounts, now: UInt64, within: Set<UUIDv7>? = nil) {
        self.db = db
        self.counts = counts
        self.now = now
        self.within = within.map { Set($0.map(LikenessRows.sort)) }
        rule = .likeness
    }

    /// The same, kept to the dossiers of children who are separated from their families (at most `TracingRows.mostSeparated` records tell so).
    public init(separated db: Database, counts: LikenessCounts, now: UInt64, within: Set<UUIDv7>? = nil) throws {
        self.db = db
        self.counts = counts
        self.now = now
        let separated = Set(try Lookup.find(db, .separated, key: .text(TracingRows.separated), limit: TracingRows.mostSeparated).map(\.sort))
        self.within = within.map { separated.intersection($0.map(LikenessRows.sort)) } ?? separated
        rule = .likeness
    }

    /// The keys of all live tracing requests. Its `Child` stands for a request, and its population is how many there are.
    public init(sought db: Database, now: UInt64) {
        self.db = db
        self.now = now
        counts = LikenessCounts()
        within = nil
        rule = .soughtLikeness
    }

    /// Every child once, in an order of its own: sort and number of the record, beginning behind `after`.
    public func everybody(after: (sort: Int64, record: Int64)?, limit: Int) throws -> [(sort: Int64, record: Int64)] {
        let query = try Query(db, "SELECT sort, record FROM lookup WHERE rule = ? AND key = ? AND (sort, record) > (?, ?) ORDER BY sort, record LIMIT ?")
        query.bind(1, ProjectionRules.Rule.likeness.rawValue)
        query.bind(2, LikenessKeys.bytes(LikenessRows.everybody))
        query.bind(3, after?.sort ?? .min)
        query.bind(4, after?.record ?? .min)
        query.bind(5, limit)
        defer { query.reset() }
        var found: [(sort: Int64, record: Int64)] = []
        while try query.step() { found.append((query.int(0), query.int(1))) }
        return found
    }

    public func population() throws -> Int { try count(LikenessRows.everybody, atMost: 10_000_000) }

    public func count(_ key: String, atMost limit: Int) throws -> Int {
        let bytes = LikenessKeys.bytes(key)
        let few = try counted(bytes, atMost: min(limit, Self.few))
        if few < Self.few || limit <= Self.few { return few }
        if let known = counts.find(bytes, at: now) { return min(limit, known) }
        let count = try counted(bytes, atMost: 10_000_000)
        counts.keep(count, bytes, at: now)
        return min(limit, count)
    }

    private func counted(_ key: [UInt8], atMost limit: Int) throws -> Int {
        let query = try Query(db, "SELECT count(*) FROM (SELECT 1 FROM lookup WHERE rule = ? AND key = ? LIMIT ?)")
        query.bind(1, rule.rawValue)
        query.bind(2, key)
        query.bind(3, limit)
        defer { query.reset() }
        return try query.step() ? Int(query.int(0)) : 0
    }

    public func children(_ key: String, atMost limit: Int) throws -> [Child] {
        let query = try Query(db, "SELECT sort, record FROM lookup WHERE rule = ? AND key = ? LIMIT ?")
        query.bind(1, rule.rawValue)
        query.bind(2, LikenessKeys.bytes(key))
        query.bind(3, limit)
        defer { query.reset() }
        var found: [Child] = []
        while try query.step() {
            let child = Child(dossier: query.int(0), record: query.int(1))
            if within?.contains(child.dossier) ?? true { found.append(child) }
        }
        return found
    }

    public func has(_ key: String, _ child: Child) throws -> Bool {
        let query = try Query(db, "SELECT 1 FROM lookup WHERE rule = ? AND key = ? AND sort = ? LIMIT 1")
        query.bind(1, rule.rawValue)
        query.bind(2, LikenessKeys.bytes(key))
        query.bind(3, child.dossier)
        defer { query.reset() }
        return try query.step()
    }
}

extension NameSearch {
    /// The dossiers within a reach; nil where more rows than `limit` are near. Wider than what anybody may see.
    public static func dossiers(_ db: Database, within reach: Reach, atMost limit: Int) throws -> Set<UUIDv7>? {
        let query = try Query(db, "SELECT r.dossier FROM search s JOIN record r ON r.number = s.rowid WHERE s.search MATCH ? LIMIT ?")
        query.bind(1, reach.expression)
        query.bind(2, limit + 1)
        defer { query.reset() }
        var found: Set<UUIDv7> = []
        var rows = 0
        while try query.step() {
            rows += 1
            if let dossier = query.id(0) { found.insert(dossier) }
        }
        return rows > limit ? nil : found
    }
}
