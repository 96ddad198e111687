import Access
import Casework
import CaseSteps
import Foundations
import HTTPServer
import Journal

/// Erasure and legal hold of a child's file: what it would reach, asked for, confirmed by a second person; and what was done.
enum Erasures {
    static func routes(_ site: Site) -> [Route] {
        [
            Route(.get, "/api/v1/erasures") { request, _ in try await list(request, site) },
            Route(.get, "/api/v1/dossiers/{id}/erasure") { request, path in try await show(request, path, site) },
            Route(.post, "/api/v1/erasures", bodyLimit: 64 << 10) { request, _ in try await ask(request, site) },
            Route(.post, "/api/v1/erasures/{id}/step", bodyLimit: 64 << 10) { request, path in try await step(request, path, site) },
        ]
    }

    private struct Asked: Encodable {
        var id: UUIDv7
        var dossier: UUIDv7
        var matter: String
        var ground: String
        var paper: UUIDv7?
        var status: String
        var reason: String
        var askedBy: Shape.Person
        var askedAt: String
        /// From when it can be confirmed, and until when.
        var from: String
        var until: String
        var early: Bool
        var lapsed: Bool
        var decidedBy: Shape.Person?
        var decidedAt: String?
        var decisionReason: String?
        /// Asked by the caller, who cannot be the second person.
        var own: Bool

        init(_ one: ErasureRequest, _ caller: Caller, _ names: Names, now: WallTime) {
            (id, dossier, matter, ground, paper, status) = (one.id, one.dossier, one.matter.rawValue, one.ground.rawValue, one.paper, one.status.rawValue)
            (reason, askedBy, askedAt) = (one.reason, names.person(one.askedBy), one.askedAt.iso8601)
            let times = one.times
            (from, until, early, lapsed) = (times.from.iso8601, times.until.iso8601, times.isEarly(now), times.isLapsed(now))
            decidedBy = one.decidedBy.map(names.person)
            decidedAt = one.decidedAt?.iso8601
            decisionReason = one.decisionReason.isEmpty ? nil : one.decisionReason
            own = one.askedBy == caller.person.id
        }
    }

    private struct List: Encodable {
        struct Row: Encodable {
            var request: Asked
            var name: String
            var caseNumber: String?
        }
        struct Done: Encodable {
            var id: UUIDv7
            var matter: String
            var dossier: UUIDv7?
            var ground: String?
            var askedBy: Shape.Person
            var confirmedBy: Shape.Person?
            var at: String
            var papers: Int
        }
        var waiting: [Row]
        var done: [Done]
        var more: Bool
    }

    private static func list(_ request: Request, _ site: Site) async throws -> Response {
        let caller = try await site.caller(request)
        let found = try caller.open.desk.erasures(for: caller.standing), names = caller.open.names(), now = site.time.now()
        caller.noteList("erasures")
        return try .json(List(
            waiting: found.waiting.map { List.Row(request: Asked($0.request, caller, names, now: now), name: $0.name, caseNumber: $0.caseNumber) },
            done: found.done.map {
                List.Done(id: $0.id, matter: $0.matter.rawValue, dossier: $0.dossier, ground: $0.ground?.rawValue, askedBy: names.person($0.askedBy),
                          confirmedBy: $0.confirmedBy.map(names.person), at: $0.at.iso8601, papers: $0.papers)
            }, more: found.more))
    }

    private struct Sheet: Encodable {
        var dossier: UUIDv7
        var child: Shape.Summary
        var papers: Int
        var merged: Int
        var reports: Int
        var reportsThatStay: Int
        var families: Int
        var held: Bool
        var needsNumber: Bool
        /// Why the file cannot be erased as it stands.
        var refusals: [String]
        /// What can be asked for → the grounds it can be asked on.
        var grounds: [String: [String]]
        var requests: [Asked]
        var mayAsk: Bool
        var mayConfirm: Bool
    }

    private static func show(_ request: Request, _ path: PathParameters, _ site: Site) async throws -> Response {
        let caller = try await site.caller(request)
        let sheet = try caller.open.desk.erasureSheet(of: path.require("id", as: UUIDv7.self), for: caller.standing)
        caller.noteView(sheet.dossier)
        let names = caller.open.names()
        let grounds = Dictionary(uniqueKeysWithValues: ErasureMatter.allCases.map { ($0.rawValue, $0.grounds.map(\.rawValue)) })
        return try .json(Sheet(
            dossier: sheet.dossier, child: Shape.Summary(sheet.child, names), papers: sheet.papers, merged: sheet.merged, reports: sheet.reports,
            reportsThatStay: sheet.reportsThatStay, families: sheet.families, held: sheet.isHeld, needsNumber: sheet.needsNumber,
            refusals: sheet.refusals.map(\.rawValue), grounds: grounds, requests: sheet.requests.map { Asked($0, caller, names, now: sheet.now) },
            mayAsk: sheet.mayAsk, mayConfirm: sheet.mayConfirm))
    }

    private struct Asking: Decodable {
        var saveId: UUIDv7
        var dossier: UUIDv7
        var matter: String
        var ground: String
        var paper: UUIDv7?
        var reason: String
    }

    private static func ask(_ request: Request, _ site: Site) async throws -> Response {
        let caller = try await site.caller(request, writing: true)
        let body = try request.decodeJSON(Asking.self)
        guard let matter = ErasureMatter(rawValue: body.matter), let ground = ErasureGround(rawValue: body.ground) else { throw CaseworkError(.erasure(.ground)) }
        let asked = try await caller.open.desk.askErasure(
            ErasureAsked(save: body.saveId, dossier: body.dossier, matter: matter, ground: ground, paper: body.paper, reason: body.reason),
            by: caller.author, standing: caller.standing)
        note(caller, asked, "asked")
        return try .json(Asked(asked, caller, caller.open.names(), now: site.time.now()))
    }

    private struct Step: Decodable {
        var saveId: UUIDv7
        var step: String
        var reason: String?
        var number: String?
    }

    private struct Outcome: Encodable {
        /// Absent where the request went with the file.
        var request: Asked?
    }

    private static func step(_ request: Request, _ path: PathParameters, _ site: Site) async throws -> Response {
        let caller = try await site.caller(request, writing: true)
        let body = try request.decodeJSON(Step.self)
        guard let event = ErasureStatus.Event(rawValue: body.step) else { throw CaseworkError(.erasure(.notOpen)) }
        let id = try path.require("id", as: UUIDv7.self)
        let before = try caller.open.desk.erasureRequest(id, for: caller.standing)
        let after = try await caller.open.desk.takeErasureStep(
            ErasureStep(save: body.saveId, request: id, event: event, reason: body.reason ?? "", number: body.number ?? ""),
            people: caller.open.people.all(), by: caller.author, standing: caller.standing)
        note(caller, before, event.rawValue)
        return try .json(Outcome(request: after.map { Asked($0, caller, caller.open.names(), now: site.time.now()) }))
    }

    private static func note(_ caller: Caller, _ request: ErasureRequest, _ step: String) {
        caller.note(TrailEvent(.erasure, subject: request.dossier, detail: ["what": .text(request.matter.rawValue), "ground": .text(request.ground.rawValue), "step": .text(step)]))
    }
}
