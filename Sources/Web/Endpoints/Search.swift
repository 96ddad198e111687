import Access
import Casework
import Foundations
import HTTPServer

/// Finding children by name, spelling variant, either script, or case number.
enum Search {
    static func routes(_ site: Site) -> [Route] {
        [Route(.get, "/api/v1/search") { request, _ in try await find(request, site) }]
    }

    private struct Reply: Encodable {
        struct Row: Encodable {
            var dossier: UUIDv7
            var name: String
            var nameOtherScript: String?
            var age: Int?
            var sex: String?
            var caseNumber: String?
            var placeName: [String: String]?
            var risk: String?
            var status: String?
            var matched: [String]
        }
        var rows: [Row]
        var more: Bool
        var next: String?
    }

    private static func find(_ request: Request, _ site: Site) async throws -> Response {
        let caller = try await site.caller(request)
        guard let words = request.query("q") else {
            throw Problem(status: 422, code: "no-words", title: "Say what to search for", faults: [Problem.Fault(field: "q", code: "required")])
        }
        guard words.utf8.count <= 800 else {
            throw Problem(status: 422, code: "too-long", title: "The search is too long", faults: [Problem.Fault(field: "q", code: "too-long")])
        }
        let state = try request.query("state").map { word in
            guard let state = FileState(rawValue: word) else {
                throw Problem(status: 422, code: "unknown-choice", title: "Say which files to search", faults: [Problem.Fault(field: "state", code: "unknown-choice")])
            }
            return state
        }
        let page = try caller.open.desk.search(words, in: state, after: request.query("cursor"), for: caller.standing)
        caller.noteSearch(words)
        let names = caller.open.names()
        return try .json(Reply(rows: page.rows.map { row in
            Reply.Row(dossier: row.dossier, name: row.summary.name, nameOtherScript: row.summary.nameOtherScript, age: row.summary.age,
                      sex: row.summary.sex, caseNumber: row.summary.caseNumber, placeName: row.summary.place.flatMap(names.place),
                      risk: row.summary.risk, status: row.summary.status, matched: row.matched)
        }, more: page.next != nil, next: page.next))
    }
}
