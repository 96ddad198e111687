public import Foundations

/// Somebody in front of the records: the person, the role as the site's files define it now, and the
/// dossiers opened to them by break-glass at this moment.
public struct Viewer: Sendable, Hashable {
    public let person: UUIDv7
    public let role: Role
    public let teams: Set<UUIDv7>
    public let agency: String?
    public let brokenGlass: Set<UUIDv7>

    public init(person: UUIDv7, role: Role, teams: Set<UUIDv7> = [], agency: String? = nil, brokenGlass: Set<UUIDv7> = []) {
        self.person = person
        self.role = role
        self.teams = teams
        self.agency = agency
        self.brokenGlass = brokenGlass
    }
}

extension Viewer {
    /// The records over which this right holds. `actions` beyond viewing are never widened by broken glass.
    /// With reach `none` a person may still submit what lies in no dossier.
    func condition(of grant: Grant, for action: Action) -> Condition {
        .all([.kind(grant.kinds.subtracting(ReservedKind.ungrantable)), nearness(of: grant, for: action)]).simplified
    }

    /// `condition` for a record whose kind is known to be among the right's.
    func nearness(of grant: Grant, for action: Action) -> Condition {
        guard grant.actions.contains(action) else { return .never }
        if action == .create, grant.reach == .none { return .not(.inDossier) }
        var reach = condition(of: grant.reach)
        if action == .view, role.powers.contains(.breakGlass), grant.reach != .none, grant.reach != .nation {
            reach = .any([reach, .dossier(brokenGlass)])
        }
        return .all([reach, open(grant)]).simplified
    }

    /// A record marked as a whole (a linked confidential case, say) is open to those of its own caseload
    /// and to roles whose right names that mark; team, agency, site or broken glass alone do not open it.
    private func open(_ grant: Grant) -> Condition {
        .any([.unmarked, .sensitivity(Set(grant.viewing.map(\.rawValue))), ownCase, assigned, ownRecord])
    }

    private func condition(of reach: Reach) -> Condition {
        switch reach {
        case .none, .nation: .never
        case .own: .any([own, .above(own), .under(.owner(person))])
        case .referred: .any([.all([.not(.kind([Kinds.referral])), assigned]), .all([.kind([Kinds.referral]), asked]), .above(assigned)])
        case .assigned: .any([assigned, .above(assigned)])
        case .placement: having(Kinds.placement)
        case .closure: having(Kinds.closure)
        case .panel: seated
        case .team: .any([own, team, .above(.any([own, team])), .under(.any([.owner(person), team]))])
        case .agency: .any([own, team, inAgency, .above(.any([own, team, inAgency])), .under(.any([.owner(person), team, inAgency]))])
        case .site: .always
        }
    }

    /// Dossiers that came before an authority: whatever its decision was, it answers for it afterwards.
    private func having(_ kind: String) -> Condition {
        let near = Condition.beside(.kind([kind]))
        return .any([near, .above(near)])
    }

    private var own: Condition { .any([ownCase, ownRecord]) }

    /// In a dossier with an open or monitored case of this person.
    private var ownCase: Condition {
        .beside(.all([.kind([Kinds.caseRecord]), .owner(person), .status(Set(Kinds.liveCase))]))
    }

    /// The record names this person. Papers of a dossier with a case count only while the person is near that
    /// dossier: who once registered the child or wrote a note does not stay near for ever. The case itself and
    /// what was asked of somebody (a referral) stay visible to them.
    private var ownRecord: Condition {
        .all([.owner(person), .any([.not(hasCase), .kind(Set(Kinds.assigning + [Kinds.caseRecord, Kinds.transfer, Kinds.seat])), ownCase, assigned])])
    }

    /// In a dossier of whose best-interest panel this person is a member, until it has decided or they stepped aside.
    private var seated: Condition { .beside(.all([.kind([Kinds.seat]), .owner(person), .status(Set(Kinds.taken))])) }

    private var assigned: Condition { .beside(asked) }

    /// The record asks this person or one of their teams to do something, and has not ended.
    private var asked: Condition {
        .all([
            .kind(Set(Kinds.assigning)), .any([.owner(person)] + teams.sorted().map(Condition.owner)),
            .statusOutside(Set(Kinds.endedAssignment)),
        ])
    }

    /// What these rows of a dossier ask of this person.
    func asks(in rows: [Envelope]) -> [Envelope] { rows.filter { asked.holds(for: $0, in: Surroundings()) } }

    private var hasCase: Condition { .beside(.kind([Kinds.caseRecord])) }

    /// Once a dossier has a case, the cases say whose it is; the record's own mark counts before that and
    /// outside dossiers. So a dossier handed to another team goes as a whole.
    private var team: Condition {
        .any([
            .beside(.all([.kind([Kinds.caseRecord]), .team(teams)])),
            .all([.team(teams), .not(hasCase)]),
            .all([.kind([Kinds.notification]), .withoutTeam, .statusOutside(["registered", "linked", "screened_out"])]),
        ])
    }

    private var inAgency: Condition {
        guard let agency else { return .never }
        return .any([
            .beside(.all([.kind([Kinds.caseRecord]), .agency(agency)])),
            .all([.agency(agency), .not(hasCase)]),
        ])
    }
}
