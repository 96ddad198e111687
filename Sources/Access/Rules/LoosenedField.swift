import Foundations

/// A question that more people could read, or that would leave the site with more, under another version of its form.
public struct LoosenedField: Sendable, Hashable {
    public enum Kind: String, Sendable, Codable {
        /// Another sensitivity class.
        case seen = "class"
        /// Goes further with a forwarded record.
        case forward
        /// The form follows the rights of another form.
        case rights
        /// Takes words from answers that some of its readers cannot see: `from` is what it reads, `to` its own class.
        case flow
        /// Asks what another question asks, whose answers fewer people see.
        case twin
    }

    public let kind: Kind
    public let field: String
    /// Classes, words of `cm::forward`, or names of forms.
    public let from: String
    public let to: String
    /// Codes of the roles that gain, sorted; empty for `forward`.
    public let roles: [String]
    /// Records that hold an answer, where they were counted.
    public var records: Int?

    public init(_ kind: Kind, field: String, from: String, to: String, roles: [String], records: Int? = nil) {
        self.kind = kind
        self.field = field
        self.from = from
        self.to = to
        self.roles = roles
        self.records = records
    }

    /// Whether somebody who agreed to this agreed to `other` too: the same thing for no further role, whatever was counted.
    public func covers(_ other: LoosenedField) -> Bool {
        kind == other.kind && field == other.field && from == other.from && to == other.to && Set(other.roles).isSubset(of: roles)
    }

    init?(_ value: Value) {
        guard let map = value.map, let kind = map["kind"]?.text.flatMap(Kind.init(rawValue:)), let field = map["field"]?.text,
              let from = map["from"]?.text, let to = map["to"]?.text else { return nil }
        self.init(kind, field: field, from: from, to: to, roles: map["roles"]?.list?.compactMap(\.text) ?? [], records: map["records"]?.int.map(Int.init))
    }

    var value: Value {
        var map: [String: Value] = ["kind": .text(kind.rawValue), "field": .text(field), "from": .text(from), "to": .text(to),
                                    "roles": .list(roles.map(Value.text))]
        if let records { map["records"] = .int(Int64(records)) }
        return .map(map)
    }
}
