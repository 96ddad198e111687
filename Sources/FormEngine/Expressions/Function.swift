/// The functions of the language.
enum Function: String, CaseIterable {
    // XPath 1.0
    case last, position, count, name, string, concat, contains, substring, translate, boolean, not, `true`, `false`
    case number, sum, floor, ceiling, round
    case localName = "local-name"
    case startsWith = "starts-with"
    case substringBefore = "substring-before"
    case substringAfter = "substring-after"
    case stringLength = "string-length"
    case normalizeSpace = "normalize-space"
    // Nodes and instances
    case current, instance, once, coalesce, `if`, version, property, pulldata
    case indexedRepeat = "indexed-repeat"
    case countNonEmpty = "count-non-empty"
    case choiceName = "jr:choice-name"
    case itext = "jr:itext"
    // Choices
    case selected, checklist
    case isSelected = "is-selected"
    case countSelected = "count-selected"
    case selectedAt = "selected-at"
    case weightedChecklist = "weighted-checklist"
    // Texts
    case substr, join, regex, digest, uuid
    case endsWith = "ends-with"
    case booleanFromString = "boolean-from-string"
    case base64Decode = "base64-decode"
    case checkDigit = "check-digit"
    // Numbers
    case int, abs, max, min, pow, sqrt, exp, exp10, log, log10, pi, random, randomize
    // Dates
    case date, today, now
    case dateTime = "date-time"
    case decimalDateTime = "decimal-date-time"
    case decimalTime = "decimal-time"
    case formatDate = "format-date"
    case formatDateTime = "format-date-time"
    // Places
    case area, distance, geofence
    case enclosedArea = "enclosed-area"
    // Old and harmless
    case depend

    /// The least and the largest number of arguments.
    var arity: ClosedRange<Int> {
        switch self {
        case .true, .false, .last, .current, .version, .pi, .random, .today, .now: 0...0
        case .position, .string, .number, .name, .localName, .stringLength, .normalizeSpace, .uuid: 0...1
        case .count, .boolean, .not, .sum, .floor, .ceiling, .instance, .once, .property, .countNonEmpty, .itext,
             .countSelected, .booleanFromString, .base64Decode, .int, .abs, .sqrt, .exp, .exp10, .log, .log10,
             .date, .dateTime, .decimalDateTime, .decimalTime, .area, .enclosedArea: 1...1
        case .round, .randomize: 1...2
        case .startsWith, .endsWith, .contains, .substringBefore, .substringAfter, .choiceName, .selected,
             .isSelected, .selectedAt, .regex, .checkDigit, .pow, .formatDate, .formatDateTime, .geofence: 2...2
        case .substring, .substr, .digest: 2...3
        case .translate, .if: 3...3
        case .pulldata: 4...4
        case .indexedRepeat: 3...11
        case .concat, .max, .min: 0...Function.most
        case .coalesce, .join, .distance, .depend: 1...Function.most
        case .checklist, .weightedChecklist: 2...Function.most
        }
    }

    private static let most = 1_000

    func accepts(_ count: Int) -> Bool {
        guard arity.contains(count) else { return false }
        switch self {
        case .indexedRepeat: return count % 2 == 1
        case .weightedChecklist: return count % 2 == 0
        default: return true
        }
    }

    /// Whether two calls with the same arguments may differ, or whether it looks beyond its arguments.
    var isVolatile: Bool {
        switch self {
        case .random, .uuid, .now, .today, .randomize: true
        default: false
        }
    }
}
