/// The functions of the language.
enum Function: CaseIterable {
    // XPath 1.0
    case last, position, count, name, string, concat, contains, substring, translate, boolean, not, `true`, `false`
    case number, sum, floor, ceiling, round
    case localName
    case startsWith
    case substringBefore
    case substringAfter
    case stringLength
    case normalizeSpace
    // Nodes and instances
    case current, instance, once, coalesce, `if`, version, property, pulldata
    case indexedRepeat
    case countNonEmpty
    case choiceName
    case itext
    // Choices
    case selected, checklist
    case isSelected
    case countSelected
    case selectedAt
    case weightedChecklist
    // Texts
    case substr, join, regex, digest, uuid
    case endsWith
    case booleanFromString
    case base64Decode
    case checkDigit
    // Numbers
    case int, abs, max, min, pow, sqrt, exp, exp10, log, log10, pi, random, randomize
    // Dates
    case date, today, now
    case dateTime
    case decimalDateTime
    case decimalTime
    case formatDate
    case formatDateTime
    // Places
    case area, distance, geofence
    case enclosedArea
    // Old and harmless
    case depend

    static let names: [(Text, Function)] = [
        ("abs", .abs), ("area", .area), ("base64-decode", .base64Decode),
        ("boolean", .boolean), ("boolean-from-string", .booleanFromString), ("ceiling", .ceiling),
        ("check-digit", .checkDigit), ("checklist", .checklist), ("coalesce", .coalesce),
        ("concat", .concat), ("contains", .contains), ("count", .count),
        ("count-non-empty", .countNonEmpty), ("count-selected", .countSelected), ("current", .current),
        ("date", .date), ("date-time", .dateTime), ("decimal-date-time", .decimalDateTime),
        ("decimal-time", .decimalTime), ("depend", .depend), ("digest", .digest),
        ("distance", .distance), ("enclosed-area", .enclosedArea), ("ends-with", .endsWith),
        ("exp", .exp), ("exp10", .exp10), ("false", .`false`),
        ("floor", .floor), ("format-date", .formatDate), ("format-date-time", .formatDateTime),
        ("geofence", .geofence), ("if", .`if`), ("indexed-repeat", .indexedRepeat),
        ("instance", .instance), ("int", .int), ("is-selected", .isSelected),
        ("join", .join), ("jr:choice-name", .choiceName), ("jr:itext", .itext),
        ("last", .last), ("local-name", .localName), ("log", .log),
        ("log10", .log10), ("max", .max), ("min", .min),
        ("name", .name), ("normalize-space", .normalizeSpace), ("not", .not),
        ("now", .now), ("number", .number), ("once", .once),
        ("pi", .pi), ("position", .position), ("pow", .pow),
        ("property", .property), ("pulldata", .pulldata), ("random", .random),
        ("randomize", .randomize), ("regex", .regex), ("round", .round),
        ("selected", .selected), ("selected-at", .selectedAt), ("sqrt", .sqrt),
        ("starts-with", .startsWith), ("string", .string), ("string-length", .stringLength),
        ("substr", .substr), ("substring", .substring), ("substring-after", .substringAfter),
        ("substring-before", .substringBefore), ("sum", .sum), ("today", .today),
        ("translate", .translate), ("true", .`true`), ("uuid", .uuid),
        ("version", .version), ("weighted-checklist", .weightedChecklist),
    ]

    static func named(_ text: Text) -> Function? {
        for (name, function) in names where name == text { return function }
        return nil
    }

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

    /// Whether two calls with the same arguments may differ: chance and the clock.
    var isVolatile: Bool {
        switch self {
        case .random, .uuid, .now, .today, .randomize: true
        default: false
        }
    }
}
