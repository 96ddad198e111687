import Foundation

/// Reads canonical CBOR item by item. Every count is checked against the bytes that are left before anything is
/// allocated, so an input of n bytes never costs more than a small multiple of n.
public struct CBORReader: Sendable {
    private let bytes: [UInt8]
    private let limits: CanonicalCBOR.Limits
    private var items = 0
    public private(set) var position = 0

    public init(_ bytes: [UInt8], limits: CanonicalCBOR.Limits = .default) throws(CodingFault) {
        guard bytes.count <= limits.bytes else { throw .tooLarge }
        self.bytes = bytes
        self.limits = limits
    }

    /// Throws unless everything has been read.
    public func end() throws(CodingFault) {
        guard position == bytes.count else { throw .trailingBytes(at: position) }
    }

    public mutating func value(depth: Int = 0) throws(CodingFault) -> Value {
        let start = position
        let (major, argument) = try head()
        switch major {
        case 0, 1: return .int(try signed(major, argument, start))
        case 2: return .bytes(try slice(argument, start))
        case 3: return .text(try string(argument, start))
        case 4:
            let count = try container(argument, depth, each: 1, start)
            var list: [Value] = []
            list.reserveCapacity(count)
            for _ in 0..<count { list.append(try value(depth: depth + 1)) }
            return .list(list)
        case 5:
            return .map(try mapBody(argument, depth, start))
        case 6:
            guard argument == CanonicalCBOR.decimalTag else { throw .unsupported(at: start) }
            let (inner, length) = try head()
            guard inner == 3 else { throw .unsupported(at: start) }
            return .decimal(try string(length, start))
        default:
            switch argument {
            case 20: return .bool(false)
            case 21: return .bool(true)
            case 22: return .null
            default: throw .unsupported(at: start)
            }
        }
    }

    /// A map with text keys in canonical order.
    public mutating func fields() throws(CodingFault) -> [String: Value] {
        let start = position
        let (major, argument) = try head()
        guard major == 5 else { throw .unexpected(at: start) }
        return try mapBody(argument, 0, start)
    }

    public mutating func array() throws(CodingFault) -> Int {
        let start = position
        let (major, argument) = try head()
        guard major == 4 else { throw .unexpected(at: start) }
        return try container(argument, 0, each: 1, start)
    }

    public mutating func int() throws(CodingFault) -> Int64 {
        let start = position
        let (major, argument) = try head()
        guard major < 2 else { throw .unexpected(at: start) }
        return try signed(major, argument, start)
    }

    public mutating func unsigned() throws(CodingFault) -> UInt64 {
        let start = position
        let (major, argument) = try head()
        guard major == 0 else { throw .unexpected(at: start) }
        return argument
    }

    public mutating func byteString() throws(CodingFault) -> [UInt8] {
        let start = position
        let (major, argument) = try head()
        guard major == 2 else { throw .unexpected(at: start) }
        return try slice(argument, start)
    }

    public mutating func identifier() throws(CodingFault) -> UUIDv7 {
        let start = position
        let (major, argument) = try head()
        guard major == 2, argument == 16, bytes.count - position >= 16 else { throw .unexpected(at: start) }
        guard let id = bytes.withUnsafeBytes({ UUIDv7(memory: UnsafeRawBufferPointer(rebasing: $0[position..<position + 16])) }) else {
            throw .unexpected(at: start)
        }
        position += 16
        return id
    }

    public mutating func text() throws(CodingFault) -> String {
        let start = position
        let (major, argument) = try head()
        guard major == 3 else { throw .unexpected(at: start) }
        return try string(argument, start)
    }

    /// True, and past it, where the next item is null.
    public mutating func skipNull() -> Bool {
        guard position < bytes.count, bytes[position] == 0xF6 else { return false }
        position += 1
        return true
    }

    /// Past one item with everything in it, unread: texts are not checked, lengths are.
    public mutating func skip(depth: Int = 0) throws(CodingFault) {
        let start = position
        let (major, argument) = try head()
        switch major {
        case 0, 1, 7: return
        case 2, 3:
            guard argument <= UInt64(bytes.count - position) else { throw .cutShort(at: start) }
            position += Int(argument)
        case 6: try skip(depth: depth + 1)
        default:
            let each = major == 5 ? 2 : 1
            for _ in 0..<(try container(argument, depth, each: each, start)) * each { try skip(depth: depth + 1) }
        }
    }

    /// Which of `names` (as UTF-8) the next text is; nil for another one. Past it in any case.
    public mutating func text(among names: [[UInt8]]) throws(CodingFault) -> Int? {
        let start = position
        let (major, argument) = try head()
        guard major == 3 else { throw .unexpected(at: start) }
        guard argument <= UInt64(bytes.count - position) else { throw .cutShort(at: start) }
        let range = position..<position + Int(argument)
        position = range.upperBound
        return names.firstIndex { $0.count == range.count && $0.elementsEqual(bytes[range]) }
    }

    private mutating func mapBody(_ argument: UInt64, _ depth: Int, _ start: Int) throws(CodingFault) -> [String: Value] {
        let count = try container(argument, depth, each: 2, start)
        var map: [String: Value] = [:]
        map.reserveCapacity(count)
        var previous: Range<Int>?
        for _ in 0..<count {
            let keyStart = position
            let (major, length) = try head()
            guard major == 3 else { throw .unsupported(at: keyStart) }
            let key = try string(length, keyStart)
            let here = keyStart..<position
            if let previous, !bytes[previous].lexicographicallyPrecedes(bytes[here]) { throw .notCanonical(at: keyStart) }
            previous = here
            map[key] = try value(depth: depth + 1)
        }
        return map
    }

    private mutating func container(_ argument: UInt64, _ depth: Int, each: Int, _ start: Int) throws(CodingFault) -> Int {
        guard depth < limits.depth else { throw .tooDeep(at: start) }
        guard argument <= UInt64((bytes.count - position) / each) else { throw .cutShort(at: start) }
        return Int(argument)
    }

    private func signed(_ major: UInt8, _ argument: UInt64, _ start: Int) throws(CodingFault) -> Int64 {
        guard argument <= UInt64(Int64.max) else { throw .outOfRange(at: start) }
        return major == 0 ? Int64(argument) : ~Int64(argument)
    }

    private mutating func slice(_ argument: UInt64, _ start: Int) throws(CodingFault) -> [UInt8] {
        guard argument <= UInt64(bytes.count - position) else { throw .cutShort(at: start) }
        defer { position += Int(argument) }
        return Array(bytes[position..<position + Int(argument)])
    }

    private mutating func string(_ argument: UInt64, _ start: Int) throws(CodingFault) -> String {
        guard argument <= UInt64(bytes.count - position) else { throw .cutShort(at: start) }
        let range = position..<position + Int(argument)
        guard let text = String(validating: bytes[range], as: UTF8.self) else { throw .badText(at: start) }
        guard text.isQuicklyNFC || text.precomposedStringWithCanonicalMapping.utf8.elementsEqual(text.utf8) else {
            throw .notCanonical(at: start)
        }
        position = range.upperBound
        return text
    }

    private mutating func head() throws(CodingFault) -> (UInt8, UInt64) {
        let start = position
        guard start < bytes.count else { throw .cutShort(at: start) }
        items += 1
        guard items <= limits.items else { throw .tooLarge }
        let first = bytes[start]
        let (major, info) = (first >> 5, first & 31)
        position += 1
        if info < 24 { return (major, UInt64(info)) }
        guard info < 28, major != 7 else { throw .unsupported(at: start) }
        let width = 1 << Int(info - 24)
        guard bytes.count - position >= width else { throw .cutShort(at: start) }
        var argument: UInt64 = 0
        for offset in 0..<width { argument = argument << 8 | UInt64(bytes[position + offset]) }
        position += width
        let least: UInt64 = [24, 0x100, 0x1_0000, 0x1_0000_0000][Int(info - 24)]
        guard argument >= least else { throw .notCanonical(at: start) }
        return (major, argument)
    }
}
