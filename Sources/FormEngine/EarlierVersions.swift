extension FormDefinition {
    /// This form, and behind its questions what earlier versions asked and it does not, marked retired: never asked, never
    /// accepted anew, but with its text, choices and sensitivity class, so that old answers stay readable by those who
    /// could read them. The same holds for choices that are no longer offered. A repeat that is gone stands as one retired
    /// field. What this form still stores under the same name is left out; a question that moved into a repeat is not that.
    /// - Parameter earlier: newest first; where two of them know a name, the first one's description is taken.
    public func keeping(earlier: [FormDefinition]) -> FormDefinition {
        var fields = fields, lists = lists
        var taken: Set<String> = [], stored: Set<String> = []
        var displaced: [FormField] = []
        for entry in entries() { stored.insert(entry.name) }
        for field in fields { taken.insert(field.name) }
        for group in groups { taken.insert(group.name) }
        for form in earlier {
            for entry in form.entries() {
                guard stored.insert(entry.name).inserted else { continue }
                let copy: FormField
                switch entry {
                case .field(let field):
                    guard field.type.holdsAnswer else { continue }
                    copy = field.retiredCopy()
                case .repeated(let group): copy = group.retiredCopy()
                }
                if taken.insert(entry.name).inserted { fields.append(copy) } else { displaced.append(copy) }
            }
            for list in form.lists { FormDefinition.keep(list, in: &lists) }
        }
        guard fields.count != self.fields.count || !displaced.isEmpty || lists != self.lists else { return self }
        let kept = FormDefinition(name: name, version: version, title: title, languages: languages, fields: fields, groups: groups, lists: lists,
                                  rightsAs: rightsAs, displaced: displaced)
        return kept.compiledAgain() ?? self
    }

    private static func keep(_ old: ChoiceList, in lists: inout [ChoiceList]) {
        guard let place = lists.firstIndex(where: { $0.name == old.name }) else {
            lists.append(ChoiceList(name: old.name))
            return keep(old, in: &lists)
        }
        for choice in old.choices where lists[place].choice(choice.value) == nil {
            lists[place].choices.append(Choice(value: choice.value, label: choice.label, retired: true, columns: choice.columns))
        }
    }
}

extension FormField {
    /// The question without its rules, which may name what is gone.
    fileprivate func retiredCopy() -> FormField {
        var copy = FormField(name: name, type: type)
        copy.label = label
        copy.list = list
        copy.orOther = orOther
        copy.permission = permission
        copy.forward = forward
        copy.readOnly = true
        copy.retired = true
        return copy
    }
}

extension FormGroup {
    fileprivate func retiredCopy() -> FormField {
        var copy = FormField(name: name, type: .hidden)
        copy.label = label
        copy.permission = permission
        copy.readOnly = true
        copy.retired = true
        return copy
    }
}
