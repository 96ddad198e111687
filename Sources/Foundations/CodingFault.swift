/// Why bytes are not canonical CBOR. The offset counts from the start of the input.
public enum CodingFault: KinboxFault, Hashable {
    case tooLarge
    case tooDeep(at: Int)
    case cutShort(at: Int)
    case trailingBytes(at: Int)
    case notCanonical(at: Int)
    case badText(at: Int)
    case outOfRange(at: Int)
    case unsupported(at: Int)
    case unexpected(at: Int)

    public var code: String {
        switch self {
        case .tooLarge: "encoding-too-large"
        case .tooDeep: "encoding-too-deep"
        case .cutShort: "encoding-cut-short"
        case .trailingBytes: "encoding-trailing-bytes"
        case .notCanonical: "encoding-not-canonical"
        case .badText: "encoding-bad-text"
        case .outOfRange: "encoding-out-of-range"
        case .unsupported: "encoding-unsupported"
        case .unexpected: "encoding-unexpected"
        }
    }

    public var whatHappened: String { "Encoded data could not be read (\(code))." }
    public var whatIsSafe: String { "Nothing was changed." }
    public var whatToDo: String { "Check where the data came from; if it came from this store, run kinbox verify." }
    public var exitCode: Int32 { 5 }
}
