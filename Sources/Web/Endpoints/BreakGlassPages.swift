import Access
import Foundations
import HTTPServer

/// Opening one dossier beyond one's reach, with a reason, for a limited time, told to others at once.
enum BreakGlassPages {
    static func routes(_ site: Site) -> [Route] {
        [
            Route(.post, "/api/v1/break-glass", bodyLimit: 16 << 10) { request, _ in
                let caller = try await site.caller(request, writing: true)
                let body = try request.decodeJSON(Body.self)
                try await caller.open.people.breakGlass(body.dossier, reason: body.reason, by: caller.person.id)
                return try .json(Opened(dossier: body.dossier, seconds: PeopleStore.glassSeconds))
            },
            Route(.delete, "/api/v1/break-glass/{id}") { request, path in
                let caller = try await site.caller(request, writing: true)
                try await caller.open.people.mendGlass(path.require("id", as: UUIDv7.self), by: caller.person.id)
                return .noContent
            },
        ]
    }

    private struct Body: Decodable {
        var dossier: UUIDv7
        var reason: String
    }

    private struct Opened: Encodable {
        var dossier: UUIDv7
        var seconds: Int
    }
}
