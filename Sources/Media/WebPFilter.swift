/// WebP (RFC 9649). The file's size stands at its beginning, so what must go is blanked in its place: a chunk that is none
/// of the picture's gets a name nobody reads and zeros inside, and the flags that announce Exif and XMP are taken back.
/// What follows the end goes. Holds one chunk's head.
struct WebPFilter: ByteFilter {
    private enum State {
        case riff, head
        case content(left: Int, isKept: Bool)
        case done
    }

    private static let kept: Set<String> = ["VP8 ", "VP8L", "VP8X", "ALPH", "ANIM"]
    private static let keptInFrame: Set<String> = ["VP8 ", "VP8L", "ALPH"]
    private static let exif: UInt8 = 0x08, xmp: UInt8 = 0x04

    private var state = State.riff
    private var front = ByteFront()
    /// Bytes of the file that its beginning promised and that have not come yet.
    private var promised = 0
    /// Bytes left in a frame of a moving picture; nil outside of one.
    private var frame: Int?

    mutating func take(_ bytes: [UInt8]) throws(MediaFault) -> [UInt8] {
        if case .done = state { return [] }
        front.add(bytes)
        while try step() {}
        return front.handed()
    }

    mutating func finish() throws(MediaFault) -> MediaEnd {
        guard case .done = state else { throw .damaged }
        return MediaEnd(type: .webp)
    }

    private mutating func step() throws(MediaFault) -> Bool {
        switch state {
        case .riff:
            guard front.left >= 12 else { return false }
            promised = front.little(4, 4) - 4
            guard promised >= 8, promised % 2 == 0 else { throw .damaged }
            front.pass(12)
            state = .head
        case .head:
            return try head()
        case .content(let rest, let isKept):
            guard front.left > 0 else { return false }
            let count = min(front.left, rest)
            if isKept { front.pass(count) } else { front.blank(count) }
            state = count < rest ? .content(left: rest - count, isKept: isKept) : behind()
        case .done:
            front.skip(front.left)
            return false
        }
        return true
    }

    private mutating func head() throws(MediaFault) -> Bool {
        guard front.left >= 8 else { return false }
        guard let name = String(validating: front[0..<4], as: UTF8.self) else { throw .damaged }
        let size = front.little(4, 4)
        let padded = size + size % 2
        guard 8 + padded <= frame ?? promised else { throw .damaged }
        if name == "ANMF", frame == nil {
            // A frame has a head of its own and then chunks, which may tell as much as those outside.
            guard size >= 24, size % 2 == 0 else { throw .damaged }
            guard front.left >= 24 else { return false }
            front.pass(24)
            promised -= 8 + padded
            guard promised == 0 || promised >= 8 else { throw .damaged }
            frame = size - 16
            return true
        }
        if name == "VP8X", frame == nil {
            guard size == 10 else { throw .damaged }
            guard front.left >= 18 else { return false }
            let flags = front[8] & ~(Self.exif | Self.xmp)
            front.pass(8)
            front.put([flags])
            front.skip(1)
            front.pass(9)
            promised -= 18
            state = promised == 0 ? .done : .head
            return true
        }
        var isKept = (frame == nil ? Self.kept : Self.keptInFrame).contains(name)
        if name == "ICCP", frame == nil {
            guard front.left >= 8 + min(size, 128) else { return false }
            isKept = ColourProfile.size(front[8..<(8 + min(size, 128))]) == size
        }
        if isKept {
            front.pass(8)
        } else {
            front.put("JUNK".utf8)
            front.skip(4)
            front.pass(4)
        }
        // What is left to a next chunk must be able to hold its head.
        if let rest = frame {
            frame = rest - 8 - padded
            guard frame == 0 || rest - 8 - padded >= 8 else { throw .damaged }
        } else {
            promised -= 8 + padded
            guard promised == 0 || promised >= 8 else { throw .damaged }
        }
        state = padded > 0 ? .content(left: padded, isKept: isKept) : behind()
        return true
    }

    /// What follows a chunk.
    private mutating func behind() -> State {
        if frame == 0 { frame = nil }
        return frame == nil && promised == 0 ? .done : .head
    }
}
