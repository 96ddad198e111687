import Casework
import Foundations
import HTTPServer
import TimeLimits

/// How a child's records stand against the country's time limits.
enum Limits {
    static func routes(_ site: Site) -> [Route] {
        [Route(.get, "/api/v1/dossiers/{id}/limits") { request, path in try await show(request, path, site) }]
    }

    private struct Reply: Encodable {
        struct Limit: Encodable {
            var rule: String
            var label: [String: String]
            var state: String
            /// The record that started the clock.
            var record: UUIDv7
            var started: String
            var due: String?
            /// The moment of a limit in hours, where it is known.
            var dueAt: String?
            /// The day on which it was met or ended.
            var on: String?
            /// Calendar days left, or late.
            var days: Int
            var within: Int
            var unit: String
            var suspension: [String: String]?
            var suspendedSince: String?
            /// False where the country has not confirmed the number.
            var confirmed: Bool
        }

        var country: String?
        var limits: [Limit]
    }

    private static func show(_ request: Request, _ path: PathParameters, _ site: Site) async throws -> Response {
        let caller = try await site.caller(request)
        let id = try path.require("id", as: UUIDv7.self)
        let desk = caller.open.desk
        let found = try desk.limits(of: id, for: caller.standing)
        caller.noteView(id)
        let limits = found.outcomes.map { one in
            Reply.Limit(
                rule: one.rule, label: one.labels, state: one.state.rawValue, record: one.start, started: one.started.description, due: one.due?.description,
                dueAt: one.dueMoment.map { WallTime(millis: $0, offsetMinutes: desk.limits.offset($0)).iso8601 }, on: one.on?.description, days: one.days,
                within: one.version.amount, unit: one.version.unit.rawValue, suspension: one.suspension.flatMap { found.suspensions[$0] },
                suspendedSince: one.suspendedSince?.description, confirmed: one.version.confirmed)
        }
        return try .json(Reply(country: found.country, limits: limits))
    }
}
