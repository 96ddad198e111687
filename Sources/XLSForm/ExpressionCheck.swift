import FormEngine

/// Broken expressions and misspelt functions, which other tools find only on the device. The engine that will work them
/// out reads them, so that what passes here runs there.
extension FormChecker {
    func checkExpressions() {
        guard options.checksExpressions, let survey else { return }
        for row in survey.rows where row["type"] != nil {
            for path in Self.expressionPaths {
                guard let value = row.values[path] else { continue }
                if path.hasPrefix("bind::"), path != "bind::calculate", Words.yesNo(value.text) != nil { continue }
                check(value.text, survey.place(row, value))
            }
            if let value = row.values["default"], DynamicDefault.isDynamic(value.text, type: row["type"] ?? "") , value.text.contains("(") || value.text.contains("${") {
                check(value.text, survey.place(row, value), lenient: true)
            }
        }
    }

    static let expressionPaths = ["bind::relevant", "bind::constraint", "bind::calculate", "bind::required", "bind::readonly", "choice_filter", "control::jr:count"]

    /// `lenient` lets pass what may be a plain text, as a default can be.
    private func check(_ text: String, _ place: Place, lenient: Bool = false) {
        let expression: Expression
        do {
            expression = try Expression.parse(text)
        } catch {
            // Broken references are told with the others of the row.
            if !lenient, error.code != .openReference { note(.expression, place, Self.words(error), error.suggestion) }
            return
        }
        guard let problem = expression.problems.first else { return }
        if problem.code != .unknownFunction {
            if !lenient { note(.expression, place, Self.words(problem), problem.suggestion) }
        } else if Self.elsewhere.contains(problem.text) {
            note(.notSupported, place, "The function \(problem.text)() is known to other tools, not here.")
        } else {
            note(.unknownFunction, place, Self.words(problem), problem.suggestion.map { $0 + "()" })
        }
    }

    /// Functions of other tools that the engine leaves out.
    private static let elsewhere: Set = ["sin", "cos", "tan", "asin", "acos", "atan", "atan2", "search", "intersects", "lower-case", "upper-case", "lang",
                                         "namespace-uri", "id", "extract-signed", "thousands-sep"]

    static func words(_ error: ExpressionError) -> String {
        let piece = error.text.isEmpty ? "" : ": \(error.text)"
        switch error.code {
        case .empty: return "The expression is empty."
        case .tooLong: return "The expression is too long."
        case .tooDeep: return "The expression is too deeply nested."
        case .badCharacter: return "No expression has this sign\(piece)"
        case .openString: return "A quotation mark is opened and never closed."
        case .openReference: return "A reference must begin with ${, name a question and end with }."
        case .badNumber: return "This is no number\(piece)"
        case .unexpectedEnd: return "The expression breaks off."
        case .unexpectedToken: return "This does not belong here\(piece)"
        case .missingParenthesis: return "A ( is opened and never closed."
        case .extraParenthesis: return "There is a ) that nothing opens."
        case .missingBracket: return "A [ is opened and never closed."
        case .unknownAxis: return "There is no axis\(piece)"
        case .unknownFunction: return "There is no function \(error.text)()."
        case .argumentCount: return "The function \(error.text)() does not take that many values."
        default: return "The expression can't be worked out\(piece)"
        }
    }
}
