/// A 128-bit identifier whose first 48 bits are the Unix time in milliseconds (RFC 9562, version 7), so that
/// identifiers made one after another lie beside each other in an index.
///
/// Also holds any other 16-byte identifier unchanged (a derived one carries version 8). Text form: lower-case,
/// hyphenated. Order is byte order. Stored in SQLite as a 16-byte blob.
public struct UUIDv7: Sendable, Hashable, Comparable, LosslessStringConvertible {
    public let high: UInt64
    public let low: UInt64

    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// Nil unless `bytes` holds exactly 16 bytes.
    public init?(bytes: some Collection<UInt8>) {
        let copy = Array(bytes)
        guard let id = copy.withUnsafeBytes({ UUIDv7(memory: $0) }) else { return nil }
        self = id
    }

    /// Nil unless `memory` holds exactly 16 bytes.
    public init?(memory: UnsafeRawBufferPointer) {
        guard memory.count == 16 else { return nil }
        self.init(high: UInt64(bigEndian: memory.loadUnaligned(as: UInt64.self)),
                  low: UInt64(bigEndian: memory.loadUnaligned(fromByteOffset: 8, as: UInt64.self)))
    }

    /// A new identifier for the instant `millis` (Unix time; clamped into 48 bits) with 74 random bits from the
    /// operating system's generator.
    public static func make(at millis: Int64) -> UUIDv7 {
        var generator = SystemRandomNumberGenerator()
        return make(at: millis, using: &generator)
    }

    /// The same with the caller's generator, for reproducible data.
    public static func make(at millis: Int64, using generator: inout some RandomNumberGenerator) -> UUIDv7 {
        let time = UInt64(clamping: millis) & 0xFFFF_FFFF_FFFF
        let high = time << 16 | 0x7000 | generator.next() & 0x0FFF
        let low = generator.next() & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000
        return UUIDv7(high: high, low: low)
    }

    /// An identifier computed from a digest of at least 16 bytes (version 8): the same digest gives the same one.
    public static func derived(from digest: some Collection<UInt8>) -> UUIDv7? {
        guard let plain = UUIDv7(bytes: digest.prefix(16)) else { return nil }
        return UUIDv7(high: plain.high & ~0xF000 | 0x8000,
                      low: plain.low & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000)
    }

    /// Unix milliseconds of a version 7 identifier; meaningless for other versions.
    public var millis: Int64 { Int64(high >> 16) }

    public var bytes: [UInt8] {
        [UInt8](unsafeUninitializedCapacity: 16) { buffer, count in
            let memory = UnsafeMutableRawBufferPointer(buffer)
            memory.storeBytes(of: high.bigEndian, as: UInt64.self)
            memory.storeBytes(of: low.bigEndian, toByteOffset: 8, as: UInt64.self)
            count = 16
        }
    }

    public static func < (a: UUIDv7, b: UUIDv7) -> Bool {
        a.high != b.high ? a.high < b.high : a.low < b.low
    }

    public var description: String {
        let digits: [UInt8] = Array("0123456789abcdef".utf8)
        return String(unsafeUninitializedCapacity: 36) { buffer in
            var at = 0
            for (index, byte) in bytes.enumerated() {
                if index == 4 || index == 6 || index == 8 || index == 10 {
                    buffer[at] = UInt8(ascii: "-")
                    at += 1
                }
                buffer[at] = digits[Int(byte >> 4)]
                buffer[at + 1] = digits[Int(byte & 15)]
                at += 2
            }
            return at
        }
    }

    /// Accepts exactly the 36-character hyphenated form; upper-case digits are read too.
    public init?(_ description: String) {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(16)
        var half: UInt8?
        var length = 0
        for character in description.utf8 {
            if length == 8 || length == 13 || length == 18 || length == 23 {
                guard character == UInt8(ascii: "-") else { return nil }
            } else {
                guard let digit = Self.hexDigit(character) else { return nil }
                if let first = half {
                    bytes.append(first << 4 | digit)
                    half = nil
                } else {
                    half = digit
                }
            }
            length += 1
            if length > 36 { return nil }
        }
        guard length == 36 else { return nil }
        self.init(bytes: bytes)
    }

    private static func hexDigit(_ character: UInt8) -> UInt8? {
        switch character {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): character - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): character - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): character - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}

extension UUIDv7: Codable {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let value = UUIDv7(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not an identifier")
        }
        self = value
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
