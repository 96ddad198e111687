public import Foundations
public import Matching

/// Under which keys a child is looked up for likeness. Belongs to `ProjectionRules.version`.
enum LikenessRows {
    /// Every child has this one: its rows are how many there are.
    static let everybody = "*"

    /// Keys of a `child` or `relative` record; none for others. A record knows only itself: a mother's name stands under
    /// her own record and is brought together with the child by the dossier.
    static func keys(_ state: RecordState) -> [String] {
        guard state.shown(Reserved.archived)?.bool != true else { return [] }
        switch state.kind {
        case "child": return [everybody] + LikenessKeys.child(FoldedChild(ChildDescription(child: state.shown)))
        case "relative": return state.shown("full_name")?.text.map(LikenessKeys.relative) ?? []
        default: return []
        }
    }

    /// What brings the records of one dossier together: 63 bits of its id, 61 of them random.
    static func sort(_ dossier: UUIDv7) -> Int64 { Int64(bitPattern: dossier.low >> 1) }
}

extension ChildDescription {
    /// Fields of a `child` record that help to recognise the child.
    public static let childFields = ["given_name", "family_name", "other_names", "name_other_script", "sex", "birth_date", "birth_estimated",
                                     "birth_place", "place", "national_id"]
    /// Fields of a `relative` record.
    public static let relativeFields = ["full_name", "relation", "is_caregiver"]

    /// - Parameter seen: the value of a field of a `child` record, nil where there is none or it may not be used.
    public init(child seen: (String) -> Value?) {
        self.init()
        func texts(_ names: String...) -> [String] { names.compactMap { seen($0)?.text } }
        given = texts("given_name")
        family = texts("family_name")
        other = texts("other_names", "name_other_script")
        sex = seen("sex")?.text.flatMap { $0 == "unknown" ? nil : $0 }
        birth = seen("birth_date")?.text.flatMap { PartialDate($0) }
        isBirthEstimated = seen("birth_estimated")?.text == "yes"
        places = texts("place", "birth_place")
        nationalID = seen("national_id")?.text
    }

    /// - Parameter seen: as above, of a `relative` record of the same dossier.
    public mutating func add(relative seen: (String) -> Value?) {
        guard let name = seen("full_name")?.text else { return }
        switch seen("relation")?.text {
        case "mother": mother.append(name)
        case "father": father.append(name)
        case "sibling": siblings.append(name)
        default: if seen("is_caregiver")?.text == "yes" { caregivers.append(name) }
        }
    }
}
