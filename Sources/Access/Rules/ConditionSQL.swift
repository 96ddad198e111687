import Foundations
public import GRDB
import Journal

/// A WHERE fragment over the `record` table, with its arguments in order. Always in parentheses.
public struct SQLFilter: Sendable {
    public let sql: String
    public let arguments: StatementArguments

    /// Lets nothing through.
    public var isEmpty: Bool { sql == "(0)" }
}

/// Writes a condition as SQL. Values travel as arguments; only names from this file stand in the text.
struct ConditionWriter {
    private(set) var arguments: [(any DatabaseValueConvertible)?] = []
    private var depth = 0

    static func filter(_ condition: Condition, alias: String) -> SQLFilter {
        var writer = ConditionWriter()
        let sql = writer.write(condition.simplified, alias)
        return SQLFilter(sql: "(\(sql))", arguments: StatementArguments(writer.arguments))
    }

    private mutating func write(_ condition: Condition, _ row: String) -> String {
        switch condition {
        case .always: return "1"
        case .never: return "0"
        case .kind(let kinds): return list("\(row).kind", kinds.sorted())
        case .id(let ids): return list("\(row).id", ids.sorted())
        case .owner(let person): return "\(row).owner IS \(argument(person))"
        case .team(let teams): return list("\(row).team", teams.sorted())
        case .withoutTeam: return "\(row).team IS NULL"
        case .agency(let agency): return "\(row).agency IS \(argument(agency))"
        case .status(let states): return list("\(row).status", states.sorted())
        case .statusOutside(let states): return "(\(row).status IS NULL OR NOT \(list("\(row).status", states.sorted())))"
        case .unmarked: return "(\(row).sensitivity IS NULL OR \(row).sensitivity = 'general')"
        case .sensitivity(let classes): return list("\(row).sensitivity", classes.sorted())
        case .dossier(let dossiers): return list("\(row).dossier", dossiers.sorted())
        case .inDossier: return "\(row).dossier IS NOT NULL"
        case .beside(let rule):
            let near = neighbour()
            let kinds = Kinds.deciding.map { "'\($0)'" }.joined(separator: ", ")
            return exists(near, "\(near).dossier = \(row).dossier AND \(near).kind IN (\(kinds))", write(rule, near))
        case .under(let rule):
            let near = neighbour()
            return "(\(row).dossier IS NULL AND "
                + exists(near, "\(near).id = \(row).parent AND \(near).dossier IS NULL", write(rule, near)) + ")"
        case .above(let rule):
            let near = neighbour()
            // `record` has no index by parent; the journal keeps one in `lookup`.
            let below = "SELECT record FROM lookup WHERE rule = \(ProjectionRules.Rule.byParent.rawValue) AND key = \(row).id"
            let link = "\(near).number IN (\(below)) AND \(near).kind = '\(Kinds.familyMember)'"
            return "(\(row).kind = '\(Kinds.family)' AND \(exists(near, link, write(rule, near))))"
        case .not(let rule): return "NOT coalesce(\(write(rule, row)), 0)"
        case .all(let rules): return join(rules, " AND ", row)
        case .any(let rules): return join(rules, " OR ", row)
        }
    }

    private mutating func neighbour() -> String {
        depth += 1
        return "near\(depth)"
    }

    private func exists(_ near: String, _ link: String, _ rule: String) -> String {
        "EXISTS (SELECT 1 FROM record AS \(near) WHERE \(link) AND \(rule))"
    }

    private mutating func join(_ rules: [Condition], _ word: String, _ row: String) -> String {
        var parts: [String] = []
        for rule in rules { parts.append(write(rule, row)) }
        return "(" + parts.joined(separator: word) + ")"
    }

    private mutating func list(_ column: String, _ values: [some DatabaseValueConvertible]) -> String {
        guard !values.isEmpty else { return "0" }
        let marks = values.map { argument($0) }.joined(separator: ", ")
        return "\(column) IN (\(marks))"
    }

    private mutating func argument(_ value: some DatabaseValueConvertible) -> String {
        arguments.append(value)
        return "?"
    }
}
