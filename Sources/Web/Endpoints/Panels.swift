import Access
import CaseSteps
import Casework
import Foundations
import HTTPServer

/// A best-interest panel on one page. What is said and decided in it is a save like any other (`POST /api/v1/records`).
enum Panels {
    static func routes(_ site: Site) -> [Route] {
        [Route(.get, "/api/v1/panels/{id}") { request, path in try await show(request, path, site) }]
    }

    private struct Sheet: Encodable {
        var panel: Shape.Record
        var status: String
        var name: String
        var seats: [Shape.Record]
        var quorum: Int
        var counted: Int
        var lacks: [String]
        var chosen: Int?
        var own: UUIDv7?
        var steps: [String]
        var mayAsk: Bool
        var prepared: [UUIDv7]
        var planned: Int
        var actions: [Shape.Record]
    }

    private static func show(_ request: Request, _ path: PathParameters, _ site: Site) async throws -> Response {
        let caller = try await site.caller(request)
        let sheet = try caller.open.desk.panel(path.require("id", as: UUIDv7.self), for: caller.standing)
        caller.noteView(sheet.panel.id)
        let names = caller.open.names()
        return try .json(Sheet(
            panel: Shape.Record(sheet.panel, names), status: sheet.status.rawValue, name: sheet.name, seats: sheet.seats.map { Shape.Record($0, names) },
            quorum: sheet.quorum, counted: sheet.counted, lacks: sheet.lacks.map(\.rawValue), chosen: sheet.chosen, own: sheet.own,
            steps: sheet.steps.map(\.rawValue), mayAsk: sheet.mayAsk, prepared: sheet.prepared, planned: sheet.planned,
            actions: sheet.actions.map { Shape.Record($0, names) }))
    }
}
