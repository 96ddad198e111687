import Access
public import FormEngine

/// A question that more people could read, or that would leave the site with more, under another version of its form.
public struct LoosenedField: Sendable, Hashable {
    public let field: String
    public let from: String
    public let to: String
}

extension FormShelf {
    /// What `new` would loosen of `old`: a field whose class a role sees that does not see the one before, or that goes
    /// further with a forwarded record. Also fields that only earlier versions asked.
    public func loosened(from old: FormDefinition, to new: FormDefinition) -> [LoosenedField] {
        var found: [LoosenedField] = []
        for entry in new.entries() {
            guard let before = old.entries().first(where: { $0.name == entry.name }) else { continue }
            if before.permission != entry.permission, opens(SensitivityClass(rawValue: before.permission), SensitivityClass(rawValue: entry.permission), in: new.name) {
                found.append(LoosenedField(field: entry.name, from: before.permission, to: entry.permission))
            }
            if case .field(let was) = before, case .field(let field) = entry, field.forward.reach > was.forward.reach {
                found.append(LoosenedField(field: entry.name, from: was.forward.rawValue, to: field.forward.rawValue))
            }
        }
        return found
    }

    private func opens(_ old: SensitivityClass, _ new: SensitivityClass, in kind: String) -> Bool {
        guard let rules else { return true }
        return rules.book.roles.values.contains { role in
            role.grants.contains { grant in
                guard grant.kinds.contains(kind) else { return false }
                return [grant.viewing, grant.editing, grant.exporting].contains { $0.contains(new) && !$0.contains(old) }
            }
        }
    }
}

extension ForwardRule {
    fileprivate var reach: Int {
        switch self {
        case .never: 0
        case .deidentified: 1
        case .full: 2
        }
    }
}

extension Desk {
    /// Who sees more than before is decided by two persons, never by one upload.
    func refuseLoosening(from old: FormDefinition, to new: FormDefinition) throws(CaseworkError) {
        guard let first = shelf.loosened(from: old, to: new).first else { return }
        throw CaseworkError(.formRefused(why: "More people than before could read \(first.field) (\(first.from) → \(first.to)); that needs two persons and can't be done by an upload."))
    }
}
