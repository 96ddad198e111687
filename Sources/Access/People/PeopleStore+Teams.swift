public import Foundations
import GRDB
import Journal
import Matching

/// Teams, and whom they hold. What widens somebody's view of cases takes two persons (`changeDetails`).
extension PeopleStore {
    /// All teams by name, closed ones too, and ids that people have and no record names yet.
    public func teams() -> [Team] {
        let (known, people) = teamsAndPeople()
        let unnamed = Set(people.filter { $0.state != .inactive }.flatMap(\.teams)).subtracting(known.keys)
        return (Array(known.values) + unnamed.map { Team(id: $0, name: "") }).sorted { ($0.name, $0.id) < ($1.name, $1.id) }
    }

    public func team(_ id: UUIDv7) -> Team? { teams().first { $0.id == id } }

    /// Makes a team.
    /// - Throws: `notAllowed` without the power `people`; `teamNameInvalid`, `teamNameTaken`, `badDetail`.
    public func makeTeam(name: String, agency: String?, by administrator: UUIDv7) async throws(AccessError) -> Team {
        try require(.people, of: administrator, "make teams of")
        let team = try checked(Team(id: UUIDv7.make(at: time.now().millis), name: name, agency: agency))
        try await keep(team, event: .teamMade, by: administrator)
        return team
    }

    /// Gives a team another name or agency. Its people and cases stay with it; their own agency does not change.
    /// - Throws: as `makeTeam`; `notFound` for a team that is not there or closed.
    public func changeTeam(_ id: UUIDv7, name: String, agency: String?, by administrator: UUIDv7) async throws(AccessError) -> Team {
        try require(.people, of: administrator, "change teams of")
        guard var team = team(id), team.isOpen else { throw .notFound }
        team.name = name
        team.agency = agency
        let next = try checked(team)
        try await keep(next, event: .teamChanged, by: administrator)
        return next
    }

    /// Closes a team that holds nobody, no request and no case under way.
    /// - Throws: `teamNotEmpty`; `notFound` for a team that is not there or closed.
    public func closeTeam(_ id: UUIDv7, by administrator: UUIDv7) async throws(AccessError) {
        try require(.people, of: administrator, "close teams of")
        guard var team = team(id), team.isOpen, team.version > 0 else { throw .notFound }
        team.isOpen = false
        try await keep(team, event: .teamClosed, by: administrator) { db in
            let holds = try Self.every(ReservedKind.user, db).compactMap(Person.init).contains { $0.state != .inactive && $0.teams.contains(id) }
            let asked = try Self.every(ReservedKind.request, db).compactMap(AccessRequest.init)
                .contains { $0.state == .open && $0.details?.teams?.contains(id) == true }
            let cases = try Kinds.liveCase.contains { try !Lookup.find(db, .caseByTeam, key: .pair(id, $0), limit: 1).isEmpty }
            if holds || asked || cases { throw AccessError.teamNotEmpty }
        }
    }

    /// Refuses teams that are not open. What a person has already is not asked about again.
    func areOpen(_ teams: Set<UUIDv7>, besides had: Set<UUIDv7> = []) throws(AccessError) {
        let known = teamsAndPeople().teams
        for id in teams.subtracting(had) where known[id]?.isOpen != true { throw .noSuchTeam }
    }

    /// The same, asked inside a save on the store as it is then.
    static func areOpen(_ teams: Set<UUIDv7>, besides had: Set<UUIDv7> = [], _ db: Database) throws {
        for id in teams.subtracting(had) {
            guard let record = try JournalStore.record(db, id), Team(record)?.isOpen == true else { throw AccessError.noSuchTeam }
        }
    }

    func checked(_ team: Team) throws(AccessError) -> Team {
        var team = team
        if team.agency?.isEmpty == true { team.agency = nil }
        guard PersonName.isValid(team.name), team.name.count <= 80 else { throw .teamNameInvalid }
        try isAgency(team.agency)
        return team
    }

    func isAgency(_ agency: String?) throws(AccessError) {
        if let agency, !(1...64).contains(agency.utf8.count) || !PersonName.isPlain(agency) { throw .badDetail("agency") }
    }

    private func keep(
        _ team: Team, event: AccessEvent.Kind, by administrator: UUIDv7, check: @escaping @Sendable (Database) throws -> Void = { _ in }
    ) async throws(AccessError) {
        let words = NameFolding.words(team.name)
        let done = try await commit([team.change()], by: administrator) { db in
            if team.isOpen, try Self.every(ReservedKind.team, db).compactMap(Team.init)
                .contains(where: { $0.id != team.id && $0.isOpen && NameFolding.words($0.name) == words }) { throw AccessError.teamNameTaken }
            try check(db)
        }
        guard done else { throw .requestNotOpen }
        try await note(AccessEvent(event, actor: administrator, subject: team.id))
    }
}
