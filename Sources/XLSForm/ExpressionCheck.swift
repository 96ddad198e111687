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
            if !lenient, error.code != .openReference {
                let meant = Self.meant(text)
                note(.expression, place, meant?.words ?? Self.words(error), meant?.suggestion ?? error.suggestion)
            }
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

    /// Signs of other languages, and signs that nobody sees.
    private static func meant(_ text: String) -> (words: String, suggestion: String)? {
        let bare = withoutTexts(text)
        for (scalar, name) in [("\u{200B}", "a zero-width space (U+200B)"), ("\u{200C}", "a zero-width non-joiner (U+200C)"), ("\u{200D}", "a zero-width joiner (U+200D)"),
                               ("\u{FEFF}", "a byte order mark (U+FEFF)"), ("\u{2060}", "a word joiner (U+2060)"), ("\u{AD}", "a soft hyphen (U+00AD)"),
                               ("\u{200E}", "a left-to-right mark (U+200E)"), ("\u{200F}", "a right-to-left mark (U+200F)")] where bare.unicodeScalars.contains(scalar.unicodeScalars.first!) {
            return ("The expression contains a sign that nobody sees: \(name).", "Delete it, or type the expression anew.")
        }
        if bare.contains("<>") { return ("Not equal is written !=, not <>.", "!=") }
        if bare.contains("==") { return ("Equal is written =, not ==.", "=") }
        if bare.contains("&&") { return ("And is written and, not &&.", "and") }
        if bare.contains("||") { return ("Or is written or, not ||.", "or") }
        for word in bare.split(whereSeparator: { !$0.isLetter }).map(String.init) where ["and", "or", "div", "mod"].contains(word.lowercased()) && word != word.lowercased() {
            return ("The word \(word) is written in small letters.", word.lowercased())
        }
        return nil
    }

    /// Without what stands between quotation marks.
    private static func withoutTexts(_ text: String) -> String {
        var out = ""
        var quote: Character?
        for character in text {
            if let open = quote {
                if character == open { quote = nil }
            } else if character == "'" || character == "\"" {
                quote = character
            } else {
                out.append(character)
            }
        }
        return out
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
