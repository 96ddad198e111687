import Access
import Foundations
import HTTPServer
import Journal

/// The second chain, for auditors: who looked at what, searched, signed in, changed rights. Ids, not content.
enum TrailPages {
    static let page = 100

    static func routes(_ site: Site) -> [Route] {
        [Route(.get, "/api/v1/trail") { request, _ in try await read(request, site) }]
    }

    private struct Reply: Encodable {
        struct Row: Encodable {
            var position: Int64
            var at: String
            var action: String
            var actor: Shape.Person?
            var subject: UUIDv7?
            var detail: [String: Value]
            var words: String?
        }
        var rows: [Row]
        var next: String?
    }

    private static func read(_ request: Request, _ site: Site) async throws -> Response {
        let caller = try await site.caller(request)
        guard caller.standing.viewer.role.powers.contains(.audit) else { throw AccessError.notAllowed(action: "read the audit trail") }
        var filter = AuditTrail.Filter()
        filter.actor = try identifier(request, "actor")
        filter.subject = try identifier(request, "subject")
        var before: Int64?
        if let cursor = request.query("cursor") {
            guard let position = Int64(cursor), position > 0 else { throw bad("cursor") }
            before = position
        }
        let rows = try caller.open.journal.trail.read(filter, before: before, limit: page)
        caller.note(TrailEvent(.list, subject: caller.person.id, detail: ["what": "trail"]))
        let names = caller.open.names()
        return try .json(Reply(rows: rows.map { row in
            Reply.Row(position: row.position, at: row.at.iso8601, action: row.event.action.rawValue, actor: row.event.actor.map(names.person),
                      subject: row.event.subject, detail: row.event.detail, words: row.event.words)
        }, next: rows.count == page ? rows.last.map { String($0.position) } : nil))
    }

    private static func identifier(_ request: Request, _ name: String) throws(Problem) -> UUIDv7? {
        guard let text = request.query(name) else { return nil }
        guard let id = UUIDv7(text) else { throw bad(name) }
        return id
    }

    private static func bad(_ field: String) -> Problem {
        Problem(status: 422, code: "faults", title: "A parameter cannot be read", faults: [Problem.Fault(field: field, code: "wrong-type")])
    }
}
