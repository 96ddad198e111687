import Access
import Foundations
import HTTPServer

/// The teams of the site, for administrators. Who is in which is changed with the person (`PeoplePages`, `TwoPersonPages`).
enum TeamPages {
    static func routes(_ site: Site) -> [Route] {
        [
            Route(.get, "/api/v1/teams") { request, _ in try await list(request, site) },
            Route(.post, "/api/v1/teams", bodyLimit: 4 << 10) { request, _ in
                let caller = try await site.caller(request, writing: true), body = try request.decodeJSON(Body.self)
                let team = try await caller.open.people.makeTeam(name: body.name, agency: body.agency, by: caller.person.id)
                return try .json(Made(id: team.id), status: 201)
            },
            Route(.post, "/api/v1/teams/{id}", bodyLimit: 4 << 10) { request, path in
                let caller = try await site.caller(request, writing: true), body = try request.decodeJSON(Body.self)
                let id = try path.require("id", as: UUIDv7.self)
                _ = try await caller.open.people.changeTeam(id, name: body.name, agency: body.agency, by: caller.person.id)
                return .noContent
            },
            Route(.post, "/api/v1/teams/{id}/close") { request, path in
                let caller = try await site.caller(request, writing: true)
                try await caller.open.people.closeTeam(path.require("id", as: UUIDv7.self), by: caller.person.id)
                return .noContent
            },
        ]
    }

    private struct Body: Decodable {
        var name: String
        var agency: String?
    }

    private struct Made: Encodable {
        var id: UUIDv7
    }

    private struct Reply: Encodable {
        struct Item: Encodable {
            var id: UUIDv7
            /// Empty where people have the id of a team that was never named.
            var name: String
            var agency: String?
            /// Accounts in it that are not closed.
            var people: Int
        }
        /// Those that are open.
        var teams: [Item]
        /// Codes of agencies that teams and people have.
        var agencies: [String]
    }

    private static func list(_ request: Request, _ site: Site) async throws -> Response {
        let caller = try await site.caller(request)
        guard caller.standing.viewer.role.powers.contains(.people) else { throw AccessError.notAllowed(action: "list the teams of the site") }
        let people = caller.open.people.all().filter { $0.state != .inactive }, teams = caller.open.people.teams().filter(\.isOpen)
        return try .json(Reply(
            teams: teams.map { team in
                Reply.Item(id: team.id, name: team.name, agency: team.agency, people: people.count { $0.teams.contains(team.id) })
            },
            agencies: Set(people.compactMap(\.agency) + teams.compactMap(\.agency)).sorted()))
    }
}
