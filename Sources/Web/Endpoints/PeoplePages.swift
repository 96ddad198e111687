import Access
import Foundations
import HTTPServer

/// The people of the site, for administrators: who has an account, and inviting somebody by a one-time link.
enum PeoplePages {
    static func routes(_ site: Site) -> [Route] {
        [
            Route(.get, "/api/v1/people") { request, _ in try await list(request, site) },
            Route(.post, "/api/v1/people", bodyLimit: 16 << 10) { request, _ in try await invite(request, site) },
            Route(.post, "/api/v1/people/{id}/link") { request, path in
                let caller = try await site.caller(request, writing: true)
                return try invited(await caller.open.people.renewLink(of: path.require("id", as: UUIDv7.self), by: caller.person.id), caller)
            },
            Route(.post, "/api/v1/people/{id}/close") { request, path in
                let caller = try await site.caller(request, writing: true)
                try await caller.open.people.deactivate(path.require("id", as: UUIDv7.self), by: caller.person.id)
                return .noContent
            },
        ]
    }

    private struct ListReply: Encodable {
        struct Item: Encodable {
            var id: UUIDv7
            var name: String
            var user: String
            var role: String
            var active: Bool
            var state: String
            /// The first of `teams`.
            var team: String?
            var teams: [UUIDv7]
            var agency: String?
            var language: String
            /// Whether their work needs a team and they have none.
            var lacksTeam: Bool
        }
        var people: [Item]
        /// Roles that do nothing useful without a team.
        var teamRoles: [String]
    }

    private static func list(_ request: Request, _ site: Site) async throws -> Response {
        let caller = try await site.caller(request)
        guard caller.standing.viewer.role.powers.contains(.people) else { throw AccessError.notAllowed(action: "list the people of the site") }
        let book = caller.open.people.rules.book
        let teamRoles = Set(book.roles.values.filter(\.needsTeam).map(\.code))
        return try .json(ListReply(people: caller.open.people.all().map {
            ListReply.Item(id: $0.id, name: $0.name, user: $0.userName, role: $0.role, active: $0.state == .active, state: $0.state.rawValue,
                           team: $0.teams.min()?.description, teams: $0.teams.sorted(), agency: $0.agency, language: $0.language,
                           lacksTeam: $0.state != .inactive && $0.teams.isEmpty && teamRoles.contains($0.role))
        }, teamRoles: teamRoles.sorted()))
    }

    private struct Body: Decodable {
        var name: String
        var user: String
        var role: String
        /// One team, or several; both may be left out.
        var team: UUIDv7?
        var teams: [UUIDv7]?
        var agency: String?
        var language: String?
    }

    private struct Invited: Encodable {
        var id: UUIDv7
        var setupLink: String
        var setupQR: String
        /// Whether a second person has to agree before the account can sign in.
        var waitsForSecond: Bool
    }

    private static func invite(_ request: Request, _ site: Site) async throws -> Response {
        let caller = try await site.caller(request, writing: true)
        let body = try request.decodeJSON(Body.self)
        let teams = Set((body.teams ?? []) + [body.team].compactMap { $0 })
        let invitation = try await caller.open.people.create(
            NewPerson(name: body.name, userName: body.user, role: body.role, teams: teams, agency: body.agency, language: body.language ?? "en"),
            by: caller.person.id)
        return try invited(invitation, caller)
    }

    private static func invited(_ invitation: Invitation, _ caller: Caller) throws -> Response {
        let link = caller.open.address + "/#/setup/" + invitation.token
        return try .json(Invited(id: invitation.person.id, setupLink: link, setupQR: QRCode(link)?.svg(label: link) ?? "",
                                 waitsForSecond: invitation.request != nil), status: 201)
    }
}
