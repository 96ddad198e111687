import CWorkbook

/// Reads single entries of a zip archive held in memory. Names are keys only: nothing is ever written under them, so
/// that `../` and absolute names are harmless. What it inflates is bounded over the life of the reader.
struct ZipReader {
    struct Entry {
        let method: UInt16
        let packed: Int
        let inflated: Int
        let checksum: UInt32
        let header: Int
    }

    private let bytes: [UInt8]
    private let limits: WorkbookLimits
    private(set) var entries: [String: Entry] = [:]
    private var inflatedSoFar = 0

    init(_ bytes: [UInt8], limits: WorkbookLimits) throws(WorkbookFault) {
        guard bytes.count <= limits.bytes else { throw WorkbookFault(.tooLarge) }
        self.bytes = bytes
        self.limits = limits
        try readDirectory()
    }

    private func number(_ at: Int, _ count: Int) throws(WorkbookFault) -> Int {
        guard at >= 0, at + count <= bytes.count else { throw WorkbookFault(.damaged) }
        var value = 0
        for index in (0..<count).reversed() { value = value << 8 | Int(bytes[at + index]) }
        return value
    }

    /// The end record is searched backwards over the longest possible comment.
    private func endRecord() throws(WorkbookFault) -> Int {
        var at = bytes.count - 22
        let last = max(0, bytes.count - 22 - 65_535)
        while at >= last {
            if bytes[at] == 0x50, bytes[at + 1] == 0x4B, bytes[at + 2] == 5, bytes[at + 3] == 6 { return at }
            at -= 1
        }
        throw WorkbookFault(.damaged)
    }

    private mutating func readDirectory() throws(WorkbookFault) {
        let end = try endRecord()
        let count = try number(end + 10, 2)
        var at = try number(end + 16, 4)
        // 0xFFFF… announces zip64, which no workbook of our size needs.
        guard count != 0xFFFF, at != 0xFFFF_FFFF, try number(end + 4, 2) == 0 else { throw WorkbookFault(.unsupported) }
        guard count <= limits.parts else { throw WorkbookFault(.tooManyParts) }
        for _ in 0..<count {
            guard try number(at, 4) == 0x0201_4B50 else { throw WorkbookFault(.damaged) }
            let flags = try number(at + 8, 2)
            let name = try number(at + 28, 2), extra = try number(at + 30, 2), comment = try number(at + 32, 2)
            let entry = Entry(method: UInt16(try number(at + 10, 2)), packed: try number(at + 20, 4), inflated: try number(at + 24, 4),
                              checksum: UInt32(try number(at + 16, 4)), header: try number(at + 42, 4))
            guard flags & 1 == 0 else { throw WorkbookFault(.oldExcel) }
            guard at + 46 + name <= bytes.count else { throw WorkbookFault(.damaged) }
            let key = ZipReader.key(String(decoding: bytes[(at + 46)..<(at + 46 + name)], as: UTF8.self))
            guard entries.updateValue(entry, forKey: key) == nil else { throw WorkbookFault(.ambiguous, part: key) }
            at += 46 + name + extra + comment
        }
    }

    /// Some writers use backslashes or a leading slash; part names ignore letter case.
    static func key(_ name: String) -> String {
        var name = name.replacing("\\", with: "/").lowercased()
        while name.hasPrefix("/") { name.removeFirst() }
        return name
    }

    func has(_ name: String) -> Bool { entries[ZipReader.key(name)] != nil }

    /// The whole entry; nil when there is none of that name.
    mutating func read(_ name: String) throws(WorkbookFault) -> [UInt8]? {
        guard let entry = entries[ZipReader.key(name)] else { return nil }
        guard try number(entry.header, 4) == 0x0403_4B50 else { throw WorkbookFault(.damaged, part: name) }
        let start = entry.header + 30 + (try number(entry.header + 26, 2)) + (try number(entry.header + 28, 2))
        guard start + entry.packed <= bytes.count else { throw WorkbookFault(.damaged, part: name) }
        // The declared size is a promise of the file: it is held against the limits first and against the bytes afterwards.
        guard entry.inflated <= limits.inflated - inflatedSoFar else { throw WorkbookFault(.bomb, part: name) }
        guard entry.inflated <= 1_000_000 || entry.inflated / max(1, entry.packed) <= limits.ratio else { throw WorkbookFault(.bomb, part: name) }
        let packed = bytes[start..<(start + entry.packed)]
        let out: [UInt8]
        switch entry.method {
        case 0:
            guard entry.inflated == entry.packed else { throw WorkbookFault(.damaged, part: name) }
            out = Array(packed)
        case 8: out = try ZipReader.inflate(packed, size: entry.inflated, name)
        default: throw WorkbookFault(.unsupported, part: name)
        }
        inflatedSoFar += out.count
        guard ZipReader.checksum(out) == entry.checksum else { throw WorkbookFault(.damaged, part: name) }
        return out
    }

    /// Never writes beyond the declared size: an entry that holds more is damaged.
    private static func inflate(_ packed: ArraySlice<UInt8>, size: Int, _ name: String) throws(WorkbookFault) -> [UInt8] {
        var out = [UInt8](repeating: 0, count: size + 1)
        var stream = z_stream()
        guard kinbox_inflate_start(&stream) == Z_OK else { throw WorkbookFault(.damaged, part: name) }
        defer { inflateEnd(&stream) }
        var code: Int32 = Z_OK
        packed.withUnsafeBufferPointer { input in
            out.withUnsafeMutableBufferPointer { output in
                stream.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
                stream.avail_in = UInt32(input.count)
                stream.next_out = output.baseAddress
                stream.avail_out = UInt32(output.count)
                code = CWorkbook.inflate(&stream, Z_FINISH)
            }
        }
        guard code == Z_STREAM_END, Int(stream.total_out) == size else { throw WorkbookFault(.damaged, part: name) }
        out.removeLast()
        return out
    }

    static func checksum(_ bytes: [UInt8]) -> UInt32 {
        UInt32(truncatingIfNeeded: crc32(crc32(0, nil, 0), bytes, UInt32(bytes.count)))
    }
}
