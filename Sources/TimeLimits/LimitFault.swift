/// A fault of a country's files, with its place. A book is made only of files without any.
public struct LimitFault: Sendable, Equatable, Error {
    public enum Code: String, Sendable {
        case missingFile = "missing-file"
        case unreadable
        case missingColumn = "missing-column"
        case unknownColumn = "unknown-column"
        case missingValue = "missing-value"
        case badValue = "bad-value"
        case unknownCode = "unknown-code"
        case repeated
        case overlap
        case unknownEvent = "unknown-event"
        case tooMuch = "too-much"
        case unconfirmed
    }

    /// The file's name, such as `times.csv`.
    public let file: String
    /// As a spreadsheet shows it; 0 for the file as a whole.
    public let row: Int
    public let column: String
    public let code: Code
    public let words: String
    public let suggestion: String

    /// A remark: the files can be used.
    public var isRemark: Bool { code == .unconfirmed || code == .unknownColumn }

    /// `times.csv, row 4, within: …`
    public var line: String {
        "\(isRemark ? "remark" : "error")  \(file)" + (row > 0 ? ", row \(row)" : "") + (column.isEmpty ? "" : ", \(column)") + ": \(words) \(suggestion)"
    }
}
