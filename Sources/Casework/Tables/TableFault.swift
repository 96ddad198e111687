public import FormEngine
public import Foundations
public import Workbook

/// One thing in an uploaded table that cannot be kept as it is, or that its author should look at, with its place.
public struct TableFault: Sendable, Equatable {
    public enum Severity: String, Sendable { case error, warning }

    public enum Code: String, Sendable, CaseIterable {
        // The sheet and its header.
        case noHeader = "no-header"
        case unknownColumn = "unknown-column"
        case repeatedColumn = "repeated-column"
        case namelessColumn = "nameless-column"
        case errorValue = "error-value"
        case mergedCells = "merged-cells"
        case formulaResult = "formula-result"
        // Which record.
        case badID = "bad-id"
        case repeatedID = "repeated-id"
        case unknownID = "unknown-id"
        case badVersion = "bad-version"
        case versionMissing = "version-missing"
        case mayNotCreate = "may-not-create"
        case importedBefore = "imported-before"
        case likelyTwin = "likely-twin"
        case twinInFile = "twin-in-file"
        // The answer. The first five are the form's own.
        case required, constraint
        case wrongType = "wrong-type"
        case unknownChoice = "unknown-choice"
        case tooLong = "too-long"
        case unknownPlace = "unknown-place"
        case unknownLink = "unknown-link"
        case ambiguousLink = "ambiguous-link"
        case linkDisagrees = "link-disagrees"
        case notAllowed = "not-allowed"
        case conflict
    }

    public let severity: Severity
    public let code: Code
    public let sheet: String
    /// As a spreadsheet shows it.
    public let row: Int
    /// The column's name; empty where it concerns the whole row.
    public let column: String
    /// The column's letter; empty where the table has no such column.
    public let letter: String
    /// The cell, shortened to 80 characters.
    public let cell: String
    public let suggestion: String?
    /// What the form says about this answer, in its languages.
    public let message: LocalizedText
    /// Another row of the table that it is about.
    public let other: Int?
    /// Another record that it is about.
    public let record: UUIDv7?

    /// In plain words, without the place.
    public var words: String {
        switch code {
        case .noHeader: "The first row must name the columns."
        case .unknownColumn: "This table has no column of that name."
        case .repeatedColumn: "The column stands here twice."
        case .namelessColumn: "The column has no name in the first row, but cells with something in them."
        case .errorValue: "The cell shows a spreadsheet error such as #REF!, or a formula that was never worked out."
        case .mergedCells: "Cells are merged here; only the first of them has a text."
        case .formulaResult: "The cell holds a spreadsheet formula; its last result was read."
        case .badID: "This is no id. Leave the cell empty for a new record."
        case .repeatedID: "The same id stands in row \(other ?? 0) already."
        case .unknownID: "There is no such record here, or it is not among those you work with. Leave the cell empty for a new record."
        case .badVersion: "The record never had this version. Leave the column as it was written."
        case .versionMissing: "The version is missing; without it nobody can tell what was changed since. Take it from a new download."
        case .mayNotCreate: "Your role cannot add such a record."
        case .importedBefore: "This very row was imported before; it is not made again."
        case .likelyTwin: "There is a record of this name already."
        case .twinInFile: "Row \(other ?? 0) has the same name."
        case .required: "An answer is required here."
        case .constraint: "The form does not accept this answer."
        case .wrongType: "This is not the kind of answer that belongs here."
        case .unknownChoice: "This is none of the choices."
        case .tooLong: "The text is too long."
        case .unknownPlace: "No place with this code can be chosen."
        case .unknownLink: "There is no such record to link to."
        case .ambiguousLink: "Several records have this name; give the id."
        case .linkDisagrees: "The id beside it belongs to another name. Clear one of the two."
        case .notAllowed: "Your role may not give or change this answer."
        case .conflict: "Somebody changed this answer since the table was written, and so did you."
        }
    }
}

/// A table that is not given or taken at all.
public struct TableRefused: KinboxFault, Equatable {
    public enum Reason: Sendable, Equatable {
        case tooManyRecords
        /// The file has faults; the plan says which.
        case faults(Int)
        case unreadable(WorkbookFault)
    }

    public let reason: Reason

    public init(_ reason: Reason) { self.reason = reason }

    public var code: String {
        switch reason {
        case .tooManyRecords: "too-many-records"
        case .faults: "table-faults"
        case .unreadable(let fault): fault.code
        }
    }

    public var whatHappened: String {
        switch reason {
        case .tooManyRecords: "There are more than \(TablePlan.mostRows) records, which is more than one table holds."
        case .faults(let count): count == 1 ? "One row cannot be imported as it is." : "\(count) rows cannot be imported as they are."
        case .unreadable(let fault): fault.whatHappened
        }
    }

    public var whatIsSafe: String { "Nothing was changed." }

    public var whatToDo: String {
        switch reason {
        case .tooManyRecords: "Narrow the directory down: a table of this size cannot be worked with in a spreadsheet."
        case .faults: "Correct the cells named in the report and upload the file again."
        case .unreadable(let fault):
            switch fault.reason {
            case .tooLarge, .tooManyRows, .tooManyCells, .tooManySheets, .cellTooLong:
                "Split it into files of at most \(TablePlan.mostRows) rows, without sheets that do not belong to it."
            case .badText: "Save it as .xlsx, or as CSV UTF-8."
            default: fault.whatToDo
            }
        }
    }

    public var exitCode: Int32 { 1 }
}
