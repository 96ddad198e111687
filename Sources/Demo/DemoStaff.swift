public import Foundations

/// Somebody who works in the district, computed from the seed.
public struct DemoPerson: Sendable {
    public let id: UUIDv7
    /// The phone or desk this person writes from.
    public let device: UUIDv7
    public let name: String
    /// A code of assets/standard/roles.csv.
    public let role: String
    public let userName: String
    public let team: UUIDv7?
    public let agency: String
    public let language: DemoLanguage
}

/// The people of the district: about 38 open cases a case worker (more where that would need over 2,000 of them), eight
/// workers a team, one supervisor a team, and one person for every other role. Nobody is stored: each is computed when
/// asked for.
public struct DemoStaff: Sendable {
    /// Roles that get a sign-in, each with the person who has it.
    public static let signInRoles = [
        "notifier", "case_worker", "supervisor", "specialist", "guardianship_local", "guardianship_territorial",
        "district_manager", "data_officer", "site_administrator", "auditor",
    ]
    static let singleRoles = signInRoles.filter { $0 != "case_worker" && $0 != "supervisor" } + ["helpline_operator"]

    public let workers: Int
    public let teams: Int
    private let seed: UInt64
    private let names: NameBook
    private let joined: Int64

    init(options: DemoOptions, names: NameBook) {
        let open = options.children * 28 / 100
        workers = min(max(6, (open + 37) / 38), 2_000)
        teams = max(2, (workers + 7) / 8)
        seed = options.seed
        self.names = names
        joined = Int64(options.firstDay) * 86_400_000
    }

    public var count: Int { workers + teams + Self.singleRoles.count }

    /// 0 ..< count: first the workers, then the supervisors by team, then the single roles.
    public subscript(index: Int) -> DemoPerson {
        if index < workers { return worker(index) }
        if index < workers + teams { return supervisor(team: index - workers) }
        return single(Self.singleRoles[index - workers - teams])
    }

    public func worker(_ index: Int) -> DemoPerson {
        person(index, role: "case_worker", userName: index == 0 ? "case-worker" : "worker-\(index)", team: index % teams)
    }

    public func supervisor(team: Int) -> DemoPerson {
        person(1_000_000 + team, role: "supervisor", userName: team == 0 ? "supervisor" : "supervisor-\(team)", team: team)
    }

    /// The one person of a role that is neither case worker nor supervisor.
    public func single(_ role: String) -> DemoPerson {
        let index = Self.singleRoles.firstIndex(of: role) ?? 0
        return person(2_000_000 + index, role: role, userName: role.split(separator: "_").joined(separator: "-"), team: nil)
    }

    /// The person whose sign-in the demo hands out for a role.
    public func signIn(_ role: String) -> DemoPerson {
        switch role {
        case "case_worker": worker(0)
        case "supervisor": supervisor(team: 0)
        default: single(role)
        }
    }

    public func teamID(_ team: Int) -> UUIDv7 {
        var random = SplitMix64(seed: seed, kind: 6, index: team)
        return UUIDv7.make(at: joined, using: &random)
    }

    /// The worker of a team who is next in turn.
    func worker(team: Int, turn: Int) -> DemoPerson {
        let inTeam = (workers - team + teams - 1) / teams
        return worker(team + teams * (turn % max(1, inTeam)))
    }

    /// The team of a commune; larger districts have several for one.
    func team(commune: Int, communes: Int, _ random: inout SplitMix64) -> Int {
        guard teams > communes else { return commune % teams }
        let here = (teams - commune + communes - 1) / communes
        return commune + communes * random.below(here)
    }

    private func person(_ index: Int, role: String, userName: String, team: Int?) -> DemoPerson {
        var random = SplitMix64(seed: seed, kind: 1, index: index)
        let culture = names.cultures[names.cultureTable.draw(&random)]
        let given = random.chance(60) ? culture.female[culture.femaleTable.draw(&random)] : culture.male[culture.maleTable.draw(&random)]
        let family = culture.family[culture.familyTable.draw(&random)]
        let language: DemoLanguage = switch random.below(20) {
        case 0..<9: .en
        case 9..<14: .fr
        default: .ar
        }
        return DemoPerson(
            id: UUIDv7.make(at: joined, using: &random), device: UUIDv7.make(at: joined, using: &random),
            name: given.latin[0] + " " + family.latin[0], role: role, userName: userName, team: team.map(teamID),
            agency: agency(of: role), language: language)
    }

    private func agency(of role: String) -> String {
        switch role {
        case "guardianship_local", "guardianship_territorial": "guardianship"
        case "specialist": "health"
        case "auditor": "audit"
        case "notifier": "public"
        default: "social_services"
        }
    }
}
