import Access
import Casework
import Foundations
import HTTPServer

/// The supervisor's board: the workers of one's teams, their cases, and handing cases over.
enum Supervision {
    static func routes(_ site: Site) -> [Route] {
        [
            Route(.get, "/api/v1/supervisor/board") { request, _ in try await board(request, site) },
            Route(.get, "/api/v1/supervisor/workers/{id}/cases") { request, path in try await cases(request, path, site) },
            Route(.get, "/api/v1/supervisor/review-next") { request, _ in try await nextReview(request, site) },
            Route(.post, "/api/v1/supervisor/handovers", bodyLimit: 64 << 10) { request, _ in try await handOver(request, site) },
        ]
    }

    private struct Board: Encodable {
        struct Worker: Encodable {
            var person: Shape.Person
            var active: Bool
            var mayTake: Bool
            var cases: Int
            var weight: Int
            var high: Int
            var medium: Int
            var low: Int
            var unassessed: Int
            var overdue: Int
            var unseen: Int
            var approvals: Int
        }
        var today: String
        var workers: [Worker]
        var mayReassign: Bool
        var whole: Bool
    }

    private static func board(_ request: Request, _ site: Site) async throws -> Response {
        let caller = try await site.caller(request)
        let board = try caller.open.desk.supervisorBoard(people: caller.open.people.all(), for: caller.standing)
        caller.noteList("supervisor-board")
        let names = caller.open.names()
        return try .json(Board(today: board.today.description, workers: board.workers.map { one in
            Board.Worker(person: names.person(one.person), active: one.isActive, mayTake: one.mayTake, cases: one.cases, weight: one.weight, high: one.high,
                         medium: one.medium, low: one.low, unassessed: one.unassessed, overdue: one.overdue, unseen: one.unseen, approvals: one.approvals)
        }, mayReassign: board.mayReassign, whole: board.isWhole))
    }

    private struct Cases: Encodable {
        struct Row: Encodable {
            var dossier: UUIDv7
            var `case`: UUIDv7
            var status: String
            var name: String
            var age: Int?
            var sex: String?
            var caseNumber: String?
            var risk: String?
            var lastSeen: String?
            var unseenDays: Int?
            var overdue: Int
            var approvals: Int
            var mayReassign: Bool
        }
        var person: Shape.Person
        var total: Int
        var rows: [Row]
        var next: String?
    }

    private static func cases(_ request: Request, _ path: PathParameters, _ site: Site) async throws -> Response {
        let caller = try await site.caller(request)
        let page = try caller.open.desk.workerCases(of: path.require("id", as: UUIDv7.self), people: caller.open.people.all(),
                                                    after: request.query("cursor"), for: caller.standing)
        caller.noteList("worker-cases")
        return try .json(Cases(person: caller.open.names().person(page.person), total: page.total, rows: page.rows.map { row in
            Cases.Row(dossier: row.dossier, case: row.caseRecord, status: row.status, name: row.name, age: row.age, sex: row.sex, caseNumber: row.caseNumber,
                      risk: row.risk, lastSeen: row.lastSeen, unseenDays: row.unseenDays, overdue: row.overdue, approvals: row.approvals,
                      mayReassign: row.mayReassign)
        }, next: page.next))
    }

    private struct ToReview: Encodable {
        struct Case: Encodable {
            var dossier: UUIDv7
            var name: String
            var caseNumber: String?
            var risk: String?
            var worker: Shape.Person?
            var reviewed: String?
        }
        var `case`: Case?
    }

    /// Ids of dossiers that were proposed already stand in the query, at most as many as a person would look through.
    private static func nextReview(_ request: Request, _ site: Site) async throws -> Response {
        let caller = try await site.caller(request)
        let skipping = (request.query("not") ?? "").split(separator: ",").prefix(50).compactMap { UUIDv7(String($0)) }
        let found = try caller.open.desk.caseToReview(skipping: Set(skipping), for: caller.standing)
        caller.noteList("case-to-review")
        let names = caller.open.names()
        return try .json(ToReview(case: found.map { one in
            ToReview.Case(dossier: one.dossier, name: one.name, caseNumber: one.caseNumber, risk: one.risk, worker: one.worker.map(names.person),
                          reviewed: one.reviewed?.description)
        }))
    }

    private struct Body: Decodable {
        var saveId: UUIDv7
        var from: UUIDv7
        var to: UUIDv7
        var cases: [UUIDv7]?
        var note: String?
        var undoes: UUIDv7?
    }

    private struct Done: Encodable {
        var saveId: UUIDv7
        var moved: [UUIDv7]
        var stayed: [UUIDv7]
        var duplicate: Bool
    }

    private static func handOver(_ request: Request, _ site: Site) async throws -> Response {
        let caller = try await site.caller(request, writing: true)
        let body = try request.decodeJSON(Body.self)
        let done = try await caller.open.desk.handOver(
            Handover(save: body.saveId, from: body.from, to: body.to, cases: body.cases, note: body.note ?? "", undoes: body.undoes),
            people: caller.open.people.all(), by: caller.author, standing: caller.standing)
        return try .json(Done(saveId: body.saveId, moved: done.moved, stayed: done.stayed, duplicate: done.duplicate))
    }
}
