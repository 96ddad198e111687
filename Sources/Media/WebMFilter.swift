/// WebM (RFC 8794, RFC 9559) with only the elements that sound and picture need: titles, dates, programs' names, tags,
/// attached files and everything unknown become `Void` in their place. Refuses what it cannot follow, and tracks that are
/// neither sound nor picture. Holds one element's head.
struct WebMFilter: ByteFilter {
    private enum Kind { case master, kept, blanked }

    private struct Open {
        let id: Int
        /// Nil: to where an element of an outer one begins, or the end.
        var left: Int?
    }

    private static let segment = 0x1853_8067, cluster = 0x1F43_B675, trackType = 0x83
    /// By master: the masters and the plain elements in it that stay.
    private static let masters: [Int: Set<Int>] = [
        0: [0x1A45_DFA3, segment],
        segment: [0x114D_9B74, 0x1549_A966, 0x1654_AE6B, cluster, 0x1C53_BB6B],
        0x114D_9B74: [0x4DBB],
        0x1654_AE6B: [0xAE],
        0xAE: [0xE0, 0xE1],
        0xE0: [0x55B0],
        cluster: [0xA0],
        0x1C53_BB6B: [0xBB],
        0xBB: [0xB7],
    ]
    private static let plain: [Int: Set<Int>] = [
        0x1A45_DFA3: [0x4286, 0x42F7, 0x42F2, 0x42F3, 0x4282, 0x4287, 0x4285],
        0x4DBB: [0x53AB, 0x53AC],
        0x1549_A966: [0x2AD7B1, 0x4489],
        0xAE: [0xD7, 0x73C5, trackType, 0xB9, 0x88, 0x55AA, 0x9C, 0x86, 0x63A2, 0x23E383, 0x56AA, 0x56BB, 0x22B59C],
        0xE0: [0xB0, 0xBA, 0x9A, 0x54AA, 0x54BB, 0x54CC, 0x54DD, 0x54B0, 0x54BA, 0x54B2, 0x53B8, 0x53C0],
        0x55B0: [0x55B1, 0x55B2, 0x55B3, 0x55B4, 0x55B5, 0x55B6, 0x55B7, 0x55B8, 0x55B9, 0x55BA, 0x55BB, 0x55BC, 0x55BD],
        0xE1: [0xB5, 0x78B5, 0x9F, 0x6264],
        cluster: [0xE7, 0xA3, 0xA7, 0xAB],
        0xA0: [0xA1, 0x9B, 0xFB, 0x75A2],
        0xBB: [0xB3],
        0xB7: [0xF7, 0xF1, 0xF0, 0xB2, 0x5378],
    ]
    /// What is small wherever it is honest.
    private static let mostSmall = 1 << 16

    private let type: MediaType
    private var front = ByteFront()
    private var inside: [Open] = []
    private var content: (left: Int, isKept: Bool)?
    private var hasTracks = false

    init(_ type: MediaType) { self.type = type }

    mutating func take(_ bytes: [UInt8]) throws(MediaFault) -> [UInt8] {
        front.add(bytes)
        while try step() {}
        return front.handed()
    }

    mutating func finish() throws(MediaFault) -> MediaEnd {
        while let last = inside.last, last.left == nil || last.left == 0 { inside.removeLast() }
        guard hasTracks, front.left == 0, content == nil, inside.isEmpty else { throw .damaged }
        return MediaEnd(type: type)
    }

    private mutating func step() throws(MediaFault) -> Bool {
        if let (rest, isKept) = content {
            if rest == 0 {
                content = nil
                return true
            }
            guard front.left > 0 else { return false }
            let count = min(front.left, rest)
            if isKept { front.pass(count) } else { front.blank(count) }
            content = (rest - count, isKept)
            return true
        }
        while inside.last?.left == 0 { inside.removeLast() }
        guard front.left > 0 else { return false }
        return try head()
    }

    private mutating func head() throws(MediaFault) -> Bool {
        let idSize = front[0].leadingZeroBitCount + 1
        guard idSize <= 4 else { throw .cannotBeCleaned }
        guard front.left > idSize else { return false }
        let id = front.big(0, idSize)
        let first = front[idSize]
        let lengthSize = first.leadingZeroBitCount + 1
        guard lengthSize <= 8 else { throw .cannotBeCleaned }
        guard front.left >= idSize + lengthSize else { return false }
        let mask = 1 << (7 * lengthSize) - 1
        let size = front.big(idSize, lengthSize) & mask
        let isOpen = size == mask
        // An element of the segment ends a cluster of unknown length.
        if let last = inside.last, last.left == nil, last.id == Self.cluster, kind(id, in: last.id) == .blanked,
           Self.masters[Self.segment]?.contains(id) == true || [0x1254_C367, 0x1941_A469, 0x1043_A770].contains(id) {
            inside.removeLast()
        }
        let parent = inside.last?.id ?? 0
        let kind = kind(id, in: parent)
        // A track that is packed or encrypted can't be played without what says how.
        if parent == 0xAE, id == 0x6D80 { throw .cannotBeCleaned }
        let headSize = idSize + lengthSize
        if isOpen {
            guard kind == .master, id == Self.segment || id == Self.cluster, inside.allSatisfy({ $0.left == nil }) else { throw .cannotBeCleaned }
            front.pass(headSize)
            inside.append(Open(id: id, left: nil))
            return true
        }
        guard size <= Int(Int32.max) else { throw .damaged }
        // The innermost counts its own elements; the outer ones have counted it already.
        if let rest = inside.last?.left {
            guard headSize + size <= rest else { throw .damaged }
            inside[inside.count - 1].left = rest - headSize - size
        }
        switch kind {
        case .master:
            guard inside.count < 8 else { throw .damaged }
            front.pass(headSize)
            inside.append(Open(id: id, left: size))
            if id == 0x1654_AE6B { hasTracks = true }
        case .kept:
            guard size <= Self.mostSmall || parent == Self.cluster || parent == 0xA0 else { throw .cannotBeCleaned }
            if id == Self.trackType {
                guard size == 1 else { throw .cannotBeCleaned }
                guard front.left > headSize else {
                    if let rest = inside.last?.left { inside[inside.count - 1].left = rest + headSize + size }
                    return false
                }
                guard [1, 2].contains(front[headSize]) else { throw .cannotBeCleaned }
            }
            front.pass(headSize)
            content = (size, true)
        case .blanked:
            front.put(Self.void(headSize, size))
            front.skip(headSize)
            content = (size, false)
        }
        return true
    }

    private func kind(_ id: Int, in parent: Int) -> Kind {
        if Self.masters[parent]?.contains(id) == true { return .master }
        return Self.plain[parent]?.contains(id) == true ? .kept : .blanked
    }

    /// The head of a `Void` of the same length as what it replaces.
    private static func void(_ headSize: Int, _ size: Int) -> [UInt8] {
        let length = min(8, headSize - 1), extra = headSize - 1 - length
        let coded = (size + extra) | 1 << (7 * length)
        return [0xEC] + (0..<length).reversed().map { UInt8(truncatingIfNeeded: coded >> ($0 * 8)) } + [UInt8](repeating: 0, count: extra)
    }
}
