import Foundations

/// Writes values as JSON straight into bytes: keys sorted by their UTF-8, no blanks, `/` as it is. What an answer costs is
/// mostly this, so nothing is built in between; Foundation's encoder makes a tree of objects first.
///
/// Infinite and not-a-number cannot be written and throw `EncodingError`.
enum JSONText {
    static func encode(_ value: some Encodable) throws -> [UInt8] {
        let sheet = JSONSheet()
        try sheet.write(value)
        return sheet.bytes
    }
}

/// The bytes so far. Used by one thread during one `encode`.
final class JSONSheet {
    var bytes: [UInt8] = []

    init(capacity: Int = 4096) { bytes.reserveCapacity(capacity) }

    func write<T: Encodable>(_ value: T) throws {
        if T.self == Value.self, let value = value as? Value { return write(value) }
        if T.self == [String: Value].self, let value = value as? [String: Value] { return write(value) }
        if T.self == UUIDv7.self, let value = value as? UUIDv7 { return write(value.description) }
        if T.self == String.self, let value = value as? String { return write(value) }
        if T.self == [String].self, let value = value as? [String] { return write(value) }
        if T.self == Int.self, let value = value as? Int { return write(integer: value) }
        let piece = JSONPiece(self)
        try value.encode(to: piece)
        piece.finish()
    }

    func write(_ value: Value) {
        switch value {
        case .null: bytes += Array("null".utf8)
        case .bool(let bool): write(bool)
        case .int(let int): write(integer: int)
        case .decimal(let text), .text(let text): write(text)
        case .bytes(let raw): write(Base64.text(raw))
        case .list(let list):
            bytes.append(UInt8(ascii: "["))
            for (index, item) in list.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                write(item)
            }
            bytes.append(UInt8(ascii: "]"))
        case .map(let map): write(map)
        }
    }

    func write(_ map: [String: Value]) {
        bytes.append(UInt8(ascii: "{"))
        var isFirst = true
        for (key, value) in map.sorted(by: { JSONSheet.precedes($0.key, $1.key) }) {
            if !isFirst { bytes.append(UInt8(ascii: ",")) }
            isFirst = false
            write(key)
            bytes.append(UInt8(ascii: ":"))
            write(value)
        }
        bytes.append(UInt8(ascii: "}"))
    }

    func write(_ texts: [String]) {
        bytes.append(UInt8(ascii: "["))
        for (index, text) in texts.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            write(text)
        }
        bytes.append(UInt8(ascii: "]"))
    }

    func write(_ bool: Bool) { bytes += Array((bool ? "true" : "false").utf8) }

    func write(integer: some BinaryInteger) { bytes += Array(String(integer).utf8) }

    func write(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        var text = text
        text.withUTF8 { utf8 in
            var clean = 0
            for index in utf8.indices where utf8[index] < 0x20 || utf8[index] == UInt8(ascii: "\"") || utf8[index] == UInt8(ascii: "\\") {
                bytes.append(contentsOf: utf8[clean..<index])
                escape(utf8[index])
                clean = index + 1
            }
            bytes.append(contentsOf: utf8[clean...])
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private func escape(_ byte: UInt8) {
        bytes.append(UInt8(ascii: "\\"))
        switch byte {
        case 0x08: bytes.append(UInt8(ascii: "b"))
        case 0x09: bytes.append(UInt8(ascii: "t"))
        case 0x0A: bytes.append(UInt8(ascii: "n"))
        case 0x0C: bytes.append(UInt8(ascii: "f"))
        case 0x0D: bytes.append(UInt8(ascii: "r"))
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes.append(byte)
        default:
            let digits = Array("0123456789abcdef".utf8)
            bytes += [UInt8(ascii: "u"), UInt8(ascii: "0"), UInt8(ascii: "0"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
        }
    }

    static func precedes(_ a: String, _ b: String) -> Bool { a.utf8.lexicographicallyPrecedes(b.utf8) }
}

/// RFC 4648 §4, as Foundation writes it.
enum Base64 {
    static func text(_ raw: [UInt8]) -> String {
        let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        var out: [UInt8] = []
        out.reserveCapacity((raw.count + 2) / 3 * 4)
        for start in stride(from: 0, to: raw.count, by: 3) {
            let some = raw[start..<min(start + 3, raw.count)]
            var bits = some.reduce(UInt32(0)) { $0 << 8 | UInt32($1) } << UInt32(8 * (3 - some.count))
            bits <<= 8
            for place in 0..<4 {
                out.append(place <= some.count ? digits[Int(bits >> 26)] : UInt8(ascii: "="))
                bits <<= 6
            }
        }
        return String(decoding: out, as: UTF8.self)
    }
}
