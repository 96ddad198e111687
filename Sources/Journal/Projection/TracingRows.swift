public import Foundations
public import Matching

/// What the lookup knows of searches for children and of the children who may be sought. Belongs to `ProjectionRules.version`.
public enum TracingRows {
    static let request = "tracing_request"
    /// Keys of `ProjectionRules.Rule.searchByState`.
    public static let live = "live", ended = "ended"
    /// Key of `ProjectionRules.Rule.separated`.
    static let separated = "separated"
    /// So many records that say a child is separated are read for one question, the newest dossiers' not before others'.
    public static let mostSeparated = 50_000

    /// Whether a search with this status goes on.
    public static func isLive(_ status: String?) -> Bool { !["reunified", "not_wanted", "closed"].contains(status ?? "") }

    /// Whether an answer to “Is the child with the family?” says that the child may be somebody's who searches.
    public static func isSeparated(_ answer: String?) -> Bool { answer == "separated" || answer == "unaccompanied" }

    static func isSeparated(_ state: RecordState) -> Bool {
        guard ["child", "separation_history"].contains(state.kind), state.shown(Reserved.archived)?.bool != true else { return false }
        return isSeparated(state.shown("separation_status")?.text)
    }

    /// Keys under which a live search is looked up from a child.
    static func keys(_ state: RecordState) -> [String] {
        guard isLive(state.shown("status")?.text), state.shown(Reserved.archived)?.bool != true else { return [] }
        let sought = ChildDescription(sought: state.shown)
        let relatives = (sought.mother + sought.father + sought.caregivers + sought.siblings).prefix(20)
        return [LikenessRows.everybody] + LikenessKeys.child(FoldedChild(sought)) + relatives.flatMap(LikenessKeys.relative)
    }
}

extension ChildDescription {
    /// Fields of a `tracing_request` that help to recognise the child.
    public static let soughtFields = ["given_name", "family_name", "other_names", "sex", "birth_date", "place", "mother_name", "father_name", "seeker_name", "relation"]

    /// The child whom somebody seeks.
    /// - Parameter seen: the value of a field of a `tracing_request`, nil where there is none or it may not be used.
    public init(sought seen: (String) -> Value?) {
        self.init(child: { ["national_id", "birth_place", "name_other_script"].contains($0) ? nil : seen($0) })
        mother = [seen("mother_name")?.text].compactMap(\.self)
        father = [seen("father_name")?.text].compactMap(\.self)
        // Told years later, and from memory.
        isBirthEstimated = birth?.isEstimated ?? false
        guard let seeker = seen("seeker_name")?.text else { return }
        switch seen("relation")?.text {
        case "mother": if mother.isEmpty { mother = [seeker] }
        case "father": if father.isEmpty { father = [seeker] }
        case "sibling": siblings = [seeker]
        case "step_parent", "grandparent", "aunt_uncle", "other_relative", "spouse": caregivers = [seeker]
        default: break
        }
    }
}
