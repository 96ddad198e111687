/// The language columns of a survey, looked up once.
struct SurveyColumns {
    let label: [(code: String, column: String)]
    let hint: [(code: String, column: String)]
    let guidance: [(code: String, column: String)]
    let requiredMessage: [(code: String, column: String)]
    let constraintMessage: [(code: String, column: String)]

    init(_ table: CSVTable) {
        label = table.languages(of: "label")
        hint = table.languages(of: "hint")
        guidance = table.languages(of: "guidance_hint")
        requiredMessage = table.languages(of: "required_message")
        constraintMessage = table.languages(of: "constraint_message")
    }
}

extension CSVTable.Row {
    func text(_ columns: [(code: String, column: String)]) -> LocalizedText {
        var text = LocalizedText()
        for column in columns {
            if let cell = self[column.column] { text.add(cell, in: column.code) }
        }
        return text
    }

    /// A yes, a no, or an expression that says which.
    func condition(_ column: String) -> (Bool, String?) {
        if says(column) { return (true, nil) }
        switch self[column]?.lowercased() {
        case nil, "no", "false", "false()", "0": return (false, nil)
        default: return (false, self[column])
        }
    }

    /// `yes`, `true`, `true()`, `1`, `x` in any case.
    func says(_ column: String) -> Bool {
        switch self[column]?.lowercased() {
        case "yes", "true", "true()", "1", "x": true
        default: false
        }
    }
}
