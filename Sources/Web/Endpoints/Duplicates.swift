import Access
import Casework
import Foundations
import HTTPServer
import Matching

/// Dossiers that may be of one child, as the nightly sweep found them, for those who see both.
enum Duplicates {
    static func routes(_ site: Site) -> [Route] {
        [
            Route(.get, "/api/v1/duplicates") { request, _ in try await list(request, site) },
            Route(.post, "/api/v1/duplicates/apart", bodyLimit: 64 << 10) { request, _ in try await tell(request, site, isApart: true) },
            Route(.post, "/api/v1/duplicates/apart/undo", bodyLimit: 64 << 10) { request, _ in try await tell(request, site, isApart: false) },
        ]
    }

    /// Two children told apart.
    struct Apart: Encodable {
        var first: UUIDv7
        var second: UUIDv7
        var by: Shape.Person
        var at: String
        var reason: String

        init(_ told: ToldApart, _ names: Names) {
            (first, second, reason) = (told.first, told.second, told.reason)
            by = names.person(told.by)
            at = told.at.iso8601
        }
    }

    private struct List: Encodable {
        struct Row: Encodable {
            var first: LikelyChildren.Row
            var second: LikelyChildren.Row
        }
        struct Told: Encodable {
            var apart: Apart
            var firstName: String
            var secondName: String
        }
        var rows: [Row]
        var more: Bool
        var apart: [Told]
        var swept: String?
    }

    private static func list(_ request: Request, _ site: Site) async throws -> Response {
        let caller = try await site.caller(request)
        guard let weights = LikelyChildren.weights else { return try .json(List(rows: [], more: false, apart: [])) }
        let found = try caller.open.desk.duplicates(weights, for: caller.standing)
        caller.noteList("duplicates")
        let names = caller.open.names()
        return try .json(List(
            rows: found.rows.map { List.Row(first: LikelyChildren.Row($0.first, names), second: LikelyChildren.Row($0.second, names)) }, more: found.more,
            apart: found.apart.map { List.Told(apart: Apart($0.told, names), firstName: $0.first, secondName: $0.second) }, swept: found.swept?.iso8601))
    }

    private struct Body: Decodable {
        var saveId: UUIDv7
        var first: UUIDv7
        var second: UUIDv7
        var reason: String?
    }

    private static func tell(_ request: Request, _ site: Site, isApart: Bool) async throws -> Response {
        let caller = try await site.caller(request, writing: true)
        let body = try request.decodeJSON(Body.self), desk = caller.open.desk
        let pair = DuplicatePair(body.first, body.second), step = ApartStep(save: body.saveId, reason: body.reason ?? "")
        let told = isApart ? try await desk.tellApart(pair, step, by: caller.author, standing: caller.standing)
            : try await desk.takeBackApart(pair, step, by: caller.author, standing: caller.standing)
        return try .json(Apart(told, caller.open.names()))
    }
}
