import Foundation

/// What a field of a record can hold. The same cases travel in the journal (canonical CBOR) and in the API (JSON).
///
/// - `decimal` is exact text such as `12.50`: binary fractions never enter the store.
/// - `null` as a changed field clears it.
/// - A map's keys are compared by canonical equivalence, as Swift's strings are.
public enum Value: Sendable, Hashable {
    case null
    case bool(Bool)
    case int(Int64)
    case decimal(String)
    case text(String)
    case bytes([UInt8])
    case list([Value])
    case map([String: Value])
}

extension Value {
    public var isNull: Bool { if case .null = self { true } else { false } }
    public var text: String? { if case .text(let text) = self { text } else { nil } }
    public var int: Int64? { if case .int(let int) = self { int } else { nil } }
    public var bool: Bool? { if case .bool(let bool) = self { bool } else { nil } }
    public var bytes: [UInt8]? { if case .bytes(let bytes) = self { bytes } else { nil } }
    public var list: [Value]? { if case .list(let list) = self { list } else { nil } }
    public var map: [String: Value]? { if case .map(let map) = self { map } else { nil } }

    /// An identifier kept as text (API) or as 16 bytes (journal).
    public var identifier: UUIDv7? {
        switch self {
        case .text(let text): UUIDv7(text)
        case .bytes(let bytes): UUIDv7(bytes: bytes)
        default: nil
        }
    }

    /// The choices of a select: a list of texts, or text with blanks between.
    public var choices: [String] {
        switch self {
        case .text(let text): text.split(separator: " ").map(String.init)
        case .list(let list): list.compactMap(\.text)
        default: []
        }
    }
}

extension Value: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral {
    public init(stringLiteral value: String) { self = .text(value) }
    public init(integerLiteral value: Int64) { self = .int(value) }
    public init(booleanLiteral value: Bool) { self = .bool(value) }
}

/// JSON: decimals and bytes (base64) travel as text; a JSON number with a fraction, or beyond 64 bits, becomes `decimal`.
extension Value: Codable {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let text = try? container.decode(String.self) {
            self = .text(text)
        } else if let bool = try? container.decode(Bool.self) {
            self = .bool(bool)
        } else if let int = try? container.decode(Int64.self) {
            self = .int(int)
        } else if let decimal = try? container.decode(Decimal.self) {
            self = .decimal(decimal.description)
        } else if let list = try? container.decode([Value].self) {
            self = .list(list)
        } else {
            self = .map(try container.decode([String: Value].self))
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .bool(let bool): try container.encode(bool)
        case .int(let int): try container.encode(int)
        case .decimal(let text), .text(let text): try container.encode(text)
        case .bytes(let bytes): try container.encode(Data(bytes).base64EncodedString())
        case .list(let list): try container.encode(list)
        case .map(let map): try container.encode(map)
        }
    }
}
