/// The colour profile of a JPEG, which comes in numbered segments: kept while it looks like one (ISO 15076), no longer than
/// it says itself.
struct ColourProfile {
    static let largest = 1 << 20

    private var left = 0
    private var next: UInt8 = 1

    /// Whether a segment's content is the next part of a profile.
    mutating func takes(_ segment: ArraySlice<UInt8>) -> Bool {
        guard segment.count > 14, segment.starts(with: Array("ICC_PROFILE\0".utf8)) else { return false }
        let part = segment.dropFirst(14)
        guard segment[segment.startIndex + 12] == next else { return false }
        if next == 1 {
            guard let size = Self.size(part) else { return false }
            left = size
        }
        guard part.count <= left, next < 255 else { return false }
        left -= part.count
        next += 1
        return true
    }

    /// What a profile's head says of its length; nil where it is none.
    static func size(_ head: ArraySlice<UInt8>) -> Int? {
        guard head.count >= 128, head.dropFirst(36).starts(with: Array("acsp".utf8)) else { return nil }
        let size = head.prefix(4).reduce(0) { $0 << 8 | Int($1) }
        return (128...largest).contains(size) ? size : nil
    }
}

/// Which side of a photo is up, as Exif says it: the only thing of an Exif that is kept.
enum ExifTurn {
    /// 2 to 8; nil where the picture stands as it is, or nothing is said.
    static func read(_ content: ArraySlice<UInt8>) -> UInt8? {
        guard content.starts(with: Array("Exif\0\0".utf8)) else { return nil }
        let tiff = Array(content.dropFirst(6))
        let isLittle: Bool
        switch tiff.prefix(4) {
        case [0x49, 0x49, 42, 0]: isLittle = true
        case [0x4D, 0x4D, 0, 42]: isLittle = false
        default: return nil
        }
        func number(_ at: Int, _ count: Int) -> Int? {
            guard at >= 0, at + count <= tiff.count else { return nil }
            let bytes = tiff[at..<(at + count)]
            return isLittle ? bytes.reversed().reduce(0) { $0 << 8 | Int($1) } : bytes.reduce(0) { $0 << 8 | Int($1) }
        }
        guard let start = number(4, 4), let count = number(start, 2) else { return nil }
        for entry in 0..<count {
            guard let tag = number(start + 2 + entry * 12, 2) else { return nil }
            guard tag == 0x0112 else { continue }
            guard let value = number(start + 2 + entry * 12 + 8, 2), (2...8).contains(value) else { return nil }
            return UInt8(value)
        }
        return nil
    }

    /// The content of a segment that says nothing else.
    static func segment(_ turn: UInt8) -> [UInt8] {
        Array("Exif\0\0".utf8) + [0x4D, 0x4D, 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, turn, 0, 0, 0, 0, 0, 0]
    }
}
