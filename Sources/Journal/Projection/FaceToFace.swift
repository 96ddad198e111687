/// Which papers of a dossier say that somebody saw the child, and when. Calls and changes of the file don't count, nor does a visit that
/// leaves open whether the child was seen. A paper that only few may know of (after an adoption) doesn't count either: the day would tell of it.
public enum FaceToFace {
    /// The question for the day, by form; each asks in `seen` whether the child was seen.
    private static let days = ["visit": "seen_on", "initial_assessment": "assessed_on", "reunification_visit": "seen_on", "post_closure_visit": "seen_on"]

    /// The day as it was answered, if the child was seen; `answer` gives a record's answers.
    public static func day(_ form: String, _ answer: (String) -> String?) -> String? {
        guard let question = days[form], let seen = answer("seen"), seen != "no" else { return nil }
        return answer(question)
    }

    /// The same day, if the child was seen without others.
    public static func dayAlone(_ form: String, _ answer: (String) -> String?) -> String? {
        answer("seen") == "alone" ? day(form, answer) : nil
    }
}
