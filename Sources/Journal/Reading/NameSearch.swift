public import Foundations
public import GRDB

/// Finds records by names and case numbers, by stages (see `Stage`) and newest records first. Nothing is ranked over all hits:
/// few are sorted in memory, and of many each stage streams from the index and stops at the limit.
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

    /// The fields whose words are searched, by kind of record.
    public static let searched = ["child": ["given_name", "family_name", "other_names", "name_other_script"], "case": ["case_number"]]

    /// How a record matches if only these values are looked at: for somebody who does not see all of `searched`. Nil where it does not.
    public static func stage(of text: String, kind: String, _ value: (String) -> Value?) -> Stage? {
        NameSought(text).stage(of: ProjectionRules.words(kind, value))
    }

    /// Up to `limit` hits behind `after`, and near to `reach` where one is given.
    /// Words of one letter are ignored beside longer ones; alone they find nothing.
    public static func find(_ db: Database, _ text: String, within reach: Reach? = nil, after: Hit? = nil, limit: Int = 50) throws -> [Hit] {
        try find(db, text, within: reach, after: after, limit: limit, inMemory: InMemory())
    }

    static func find(_ db: Database, _ text: String, within reach: Reach?, after: Hit?, limit: Int, inMemory: InMemory) throws -> [Hit] {
        let sought = NameSought(text)
        if let reach, let near = try near(db, sought, reach, atMost: inMemory.near) { return page(near, after, limit) }
        var hits: [Hit] = []
        var mayBeFew = true
        for (stage, expression) in expressions(sought) where stage >= (after?.stage ?? .number) && hits.count < limit {
            // The stages behind the exact one gather every row of the district that begins or sounds so, each anew:
            // where that is few, once is enough.
            if stage > .exact && mayBeFew {
                if let few = try few(db, sought, reach, atMost: inMemory.few) { return page(few, after, limit) }
                mayBeFew = false
            }
            let query = try Query(db, "SELECT rowid FROM search WHERE search MATCH ? AND rowid < ? ORDER BY rowid DESC LIMIT ?")
            query.bind(1, reach.map { "(\(expression)) AND (\($0.expression))" } ?? expression)
            query.bind(2, stage == after?.stage ? after?.record ?? .max : .max)
            query.bind(3, limit - hits.count)
            defer { query.reset() }
            while try query.step() { hits.append(Hit(record: query.int(0), stage: stage)) }
        }
        return hits
    }

    /// FTS5 expressions, each leaving out what an earlier one finds.
    static func expressions(_ sought: NameSought) -> [(Stage, String)] {
        var expressions: [(Stage, String)] = []
        if let number = sought.number { expressions.append((.number, quoted(number) + " *")) }
        guard !sought.words.isEmpty else { return expressions }
        let exact = sought.words.map(quoted).joined(separator: " AND ")
        let prefix = prefixes(sought)
        expressions.append((.exact, exact))
        expressions.append((.prefix, "(\(prefix)) NOT (\(exact))"))
        if let sounds = soundExpression(sought.parts) { expressions.append((.sound, "(\(sounds)) NOT (\(prefix))")) }
        return expressions
    }

    /// Matches what any stage matches; nil where nothing can be found.
    static func widest(_ sought: NameSought) -> String? {
        var parts: [String] = []
        if let number = sought.number { parts.append(quoted(number) + " *") }
        if !sought.words.isEmpty { parts.append("(" + (soundExpression(sought.parts) ?? prefixes(sought)) + ")") }
        return parts.isEmpty ? nil : parts.joined(separator: " OR ")
    }

    private static func prefixes(_ sought: NameSought) -> String { sought.words.map { quoted($0) + " *" }.joined(separator: " AND ") }

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

    static func quoted(_ word: String) -> String { "\"" + word.filter { $0 != "\"" } + "\"" }
}
