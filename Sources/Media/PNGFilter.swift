/// PNG (ISO 15948) with only the chunks that make the picture: texts, Exif, times and everything unknown go, and so does
/// what follows the end. Holds no more than one chunk's head.
struct PNGFilter: ByteFilter {
    private enum State {
        case signature, head
        /// Content and checksum of a chunk.
        case content(left: Int, isKept: Bool, isLast: Bool)
        case done
    }

    private static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
    private static let kept: Set<String> = [
        "IHDR", "PLTE", "IDAT", "IEND", "tRNS", "gAMA", "cHRM", "sRGB", "sBIT", "bKGD", "pHYs", "cICP", "acTL", "fcTL", "fdAT",
    ]

    private var state = State.signature
    private var front = ByteFront()
    private var isFirst = true

    mutating func take(_ bytes: [UInt8]) throws(MediaFault) -> [UInt8] {
        if case .done = state { return [] }
        front.add(bytes)
        while try step() {}
        return front.handed()
    }

    mutating func finish() throws(MediaFault) -> MediaEnd {
        guard case .done = state else { throw .damaged }
        return MediaEnd(type: .png)
    }

    private mutating func step() throws(MediaFault) -> Bool {
        switch state {
        case .signature:
            guard front.left >= 8 else { return false }
            guard front[0..<8].elementsEqual(Self.signature) else { throw .damaged }
            front.pass(8)
            state = .head
        case .head:
            guard front.left >= 8 else { return false }
            let length = front.big(0, 4)
            guard length <= 0x7FFF_FFFF, let name = String(validating: front[4..<8], as: UTF8.self) else { throw .damaged }
            guard !isFirst || (name == "IHDR" && length == 13) else { throw .damaged }
            isFirst = false
            let isKept = Self.kept.contains(name)
            if isKept { front.pass(8) } else { front.skip(8) }
            state = .content(left: length + 4, isKept: isKept, isLast: name == "IEND")
        case .content(let rest, let isKept, let isLast):
            guard front.left > 0 else { return false }
            let count = min(front.left, rest)
            if isKept { front.pass(count) } else { front.skip(count) }
            state = count < rest ? .content(left: rest - count, isKept: isKept, isLast: isLast) : isLast ? .done : .head
        case .done:
            front.skip(front.left)
            return false
        }
        return true
    }
}
