import Access
import Foundations
import HTTPServer

/// Whom a referral may name: the active people whose rights come from being asked into a dossier.
enum Colleagues {
    static func routes(_ site: Site) -> [Route] {
        [Route(.get, "/api/v1/colleagues") { request, _ in try await list(request, site) }]
    }

    private struct Reply: Encodable {
        struct Item: Encodable {
            var id: UUIDv7
            var name: String
            var role: String
        }
        var colleagues: [Item]
    }

    private static func list(_ request: Request, _ site: Site) async throws -> Response {
        let caller = try await site.caller(request)
        guard caller.standing.mayEver(.view, ReservedKind.user), caller.standing.mayEver(.view, "referral") else {
            throw AccessError.notAllowed(action: "list the colleagues of")
        }
        let book = caller.open.people.rules.book
        return try .json(Reply(colleagues: caller.open.people.all().filter { person in
            person.state == .active && book[person.role]?.grants.contains { $0.reach == .assigned || $0.reach == .referred } == true
        }.map { Reply.Item(id: $0.id, name: $0.name, role: $0.role) }))
    }
}
