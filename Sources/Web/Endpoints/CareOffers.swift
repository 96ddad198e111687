import Casework
import Foundations
import HTTPServer

/// How a provider stands as a place for a child, for who asks for a placement or decides one.
enum CareOffers {
    static func routes(_ site: Site) -> [Route] {
        [Route(.get, "/api/v1/providers/{id}/places") { request, path in try await show(request, path, site) }]
    }

    private struct Reply: Encodable {
        var capacity: Int?
        var taken: Int
        var licenceUntil: String?
        /// `full`, `licence_over`, `licence_missing`, `licence_suspended`, `inactive`.
        var concerns: [String]
    }

    private static func show(_ request: Request, _ path: PathParameters, _ site: Site) async throws -> Response {
        let caller = try await site.caller(request)
        let id = try path.require("id", as: UUIDv7.self)
        let offer = try caller.open.desk.careOffer(of: id, placing: request.query("dossier").flatMap(UUIDv7.init), for: caller.standing)
        caller.noteView(id)
        return try .json(Reply(capacity: offer.capacity, taken: offer.taken, licenceUntil: offer.licenceUntil, concerns: offer.concerns.map(\.rawValue)))
    }
}
