import Access
import Assets
import Casework
import CaseSteps
import Foundations
import HTTPServer
import Journal
import Matching

/// Searches for children and the children who may be sought: listed, side by side, confirmed by a second person or dismissed.
enum Tracing {
    static func routes(_ site: Site) -> [Route] {
        [
            Route(.get, "/api/v1/tracing") { request, _ in try await list(request, site) },
            Route(.get, "/api/v1/tracing/{id}") { request, path in try await show(request, path, site) },
            Route(.get, "/api/v1/tracing/{id}/{other}") { request, path in try await compare(request, path, site) },
            Route(.post, "/api/v1/tracing/{id}/{other}", bodyLimit: 64 << 10) { request, path in try await say(request, path, site) },
            Route(.get, "/api/v1/dossiers/{id}/tracing") { request, path in try await ofChild(request, path, site) },
        ]
    }

    private struct Row: Encodable {
        var request: UUIDv7
        var child: String
        var age: Int?
        var sex: String?
        var seeker: String?
        var relation: String?
        var requested: String?
        var placeName: [String: String]?
        var state: String

        init(_ row: TracingRow, _ names: Names) {
            (request, child, age, sex, seeker, relation, requested, state) =
                (row.request, row.child, row.age, row.sex, row.seeker, row.relation, row.requested, row.state.rawValue)
            placeName = row.place.flatMap(names.place)
        }
    }

    private struct Said: Encodable {
        var kind: String
        var by: Shape.Person
        var at: String
        var reason: String?

        /// `withWords`: the reason may speak of the family that seeks; it is for those who see the search.
        init(_ entry: TracingEntry, _ names: Names, withWords: Bool = true) {
            kind = entry.outcome.kind.rawValue
            by = names.person(entry.outcome.by)
            at = entry.at.iso8601
            reason = withWords && !entry.reason.isEmpty ? entry.reason : nil
        }
    }

    private struct Candidate: Encodable {
        var dossier: UUIDv7
        var summary: Shape.Summary
        var reasons: [String]
        var doubts: [String]
        var wish: String?
        var state: String
        var said: [Said]
        var heads: [UUIDv7]
        /// What stands proposed is the caller's own word: they cannot be the second person.
        var own: Bool

        init(_ one: TracingCandidate, _ caller: Caller, _ names: Names) {
            (dossier, reasons, doubts, wish, state, heads) = (one.dossier, one.reasons, one.doubts, one.wish, one.state.rawValue, one.heads)
            summary = Shape.Summary(one.summary, names)
            said = one.said.map { Said($0, names) }
            own = one.said.contains { one.heads.contains($0.outcome.id) && $0.outcome.kind == .proposed && $0.outcome.by == caller.person.id }
        }
    }

    private struct May: Encodable {
        var work: Bool
        var decide: Bool
    }

    private struct List: Encodable {
        struct Waiting: Encodable {
            var row: Row
            var dossier: UUIDv7
            var name: String
        }
        var waiting: [Waiting]
        var rows: [Row]
        var next: String?
    }

    private static func list(_ request: Request, _ site: Site) async throws -> Response {
        let caller = try await site.caller(request)
        let found = try caller.open.desk.searches(ended: request.query("state") == "ended", after: request.query("cursor"), for: caller.standing)
        caller.noteList("tracing")
        let names = caller.open.names()
        return try .json(List(waiting: found.waiting.map { List.Waiting(row: Row($0.row, names), dossier: $0.dossier, name: $0.name) },
                              rows: found.rows.map { Row($0, names) }, next: found.next))
    }

    private struct Sheet: Encodable {
        var request: Shape.Record
        var state: String
        var likely: [Candidate]
        var told: [Candidate]
        var may: May
    }

    private static func show(_ request: Request, _ path: PathParameters, _ site: Site) async throws -> Response {
        let caller = try await site.caller(request)
        let sheet = try caller.open.desk.search(path.require("id", as: UUIDv7.self), weights(), for: caller.standing)
        caller.noteView(sheet.request.id)
        let shown = (sheet.likely + sheet.told).map(\.dossier.description).joined(separator: " ")
        caller.note(TrailEvent(.search, subject: sheet.request.id, detail: ["what": "tracing", "shown": .text(shown)]))
        let names = caller.open.names()
        return try .json(Sheet(request: Shape.Record(sheet.request, names), state: sheet.state.rawValue, likely: sheet.likely.map { Candidate($0, caller, names) },
                               told: sheet.told.map { Candidate($0, caller, names) }, may: May(work: sheet.mayWork, decide: sheet.mayDecide)))
    }

    private struct Comparison: Encodable {
        var request: Shape.Record
        var child: Shape.Record
        var papers: [Shape.Record]
        var candidate: Candidate
        /// Why nothing can be proposed.
        var stops: String?
        var may: May
    }

    private static func compare(_ request: Request, _ path: PathParameters, _ site: Site) async throws -> Response {
        let caller = try await site.caller(request)
        return try answer(path, caller)
    }

    private static func answer(_ path: PathParameters, _ caller: Caller) throws -> Response {
        let found = try caller.open.desk.compareSearch(path.require("id", as: UUIDv7.self), path.require("other", as: UUIDv7.self), weights(), for: caller.standing)
        caller.noteView(found.request.id)
        caller.noteView(found.candidate.dossier)
        let names = caller.open.names()
        return try .json(Comparison(request: Shape.Record(found.request, names), child: Shape.Record(found.child, names), papers: found.papers.map { Shape.Record($0, names) },
                                    candidate: Candidate(found.candidate, caller, names), stops: found.stops?.rawValue, may: May(work: found.mayWork, decide: found.mayDecide)))
    }

    private struct Step: Decodable {
        enum Kind: String, Decodable { case propose, confirm, dismiss, reopen }
        var saveId: UUIDv7
        var step: Kind
        /// The newest outcomes that were on the screen.
        var seen: [UUIDv7]?
        var reason: String?
    }

    private static func say(_ request: Request, _ path: PathParameters, _ site: Site) async throws -> Response {
        let caller = try await site.caller(request, writing: true)
        let body = try request.decodeJSON(Step.self)
        let kind: TracingOutcome.Kind = switch body.step {
        case .propose: .proposed
        case .confirm: .confirmed
        case .dismiss: .dismissed
        case .reopen: .reopened
        }
        let search = try path.require("id", as: UUIDv7.self), dossier = try path.require("other", as: UUIDv7.self)
        try await caller.open.desk.say(
            TracingStep(save: body.saveId, request: search, dossier: dossier, kind: kind, seen: Set((body.seen ?? []).prefix(50)), reason: body.reason ?? ""),
            people: caller.open.people.all(), by: caller.author, standing: caller.standing)
        return try answer(path, caller)
    }

    private struct OfChild: Encodable {
        struct Found: Encodable {
            var row: Row?
            var state: String
            var last: Said
        }
        struct Likely: Encodable {
            var row: Row
            var reasons: [String]
            var doubts: [String]
        }
        var found: [Found]
        var likely: [Likely]
    }

    private static func ofChild(_ request: Request, _ path: PathParameters, _ site: Site) async throws -> Response {
        let caller = try await site.caller(request)
        let dossier = try path.require("id", as: UUIDv7.self)
        let found = try caller.open.desk.searches(for: dossier, weights(), for: caller.standing)
        caller.noteView(dossier)
        let names = caller.open.names()
        return try .json(OfChild(found: found.found.map { OfChild.Found(row: $0.row.map { Row($0, names) }, state: $0.state.rawValue, last: Said($0.last, names, withWords: $0.row != nil)) },
                                 likely: found.likely.map { OfChild.Likely(row: Row($0.row, names), reasons: $0.reasons, doubts: $0.doubts) }))
    }

    /// The standard's weights; a binary without them cannot compare.
    private static func weights() throws -> LikenessWeights {
        guard let found = LikelyChildren.weights else { throw Problem.notFound }
        return found
    }
}
