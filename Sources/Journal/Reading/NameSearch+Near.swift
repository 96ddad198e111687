public import Foundations
import GRDB

extension NameSearch {
    /// A part of the district to which a search keeps: dossiers that have one of these near (see `NearWords`). Wider than what
    /// anybody may see: each hit must still be judged.
    public struct Reach: Sendable {
        public var owners: Set<UUIDv7>
        public var teams: Set<UUIDv7>
        /// Of `placement` and `closure`: dossiers with such a record.
        public var kinds: Set<String>

        public init(owners: Set<UUIDv7> = [], teams: Set<UUIDv7> = [], kinds: Set<String> = []) {
            self.owners = owners
            self.teams = teams
            self.kinds = kinds
        }

        /// Nothing is near to nobody.
        var expression: String {
            let words = owners.map(NearWords.word(owner:)) + teams.map(NearWords.word(team:)) + kinds.map(NearWords.word(kind:))
            return (words.isEmpty ? [NearWords.word(kind: "nobody")] : words.sorted()).map(NameSearch.quoted).joined(separator: " OR ")
        }
    }

    /// How many rows are compared and sorted in memory.
    struct InMemory {
        /// Rows near somebody: more than most caseloads, fewer than a team's. Each is read by itself.
        var near = 300
        /// Rows that match, wherever they are.
        var few = 400
    }

    /// Everything found within a reach, in order; nil where more rows than that are near. What it costs follows the caseload and
    /// not the district.
    static func near(_ db: Database, _ sought: NameSought, _ reach: Reach, atMost limit: Int) throws -> [Hit]? {
        // Counted first, which the index does alone.
        let count = try Query(db, "SELECT count(*) FROM (SELECT 1 FROM search WHERE search MATCH ? LIMIT ?)")
        count.bind(1, reach.expression)
        count.bind(2, limit + 1)
        defer { count.reset() }
        guard try count.step(), count.int(0) <= limit else { return nil }
        return try sorted(db, reach.expression, sought, limit)
    }

    /// Everything found, in order; nil where more rows than that match.
    static func few(_ db: Database, _ sought: NameSought, _ reach: Reach?, atMost limit: Int) throws -> [Hit]? {
        guard let expression = widest(sought) else { return [] }
        return try sorted(db, reach.map { "(\(expression)) AND (\($0.expression))" } ?? expression, sought, limit)
    }

    /// Of a list in order, up to `limit` behind `after`.
    static func page(_ hits: [Hit], _ after: Hit?, _ limit: Int) -> [Hit] {
        let rest = hits.drop { hit in after.map { (hit.stage, -hit.record) <= ($0.stage, -$0.record) } ?? false }
        return Array(rest.prefix(limit))
    }

    private static func sorted(_ db: Database, _ expression: String, _ sought: NameSought, _ limit: Int) throws -> [Hit]? {
        let query = try Query(db, "SELECT rowid, words FROM search WHERE search MATCH ? LIMIT ?")
        query.bind(1, expression)
        query.bind(2, limit + 1)
        defer { query.reset() }
        var hits: [Hit] = []
        var rows = 0
        while try query.step() {
            rows += 1
            if let stage = sought.stage(of: query.text(1) ?? "") { hits.append(Hit(record: query.int(0), stage: stage)) }
        }
        guard rows <= limit else { return nil }
        return hits.sorted { ($0.stage, -$0.record) < ($1.stage, -$1.record) }
    }
}
