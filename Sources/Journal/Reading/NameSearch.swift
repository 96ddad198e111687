public import Foundations
public import GRDB

/// Finds records by names and case numbers. Nothing is ranked over all hits: each stage streams from the index,
/// newest records first, and stops at the limit.
public enum NameSearch {
    /// How a record matched, best first.
    public enum Stage: Int, Sendable, Comparable, CaseIterable {
        case number, exact, prefix, sound

        public static func < (a: Stage, b: Stage) -> Bool { a.rawValue < b.rawValue }
    }

    public struct Hit: Sendable, Hashable {
        /// Number of a `child` or `case` record; both carry the dossier.
        public var record: Int64
        public var stage: Stage

        public init(record: Int64, stage: Stage) {
            self.record = record
            self.stage = stage
        }
    }

    /// Up to `limit` hits behind `after`. `within` keeps to what `reach` says of them.
    /// Words of one letter are ignored beside longer ones; alone they find nothing.
    public static func find(_ db: Database, _ text: String, within reach: Reach? = nil, after: Hit? = nil, limit: Int = 50) throws -> [Hit] {
        if let reach, let few = try nearby(db, NameSought(text), reach.people) {
            let rest = few.filter { hit in after.map { hit.stage > $0.stage || (hit.stage == $0.stage && hit.record < $0.record) } ?? true }
            return Array(rest.prefix(limit))
        }
        let filter = reach.map { " AND EXISTS (SELECT 1 FROM record WHERE record.number = search.rowid AND \($0.filter))" } ?? ""
        let statement = try db.cachedStatement(sql: """
            SELECT rowid FROM search WHERE search MATCH ? AND rowid < ?\(filter) ORDER BY rowid DESC LIMIT ?
            """)
        var hits: [Hit] = []
        for (stage, expression) in expressions(text) where stage >= (after?.stage ?? .number) && hits.count < limit {
            let below = stage == after?.stage ? after?.record ?? .max : .max
            let arguments: StatementArguments = [expression, below] + (reach?.arguments ?? []) + [limit - hits.count]
            for record in try Int64.fetchAll(statement, arguments: arguments) { hits.append(Hit(record: record, stage: stage)) }
        }
        return hits
    }

    /// FTS5 expressions, each leaving out what an earlier one finds.
    static func expressions(_ text: String) -> [(Stage, String)] {
        let sought = NameSought(text)
        var expressions: [(Stage, String)] = []
        if let number = sought.number { expressions.append((.number, quoted(number) + " *")) }
        guard !sought.words.isEmpty else { return expressions }
        let exact = sought.words.map(quoted).joined(separator: " AND ")
        let prefix = sought.words.map { quoted($0) + " *" }.joined(separator: " AND ")
        expressions.append((.exact, exact))
        expressions.append((.prefix, "(\(prefix)) NOT (\(exact))"))
        if let sounds = soundExpression(sought.parts) { expressions.append((.sound, "(\(sounds)) NOT (\(prefix))")) }
        return expressions
    }

    /// Each part by its words, or as one where a name may be written together; each word as it begins or as it sounds.
    /// Nil where no word has a sound and nothing was left out: that finds what the prefixes find.
    private static func soundExpression(_ parts: [NameSought.Part]) -> String? {
        var isHeard = false
        func any(_ keys: [String]) -> [String] {
            if !keys.isEmpty { isHeard = true }
            return keys.map(quoted)
        }
        let all = parts.map { part in
            let words = part.words.map { "(" + ([quoted($0.word) + " *"] + any($0.keys)).joined(separator: " OR ") + ")" }
            let apart = words.joined(separator: " AND ")
            return part.joined.isEmpty ? apart : "((\(apart)) OR " + any(part.joined).joined(separator: " OR ") + ")"
        }
        return isHeard ? all.joined(separator: " AND ") : nil
    }

    private static func quoted(_ word: String) -> String { "\"" + word.filter { $0 != "\"" } + "\"" }
}
