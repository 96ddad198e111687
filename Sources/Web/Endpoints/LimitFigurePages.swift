import Access
import Casework
import Foundations
import HTTPServer
import TimeLimits

/// How well the country's time limits are kept: figures of a period, the cases behind them, and how a team's cases stand today.
enum LimitFigurePages {
    static func routes(_ site: Site) -> [Route] {
        [
            Route(.get, "/api/v1/limits/figures") { request, _ in try await figures(request, site) },
            Route(.get, "/api/v1/limits/figures/cases") { request, _ in try await cases(request, site) },
            Route(.get, "/api/v1/supervisor/limits") { request, _ in try await team(request, site) },
            Route(.get, "/api/v1/supervisor/workers/{id}/limits") { request, path in try await worker(request, path, site) },
        ]
    }

    private struct Figures: Encodable {
        struct Rule: Encodable {
            var rule: String
            var label: [String: String]
            /// How its days are counted.
            var unit: String?
        }
        struct Row: Encodable {
            var rule: String
            var worker: Shape.Person?
            var started: Int?
            /// Number by part; a part that is left out is not told.
            var parts: [String: Int]
            var share: Double?
            var medianDays: Double?
        }
        var country: String
        var from: String
        var to: String
        /// The numbers are those of one's own cases and open them; else those of the site, small ones left out.
        var own: Bool
        var byWorker: Bool
        var counted: String
        var rules: [Rule]
        var rows: [Row]
    }

    private static func figures(_ request: Request, _ site: Site) async throws -> Response {
        let caller = try await site.caller(request)
        let period = try period(request), by = request.query("by")
        guard by == nil || by == "worker" else { throw fault("by", "Figures are counted for all together, or by worker") }
        let table = try caller.open.desk.limitFigures(period, byWorker: by == "worker", for: caller.standing)
        caller.noteList("limit-figures")
        let names = caller.open.names()
        return try .json(Figures(
            country: table.country, from: period.from.description, to: period.to.description, own: table.isOwnReach, byWorker: table.isByWorker,
            counted: table.counted.iso8601,
            rules: table.rules.map { Figures.Rule(rule: $0.code, label: $0.labels, unit: $0.versions.last?.unit.rawValue) },
            rows: table.rows.map { row in
                Figures.Row(rule: row.figures.rule, worker: row.worker.map(names.person), started: row.figures.started,
                            parts: Dictionary(uniqueKeysWithValues: row.figures.parts.map { ($0.key.rawValue, $0.value) }), share: row.figures.share,
                            medianDays: row.figures.medianDays)
            }))
    }

    private struct Cases: Encodable {
        struct Row: Encodable {
            var dossier: UUIDv7
            var name: String
            var caseNumber: String?
            var risk: String?
            var worker: Shape.Person?
            var rule: String
            var label: [String: String]
            var state: String
            var started: String
            var due: String?
            var on: String?
            /// Calendar days left, or late.
            var days: Int
        }
        var total: Int
        var rows: [Row]

        init(_ found: LimitCases, _ names: Names) {
            total = found.total
            rows = found.rows.map { one in
                Row(dossier: one.dossier, name: one.name, caseNumber: one.caseNumber, risk: one.risk, worker: one.worker.map(names.person), rule: one.outcome.rule,
                    label: one.outcome.labels, state: one.outcome.state.rawValue, started: one.outcome.started.description, due: one.outcome.due?.description,
                    on: one.outcome.on?.description, days: one.outcome.days)
            }
        }
    }

    private static func cases(_ request: Request, _ site: Site) async throws -> Response {
        let caller = try await site.caller(request)
        let part = try request.query("part").map { text in
            guard let part = FigurePart(rawValue: text) else { throw fault("part", "There is no such part of the figures") }
            return part
        }
        let worker = try request.query("worker").map { text in
            guard let worker = UUIDv7(text) else { throw fault("worker", "This is nobody's id") }
            return worker
        }
        let found = try caller.open.desk.limitCases(period(request), rule: request.query("rule") ?? "", part: part, worker: worker, for: caller.standing)
        caller.noteList("limit-cases")
        return try .json(Cases(found, caller.open.names()))
    }

    private struct Team: Encodable {
        struct Worker: Encodable {
            var person: Shape.Person
            var overdue: Int
            var next: String?
        }
        var country: String?
        var workers: [Worker]
    }

    private static func team(_ request: Request, _ site: Site) async throws -> Response {
        let caller = try await site.caller(request)
        let found = try caller.open.desk.teamLimits(for: caller.standing)
        caller.noteList("team-limits")
        let names = caller.open.names()
        return try .json(Team(country: found.country, workers: found.workers.map {
            Team.Worker(person: names.person($0.person), overdue: $0.overdue, next: $0.next?.description)
        }))
    }

    private static func worker(_ request: Request, _ path: PathParameters, _ site: Site) async throws -> Response {
        let caller = try await site.caller(request)
        let found = try caller.open.desk.workerLimits(of: path.require("id", as: UUIDv7.self), for: caller.standing)
        caller.noteList("worker-limits")
        return try .json(Cases(found, caller.open.names()))
    }

    private static func period(_ request: Request) throws -> FigurePeriod {
        guard let from = request.query("from").flatMap({ CivilDay($0) }) else { throw fault("from", "The period needs its first day") }
        guard let to = request.query("to").flatMap({ CivilDay($0) }) else { throw fault("to", "The period needs its last day") }
        guard let period = FigurePeriod(from: from, to: to) else { throw fault("to", "The period ends before it begins, or is longer than five years") }
        return period
    }

    private static func fault(_ field: String, _ title: String) -> Problem {
        Problem(status: 422, code: "faults", title: title, whatIsSafe: "Nothing was changed.", whatToDo: "Choose the period again.",
                faults: [Problem.Fault(field: field, code: "not-in-range")])
    }
}
