import Foundations

/// A rule over a record and its surroundings. The one form in which reach is written down: `holds` answers
/// it for a record in hand, `sql` for a whole table, and both walk the same tree.
indirect enum Condition: Sendable, Hashable {
    case always
    case never
    case kind(Set<String>)
    case id(Set<UUIDv7>)
    case owner(UUIDv7)
    case team(Set<UUIDv7>)
    case withoutTeam
    case agency(String)
    case status(Set<String>)
    /// Neither a status nor one of these.
    case statusOutside(Set<String>)
    /// Not marked sensitive as a whole.
    case unmarked
    case sensitivity(Set<String>)
    case dossier(Set<UUIDv7>)
    case inDossier
    /// Some row of the same dossier satisfies this (of the kinds that `Surroundings.dossierRows` holds).
    case beside(Condition)
    /// The record lies in no dossier, and neither does its parent, which satisfies this.
    case under(Condition)
    /// This is a family, and some `family_member` row that names it as its parent satisfies this.
    case above(Condition)
    case not(Condition)
    case all([Condition])
    case any([Condition])
}

extension Condition {
    /// Whether the rule holds for this record among these neighbours.
    func holds(for record: Envelope, in around: Surroundings) -> Bool {
        switch self {
        case .always: true
        case .never: false
        case .kind(let kinds): kinds.holds(record.kind)
        case .id(let ids): ids.holds(record.id)
        case .owner(let person): record.owner == person
        case .team(let teams): record.team.map(teams.holds) ?? false
        case .withoutTeam: record.team == nil
        case .agency(let agency): record.agency == agency
        case .status(let states): record.status.map(states.holds) ?? false
        case .statusOutside(let states): !(record.status.map(states.holds) ?? false)
        case .unmarked: record.sensitivity == nil || record.sensitivity == SensitivityClass.general.rawValue
        case .sensitivity(let classes): record.sensitivity.map(classes.contains) ?? false
        case .dossier(let dossiers): record.dossier.map(dossiers.contains) ?? false
        case .inDossier: record.dossier != nil
        case .beside(let rule):
            record.dossier != nil && around.dossierRows.contains { rule.holds(for: $0, in: Surroundings()) }
        case .under(let rule): record.dossier == nil && around.parents.contains { rule.holds(for: $0, in: Surroundings()) }
        case .above(let rule):
            record.kind == Kinds.family && around.members.contains { rule.holds(for: $0.row, in: Surroundings(dossierRows: $0.dossierRows)) }
        case .not(let rule): !rule.holds(for: record, in: around)
        case .all(let rules): rules.allSatisfy { $0.holds(for: record, in: around) }
        case .any(let rules): rules.contains { $0.holds(for: record, in: around) }
        }
    }

    /// The same rule with constant parts folded away, so that the SQL stays short.
    var simplified: Condition {
        switch self {
        case .all(let rules):
            let parts = rules.map(\.simplified).filter { $0 != .always }
            if parts.contains(.never) { return .never }
            return parts.isEmpty ? .always : parts.count == 1 ? parts[0] : .all(parts)
        case .any(let rules):
            let parts = rules.map(\.simplified).filter { $0 != .never }
            if parts.contains(.always) { return .always }
            return parts.isEmpty ? .never : parts.count == 1 ? parts[0] : .any(parts)
        case .kind(let set) where set.isEmpty: return .never
        case .id(let set) where set.isEmpty: return .never
        case .team(let set) where set.isEmpty: return .never
        case .status(let set) where set.isEmpty: return .never
        case .sensitivity(let set) where set.isEmpty: return .never
        case .dossier(let set) where set.isEmpty: return .never
        case .beside(let rule): return rule.simplified == .never ? .never : .beside(rule.simplified)
        case .under(let rule): return rule.simplified == .never ? .never : .under(rule.simplified)
        case .above(let rule): return rule.simplified == .never ? .never : .above(rule.simplified)
        case .not(let rule):
            switch rule.simplified {
            case .always: return .never
            case .never: return .always
            case let rest: return .not(rest)
            }
        default: return self
        }
    }
}

extension Set {
    /// `contains`, without hashing where there is one element or two: most rules name as few, and lists ask them thousands of times.
    fileprivate func holds(_ element: Element) -> Bool {
        guard count <= 2 else { return contains(element) }
        for one in self where one == element { return true }
        return false
    }
}
