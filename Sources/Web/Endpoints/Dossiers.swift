import Access
import Casework
import Foundations
import HTTPServer
import Journal
import Sharing

/// A child's dossier and its timeline.
enum Dossiers {
    static func routes(_ site: Site) -> [Route] {
        [
            Route(.get, "/api/v1/dossiers/{id}") { request, path in try await show(request, path, site) },
            Route(.get, "/api/v1/dossiers/{id}/timeline") { request, path in try await timeline(request, path, site) },
        ]
    }

    private struct Reply: Encodable {
        struct May: Encodable { var create: [String] }
        var id: UUIDv7
        var child: Shape.Record
        var cases: [Shape.Record]
        var summary: Shape.Summary
        var records: [Shape.Record]
        /// Children whose dossiers were merged into this one; absent where there are none.
        var merged: [UUIDv7]?
        /// What consent to referrals comes to; absent for who may not see consents.
        var consent: String?
        var may: May
    }

    private static func show(_ request: Request, _ path: PathParameters, _ site: Site) async throws -> Response {
        let caller = try await site.caller(request)
        let dossier = try caller.open.desk.dossier(path.require("id", as: UUIDv7.self), for: caller.standing)
        caller.noteView(dossier.id)
        let tag = dossier.tag
        if request.alreadyHolds(etag: tag) { return Response().taggedUnkept(tag, for: request) }
        let names = caller.open.names()
        return try .json(Reply(
            id: dossier.id, child: Shape.Record(dossier.child, names), cases: dossier.cases.map { Shape.Record($0, names) },
            summary: Shape.Summary(dossier.summary, names), records: dossier.papers.map { Shape.Record($0, names) },
            merged: dossier.merged.isEmpty ? nil : dossier.merged, consent: dossier.consent?.rawValue,
            may: Reply.May(create: dossier.mayCreate))).taggedUnkept(tag, for: request)
    }

    private struct TimelineReply: Encodable {
        struct Change: Encodable {
            var field: String
            var from: Value?
            var to: Value?
        }
        struct Row: Encodable {
            var entry: UUIDv7
            var at: String
            var actor: Shape.Person
            var device: UUIDv7
            var form: String
            var record: UUIDv7
            var op: String
            var changes: [Change]
        }
        var rows: [Row]
        var next: String?
    }

    private static func timeline(_ request: Request, _ path: PathParameters, _ site: Site) async throws -> Response {
        let caller = try await site.caller(request)
        let id = try path.require("id", as: UUIDv7.self)
        let page = try caller.open.desk.timeline(of: id, before: request.query("cursor"), for: caller.standing)
        caller.noteView(id)
        let names = caller.open.names()
        let rows = page.rows.map { row in
            TimelineReply.Row(
                entry: row.entry, at: row.at.iso8601, actor: names.person(row.actor), device: row.device, form: row.form,
                record: row.record, op: row.op.rawValue,
                changes: row.changes.map { TimelineReply.Change(field: $0.field, from: $0.from, to: $0.to) })
        }
        return try .json(TimelineReply(rows: rows, next: page.next))
    }
}
