import Casework
import Foundations
import HTTPServer

/// The copy that a person gets of their own file.
enum PersonCopies {
    static func routes(_ site: Site) -> [Route] {
        [Route(.post, "/api/v1/dossiers/{id}/copies", bodyLimit: 4 << 10) { request, path in try await give(request, path, site) }]
    }

    private struct Body: Decodable {
        var request: UUIDv7
    }

    private struct Reply: Encodable {
        struct Part: Encodable {
            var id: UUIDv7
            var form: String
            var written: String
            var fields: [String: Value]
        }

        var dossier: UUIDv7
        var request: UUIDv7
        var day: String
        var parts: [Part]
    }

    private static func give(_ request: Request, _ path: PathParameters, _ site: Site) async throws -> Response {
        let caller = try await site.caller(request, writing: true)
        let id = try path.require("id", as: UUIDv7.self)
        let body = try request.decodeJSON(Body.self)
        let copy = try await caller.open.desk.personCopy(of: id, for: body.request, by: caller.author, standing: caller.standing)
        return try .json(Reply(dossier: copy.dossier, request: copy.request, day: copy.day.description, parts: copy.parts.map {
            Reply.Part(id: $0.record, form: $0.form, written: $0.written.description, fields: $0.fields)
        }))
    }
}
