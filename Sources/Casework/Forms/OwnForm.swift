import Access
public import FormEngine

/// Why a form that did not come with the box cannot be one of this site's own.
public enum OwnFormFault: Sendable, Hashable {
    /// Kinbox uses the name itself.
    case reservedName
    /// Not lower-case letters, digits and `_`, or longer than 60.
    case badName
    /// `cm::rights_as` is empty. `nearest`: the form it seems to be meant as, or one whose rights would fit.
    case missingRights(nearest: String)
    /// There is no form of that name.
    case unknownRights(nearest: String?)
    /// That is a form of the site's own, which follows this one.
    case rightsOfOwn(model: String)
    /// Records of that form are no papers and no directory.
    case rightsOfSpecial
    /// It came with the box and has rights of its own.
    case needsNoRights

    /// Half a sentence.
    var words: String {
        switch self {
        case .reservedName: "Kinbox uses this name itself"
        case .badName: "its name needs lower-case letters, digits and _ alone"
        case .missingRights: "cm::rights_as must name the form whose rights its records follow"
        case .unknownRights: "cm::rights_as names no form"
        case .rightsOfOwn: "cm::rights_as names a form of the site's own"
        case .rightsOfSpecial: "no other form can follow the one that cm::rights_as names"
        case .needsNoRights: "it came with the box and has rights of its own, so cm::rights_as stays empty"
        }
    }
}

extension FormShelf {
    /// Forms that came with the box whose rights a form of the site's own can follow.
    public var models: [String] { standard.all.map(\.name).filter(RecordShape.canBeFollowed) }

    /// What speaks against a form as one of this site, beyond the form itself. Nil for a version of a form that came with
    /// the box.
    public func ownFault(of form: FormDefinition, in library: FormLibrary) -> OwnFormFault? {
        let rights = form.rightsAs
        if standard.asked(form.name) != nil { return rights == nil ? nil : .needsNoRights }
        guard !ReservedKind.names.contains(form.name) else { return .reservedName }
        guard RoleBook.isKind(form.name) else { return .badName }
        guard let rights else { return .missingRights(nearest: library.models[form.name] ?? likest(form)) }
        if standard.asked(rights) != nil { return RecordShape.canBeFollowed(rights) ? nil : .rightsOfSpecial }
        if let model = library.models[rights] { return .rightsOfOwn(model: model) }
        return .unknownRights(nearest: rights == form.name ? likest(form) : nil)
    }

    /// The form that shares most names of questions, at least half of them; else a note.
    private func likest(_ form: FormDefinition) -> String {
        let names = Set(form.entries().map(\.name))
        let shared = models.map { name in (name: name, count: standard.asked(name)?.entries().count { names.contains($0.name) } ?? 0) }
        guard let best = shared.max(by: { ($0.count, $1.name) < ($1.count, $0.name) }), best.count * 2 >= names.count else { return "note" }
        return best.name
    }
}
