import Glibc

/// What the header of a sound log says (https://www.sqlite.org/fileformat2.html#walformat).
struct LogRound {
    /// Both salts, as they stand there.
    let salts: UInt64
    private let bigEndian: Bool
    /// The running checksum, at first the header's own.
    private(set) var sum: (UInt32, UInt32)

    /// Nil where SQLite would not take the 32 bytes for a header, and so the log for empty.
    init?(header: UnsafeRawPointer) {
        func word(_ at: Int) -> UInt32 { UInt32(bigEndian: header.loadUnaligned(fromByteOffset: at, as: UInt32.self)) }
        guard word(0) & ~1 == 0x377F_0682, word(4) == 3_007_000, word(8) == 4096 else { return nil }
        salts = header.loadUnaligned(fromByteOffset: 16, as: UInt64.self)
        bigEndian = word(0) & 1 == 1
        sum = (0, 0)
        add(header, 24)
        guard sum == (word(24), word(28)) else { return nil }
    }

    /// Takes in a frame: 24 bytes of header, of which 8 count, and the plain page.
    mutating func add(frame header: UnsafeRawPointer, page: UnsafeRawPointer) {
        add(header, 8)
        add(page, 4096)
    }

    private mutating func add(_ bytes: UnsafeRawPointer, _ count: Int) {
        var (a, b) = sum
        for at in stride(from: 0, to: count, by: 8) {
            let first = bytes.loadUnaligned(fromByteOffset: at, as: UInt32.self)
            let second = bytes.loadUnaligned(fromByteOffset: at + 4, as: UInt32.self)
            a = a &+ (bigEndian ? first.bigEndian : first.littleEndian) &+ b
            b = b &+ (bigEndian ? second.bigEndian : second.littleEndian) &+ a
        }
        sum = (a, b)
    }
}
