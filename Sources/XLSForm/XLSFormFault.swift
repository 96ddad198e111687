/// One thing about an uploaded form, with the place where its author finds it.
public struct XLSFormFault: Error, Sendable, Hashable {
    public enum Severity: String, Sendable { case error, warning }

    public let severity: Severity
    /// Stable kebab-case name; scripts and the app rely on it.
    public let code: XLSFormCode
    public let sheet: String
    /// As a spreadsheet shows it; 0 when the whole sheet is meant.
    public let row: Int
    /// The header as its author wrote it; empty when no single column is meant.
    public let column: String
    /// The column's letter, `C`; empty when the column is missing.
    public let letter: String
    /// The offending cell, shortened to 80 characters.
    public let cell: String
    /// What is wrong, in plain words.
    public let words: String
    /// The nearest known word, or what to write instead; nil when nothing is near.
    public let suggestion: String?

    init(_ code: XLSFormCode, _ severity: Severity = .error, at place: Place, _ words: String, suggestion: String? = nil) {
        self.severity = severity
        self.code = code
        sheet = place.sheet
        row = place.row
        column = place.column
        letter = place.letter
        cell = String(place.cell.prefix(80))
        self.words = words
        self.suggestion = suggestion
    }
}

/// Where something stands in a workbook.
struct Place: Sendable, Equatable {
    var sheet: String
    var row = 0
    var column = ""
    var letter = ""
    var cell = ""
}

public enum XLSFormCode: String, Sendable, CaseIterable {
    case missingSheet = "missing-sheet"
    case sheetName = "sheet-name"
    case missingHeader = "missing-header"
    case repeatedHeader = "repeated-header"
    case badHeader = "bad-header"
    case unknownHeader = "unknown-header"
    case ignoredRow = "ignored-row"
    case badName = "bad-name"
    case missingName = "missing-name"
    case repeatedName = "repeated-name"
    case similarName = "similar-name"
    case reservedName = "reserved-name"
    case missingType = "missing-type"
    case unknownType = "unknown-type"
    case missingLabel = "missing-label"
    case missingList = "missing-list"
    case unknownList = "unknown-list"
    case choiceName = "choice-name"
    case repeatedChoice = "repeated-choice"
    case orOther = "or-other"
    case unbalancedGroup = "unbalanced-group"
    case missingCalculation = "missing-calculation"
    case badParameters = "bad-parameters"
    case unknownParameter = "unknown-parameter"
    case badParameter = "bad-parameter"
    case badReference = "bad-reference"
    case unknownReference = "unknown-reference"
    case ambiguousReference = "ambiguous-reference"
    case trigger = "trigger"
    case tableList = "table-list"
    case search = "search"
    case fileName = "file-name"
    case externalInstance = "external-instance"
    case media = "media"
    case expression = "expression"
    case unknownFunction = "unknown-function"
    case badValue = "bad-value"
    case entity = "entity"
    case saveTo = "save-to"
    case setting = "setting"
    case translation = "translation"
    case languageCode = "language-code"
    case workbook = "workbook"
    case adapted = "adapted"
    case notSupported = "not-supported"
    case tooLarge = "too-large"
    case cycle = "cycle"
    case rightsAs = "rights-as"
    case nobodyReads = "nobody-reads"
    case lockedName = "locked-name"
    case meaning
}

/// Everything that was found, at once, in the order of the sheets.
public struct XLSFormReport: Sendable, Equatable {
    public let faults: [XLSFormFault]

    /// No error: the form may be imported.
    public var accepted: Bool { !faults.contains { $0.severity == .error } }
    public var errors: [XLSFormFault] { faults.filter { $0.severity == .error } }
    public var warnings: [XLSFormFault] { faults.filter { $0.severity == .warning } }

    /// Repairs that would remove errors of this report, if the person who uploads agrees.
    public var repairs: [XLSFormRepair] {
        let codes = Set(errors.map(\.code))
        return XLSFormRepair.allCases.filter { codes.contains($0.code) }.sorted()
    }

    init(_ faults: [XLSFormFault]) {
        var seen: Set<XLSFormFault> = []
        self.faults = faults.filter { seen.insert($0).inserted }.enumerated().sorted { left, right in
            // A locked question that is gone explains the faults that follow from it.
            let first = (left.element.code == .lockedName, right.element.code == .lockedName)
            if first.0 != first.1 { return first.0 }
            let a = (XLSFormReport.order(left.element.sheet), left.element.row, left.element.letter.utf8.count, left.element.letter, left.offset)
            let b = (XLSFormReport.order(right.element.sheet), right.element.row, right.element.letter.utf8.count, right.element.letter, right.offset)
            return a < b
        }.map(\.element)
    }

    private static func order(_ sheet: String) -> Int {
        ["", "survey", "choices", "external_choices", "settings", "entities", "osm"].firstIndex(of: sheet.lowercased()) ?? 9
    }
}
