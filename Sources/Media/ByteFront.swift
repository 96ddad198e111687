/// What a filter has been given and not handed out yet, read from its front. Knows how far into the file that is.
struct ByteFront: Sendable {
    private var bytes: [UInt8] = []
    private var at = 0
    private var out: [UInt8] = []
    private var before = 0

    /// Place of the front in the file.
    var offset: Int { before + at }
    /// Bytes that are here.
    var left: Int { bytes.count - at }

    mutating func add(_ more: [UInt8]) {
        bytes.removeFirst(at)
        before += at
        at = 0
        bytes += more
        out.reserveCapacity(bytes.count)
    }

    /// Only of what is here, as all below.
    subscript(place: Int) -> UInt8 { bytes[at + place] }
    subscript(range: Range<Int>) -> ArraySlice<UInt8> { bytes[(at + range.lowerBound)..<(at + range.upperBound)] }

    func big(_ place: Int, _ count: Int) -> Int { Self.big(self[place..<(place + count)]) }
    func little(_ place: Int, _ count: Int) -> Int { Self.big(self[place..<(place + count)].reversed()) }
    /// Four letters, as boxes and chunks are called.
    func name(_ place: Int) -> String { String(self[place..<(place + 4)].map { Character(UnicodeScalar($0)) }) }

    /// Where this byte first stands.
    func first(_ byte: UInt8) -> Int? { bytes[at...].firstIndex(of: byte).map { $0 - at } }

    /// Never negative: of eight bytes the first bit counts for nothing.
    static func big(_ bytes: some Sequence<UInt8>) -> Int { bytes.reduce(0) { $0 << 8 | Int($1) } & Int.max }

    mutating func pass(_ count: Int) {
        out += self[0..<count]
        at += count
    }

    /// Zeros in its place.
    mutating func blank(_ count: Int) {
        out += repeatElement(0, count: count)
        at += count
    }

    mutating func skip(_ count: Int) { at += count }

    mutating func put(_ other: some Sequence<UInt8>) { out += other }

    mutating func handed() -> [UInt8] {
        defer { out = [] }
        return out
    }
}
