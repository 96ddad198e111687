public import Foundations
public import Journal

/// A team of the site: who works together and sees the same cases. Kept like an account, in a scope of its own.
public struct Team: Sendable, Hashable {
    public let id: UUIDv7
    /// Empty only where people were given an id that no record stands for yet; naming it makes the record.
    public var name: String
    public var agency: String?
    public var isOpen: Bool
    var version = 0

    public init(id: UUIDv7, name: String, agency: String? = nil, isOpen: Bool = true) {
        self.id = id
        self.name = name
        self.agency = agency
        self.isOpen = isOpen
    }

    /// Nil where the record is no team.
    public init?(_ record: StoredRecord) {
        guard record.kind == ReservedKind.team, let name = record.fields["name"]?.text else { return nil }
        self.init(id: record.id, name: name, agency: record.fields["agency"]?.text, isOpen: record.status == "open")
        version = record.version
    }

    func change() -> AccountChange {
        AccountChange(
            record: id, kind: ReservedKind.team, scope: id.accountScope, seen: version,
            fields: ["name": .text(name), "agency": agency.map(Value.text) ?? .null], envelope: RecordEnvelope(status: isOpen ? "open" : "closed"))
    }
}

/// What is to be otherwise about an account; nil leaves it as it is.
public struct PersonDetails: Sendable, Hashable {
    public var name: String?
    public var teams: Set<UUIDv7>?
    /// Empty takes it away.
    public var agency: String?
    public var language: String?

    public init(name: String? = nil, teams: Set<UUIDv7>? = nil, agency: String? = nil, language: String? = nil) {
        self.name = name
        self.teams = teams
        self.agency = agency
        self.language = language
    }

    /// The account with these details.
    public func applied(to person: Person) -> Person {
        var next = person
        if let name { next.name = name }
        if let teams { next.teams = teams }
        if let agency { next.agency = agency.isEmpty ? nil : agency }
        if let language { next.language = language }
        return next
    }

    init?(_ fields: [String: Value]) {
        self.init(
            name: fields["new_name"]?.text, teams: fields["new_teams"]?.list.map { Set($0.compactMap(\.identifier)) },
            agency: fields["new_agency"]?.text, language: fields["new_language"]?.text)
    }

    var fields: [String: Value] {
        var out: [String: Value] = [:]
        if let name { out["new_name"] = .text(name) }
        if let teams { out["new_teams"] = .list(teams.sorted().map { .text($0.description) }) }
        if let agency { out["new_agency"] = .text(agency) }
        if let language { out["new_language"] = .text(language) }
        return out
    }
}
