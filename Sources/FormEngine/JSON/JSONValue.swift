/// A JSON text as a tree. Members keep their order.
enum JSONValue {
    case null
    case bool(Bool)
    /// As written, so that no digit is lost.
    case number(Text)
    case text(Text)
    case array([JSONValue])
    case object([(key: Text, value: JSONValue)])

    subscript(_ key: Text) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        for member in members where member.key == key { return member.value }
        return nil
    }

    var text: Text? {
        if case .text(let text) = self { return text }
        return nil
    }

    var array: [JSONValue]? {
        if case .array(let array) = self { return array }
        return nil
    }

    var members: [(key: Text, value: JSONValue)]? {
        if case .object(let members) = self { return members }
        return nil
    }

    var isTrue: Bool {
        if case .bool(true) = self { return true }
        return false
    }

    var int: Int? { int64.flatMap { Int(exactly: $0) } }

    var int64: Int64? {
        if case .number(let text) = self { return text.int64 }
        return nil
    }

    /// Exponents are understood here, since hosts write them.
    var double: Double? {
        guard case .number(let text) = self else { return nil }
        var mark = 0
        while mark < text.utf8.count, text.utf8[mark] != 0x65, text.utf8[mark] != 0x45 { mark += 1 }
        if mark == text.utf8.count { return DecimalReader.value(of: text) }
        var power = text.dropping(mark + 1)
        if power.hasPrefix("+") { power = power.dropping(1) }
        guard let base = DecimalReader.value(of: text.shortened(mark)),
              let exponent = power.int, abs(exponent) < 400 else { return nil }
        return exponent < 0 ? base / DecimalReader.power(-exponent) : base * DecimalReader.power(exponent)
    }
}

/// Why a JSON text was refused.
struct JSONFault: Error {
    let offset: Int
}

/// RFC 8259, with a bound on nesting. Of lone surrogates in `\u` escapes it makes U+FFFD.
struct JSONReader {
    private let bytes: [UInt8]
    private var at = 0
    private var depth = 0

    static let deepest = 64

    static func value(of bytes: [UInt8]) throws(JSONFault) -> JSONValue {
        var reader = JSONReader(bytes: bytes)
        let value = try reader.value()
        reader.skipBlanks()
        guard reader.at == bytes.count else { throw reader.fault }
        return value
    }

    private init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    private var fault: JSONFault { JSONFault(offset: at) }

    private mutating func skipBlanks() {
        while at < bytes.count, bytes[at] == 0x20 || (bytes[at] >= 0x09 && bytes[at] <= 0x0D) { at += 1 }
    }

    private func peek() throws(JSONFault) -> UInt8 {
        guard at < bytes.count else { throw fault }
        return bytes[at]
    }

    private mutating func value() throws(JSONFault) -> JSONValue {
        skipBlanks()
        switch try peek() {
        case 0x7B: return try nested { (reader) throws(JSONFault) in try reader.object() }
        case 0x5B: return try nested { (reader) throws(JSONFault) in try reader.array() }
        case 0x22: return .text(try text())
        case 0x74: return try word("true", .bool(true))
        case 0x66: return try word("false", .bool(false))
        case 0x6E: return try word("null", .null)
        default: return try number()
        }
    }

    private mutating func nested(_ read: (inout JSONReader) throws(JSONFault) -> JSONValue) throws(JSONFault) -> JSONValue {
        guard depth < JSONReader.deepest else { throw fault }
        depth += 1
        at += 1
        let value = try read(&self)
        depth -= 1
        return value
    }

    private mutating func object() throws(JSONFault) -> JSONValue {
        var members: [(key: Text, value: JSONValue)] = []
        skipBlanks()
        if try peek() == 0x7D { at += 1; return .object(members) }
        while true {
            skipBlanks()
            guard try peek() == 0x22 else { throw fault }
            let key = try text()
            skipBlanks()
            guard try peek() == 0x3A else { throw fault }
            at += 1
            members.append((key: key, value: try value()))
            skipBlanks()
            let next = try peek()
            at += 1
            if next == 0x7D { return .object(members) }
            guard next == 0x2C else { throw fault }
        }
    }

    private mutating func array() throws(JSONFault) -> JSONValue {
        var elements: [JSONValue] = []
        skipBlanks()
        if try peek() == 0x5D { at += 1; return .array(elements) }
        while true {
            elements.append(try value())
            skipBlanks()
            let next = try peek()
            at += 1
            if next == 0x5D { return .array(elements) }
            guard next == 0x2C else { throw fault }
        }
    }

    private mutating func word(_ word: Text, _ value: JSONValue) throws(JSONFault) -> JSONValue {
        for byte in word.utf8 {
            guard try peek() == byte else { throw fault }
            at += 1
        }
        return value
    }

    private mutating func number() throws(JSONFault) -> JSONValue {
        let start = at
        while at < bytes.count {
            let b = bytes[at]
            guard (b >= 0x30 && b <= 0x39) || b == 0x2D || b == 0x2B || b == 0x2E || b == 0x65 || b == 0x45 else { break }
            at += 1
        }
        guard at > start else { throw fault }
        return .number(Text(bytes[start..<at]))
    }

    private mutating func text() throws(JSONFault) -> Text {
        at += 1
        var out: [UInt8] = []
        while true {
            let byte = try peek()
            at += 1
            if byte == 0x22 { return Text(out).repaired }
            guard byte == 0x5C else { out.append(byte); continue }
            let escape = try peek()
            at += 1
            switch escape {
            case 0x22, 0x5C, 0x2F: out.append(escape)
            case 0x62: out.append(0x08)
            case 0x66: out.append(0x0C)
            case 0x6E: out.append(0x0A)
            case 0x72: out.append(0x0D)
            case 0x74: out.append(0x09)
            case 0x75: out += try unicode()
            default: throw fault
            }
        }
    }

    private mutating func unicode() throws(JSONFault) -> [UInt8] {
        var value = try hexadecimal()
        if value >= 0xD800, value < 0xDC00, at + 1 < bytes.count, bytes[at] == 0x5C, bytes[at + 1] == 0x75 {
            let back = at
            at += 2
            let low = try hexadecimal()
            if low >= 0xDC00, low < 0xE000 {
                value = 0x10000 + (value - 0xD800) << 10 + (low - 0xDC00)
            } else {
                at = back
            }
        }
        return Text(scalars: [value >= 0xD800 && value < 0xE000 ? 0xFFFD : value]).utf8
    }

    private mutating func hexadecimal() throws(JSONFault) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            let digit = try peek()
            at += 1
            switch digit {
            case 0x30...0x39: value = value * 16 + UInt32(digit - 0x30)
            case 0x41...0x46: value = value * 16 + UInt32(digit - 0x37)
            case 0x61...0x66: value = value * 16 + UInt32(digit - 0x57)
            default: throw fault
            }
        }
        return value
    }
}
