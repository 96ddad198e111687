import Access
import CaseSteps
import Casework
import Foundations
import HTTPServer

/// The notifications board, and the way in for a concern: signed in, without an account, and while the store is locked.
enum Notifications {
    static func routes(_ site: Site) -> [Route] {
        [
            Route(.get, "/api/v1/notifications") { request, _ in try await list(request, site) },
            Route(.get, "/api/v1/notifications/{id}") { request, path in try await show(request, path, site) },
            Route(.post, "/api/v1/notifications", bodyLimit: 64 << 10) { request, _ in try await notify(request, site) },
        ]
    }

    private struct Page: Encodable {
        struct Child: Encodable {
            var id: UUIDv7
            var name: String
            var age: Int?
            var sex: String?
            var dossier: UUIDv7?
        }
        struct Row: Encodable {
            var id: UUIDv7
            var received: String?
            var urgent: Bool
            var concern: [String]
            /// Services that a family came for; absent where none.
            var asks: [String]?
            var place: String?
            var placeName: [String: String]?
            var notifierKind: String?
            var children: [Child]
            var status: String
            var version: Int
        }
        var rows: [Row]
        var next: String?
    }

    private static func list(_ request: Request, _ site: Site) async throws -> Response {
        let caller = try await site.caller(request)
        guard let status = NotificationStatus(rawValue: request.query("status") ?? "new") else {
            throw Problem(status: 422, code: "unknown-status", title: "There is no such state of a notification",
                          faults: [Problem.Fault(field: "status", code: "unknown-choice")])
        }
        let page = try caller.open.desk.notifications(status, after: request.query("cursor"), for: caller.standing)
        caller.noteList("notifications")
        let names = caller.open.names()
        return try .json(Page(rows: page.rows.map { row in
            Page.Row(id: row.notification.id, received: row.notification.text("received_on"),
                     urgent: row.notification.text("urgent") == "yes", concern: row.notification.words("concern"),
                     asks: row.notification.words("asks_for").isEmpty ? nil : row.notification.words("asks_for"),
                     place: row.notification.text("place"), placeName: row.notification.text("place").flatMap(names.place),
                     notifierKind: row.notification.text("notifier_kind"),
                     children: row.children.map { child in
                         Page.Child(id: child.id, name: ChildSummary.fullName(child), age: child.fields["age_years"]?.int.map(Int.init),
                                    sex: child.text("sex"), dossier: child.text("linked_dossier").flatMap(UUIDv7.init))
                     },
                     status: row.notification.status ?? "", version: row.notification.version)
        }, next: page.next))
    }

    private struct One: Encodable {
        var record: Shape.Record
        var children: [Shape.Record]
        var mayTriage: Bool
    }

    private static func show(_ request: Request, _ path: PathParameters, _ site: Site) async throws -> Response {
        let caller = try await site.caller(request)
        let found = try caller.open.desk.notification(path.require("id", as: UUIDv7.self), for: caller.standing)
        caller.noteView(found.notification.id)
        caller.open.alerts.opened(found.notification.id, by: caller.author, standing: caller.standing)
        let names = caller.open.names()
        // Linking a child changes the child and not the notification; and what is hidden changes with who works where.
        let tag = ([found.notification] + found.children).map { "\($0.version)\($0.hidden.isEmpty ? "" : "h\($0.hidden.count)")" }.joined(separator: ".")
        return try .json(One(record: Shape.Record(found.notification, names), children: found.children.map { Shape.Record($0, names) },
                             mayTriage: found.notification.mayDecide)).taggedUnkept("v\(tag)", for: request)
    }

    private struct Body: Codable {
        var saveId: UUIDv7?
        var fields: [String: Value]
        var children: [[String: Value]]?
    }

    private struct Receipt: Encodable {
        var id: UUIDv7?
        var acknowledgement: String
        var queued: Bool?
    }

    private static func notify(_ request: Request, _ site: Site) async throws -> Response {
        let body = try request.decodeJSON(Body.self)
        let concern = Concern(save: body.saveId ?? UUIDv7.make(at: site.time.now().millis), fields: body.fields,
                              children: Array((body.children ?? []).prefix(Concern.mostChildren)))
        guard (body.children ?? []).count <= Concern.mostChildren else {
            throw Problem(status: 422, code: "too-many-children", title: "One notification names up to 20 children",
                          faults: [Problem.Fault(field: "children", code: "too-long")])
        }
        if request.cookies[Site.cookie] != nil, !site.isLocked {
            let caller = try await site.caller(request, writing: true)
            let done = try await caller.open.desk.notify(concern, by: caller.author, standing: caller.standing)
            return try .json(Receipt(id: caller.standing.mayEver(.view, "notification") ? done.notification : nil,
                                     acknowledgement: done.acknowledgement), status: 201)
        }
        try site.admitPublicNotification(from: request.peer)
        guard let open = site.openNow else {
            return try .json(Receipt(acknowledgement: try site.queueWhileLocked(concern), queued: true), status: 202)
        }
        let done = try await open.desk.notifyPublicly(concern, device: open.publicDevice)
        return try .json(Receipt(acknowledgement: done.acknowledgement), status: 201)
    }
}
