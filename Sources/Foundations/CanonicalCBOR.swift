import Foundation

/// The one encoding of everything that is hashed or signed: deterministic CBOR (RFC 8949 §4.2) of `Value`.
/// Specification and vectors: docs/formats/cbor.md.
public enum CanonicalCBOR {
    /// Marks a text as an exact decimal number. Private to Kinbox (tag 1001, an obvious candidate, means a time).
    public static let decimalTag: UInt64 = 30_270

    /// What a decoder accepts from outside before it gives up.
    public struct Limits: Sendable {
        public var bytes: Int
        public var depth: Int
        public var items: Int

        public init(bytes: Int = 8 << 20, depth: Int = 32, items: Int = 200_000) {
            self.bytes = bytes
            self.depth = depth
            self.items = items
        }

        public static let `default` = Limits()
    }

    public static func encode(_ value: Value) -> [UInt8] {
        var writer = CBORWriter()
        writer.value(value)
        return writer.bytes
    }

    /// Reads exactly one canonical item. Whatever `encode` would not have written the same way is refused: longer
    /// heads than needed, unsorted or double keys, indefinite lengths, floats, foreign tags, text that is not NFC,
    /// bytes after the end.
    public static func decode(_ bytes: some Collection<UInt8>, limits: Limits = .default) throws(CodingFault) -> Value {
        let array = (bytes as? [UInt8]) ?? Array(bytes)
        var reader = try CBORReader(array, limits: limits)
        let value = try reader.value()
        try reader.end()
        return value
    }

    /// Canonical order of text keys: by length of their UTF-8 in normal form C, then by bytes.
    static func sorted(keys: some Collection<String>) -> [String] {
        if keys.allSatisfy(\.isQuicklyNFC) { return keys.sorted(by: precedes) }
        let normal = keys.map { ($0, $0.precomposedStringWithCanonicalMapping) }
        return normal.sorted { precedes($0.1, $1.1) }.map(\.0)
    }

    private static func precedes(_ a: String, _ b: String) -> Bool {
        let (m, n) = (a.utf8.count, b.utf8.count)
        return m != n ? m < n : a.utf8.lexicographicallyPrecedes(b.utf8)
    }
}
