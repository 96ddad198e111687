/// Open brackets and misspelt functions, which other tools find only on the device.
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

    private func check(_ text: String, _ place: Place, lenient: Bool = false) {
        guard let problem = ExpressionProblem.first(in: text) else { return }
        if lenient, problem.code == .expression { return }
        note(problem.code, place, problem.words, problem.suggestion)
    }
}

/// The first thing wrong with an expression.
struct ExpressionProblem {
    let code: XLSFormCode
    let words: String
    let suggestion: String?

    static func first(in text: String) -> ExpressionProblem? {
        let scalars = Array(text.unicodeScalars)
        var open: [Unicode.Scalar] = []
        var at = 0
        while at < scalars.count {
            let scalar = scalars[at]
            switch scalar {
            case "'", "\"":
                guard let end = scalars[(at + 1)...].firstIndex(of: scalar) else {
                    return ExpressionProblem(code: .expression, words: "A quotation mark is opened and never closed.", suggestion: nil)
                }
                at = end + 1
            case "(", "[":
                open.append(scalar)
                at += 1
            case ")", "]":
                guard let last = open.popLast(), (last == "(") == (scalar == ")") else {
                    return ExpressionProblem(code: .expression, words: "There is a \(scalar) that nothing opens.", suggestion: nil)
                }
                at += 1
            case "$" where at + 1 < scalars.count && scalars[at + 1] == "{":
                at = scalars[at...].firstIndex(of: "}").map { $0 + 1 } ?? scalars.count
            default:
                guard Words.startsName(scalar) else { at += 1; continue }
                let start = at
                while at < scalars.count, Words.startsName(scalars[at]) || Words.continuesName(scalars[at]) || scalars[at] == ":" { at += 1 }
                guard at < scalars.count, scalars[at] == "(" else { continue }
                let name = String(String.UnicodeScalarView(scalars[start..<at]))
                if functions.contains(name) || ["and", "or", "div", "mod", "node", "text", "comment"].contains(name) { continue }
                return ExpressionProblem(code: .unknownFunction, words: "There is no function \(name)().", suggestion: Words.nearest(name, in: functions).map { $0 + "()" })
            }
        }
        if let last = open.last {
            return ExpressionProblem(code: .expression, words: "A \(last) is opened and never closed.", suggestion: nil)
        }
        return nil
    }

    /// The functions of ODK XForms.
    static let functions: Set<String> = Set("""
        abs acos area asin atan atan2 base64-decode boolean boolean-from-string ceiling checklist coalesce concat contains cos count count-non-empty \
        count-selected current date date-time decimal-date-time decimal-time digest distance ends-with exp exp10 extract-signed false floor \
        format-date format-date-time geofence id if indexed-repeat instance int intersects is-selected jr:choice-name jr:itext join lang last local-name log \
        log10 lower-case max min namespace-uri name normalize-space not now number once pi position pow property pulldata random randomize regex \
        round selected selected-at sin sqrt starts-with string string-length substr substring substring-after substring-before sum tan thousands-sep \
        time today translate true upper-case uuid version weighted-checklist depend relevant search cos search-for
        """.split(whereSeparator: \.isWhitespace).map(String.init))
}
