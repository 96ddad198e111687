/// What is compared.
public enum LikenessField: String, Sendable, CaseIterable {
    case given, family, sex, birth, place, mother, father, caregiver, sibling
    case nationalID = "national_id"
}

/// How two values agree. Dates: `day`, `month` (or day and month exchanged), then by the years between them:
/// `year` none, `year1` one, `year3` up to three, `year5` up to five, `far`; `estimated-…` where one is a guess.
public enum LikenessAgreement: String, Sendable, CaseIterable {
    case exact, sound, near, different
    /// First and family name stand in each other's place.
    case swapped
    case day, month, year, year1, year3, year5, far
    case estimated0 = "estimated-year", estimated1 = "estimated-year1", estimated3 = "estimated-year3"
    case estimated5 = "estimated-year5", estimatedFar = "estimated-far"
    /// Each is named among the other's siblings; `named`: one of them, though the other has a list too.
    case listed, named
}

/// Why two descriptions are held for one child, or not.
public struct LikenessReason: Sendable, Equatable {
    public var field: LikenessField
    public var agreement: LikenessAgreement
    /// For (positive) or against, in bits against a child who has nothing to do with this one. A common name has few.
    public var bits: Double

    /// What a person is told: the field and, coarser than the agreement, one of `exact sound near different` for names and
    /// numbers, also `swapped` for first names; `exact near apart different` for dates; `alike different listed` for relatives.
    public var code: String { field.rawValue + "-" + told }

    private var told: String {
        switch (field, agreement) {
        case (.birth, .day): "exact"
        case (.birth, .month), (.birth, .year), (.birth, .year1), (.birth, .estimated0), (.birth, .estimated1): "near"
        case (.birth, .year3), (.birth, .estimated3): "apart"
        case (.birth, _): "different"
        case (.mother, .exact), (.mother, .sound), (.mother, .near), (.father, .exact), (.father, .sound), (.father, .near),
             (.caregiver, .exact), (.caregiver, .sound), (.caregiver, .near), (.sibling, .exact): "alike"
        case (.sibling, .named): "listed"
        default: agreement.rawValue
        }
    }
}

/// How alike two descriptions are.
public struct Likeness: Sendable, Equatable {
    /// How likely both describe one child, 0…1, of a store as large as the one that was asked.
    public var score: Double
    /// The same in bits (log odds), which still tells scores near 1 apart.
    public var bits: Double
    /// Strongest first.
    public var reasons: [LikenessReason]
}
