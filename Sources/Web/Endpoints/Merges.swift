import Access
import Casework
import Foundations
import HTTPServer
import Journal

/// Two dossiers of one child: side by side, proposed, confirmed by a second person, and taken apart again.
enum Merges {
    static func routes(_ site: Site) -> [Route] {
        [
            Route(.get, "/api/v1/merges") { request, _ in try await list(request, site) },
            Route(.get, "/api/v1/merges/{id}") { request, path in try await show(request, path, site) },
            Route(.get, "/api/v1/merges/{id}/{other}") { request, path in try await compare(request, path, site) },
            Route(.post, "/api/v1/merges", bodyLimit: 64 << 10) { request, _ in try await propose(request, site) },
            Route(.post, "/api/v1/merges/{id}/decision", bodyLimit: 64 << 10) { request, path in try await decide(request, path, site) },
            Route(.post, "/api/v1/merges/{id}/undo", bodyLimit: 64 << 10) { request, path in try await undo(request, path, site) },
        ]
    }

    private struct Merge: Encodable {
        var id: UUIDv7
        var first: UUIDv7
        var second: UUIDv7
        var state: String
        var choices: [String: String]
        var reason: String
        var proposedBy: Shape.Person
        var proposedAt: String
        var decidedBy: Shape.Person?
        var decidedAt: String?
        var decisionReason: String?
        /// Proposed by the caller, who cannot be the second person.
        var own: Bool

        init(_ merge: DossierMerge, _ caller: Caller, _ names: Names) {
            (id, first, second, state, reason) = (merge.id, merge.first, merge.second, merge.state.rawValue, merge.reason)
            choices = merge.choices.mapValues(\.rawValue)
            proposedBy = names.person(merge.proposedBy)
            proposedAt = merge.proposedAt.iso8601
            decidedBy = merge.decidedBy.map(names.person)
            decidedAt = merge.decidedAt?.iso8601
            decisionReason = merge.decisionReason.isEmpty ? nil : merge.decisionReason
            own = merge.proposedBy == caller.person.id
        }
    }

    private struct List: Encodable {
        struct Row: Encodable {
            var merge: Merge
            var firstName: String
            var secondName: String
        }
        var proposed: [Row]
        var merged: [Row]
        var more: Bool
    }

    private static func list(_ request: Request, _ site: Site) async throws -> Response {
        let caller = try await site.caller(request)
        let found = try caller.open.desk.merges(for: caller.standing)
        caller.noteList("merges")
        let names = caller.open.names()
        func row(_ one: MergeList.Row) -> List.Row { List.Row(merge: Merge(one.merge, caller, names), firstName: one.first, secondName: one.second) }
        return try .json(List(proposed: found.proposed.map(row), merged: found.merged.map(row), more: found.more))
    }

    private struct Side: Encodable {
        var child: Shape.Record
        var summary: Shape.Summary
        /// Form → how many of its papers lie in the dossier.
        var papers: [String: Int]
        var workers: [Shape.Person]
        var made: String

        init(_ side: MergeComparison.Side, _ names: Names) {
            child = Shape.Record(side.child, names)
            summary = Shape.Summary(side.summary, names)
            papers = side.papers
            workers = side.workers.map(names.person)
            made = side.made.iso8601
        }
    }

    private struct Comparison: Encodable {
        struct Field: Encodable {
            var name: String
            var first: Value?
            var second: Value?
            var outcome: String
            var held: Value?
        }
        var first: Side
        var second: Side
        var fields: [Field]
        var unseen: [String]
        var refusal: String?
        var merge: Merge?
        var apart: Duplicates.Apart?

        init(_ compared: MergeComparison, _ caller: Caller, _ names: Names) {
            first = Side(compared.first, names)
            second = Side(compared.second, names)
            fields = compared.fields.map { Field(name: $0.name, first: $0.first, second: $0.second, outcome: $0.outcome.rawValue, held: $0.held) }
            unseen = compared.unseen
            refusal = compared.refusal?.rawValue
            merge = compared.merge.map { Merge($0, caller, names) }
            apart = compared.apart.map { Duplicates.Apart($0, names) }
        }
    }

    private static func compare(_ request: Request, _ path: PathParameters, _ site: Site) async throws -> Response {
        let caller = try await site.caller(request)
        let first = try path.require("id", as: UUIDv7.self), second = try path.require("other", as: UUIDv7.self)
        let compared = try caller.open.desk.compareDossiers(first, second, for: caller.standing)
        caller.noteView(first)
        caller.noteView(second)
        return try .json(Comparison(compared, caller, caller.open.names()))
    }

    private struct Sheet: Encodable {
        struct Paper: Encodable {
            var record: UUIDv7
            var form: String
            var made: String
            var goesBack: Bool
        }
        var merge: Merge
        var comparison: Comparison
        var moved: [Paper]
        var since: [Paper]
        var returning: [String]
        var disputed: [String]
        /// Why it cannot be undone as things stand; "not-open" also where nothing was merged yet.
        var refusal: String?
    }

    private static func show(_ request: Request, _ path: PathParameters, _ site: Site) async throws -> Response {
        let caller = try await site.caller(request)
        let sheet = try caller.open.desk.merging(path.require("id", as: UUIDv7.self), for: caller.standing)
        caller.noteView(sheet.merge.first)
        caller.noteView(sheet.merge.second)
        let names = caller.open.names()
        func paper(_ one: UnmergeSheet.Paper) -> Sheet.Paper { Sheet.Paper(record: one.record, form: one.form, made: one.made.iso8601, goesBack: one.goesBack) }
        return try .json(Sheet(merge: Merge(sheet.merge, caller, names), comparison: Comparison(sheet.comparison, caller, names), moved: sheet.moved.map(paper),
                               since: sheet.since.map(paper), returning: sheet.returning, disputed: sheet.disputed, refusal: sheet.refusal?.rawValue))
    }

    private struct Proposal: Decodable {
        var saveId: UUIDv7
        var first: UUIDv7
        var second: UUIDv7
        var firstVersion: Int
        var secondVersion: Int
        var choices: [String: String]?
        var reason: String?
    }

    private static func propose(_ request: Request, _ site: Site) async throws -> Response {
        let caller = try await site.caller(request, writing: true)
        let body = try request.decodeJSON(Proposal.self)
        let merge = try await caller.open.desk.proposeMerge(
            MergeProposal(save: body.saveId, first: body.first, second: body.second, firstVersion: body.firstVersion, secondVersion: body.secondVersion,
                          choices: (body.choices ?? [:]).compactMapValues(DossierMerge.Side.init(rawValue:)), reason: body.reason ?? ""),
            by: caller.author, standing: caller.standing)
        return try answer(merge, caller)
    }

    private struct Decision: Decodable {
        var saveId: UUIDv7
        var agree: Bool
        var reason: String?
    }

    private static func decide(_ request: Request, _ path: PathParameters, _ site: Site) async throws -> Response {
        let caller = try await site.caller(request, writing: true)
        let body = try request.decodeJSON(Decision.self), desk = caller.open.desk
        let step = MergeStep(save: body.saveId, merge: try path.require("id", as: UUIDv7.self), reason: body.reason ?? "")
        guard body.agree else { return try answer(try await desk.declineMerge(step, by: caller.author, standing: caller.standing), caller) }
        let merge = try await desk.confirmMerge(step, people: caller.open.people.all(), by: caller.author, standing: caller.standing)
        caller.note(TrailEvent(.permission, subject: merge.first, detail: ["what": "dossiers-merged", "second": .text(merge.second.description)]))
        return try answer(merge, caller)
    }

    private struct Undo: Decodable {
        var saveId: UUIDv7
        /// Papers made since that go to the second child.
        var back: [UUIDv7]?
        var reason: String
    }

    private static func undo(_ request: Request, _ path: PathParameters, _ site: Site) async throws -> Response {
        let caller = try await site.caller(request, writing: true)
        let body = try request.decodeJSON(Undo.self)
        let merge = try await caller.open.desk.undoMerge(
            MergeStep(save: body.saveId, merge: path.require("id", as: UUIDv7.self), reason: body.reason), back: Set(body.back ?? []), by: caller.author,
            standing: caller.standing)
        caller.note(TrailEvent(.permission, subject: merge.first, detail: ["what": "dossiers-taken-apart", "second": .text(merge.second.description)]))
        return try answer(merge, caller)
    }

    private static func answer(_ merge: DossierMerge, _ caller: Caller) throws -> Response { try .json(Merge(merge, caller, caller.open.names())) }
}
