import Casework
import Foundations
import HTTPServer

/// Deciding a conflict: one value holds, the history keeps both.
enum Conflicts {
    static func routes(_ site: Site) -> [Route] {
        [Route(.post, "/api/v1/conflicts/{id}/decision") { request, path in try await decide(request, path, site) }]
    }

    private struct Body: Decodable {
        var saveId: UUIDv7
        var field: String
        var value: Value?
    }

    private static func decide(_ request: Request, _ path: PathParameters, _ site: Site) async throws -> Response {
        let caller = try await site.caller(request, writing: true)
        let body = try request.decodeJSON(Body.self)
        let receipt = try await caller.open.desk.decideConflict(
            path.require("id", as: UUIDv7.self), field: body.field, value: body.value ?? .null, save: body.saveId,
            by: caller.author, standing: caller.standing)
        return try SaveReply(receipt, at: site.time.now()).response()
    }
}
