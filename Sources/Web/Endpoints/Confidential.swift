import Access
import Casework
import Foundations
import HTTPServer

/// Confidential cases: a list, one with its steps, and those linked to a child's dossier. Saving is `POST /api/v1/records`.
enum Confidential {
    static func routes(_ site: Site) -> [Route] {
        [
            Route(.get, "/api/v1/confidential") { request, _ in try await list(request, site) },
            Route(.get, "/api/v1/confidential/{id}") { request, path in try await show(request, path, site) },
            Route(.get, "/api/v1/dossiers/{id}/confidential") { request, path in try await ofChild(request, path, site) },
        ]
    }

    private struct Row: Encodable {
        var id: UUIDv7
        var code: String?
        var opened: String?
        var closed: String?

        init(_ one: ShownRecord) {
            (id, code, opened, closed) = (one.id, one.text("gbv_code"), one.text("opened_on"), one.text("closed_on"))
        }
    }

    private struct List: Encodable {
        var rows: [Row]
        var next: String?
    }

    private static func list(_ request: Request, _ site: Site) async throws -> Response {
        let caller = try await site.caller(request)
        let found = try caller.open.desk.confidentialCases(after: request.query("cursor"), for: caller.standing)
        caller.noteList("confidential")
        return try .json(List(rows: found.rows.map(Row.init), next: found.next))
    }

    private struct One: Encodable {
        struct Linked: Encodable {
            var dossier: UUIDv7
            var summary: Shape.Summary
        }
        var record: Shape.Record
        var steps: [Shape.Record]
        /// The child's dossier; absent where there is none and where the caller does not see it.
        var linked: Linked?
        var mayAdd: Bool
    }

    private static func show(_ request: Request, _ path: PathParameters, _ site: Site) async throws -> Response {
        let caller = try await site.caller(request)
        let found = try caller.open.desk.confidentialCase(path.require("id", as: UUIDv7.self), for: caller.standing)
        caller.noteView(found.root.id)
        let names = caller.open.names()
        return try .json(One(record: Shape.Record(found.root, names), steps: found.steps.map { Shape.Record($0, names) },
                             linked: found.linked.map { One.Linked(dossier: $0.dossier, summary: Shape.Summary($0.summary, names)) }, mayAdd: found.mayAdd))
    }

    private static func ofChild(_ request: Request, _ path: PathParameters, _ site: Site) async throws -> Response {
        let caller = try await site.caller(request)
        let dossier = try path.require("id", as: UUIDv7.self)
        let rows = try caller.open.desk.confidentialCases(of: dossier, for: caller.standing)
        caller.noteView(dossier)
        return try .json(List(rows: rows.map(Row.init), next: nil))
    }
}
