import Access
import Casework
import Foundations
import HTTPServer
import Journal

/// What an auditor asks the trail for, from the words of an address:
/// `actor`, `subject` (ids), `role` (a role's code), `case` (a case number), `action` (a `TrailAction`), `from`, `to` (days on the clock of
/// the box, both included), `only` (`glass`: break-glass; `refused`: refused sign-ins).
struct TrailQuery {
    private(set) var filter = AuditTrail.Filter()

    init(_ request: Request, _ caller: Caller, now: WallTime) throws {
        filter.actor = try Self.identifier(request, "actor")
        filter.subject = try Self.identifier(request, "subject")
        if let role = request.query("role"), !role.isEmpty {
            filter.actors = caller.open.people.all().filter { $0.role == role }.map(\.id)
        }
        if let number = request.query("case"), !number.isEmpty {
            filter.subjects = try caller.open.desk.trailSubjects(ofCase: String(number.prefix(40)))
        }
        if let word = request.query("action"), !word.isEmpty {
            guard let action = TrailAction(rawValue: word) else { throw Self.bad("action") }
            filter.action = action
        }
        switch request.query("only") {
        case nil, "": break
        case "glass": filter.actions = [.breakGlass]
        case "refused": filter.actions = [.signInFailed]
        default: throw Self.bad("only")
        }
        let offset = Int64(now.offsetMinutes) * 60_000
        if let day = try Self.day(request, "from") { filter.from = Int64(day.daysSinceEpoch) * 86_400_000 - offset }
        if let day = try Self.day(request, "to") { filter.to = Int64(day.daysSinceEpoch + 1) * 86_400_000 - offset - 1 }
    }

    private static func identifier(_ request: Request, _ name: String) throws(Problem) -> UUIDv7? {
        guard let text = request.query(name), !text.isEmpty else { return nil }
        guard let id = UUIDv7(text) else { throw bad(name) }
        return id
    }

    private static func day(_ request: Request, _ name: String) throws(Problem) -> CivilDay? {
        guard let text = request.query(name), !text.isEmpty else { return nil }
        guard let day = CivilDay(text) else { throw bad(name) }
        return day
    }

    static func bad(_ field: String) -> Problem {
        Problem(status: 422, code: "faults", title: "A parameter cannot be read", faults: [Problem.Fault(field: field, code: "wrong-type")])
    }
}
