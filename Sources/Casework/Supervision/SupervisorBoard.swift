public import Access
import CaseSteps
public import Foundations
import GRDB
import Journal

/// The workers of a supervisor's teams with what they carry.
public struct SupervisorBoard: Sendable {
    public struct Worker: Sendable, Equatable {
        public let person: UUIDv7
        /// Has an account that may sign in. One who has left still stands here while cases bear their name.
        public let isActive: Bool
        /// Cases can be handed to them.
        public let mayTake: Bool
        /// Open cases.
        public internal(set) var cases = 0
        public internal(set) var high = 0, medium = 0, low = 0, unassessed = 0
        /// `CaseWeight` of all open cases.
        public internal(set) var weight = 0
        /// Plans, referrals and tasks whose day is over, in all open cases.
        public internal(set) var overdue = 0
        /// Open cases whose child has not been seen for longer than the risk allows.
        public internal(set) var unseen = 0
        /// Papers that wait for the viewer's yes.
        public internal(set) var approvals = 0
    }

    public let today: CivilDay
    /// The heaviest caseload first; those without cases last.
    public let workers: [Worker]
    public let mayReassign: Bool
    /// False where a team has more open cases than are counted (`Desk.mostBoardCases`).
    public let isWhole: Bool
}

extension Standing {
    /// Decides about cases of a team or further, as the role files say.
    public var supervises: Bool { decidesWidely("case") }

    /// Whether a case that the viewer takes over can go to this person: of their teams, or of their agency where they answer for a whole one.
    public func mayEntrust(to person: Person, _ rules: AccessRules?) -> Bool {
        let answersForAgency = viewer.role.grants.contains { $0.kinds.contains("case") && $0.reach == .agency }
        let isOfOurs = answersForAgency && viewer.agency != nil && person.agency == viewer.agency
        return mayHandOver(to: person, rules) || (isOfOurs && person.state == .active && rules?.book[person.role]?.carriesCases == true)
    }

    func mayHandOver(to person: Person, _ rules: AccessRules?) -> Bool {
        person.state == .active && rules?.book[person.role]?.carriesCases == true && !viewer.teams.isDisjoint(with: person.teams)
    }
}

extension Desk {
    /// So many open cases of one team are counted.
    public static let mostBoardCases = 2_000

    /// The board of the viewer's teams. Counts what the viewer may see, and nothing else.
    /// - Parameter people: everybody with an account.
    /// - Throws: `CaseworkError.notAllowed` for a role that decides about no team's cases.
    public func supervisorBoard(people: [Person], for standing: Standing) throws -> SupervisorBoard {
        try requireSupervision(standing)
        let mayReassign = standing.viewer.role.powers.contains(.reassign)
        let known = Dictionary(people.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        func blank(_ id: UUIDv7) -> SupervisorBoard.Worker {
            let person = known[id]
            return SupervisorBoard.Worker(person: id, isActive: person?.state == .active,
                                          mayTake: mayReassign && person.map { standing.mayHandOver(to: $0, shelf.rules) } ?? false)
        }
        var workers: [UUIDv7: SupervisorBoard.Worker] = [:]
        for person in people where standing.mayHandOver(to: person, shelf.rules) { workers[person.id] = blank(person.id) }
        let isWhole = try read { db in
            var isWhole = true
            var cases: [Int64] = []
            for team in standing.viewer.teams.sorted() {
                let hits = try Lookup.find(db, .caseByTeam, key: .pair(team, CaseStatus.open.rawValue), limit: Self.mostBoardCases + 1)
                if hits.count > Self.mostBoardCases { isWhole = false }
                cases += hits.prefix(Self.mostBoardCases).map(\.record)
            }
            let counts = try boardShelf.counts(db, of: cases, standing, today: today, now: time.monotonicNanos()) { number in
                try CaseLook.find(db, number: number, standing, today: today)?.count
            }
            for count in counts {
                if let owner = count.owner { workers[owner, default: blank(owner)].add(count) }
            }
            return isWhole
        }
        return SupervisorBoard(
            today: today, workers: workers.values.sorted { ($0.weight, $0.cases, $1.person) > ($1.weight, $1.cases, $0.person) },
            mayReassign: mayReassign, isWhole: isWhole)
    }

    func requireSupervision(_ standing: Standing) throws(CaseworkError) {
        guard standing.supervises else { throw CaseworkError(.notAllowed(what: "see the caseloads of a team")) }
    }
}

extension SupervisorBoard.Worker {
    fileprivate mutating func add(_ count: BoardCount) {
        cases += 1
        switch count.risk {
        case "high": high += 1
        case "medium": medium += 1
        case "low": low += 1
        default: unassessed += 1
        }
        weight += CaseWeight.of(risk: count.risk)
        overdue += count.overdue
        if count.isUnseen { unseen += 1 }
        approvals += count.approvals
    }
}
