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

    /// Hits within a reach that are sorted in memory rather than asked for stage by stage.
    static let nearbyLimit = 400

    /// Everything found within a reach, in order; nil where that is more than `nearbyLimit`. One query of the index instead of
    /// one for each stage: FTS5 gathers all rows of the whole district that begin with a word, and each stage would do so
    /// again.
    static func nearby(_ db: Database, _ sought: NameSought, _ reach: Reach) throws -> [Hit]? {
        guard let expression = widest(sought) else { return [] }
        let query = try Query(db, "SELECT rowid, words FROM search WHERE search MATCH ? LIMIT ?")
        query.bind(1, "(\(expression)) AND (\(reach.expression))")
        query.bind(2, nearbyLimit + 1)
        defer { query.reset() }
        var hits: [Hit] = []
        var rows = 0
        while try query.step() {
            rows += 1
            if let stage = sought.stage(of: query.text(1) ?? "") { hits.append(Hit(record: query.int(0), stage: stage)) }
        }
        guard rows <= nearbyLimit else { return nil }
        return hits.sorted { ($0.stage.rawValue, $1.record) < ($1.stage.rawValue, $0.record) }
    }
}
