/// Plain text in UTF-8 without control characters; markup was refused by its beginning. Holds the bytes of one character.
struct TextFilter: ByteFilter {
    private var begun: [UInt8] = []

    mutating func take(_ bytes: [UInt8]) throws(MediaFault) -> [UInt8] {
        guard !bytes.contains(where: { $0 < 0x20 && ![0x09, 0x0A, 0x0C, 0x0D].contains($0) || $0 == 0x7F }) else { throw .unknownType }
        var window = begun + bytes
        begun = []
        // The last character may not be complete yet.
        if let start = window.suffix(3).lastIndex(where: { $0 >= 0xC0 }) {
            let needed = window[start] >= 0xF0 ? 4 : window[start] >= 0xE0 ? 3 : 2
            if window.count - start < needed {
                begun = Array(window[start...])
                window.removeSubrange(start...)
            }
        }
        guard String(validating: window, as: UTF8.self) != nil else { throw .unknownType }
        return bytes
    }

    mutating func finish() throws(MediaFault) -> MediaEnd {
        guard begun.isEmpty else { throw .unknownType }
        return MediaEnd(type: .text)
    }
}
