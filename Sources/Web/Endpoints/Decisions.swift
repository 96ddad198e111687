import Access
import Casework
import Foundations
import HTTPServer

/// The decisions inbox of an authority or a supervisor, and one request with the ways to decide it. The decision itself is a
/// save like any other (`POST /api/v1/records`, op `decide`).
enum Decisions {
    static func routes(_ site: Site) -> [Route] {
        [
            Route(.get, "/api/v1/decisions") { request, _ in try await list(request, site) },
            Route(.get, "/api/v1/decisions/{id}") { request, path in try await show(request, path, site) },
        ]
    }

    private struct Row: Encodable {
        var record: UUIDv7
        var kind: String
        var dossier: UUIDv7?
        var name: String
        var caseNumber: String?
        var since: String
        var days: Int
        var urgent: Bool
        var returned: Bool
        var fields: [String: Value]
        /// Of a merging: the child whose dossier becomes part of the other, and the name.
        var second: UUIDv7?
        var secondName: String?
        /// What speaks against the place that a placement asks for: `full`, `licence_over`, `licence_missing`, `licence_suspended`, `inactive`.
        var concerns: [String] = []
        /// Until when it has to be decided, where a limit in hours says so.
        var dueAt: String?

        /// A merging that waits for a second person. It is decided where the two children stand side by side.
        init(_ row: MergeList.Row, now: WallTime) {
            let today = now.localDay, asked = WallTime(millis: row.merge.proposedAt.millis, offsetMinutes: now.offsetMinutes).localDay
            (record, kind, dossier, name, second, secondName) = (row.merge.id, "merge", row.merge.first, row.first, row.merge.second, row.second)
            (since, days, urgent, returned, fields) = (asked.description, max(0, today.daysSinceEpoch - asked.daysSinceEpoch), false, false, [:])
        }

        /// An erasure or a legal hold that waits for a second person. It is decided where the file's sheet stands.
        init(_ row: ErasureList.Row, now: WallTime) {
            let today = now.localDay, asked = WallTime(millis: row.request.askedAt.millis, offsetMinutes: now.offsetMinutes).localDay
            (record, kind, dossier, name, caseNumber) = (row.request.id, "erasure", row.request.dossier, row.name, row.caseNumber)
            (since, days, urgent, returned, fields) = (asked.description, max(0, today.daysSinceEpoch - asked.daysSinceEpoch), false, false, [:])
        }

        init(_ row: DecisionsPage.Row) {
            (record, kind, dossier, name, caseNumber) = (row.record, row.kind.rawValue, row.dossier, row.name, row.caseNumber)
            (since, days, urgent, returned, fields) = (row.since, row.days, row.urgent, row.returned, row.told)
            (concerns, dueAt) = (row.concerns.map(\.rawValue), row.dueAt?.iso8601)
        }
    }

    private struct Page: Encodable {
        var rows: [Row]
        var more: Bool
    }

    private static func list(_ request: Request, _ site: Site) async throws -> Response {
        let caller = try await site.caller(request)
        let page = try caller.open.desk.decisions(for: caller.standing)
        let merges = try merges(caller, site), now = site.time.now()
        let erasures = try caller.open.desk.erasuresToConfirm(for: caller.standing).map { Row($0, now: now) }
        caller.noteList("decisions")
        return try .json(Page(rows: page.rows.map { Row($0) } + merges.rows + erasures, more: page.more || merges.more))
    }

    /// Mergings that this person can be the second one for.
    private static func merges(_ caller: Caller, _ site: Site) throws -> (rows: [Row], more: Bool) {
        guard caller.standing.viewer.role.powers.contains(.duplicates) else { return ([], false) }
        let found = try caller.open.desk.proposedMerges(for: caller.standing), now = site.time.now()
        return (found.proposed.filter { $0.merge.proposedBy != caller.person.id }.map { Row($0, now: now) }, found.more)
    }

    private struct Outcome: Encodable {
        var code: String
        var status: String?
        var grants: Bool
        var needsReason: Bool
        var fields: [String: String]
    }

    private struct Sheet: Encodable {
        var record: Shape.Record
        /// Whether it still waits and the caller may decide it; without it there are no outcomes.
        var open: Bool
        var outcomes: [Outcome]
        /// Questions of the form that are asked when it lets happen what was asked.
        var asked: [String]
        /// Where the day of the decision stands; absent where the form has no such question.
        var dayField: String?
        /// Where its words stand.
        var reasonField: String
        /// The same question about brothers and sisters.
        var siblings: [Row]
    }

    private static func show(_ request: Request, _ path: PathParameters, _ site: Site) async throws -> Response {
        let caller = try await site.caller(request)
        let sheet = try caller.open.desk.decision(on: path.require("id", as: UUIDv7.self), for: caller.standing)
        caller.noteView(sheet.record.id)
        let decider = sheet.kind.decider(role: caller.standing.viewer.role.code)
        let outcomes = sheet.open ? sheet.kind.outcomes(in: sheet.record.status).map { one in
            Outcome(code: one.code, status: one.status, grants: one.grants, needsReason: one.needsReason,
                    fields: one.answers.merging(one.status == nil ? [:] : decider) { answer, _ in answer })
        } : []
        return try .json(Sheet(record: Shape.Record(sheet.record, caller.open.names()), open: sheet.open, outcomes: outcomes, asked: sheet.kind.asked(in: sheet.record.status).filter { decider[$0] == nil },
                               dayField: sheet.kind.dayField, reasonField: sheet.kind.reasonField, siblings: sheet.siblings.map { Row($0) }))
    }
}
