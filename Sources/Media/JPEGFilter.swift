/// JPEG (ITU-T T.81) without its metadata: keeps what decoding needs, the colour profile and which side is up (as an Exif of
/// nothing else), drops every other application
/// segment (Exif with the place, XMP, IPTC, previews), comments, and whatever follows the end of the picture (a second
/// picture or a film that telephones hang on, with metadata of their own). Holds one segment, at most 64 KB.
struct JPEGFilter: ByteFilter {
    private enum State { case start, marker, scan, done }

    private var state = State.start
    private var front = ByteFront()
    private var profile = ColourProfile()
    private var isTurned = false

    mutating func take(_ bytes: [UInt8]) throws(MediaFault) -> [UInt8] {
        if state == .done { return [] }
        front.add(bytes)
        while try step() {}
        return front.handed()
    }

    mutating func finish() throws(MediaFault) -> MediaEnd {
        guard state == .done else { throw .damaged }
        return MediaEnd(type: .jpeg)
    }

    /// False where more bytes are needed.
    private mutating func step() throws(MediaFault) -> Bool {
        switch state {
        case .start:
            guard front.left >= 2 else { return false }
            guard front[0] == 0xFF, front[1] == 0xD8 else { throw .damaged }
            front.pass(2)
            state = .marker
            return true
        case .marker: return try marker()
        case .scan: return scan()
        case .done:
            front.skip(front.left)
            return false
        }
    }

    private mutating func marker() throws(MediaFault) -> Bool {
        guard front.left >= 2 else { return false }
        guard front[0] == 0xFF else { throw .damaged }
        let marker = front[1]
        switch marker {
        case 0xFF:  // a fill byte
            front.skip(1)
            return true
        case 0xD9:
            front.pass(2)
            state = .done
            return true
        case 0x00, 0x01, 0xD0...0xD8: throw .damaged
        default: break
        }
        guard front.left >= 4 else { return false }
        let length = front.big(2, 2)
        guard length >= 2 else { throw .damaged }
        guard front.left >= length + 2 else { return false }
        keep(marker, front[4..<(2 + length)])
        front.skip(length + 2)
        if marker == 0xDA { state = .scan }
        return true
    }

    private mutating func keep(_ marker: UInt8, _ content: ArraySlice<UInt8>) {
        switch marker {
        case 0xE0:
            // JFIF without its thumbnail, which may show what was cut away.
            guard content.count >= 14, content.starts(with: Array("JFIF\0".utf8)) else { return }
            front.put([0xFF, 0xE0, 0, 16] + content.prefix(12) + [0, 0])
            return
        case 0xE1:
            if !isTurned, let turn = ExifTurn.read(content) {
                isTurned = true
                front.put([0xFF, 0xE1, 0, 34] + ExifTurn.segment(turn))
            }
            return
        case 0xE2: guard profile.takes(content) else { return }
        case 0xEE:
            // Twelve bytes; more would be somebody's own.
            guard content.starts(with: Array("Adobe".utf8)), content.count == 12 else { return }
        case 0xE3...0xEF, 0xF0...0xFE, 0x02...0xBF: return
        default: break
        }
        let length = content.count + 2
        front.put([0xFF, marker, UInt8(length >> 8), UInt8(length & 0xFF)])
        front.put(content)
    }

    /// Compressed data up to the next marker that is none of its own.
    private mutating func scan() -> Bool {
        guard let stop = front.first(0xFF) else {
            front.pass(front.left)
            return false
        }
        front.pass(stop)
        guard front.left >= 2 else { return false }
        switch front[1] {
        case 0x00, 0xD0...0xD7:
            front.pass(2)
        case 0xFF: front.skip(1)
        default: state = .marker
        }
        return true
    }
}
