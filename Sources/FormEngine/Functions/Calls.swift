// Calls by kind; each file of this folder holds one family.
extension Evaluator {
    func call(_ function: Function, _ a: Arguments) throws(ExpressionError) -> Value {
        switch function {
        // Nodes
        case .last: return .number(Double(a.place.size))
        case .position: return .number(try position(a))
        case .count: return .number(Double(try nodesArgument(0, a).count))
        case .countNonEmpty: return .number(Double(try filled(nodesArgument(0, a)).count))
        case .name, .localName: return .text(try nodeName(function, a))
        case .current: return .nodes([a.place.current])
        case .instance: return try instance(textArgument(0, a))
        case .once: return try once(a)
        case .coalesce: return try coalesce(a)
        case .if:
            return bool(try argument(0, a)) ? try argument(1, a) : try argument(2, a)
        case .version: return .text(surroundings.version)
        case .property: return .text(property(try textArgument(0, a)))
        case .pulldata: return try pulldata(a)
        case .indexedRepeat: return .nodes(try indexedRepeat(a))
        case .choiceName: return .text(choiceLabel(try textArgument(0, a), try textArgument(1, a)) ?? "")
        case .itext: return .text(translation(try textArgument(0, a)) ?? "")
        case .depend: return try argument(0, a)
        // Truth
        case .true: return .bool(true)
        case .false: return .bool(false)
        case .boolean: return .bool(bool(try argument(0, a)))
        case .not: return .bool(!bool(try argument(0, a)))
        case .booleanFromString:
            let text = try textArgument(0, a)
            return .bool(text == "1" || text == "true")
        case .selected, .isSelected, .countSelected, .selectedAt, .checklist, .weightedChecklist:
            return try selection(function, a)
        case .number, .int, .abs, .floor, .ceiling, .round, .sqrt, .exp, .exp10, .log, .log10, .pow, .pi, .sum,
             .min, .max:
            return try numeric(function, a)
        case .string, .concat, .join, .startsWith, .endsWith, .contains, .substring, .substr, .substringBefore,
             .substringAfter, .stringLength, .normalizeSpace, .translate:
            return try textual(function, a)
        case .regex: return .bool(try matches(textArgument(0, a), textArgument(1, a)))
        case .digest, .base64Decode: return try coded(function, a)
        case .checkDigit: return .bool(try obeysCheckDigits(textArgument(0, a), textArgument(1, a)))
        case .uuid, .random, .randomize: return try chance(function, a)
        case .date, .dateTime, .today, .now, .decimalDateTime, .decimalTime, .formatDate, .formatDateTime:
            return try calendar(function, a)
        case .area, .enclosedArea, .distance, .geofence: return try places(function, a)
        }
    }
}
