import Casework
import Foundations
import HTTPServer

/// Concerns that came in about a child who was known already.
enum KnownChildConcerns {
    static func routes(_ site: Site) -> [Route] {
        [Route(.get, "/api/v1/dossiers/{id}/concerns") { request, path in try await list(request, path, site) }]
    }

    private struct Reply: Encodable {
        struct Row: Encodable {
            var notification: Shape.Record
            var child: Shape.Record
            /// Absent while nobody who works with the child has taken note.
            var notedOn: String?
            var notedBy: Shape.Person?
        }
        var rows: [Row]
    }

    private static func list(_ request: Request, _ path: PathParameters, _ site: Site) async throws -> Response {
        let caller = try await site.caller(request)
        let dossier = try path.require("id", as: UUIDv7.self)
        let found = try caller.open.desk.concerns(about: dossier, for: caller.standing)
        caller.noteView(dossier)
        let names = caller.open.names()
        return try .json(Reply(rows: found.map { one in
            Reply.Row(notification: Shape.Record(one.notification, names), child: Shape.Record(one.child, names), notedOn: one.noted?.on,
                      notedBy: one.noted.map { names.person($0.by) })
        }))
    }
}
