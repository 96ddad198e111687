extension FormDefinition {
    /// The form as a site asks it that does not ask everything: questions of other profiles (`cm::profile`) are never relevant,
    /// nor is a group in which nothing else is asked. They keep their names, classes and answers, and come back as they were.
    /// What may not be hidden (`cm::hideable`) or must be answered is asked in every profile, whatever its row says.
    /// - Parameter profile: the one in use; nil asks everything.
    public func asked(in profile: String?) -> FormDefinition {
        guard let profile else { return self }
        var fields = fields
        var hidden: Set<String> = []
        for index in fields.indices where fields[index].isLeftOut(of: profile) {
            fields[index].relevant = FormDefinition.never
            hidden.insert(fields[index].name)
        }
        if hidden.isEmpty { return self }
        let empty = groupsOfOnly(hidden)
        let groups = groups.map { empty.contains($0.name) ? $0.never : $0 }
        let form = FormDefinition(name: name, version: version, title: title, languages: languages, fields: fields, groups: groups, lists: lists,
                                  rightsAs: rightsAs, displaced: displaced)
        return form.compiledAgain() ?? self
    }

    /// How many questions somebody is asked in a profile, before any rule of the form itself hides one.
    public func questions(in profile: String?) -> Int {
        fields.filter { field in
            field.type.holdsAnswer && field.type != .hidden && !field.readOnly && !field.retired && field.calculation == nil
                && !(profile.map { field.isLeftOut(of: $0) } ?? false)
        }.count
    }

    fileprivate static let never = "false()"

    /// Groups whose questions, in them and below, are all among `hidden`; those without any are left as they are.
    private func groupsOfOnly(_ hidden: Set<String>) -> Set<String> {
        var parents: [String: String] = [:]
        for group in groups { parents[group.name] = group.parent }
        var asked: Set<String> = [], all: Set<String> = []
        for field in fields {
            var around = field.group
            while let group = around {
                all.insert(group)
                if !hidden.contains(field.name) { asked.insert(group) }
                around = parents[group]
            }
        }
        return all.subtracting(asked)
    }
}

extension FormField {
    fileprivate func isLeftOut(of profile: String) -> Bool {
        guard let own = self.profile, hideable || !type.holdsAnswer, !required, requiredIf == nil, calculation == nil else { return false }
        return own != profile
    }
}

extension FormGroup {
    fileprivate var never: FormGroup {
        FormGroup(name: name, label: label, appearance: appearance, relevant: FormDefinition.never, parent: parent, isRepeat: isRepeat,
                  repeatCount: repeatCount, permission: permission)
    }
}
