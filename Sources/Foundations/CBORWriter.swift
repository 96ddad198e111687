import Foundation

/// Appends canonical CBOR items (RFC 8949 §4.2: shortest heads, definite lengths) to a buffer, without building
/// a tree first. The caller keeps map keys in canonical order: shorter first, then by bytes; `CanonicalCBOR.encode`
/// sorts by itself.
public struct CBORWriter: Sendable {
    public private(set) var bytes: [UInt8] = []

    public init(capacity: Int = 256) { bytes.reserveCapacity(capacity) }

    public mutating func unsigned(_ value: UInt64) { head(0, value) }

    public mutating func int(_ value: Int64) {
        if value >= 0 { head(0, UInt64(value)) } else { head(1, UInt64(bitPattern: ~value)) }
    }

    public mutating func null() { bytes.append(0xF6) }
    public mutating func bool(_ value: Bool) { bytes.append(value ? 0xF5 : 0xF4) }
    public mutating func array(_ count: Int) { head(4, UInt64(count)) }
    public mutating func map(_ count: Int) { head(5, UInt64(count)) }
    public mutating func tag(_ number: UInt64) { head(6, number) }

    public mutating func byteString(_ value: [UInt8]) {
        head(2, UInt64(value.count))
        bytes.append(contentsOf: value)
    }

    public mutating func identifier(_ id: UUIDv7) {
        bytes.append(0x50)
        append(id.high, bytes: 8)
        append(id.low, bytes: 8)
    }

    /// Text in normal form C.
    public mutating func text(_ value: String) {
        var normal = value.isQuicklyNFC ? value : value.precomposedStringWithCanonicalMapping
        normal.withUTF8 { utf8 in
            head(3, UInt64(utf8.count))
            bytes.append(contentsOf: utf8)
        }
    }

    public mutating func value(_ value: Value) {
        switch value {
        case .null: null()
        case .bool(let value): bool(value)
        case .int(let value): int(value)
        case .decimal(let value):
            tag(CanonicalCBOR.decimalTag)
            text(value)
        case .text(let value): text(value)
        case .bytes(let value): byteString(value)
        case .list(let list):
            array(list.count)
            for element in list { self.value(element) }
        case .map(let map): fields(map)
        }
    }

    /// A map with text keys, sorted canonically.
    public mutating func fields(_ map: [String: Value]) {
        self.map(map.count)
        if map.count == 1, let only = map.first {
            text(only.key)
            value(only.value)
            return
        }
        for key in CanonicalCBOR.sorted(keys: map.keys) {
            text(key)
            value(map[key] ?? .null)
        }
    }

    private mutating func head(_ major: UInt8, _ argument: UInt64) {
        let top = major << 5
        switch argument {
        case 0..<24:
            bytes.append(top | UInt8(argument))
        case 24...0xFF:
            bytes.append(top | 24)
            bytes.append(UInt8(argument))
        case 0x100...0xFFFF:
            bytes.append(top | 25)
            append(argument, bytes: 2)
        case 0x1_0000...0xFFFF_FFFF:
            bytes.append(top | 26)
            append(argument, bytes: 4)
        default:
            bytes.append(top | 27)
            append(argument, bytes: 8)
        }
    }

    /// The low `count` bytes, highest first.
    private mutating func append(_ value: UInt64, bytes count: Int) {
        withUnsafeBytes(of: value.bigEndian) { bytes.append(contentsOf: $0[(8 - count)...]) }
    }
}

extension String {
    /// True where every scalar lies in a range that normal form C leaves alone and that holds no combining mark:
    /// up to U+02FF, and the Arabic letters. False says nothing: the full normalisation decides then.
    var isQuicklyNFC: Bool {
        var copy = self
        let ascii = copy.withUTF8 { utf8 in utf8.allSatisfy { $0 < 0x80 } }
        if ascii { return true }
        return unicodeScalars.allSatisfy { scalar in
            scalar.value < 0x300 || (0x621...0x64A).contains(scalar.value)
        }
    }
}
