public import Foundations
public import GRDB

/// Reads the rows that `ProjectionRules` derives from records.
public enum Lookup {
    /// The key of a rule; some join two parts.
    public enum Key: Sendable, Hashable {
        case id(UUIDv7)
        case text(String)
        case pair(UUIDv7, String)

        var bytes: [UInt8] {
            switch self {
            case .id(let id): id.bytes
            case .text(let text): Array(text.utf8)
            case .pair(let id, let text): id.bytes + Array(text.utf8)
            }
        }
    }

    public struct Hit: Sendable, Hashable {
        public var record: Int64
        public var sort: Int64

        public init(record: Int64, sort: Int64) {
            self.record = record
            self.sort = sort
        }
    }

    /// Rows of one key in the order of `sort`, beginning behind `after`. Costs as much as it returns.
    public static func find(_ db: Database, _ rule: ProjectionRules.Rule, key: Key, newestFirst: Bool = true,
                            after: Hit? = nil, limit: Int = 50) throws -> [Hit] {
        let query = try Query(db, newestFirst ? descending : ascending)
        let start = after ?? (newestFirst ? Hit(record: .max, sort: .max) : Hit(record: .min, sort: .min))
        query.bind(1, rule.rawValue)
        query.bind(2, key.bytes)
        query.bind(3, start.sort)
        query.bind(4, start.record)
        query.bind(5, limit)
        defer { query.reset() }
        var hits: [Hit] = []
        while try query.step() { hits.append(Hit(record: query.int(0), sort: query.int(1))) }
        return hits
    }

    /// The same with the records themselves.
    public static func records(_ db: Database, _ rule: ProjectionRules.Rule, key: Key, newestFirst: Bool = true,
                               after: Hit? = nil, limit: Int = 50) throws -> [StoredRecord] {
        try find(db, rule, key: key, newestFirst: newestFirst, after: after, limit: limit).compactMap {
            try JournalStore.record(db, number: $0.record)
        }
    }

    /// The dossiers of the records that a key has within these bounds of `sort`, each once. Costs as much as there are rows.
    public static func dossiers(_ db: Database, _ rule: ProjectionRules.Rule, key: Key, _ sorts: ClosedRange<Int64>) throws -> Set<UUIDv7> {
        let query = try Query(db, """
            SELECT r.dossier FROM lookup l JOIN record r ON r.number = l.record
            WHERE l.rule = ? AND l.key = ? AND l.sort >= ? AND l.sort <= ? AND r.dossier IS NOT NULL
            """)
        query.bind(1, rule.rawValue)
        query.bind(2, key.bytes)
        query.bind(3, sorts.lowerBound)
        query.bind(4, sorts.upperBound)
        defer { query.reset() }
        var found: Set<UUIDv7> = []
        while try query.step() { if let id = query.id(0) { found.insert(id) } }
        return found
    }

    /// How many rows a key has, counted up to `atMost`.
    public static func count(_ db: Database, _ rule: ProjectionRules.Rule, key: Key, atMost: Int = 10_000) throws -> Int {
        let query = try Query(db, "SELECT count(*) FROM (SELECT 1 FROM lookup WHERE rule = ? AND key = ? LIMIT ?)")
        query.bind(1, rule.rawValue)
        query.bind(2, key.bytes)
        query.bind(3, atMost)
        defer { query.reset() }
        return try query.step() ? Int(query.int(0)) : 0
    }

    private static let ascending = """
        SELECT record, sort FROM lookup WHERE rule = ? AND key = ? AND (sort, record) > (?, ?) ORDER BY sort, record LIMIT ?
        """
    private static let descending = """
        SELECT record, sort FROM lookup WHERE rule = ? AND key = ? AND (sort, record) < (?, ?) ORDER BY sort DESC, record DESC LIMIT ?
        """
}
