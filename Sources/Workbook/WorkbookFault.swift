public import Foundations

/// Why a file was not read as a workbook. Nothing of it is kept.
public struct WorkbookFault: KinboxFault, Equatable {
    public enum Code: String, Sendable, CaseIterable {
        case unknownFormat = "workbook-unknown-format"
        case oldExcel = "workbook-old-or-encrypted"
        case damaged = "workbook-damaged"
        case tooLarge = "workbook-too-large"
        case tooManyParts = "workbook-too-many-parts"
        case bomb = "workbook-inflates-too-much"
        case unsupported = "workbook-unsupported-archive"
        case ambiguous = "workbook-same-part-twice"
        case forbiddenXML = "workbook-dtd"
        case badXML = "workbook-bad-xml"
        case noSheets = "workbook-no-sheets"
        case repeatedSheet = "workbook-same-sheet-twice"
        case tooManySheets = "workbook-too-many-sheets"
        case tooManyRows = "workbook-too-many-rows"
        case tooManyCells = "workbook-too-many-cells"
        case cellTooLong = "workbook-cell-too-long"
        case badText = "workbook-bad-text"
        case badCSV = "workbook-bad-csv"
        case cannotWrite = "workbook-cannot-write"
    }

    public let reason: Code
    /// The part of the file or the sheet concerned; empty when it is the whole file.
    public let part: String
    /// 0 when no single row is to blame.
    public let row: Int

    public init(_ reason: Code, part: String = "", row: Int = 0) {
        self.reason = reason
        self.part = String(part.prefix(80))
        self.row = row
    }

    public var code: String { reason.rawValue }

    public var whatHappened: String {
        let place = part.isEmpty ? "The file" : row > 0 ? "\(part), row \(row)," : part
        switch reason {
        case .unknownFormat: return "This is neither an .xlsx workbook nor CSV nor a Markdown table."
        case .oldExcel: return "This is an old .xls workbook, or one protected by a password."
        case .damaged: return "\(place) is damaged or cut short."
        case .tooLarge: return "\(place) is larger than it may be."
        case .tooManyParts: return "The workbook has more parts than any form needs."
        case .bomb: return "\(place) grows beyond all measure when unpacked."
        case .unsupported: return "The workbook is packed in a way that is not supported."
        case .ambiguous: return "The workbook contains \(place) twice."
        case .forbiddenXML: return "\(place) contains a document type declaration, which no spreadsheet program writes."
        case .badXML: return "\(place) is not well-formed."
        case .noSheets: return "The workbook has no sheet."
        case .repeatedSheet: return "The workbook has more than one sheet named \(part)."
        case .tooManySheets: return "The workbook has too many sheets."
        case .tooManyRows: return "\(place) has more rows than it may have."
        case .tooManyCells: return "\(place) has more filled cells than it may have."
        case .cellTooLong: return "\(place) has a cell with too long a text."
        case .badText: return "\(place) is not UTF-8 text."
        case .badCSV: return "\(place) is not proper CSV."
        case .cannotWrite: return "The workbook could not be written."
        }
    }

    public var whatIsSafe: String { "Nothing was changed." }

    public var whatToDo: String {
        switch reason {
        case .oldExcel, .unknownFormat, .unsupported: "Open it in Excel or LibreOffice, remove a password, and save it as .xlsx."
        case .damaged, .badXML, .ambiguous, .forbiddenXML, .bomb, .tooManyParts:
            "Open it in Excel or LibreOffice and save it again as .xlsx; if that fails, ask for the file anew."
        case .tooLarge, .tooManyRows, .tooManyCells, .tooManySheets, .cellTooLong:
            "Remove what does not belong there; long lists of places belong into the place list."
        case .noSheets: "Add a sheet named survey."
        case .repeatedSheet: "Rename or delete one of them."
        case .badText: "Save it as CSV UTF-8."
        case .badCSV: "Check the quotation marks in that row, or upload the .xlsx file instead."
        case .cannotWrite: "Try again; if it happens again, keep the CSV folder instead."
        }
    }

    public var exitCode: Int32 { 1 }
}

/// What a workbook may cost. Beyond a limit it is refused, never cut short.
public struct WorkbookLimits: Sendable {
    public var bytes = 20_000_000
    public var parts = 1_000
    /// All parts that are read, together, unpacked.
    public var inflated = 60_000_000
    /// Unpacked to packed size, where a part is larger than a megabyte; spreadsheets stay below 60.
    public var ratio = 300
    public var sheets = 64
    public var rows = 50_000
    /// Filled cells in one row.
    public var columns = 1_000
    public var cells = 1_000_000
    public var cellBytes = 32_768
    public var depth = 64

    public init() {}
}
