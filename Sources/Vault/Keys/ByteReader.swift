/// Takes fixed-size pieces off bytes from outside; never reads past the end.
struct ByteReader {
    enum Fault: Error { case short, bad(String) }

    private let source: [UInt8]
    private(set) var position = 0

    init(_ source: [UInt8]) { self.source = source }

    var left: Int { source.count - position }

    mutating func bytes(_ count: Int) throws(Fault) -> [UInt8] {
        guard count >= 0, count <= left else { throw .short }
        defer { position += count }
        return Array(source[position..<position + count])
    }

    mutating func byte() throws(Fault) -> UInt8 { try bytes(1)[0] }

    mutating func uint32() throws(Fault) -> UInt32 { try bytes(4).reduce(0) { $0 << 8 | UInt32($1) } }
    mutating func uint64() throws(Fault) -> UInt64 { try bytes(8).reduce(0) { $0 << 8 | UInt64($1) } }
    mutating func uint16() throws(Fault) -> UInt16 { try bytes(2).reduce(0) { $0 << 8 | UInt16($1) } }
}

extension [UInt8] {
    mutating func append(bigEndian value: some FixedWidthInteger) {
        Swift.withUnsafeBytes(of: value.bigEndian) { append(contentsOf: $0) }
    }
}
