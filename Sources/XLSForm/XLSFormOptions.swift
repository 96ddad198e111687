/// How strictly an upload is read.
public struct XLSFormOptions: Sendable {
    /// Repairs that the person who uploads agreed to.
    public var repairs: Set<XLSFormRepair>
    /// Whether expressions are looked at: misspelt functions, open brackets.
    public var checksExpressions: Bool
    /// What `cm::permission` may name.
    public var classes: [String]

    /// The classes that a role can be given; a test of Web holds them against those of the rules.
    public static let standardClasses = ["general", "identity", "address", "contact", "carer", "health", "narrative", "reply", "notifier", "account", "deidentified",
                                         "restricted", "gbv"]

    /// A form that was put into use already: what today's check would refuse in our own columns must not take it away.
    public var isStored: Bool

    public init(repairs: Set<XLSFormRepair> = [], checksExpressions: Bool = true, classes: [String] = standardClasses, isStored: Bool = false) {
        self.isStored = isStored
        self.repairs = repairs
        self.checksExpressions = checksExpressions
        self.classes = classes
    }
}

/// A change to a faulty form that keeps its meaning, made only when a person says so.
public enum XLSFormRepair: String, Sendable, CaseIterable, Comparable {
    /// Choice names that occur more than once in a list stay, as with the setting allow_choice_duplicates.
    case repeatedChoices = "repeated-choices"
    /// Names with blanks or foreign signs get `_` instead.
    case badNames = "bad-names"
    /// Questions without a text to show get their name as label.
    case missingLabels = "missing-labels"

    public static func < (left: XLSFormRepair, right: XLSFormRepair) -> Bool { left.rawValue < right.rawValue }

    /// The faults it removes.
    var code: XLSFormCode {
        switch self {
        case .repeatedChoices: .repeatedChoice
        case .badNames: .badName
        case .missingLabels: .missingLabel
        }
    }

    /// What a person consents to.
    public var words: String {
        switch self {
        case .repeatedChoices: "Keep choice names that occur more than once in their list (the filter must tell them apart)."
        case .badNames: "Replace signs that names can't have by _, also where the names are used."
        case .missingLabels: "Show the name of a question that has no label."
        }
    }
}
