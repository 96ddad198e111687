/// One way in which a role meets answers of a class in records of a kind.
struct Opening: Hashable {
    let action: Action
    let reach: Reach

    /// Whether whoever has this has `other` too.
    func covers(_ other: Opening) -> Bool {
        guard action == other.action else { return false }
        if reach == other.reach || (reach == .site && other.reach != .nation) || (reach == .assigned && other.reach == .referred) { return true }
        let nested: [Reach] = [.own, .team, .agency]
        guard let mine = nested.firstIndex(of: reach), let its = nested.firstIndex(of: other.reach) else { return false }
        return mine >= its
    }
}

extension Role {
    /// Everything the role files let this role do with answers of a class.
    func openings(of found: SensitivityClass, in kind: String) -> Set<Opening> {
        var openings: Set<Opening> = []
        for grant in written where grant.kinds.contains(kind) {
            for action in grant.actions {
                let classes = switch action {
                case .view: grant.viewing
                case .create, .edit, .decide: grant.editing
                case .export: grant.exporting
                }
                if classes.contains(found) { openings.insert(Opening(action: action, reach: grant.reach)) }
            }
        }
        return openings
    }
}

extension RoleBook {
    /// Roles that may do something with an answer of class `new` in records of the kind `newKind` that they may not do with
    /// one of class `old` in records of `oldKind`: their codes, sorted. Kinds are those of the role files.
    /// - Parameter actions: what counts; all unless told.
    public func gainers(from old: SensitivityClass, in oldKind: String, to new: SensitivityClass, in newKind: String,
                        actions: Set<Action> = Set(Action.allCases)) -> [String] {
        guard old != new || oldKind != newKind else { return [] }
        return roles.values.filter { role in
            let before = role.openings(of: old, in: oldKind)
            return !role.openings(of: new, in: newKind).allSatisfy { opening in !actions.contains(opening.action) || before.contains { $0.covers(opening) } }
        }.map(\.code).sorted()
    }

    /// The one of some classes that nobody gains anything by, whichever of the others a field had before; `never` where there
    /// is none.
    public func strictest(of classes: Set<SensitivityClass>, in kind: String) -> SensitivityClass {
        let found = classes.sorted { $0.rawValue < $1.rawValue }.first { one in
            classes.allSatisfy { gainers(from: $0, in: kind, to: one, in: kind).isEmpty }
        }
        return found ?? .never
    }

    /// Classes of which some role may do this with answers in records of a kind of the role files.
    public func classes(_ action: Action, in kind: String) -> Set<SensitivityClass> {
        SensitivityClass.grantable.filter { found in
            roles.values.contains { role in role.openings(of: found, in: kind).contains { $0.action == action } }
        }
    }
}
