import Casework
import Foundations
import HTTPServer

/// What matters now for the person who is signed in.
enum MyDayScreen {
    static func routes(_ site: Site) -> [Route] {
        [Route(.get, "/api/v1/my-day") { request, _ in try await show(request, site) }]
    }

    private struct Reply: Encodable {
        struct Reason: Encodable {
            var code: String
            var args: [String: Value]
        }
        struct Row: Encodable {
            var kind: String
            var record: UUIDv7
            var dossier: UUIDv7?
            var title: String?
            var name: String?
            var reason: Reason
            var due: String?
            var action: String
        }
        struct Section: Encodable {
            var id: String
            var rows: [Row]
        }
        struct CaseRow: Encodable {
            var dossier: UUIDv7
            var `case`: UUIDv7
            var name: String
            var age: Int?
            var ageEstimated: Bool
            var sex: String?
            var caseNumber: String?
            var risk: String?
            var stage: String?
            var lastSeen: String?
        }
        struct Caseload: Encodable {
            var total: Int
            var rows: [CaseRow]
            var next: String?
        }
        var today: String
        var sections: [Section]
        var caseload: Caseload
    }

    private static func show(_ request: Request, _ site: Site) async throws -> Response {
        let caller = try await site.caller(request)
        let day = try caller.open.desk.myDay(for: caller.standing, after: request.query("cursor"))
        caller.noteList("my-day")
        return try .json(Reply(
            today: day.today.description,
            sections: MyDay.Section.allCases.map { section in
                Reply.Section(id: section.rawValue, rows: (day.rows[section] ?? []).map { row in
                    Reply.Row(kind: row.kind.rawValue, record: row.record, dossier: row.dossier, title: row.title, name: row.name,
                              reason: Reply.Reason(code: row.reason.code, args: row.reason.args), due: row.due, action: row.action.rawValue)
                })
            },
            caseload: Reply.Caseload(total: day.caseloadTotal, rows: day.caseload.map { row in
                Reply.CaseRow(dossier: row.dossier, case: row.caseRecord, name: row.name, age: row.age, ageEstimated: row.ageEstimated, sex: row.sex,
                              caseNumber: row.caseNumber, risk: row.risk, stage: row.stage, lastSeen: row.lastSeen)
            }, next: day.next)))
    }
}
