import Access
import Casework
import Foundations
import HTTPServer

/// How much of the standard forms a site asks, for data officers.
enum ProfileOffice {
    static func routes(_ site: Site) -> [Route] {
        [
            Route(.get, "/api/v1/profiles") { request, _ in
                let caller = try await FormOffice.officer(request, site)
                return try .json(try ProfileReport(caller.open))
            },
            Route(.post, "/api/v1/profiles/in-use", bodyLimit: 16 << 10) { request, _ in
                let caller = try await FormOffice.officer(request, site, writing: true)
                let body = try request.decodeJSON(Body.self)
                let next = ProfileToUse(id: body.id, profile: body.profile, note: body.note ?? "", base: body.base)
                try await caller.open.desk.use(next, by: caller.author, standing: caller.standing)
                return try .json(try ProfileReport(caller.open))
            },
        ]
    }

    private struct Body: Decodable {
        /// Made by the app, so that sending twice switches once.
        var id: UUIDv7
        var profile: String
        var note: String?
        var base: Int
    }
}
