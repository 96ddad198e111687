/// The forms of a confidential case (gender-based violence). They lie in no dossier: only rights on these very forms let anybody know that one exists,
/// and no reach over a child's dossier does.
public enum ConfidentialForm {
    public static let root = "gbv_case"
    /// An agreed step, a referral or a talk, below its case.
    public static let step = "gbv_step"
    /// The answer of a case that names the child's dossier; nobody need see both.
    static let link = "protection_dossier"

    /// Whether a right to one of these forms is needed to learn of its records; how many there are is nobody else's either.
    public static func isOne(_ form: String) -> Bool { form == root || form == step }
}
