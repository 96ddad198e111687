import Access
import Casework
import Foundations
import HTTPServer
import Journal

/// The second chain, for auditors: who looked at what, searched, signed in, changed rights. Ids, not content.
enum TrailPages {
    static let page = 100
    /// Lines of a file at the most, and of the stretch in which patterns are looked for.
    static let mostLines = 20_000
    static let patternDays = 30

    static func routes(_ site: Site) -> [Route] {
        [
            Route(.get, "/api/v1/trail") { request, _ in try await read(request, site) },
            Route(.get, "/api/v1/trail/patterns") { request, _ in try await patterns(request, site) },
            Route(.get, "/api/v1/trail/file") { request, _ in try await file(request, site) },
        ]
    }

    private struct Reply: Encodable {
        struct Row: Encodable {
            var position: Int64
            var at: String
            var action: String
            var actor: Shape.Person?
            var device: UUIDv7?
            var subject: UUIDv7?
            var detail: [String: Value]
            var words: String?
        }
        var rows: [Row]
        var next: String?
    }

    private static func auditor(_ request: Request, _ site: Site) async throws -> Caller {
        let caller = try await site.caller(request)
        guard caller.standing.viewer.role.powers.contains(.audit) else { throw AccessError.notAllowed(action: "read the audit trail") }
        return caller
    }

    private static func read(_ request: Request, _ site: Site) async throws -> Response {
        let caller = try await auditor(request, site)
        let filter = try TrailQuery(request, caller, now: site.time.now()).filter
        var before: Int64?
        if let cursor = request.query("cursor") {
            guard let position = Int64(cursor), position > 0 else { throw TrailQuery.bad("cursor") }
            before = position
        }
        let rows = try caller.open.journal.trail.read(filter, before: before, limit: page)
        caller.note(TrailEvent(.list, subject: caller.person.id, detail: ["what": "trail"]))
        let names = caller.open.names()
        return try .json(Reply(rows: rows.map { row in
            Reply.Row(position: row.position, at: row.at.iso8601, action: row.event.action.rawValue, actor: row.event.actor.map(names.person),
                      device: row.event.device, subject: row.event.subject, detail: row.event.detail, words: row.event.words)
        }, next: rows.count == page ? rows.last.map { String($0.position) } : nil))
    }

    private struct PatternsReply: Encodable {
        struct Row: Encodable {
            var person: Shape.Person
            var standsOut: Bool
            var opened: Int
            var busiestHour: Int
            var busiestAt: String?
            var nights: Int
            var searches: Int
            var breakGlass: Int
            var exports: Int
            var refused: Int
        }
        var days: Int
        var manyInAnHour: Int
        /// Whether every line of these days was counted.
        var whole: Bool
        var rows: [Row]
    }

    private static func patterns(_ request: Request, _ site: Site) async throws -> Response {
        let caller = try await auditor(request, site)
        var filter = AuditTrail.Filter(from: site.time.now().millis - Int64(patternDays) * 86_400_000)
        filter.actions = [.view, .search, .breakGlass, .export, .signInFailed]
        let lines = try caller.open.journal.trail.read(filter, limit: mostLines)
        caller.note(TrailEvent(.list, subject: caller.person.id, detail: ["what": "trail-patterns"]))
        let names = caller.open.names()
        return try .json(PatternsReply(days: patternDays, manyInAnHour: TrailPattern.manyInAnHour, whole: lines.count < mostLines, rows: TrailPattern.of(lines).map { one in
            PatternsReply.Row(person: names.person(one.actor), standsOut: one.standsOut, opened: one.opened, busiestHour: one.busiestHour,
                              busiestAt: one.busiestAt?.iso8601, nights: one.nights, searches: one.searches, breakGlass: one.breakGlass, exports: one.exports,
                              refused: one.refused)
        }))
    }

    /// The lines as a table; that it was taken is a line of its own, on disk before the first byte leaves.
    private static func file(_ request: Request, _ site: Site) async throws -> Response {
        let caller = try await auditor(request, site)
        let query = try TrailQuery(request, caller, now: site.time.now())
        let rows = try caller.open.journal.trail.read(query.filter, limit: mostLines)
        try await caller.open.journal.trail.log(TrailEvent(.export, actor: caller.person.id, device: caller.session.id,
                                                           detail: ["what": "trail", "rows": .int(Int64(rows.count))]))
        let names = caller.open.names()
        var text = "position,at,action,person,name,session,subject,detail\r\n"
        for row in rows {
            let event = row.event, detail = event.detail.sorted { $0.key < $1.key }.map { "\($0.key)=\(Self.words($0.value))" }.joined(separator: "; ")
            let cells = [String(row.position), row.at.iso8601, event.action.rawValue, event.actor?.description ?? "", event.actor.map { names.person($0).name } ?? "",
                         event.device?.description ?? "", event.subject?.description ?? "", detail]
            text += cells.map(cell).joined(separator: ",") + "\r\n"
        }
        return Response(headers: ["Content-Type": "text/csv; charset=utf-8", "Content-Disposition": "attachment; filename=\"trail.csv\"", "Cache-Control": "no-store"],
                        body: .bytes(Array(text.utf8)))
    }

    private static func words(_ value: Value) -> String {
        switch value {
        case .text(let text): text
        case .int(let number): String(number)
        case .bool(let truth): truth ? "yes" : "no"
        case .list(let list): list.map(words).joined(separator: " ")
        default: ""
        }
    }

    /// Quoted; what a spreadsheet would take for a formula begins with an apostrophe.
    private static func cell(_ text: String) -> String {
        let safe = text.first.map { "=+-@\t\r".contains($0) } ?? false ? "'" + text : text
        return "\"" + safe.replacing("\"", with: "\"\"") + "\""
    }
}
