/// One fault of an uploaded form, with the place where a person finds it.
public struct FormFault: Error, Sendable, Equatable {
    public enum Sheet: String, Sendable { case survey, choices, settings }

    public enum Code: String, Sendable {
        case unreadable = "sheet-unreadable"
        case missingColumn = "missing-column"
        case repeatedColumn = "repeated-column"
        case missingName = "missing-name"
        case badName = "bad-name"
        case repeatedName = "repeated-name"
        case unknownType = "unknown-type"
        case unknownList = "unknown-list"
        case repeatedChoice = "repeated-choice"
        case unbalancedGroup = "unbalanced-group"
        /// A repeat is one answer with one sensitivity class.
        case mixedPermission = "mixed-permission"
        /// A rule that the engine can't read; the cell says why.
        case badRule = "bad-rule"
        /// Rules that wait for each other; the cell names the fields.
        case circle
        case badVersion = "bad-version"
        case badForward = "bad-forward"
        case noFields = "no-fields"
    }

    public let sheet: Sheet
    public let row: Int
    public let column: String
    public let code: Code
    /// The offending cell, shortened to 80 characters.
    public let cell: String

    init(_ code: Code, _ sheet: Sheet, row: Int, column: String, cell: String = "") {
        self.code = code
        self.sheet = sheet
        self.row = row
        self.column = column
        self.cell = String(cell.prefix(80))
    }
}

/// All faults of a form at once, so that its author corrects them in one go. Never empty.
public struct FormFaults: Error, Sendable, Equatable {
    public let faults: [FormFault]
}
