public import Access
public import FormEngine

extension FormShelf {
    /// What `new` would loosen of the form in use: answers that a role could do more with than now, or that would go further
    /// with a forwarded record, or that find a way into others. Also answers that only earlier versions asked.
    public func loosened(by new: FormDefinition, in library: FormLibrary) -> [LoosenedField] {
        let model = library.model(of: new.name)
        let next = standard.asked(new.name) == nil ? new.rightsAs ?? model : model
        let copied = copied(by: new, in: library, model: next)
        guard let old = library[new.name] else { return copied }
        let classes = rules?.classes
        var found: [LoosenedField] = []
        let entries = Dictionary(new.entries().map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        // A question may move into a repetition: its answers are then stored under the class of that.
        let stored = new.storedClasses
        for before in old.entries() {
            let was = classes?.classOf(before.name, in: new.name) ?? SensitivityClass(rawValue: before.permission)
            let entry = entries[before.name]
            // What the new version no longer asks keeps its class.
            let isNow = (entry?.permission ?? stored[before.name]).map { SensitivityClass(rawValue: $0) } ?? was
            let gainers = rules.map { $0.book.gainers(from: was, in: model, to: isNow, in: next) } ?? (was == isNow ? [] : ["*"])
            if !gainers.isEmpty {
                found.append(was == isNow ? LoosenedField(.rights, field: before.name, from: model, to: next, roles: gainers)
                    : LoosenedField(.seen, field: before.name, from: was.rawValue, to: isNow.rawValue, roles: gainers))
            }
            if case .field(let was) = before, case .field(let field)? = entry, field.forward.reach > was.forward.reach {
                found.append(LoosenedField(.forward, field: before.name, from: was.forward.rawValue, to: field.forward.rawValue, roles: []))
            }
        }
        return found + copied
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
