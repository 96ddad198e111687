import Foundations
import GRDB
import Matching

/// Who is near a dossier, as words beside those of its child and cases in `search`: so a search within one person's or
/// team's reach is an intersection. Belongs to `ProjectionRules.version`.
///
/// Derived from the columns of all records of the dossier, since a case that goes to somebody else takes the child's name along.
enum NearWords {
    /// Kinds whose `owner` or `team` can bring somebody near a dossier; the child itself while it has no case.
    static let kinds: Set<String> = ["assignment", "best_interest_seat", "case", "child", "closure", "placement", "referral", "task"]
    /// Kinds that open a dossier to an authority by being there.
    private static let opening: Set<String> = ["closure", "placement"]
    /// Kinds that have a row in `search`.
    private static let found: Set<String> = ["case", "child"]

    /// The columns that decide.
    struct Row: Hashable {
        var kind: String
        var owner: UUIDv7?
        var team: UUIDv7?
    }

    static func text(_ rows: some Sequence<Row>) -> String {
        var words: Set<String> = []
        for row in rows where kinds.contains(row.kind) {
            if let owner = row.owner { words.insert(word(owner: owner)) }
            if let team = row.team { words.insert(word(team: team)) }
            if opening.contains(row.kind) { words.insert(word(kind: row.kind)) }
        }
        return words.sorted().joined(separator: " ")
    }

    static func word(owner: UUIDv7) -> String { String(NameFolding.ownerMark) + String(owner.low, radix: 36) }
    static func word(team: UUIDv7) -> String { String(NameFolding.teamMark) + String(team.low, radix: 36) }
    static func word(kind: String) -> String { String(NameFolding.kindMark) + kind }

    /// What the rows of this dossier in `search` carry, by the table as it stands, and their numbers.
    static func stored(_ db: Database, _ dossier: UUIDv7) throws -> (text: String, numbers: [Int64]) {
        let query = try Query(db, "SELECT number, kind, owner, team FROM record WHERE dossier = ? AND kind IN (\(list))")
        query.bind(1, dossier)
        defer { query.reset() }
        var rows: Set<Row> = []
        var numbers: [Int64] = []
        while try query.step() {
            guard let kind = query.text(1) else { continue }
            rows.insert(Row(kind: kind, owner: query.isNull(2) ? nil : query.id(2), team: query.isNull(3) ? nil : query.id(3)))
            if found.contains(kind) { numbers.append(query.int(0)) }
        }
        return (text(rows), numbers)
    }

    /// Writes them where they differ.
    static func refresh(_ db: Database, _ dossier: UUIDv7) throws {
        let (text, numbers) = try stored(db, dossier)
        for number in numbers {
            let query = try Query(db, "UPDATE search SET near = ? WHERE rowid = ? AND near IS NOT ?")
            query.bind(1, text)
            query.bind(2, number)
            query.bind(3, text)
            try query.run()
        }
    }

    private static let list = kinds.sorted().map { "'\($0)'" }.joined(separator: ", ")
}

extension NearWords.Row {
    init(_ record: ProjectedRecord) { self.init(kind: record.kind, owner: record.owner, team: record.team) }
}
