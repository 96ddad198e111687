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

    /// Up to `limit` hits behind `after`. A non-empty `within` keeps to records whose owner or team is one of these.
    /// Words of one letter are ignored beside longer ones; alone they find nothing.
    public static func find(_ db: Database, _ text: String, within: [UUIDv7] = [], after: Hit? = nil, limit: Int = 50) throws -> [Hit] {
        var hits: [Hit] = []
        for (stage, expression) in expressions(text) where stage >= (after?.stage ?? .number) && hits.count < limit {
            let query = try Query(db, "SELECT rowid FROM search WHERE search MATCH ? AND rowid < ? ORDER BY rowid DESC LIMIT ?")
            query.bind(1, within.isEmpty ? expression : "(" + expression + ") AND " + reach(within))
            query.bind(2, stage == after?.stage ? after?.record ?? .max : .max)
            query.bind(3, limit - hits.count)
            defer { query.reset() }
            while try query.step() { hits.append(Hit(record: query.int(0), stage: stage)) }
        }
        return hits
    }

    /// FTS5 expressions, each leaving out what an earlier one finds.
    static func expressions(_ text: String) -> [(Stage, String)] {
        let limited = String(text.prefix(200))
        let words = Array(NameFolding.words(limited).prefix(8)).filter { $0.unicodeScalars.count > 1 }
        var expressions: [(Stage, String)] = []
        if limited.contains(where: \.isNumber), let number = NameFolding.number(limited), number.count > 2 {
            expressions.append((.number, quoted(number) + " *"))
        }
        guard !words.isEmpty else { return expressions }
        let exact = words.map(quoted).joined(separator: " AND ")
        let prefix = words.map { quoted($0) + " *" }.joined(separator: " AND ")
        expressions.append((.exact, exact))
        expressions.append((.prefix, "(\(prefix)) NOT (\(exact))"))
        if let sounds = soundExpression(NameSounds.parts(words)) { expressions.append((.sound, "(\(sounds)) NOT (\(prefix))")) }
        return expressions
    }

    /// Each part by its words, or as one where a name may be written together; each word as it begins or as it sounds.
    /// Nil where no word has a sound and nothing was left out: that finds what the prefixes find.
    private static func soundExpression(_ parts: [NameSounds.Part]) -> String? {
        var isHeard = false
        func any(_ keys: [String]) -> [String] {
            if !keys.isEmpty { isHeard = true }
            return keys.map { quoted(String(NameFolding.soundMark) + $0) }
        }
        let all = parts.map { part in
            let words = part.words.map { "(" + ([quoted($0) + " *"] + any(NameSounds.keys(of: $0))).joined(separator: " OR ") + ")" }
            let apart = words.joined(separator: " AND ")
            return part.joined.isEmpty ? apart : "((\(apart)) OR " + any(part.joined).joined(separator: " OR ") + ")"
        }
        return isHeard ? all.joined(separator: " AND ") : nil
    }

    private static func reach(_ ids: [UUIDv7]) -> String {
        "(" + ids.map { quoted(ProjectionRules.reachWord($0)) }.joined(separator: " OR ") + ")"
    }

    private static func quoted(_ word: String) -> String { "\"" + word.filter { $0 != "\"" } + "\"" }
}
