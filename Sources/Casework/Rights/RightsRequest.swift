import Access

/// What somebody asks about their own file: to read it, to have it corrected or erased, to object, to take a consent back. The answer
/// (class `reply`) is written by who decides about it.
enum RightsRequest {
    static let form = "rights_request"
    static let answer = "rights_answer"

    /// A request to read the file that was granted, at least in part.
    static func isGrantedAccess(_ said: (String) -> String?) -> Bool {
        said("right_kind") == "access" && ["granted", "partly"].contains(said(answer))
    }

    /// The child, or the person grown up, asks for themselves.
    static func isOfThePerson(_ said: (String) -> String?) -> Bool { ["child", "care_leaver"].contains(said("rights_asker")) }
}

extension Standing {
    /// Whether this person writes the answer to a request about a file.
    func mayAnswer(_ request: Envelope, _ around: Surroundings) -> Bool { decide(request, around).editable.contains(RightsRequest.answer) }
}
