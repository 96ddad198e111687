/// A text as its UTF-8 bytes. The engine works on these instead of `String`: two texts are equal when their bytes are,
/// on the box and in the browser alike, and the browser's build needs no tables of Unicode.
struct Text: Equatable, Sendable, ExpressibleByStringLiteral {
    var utf8: [UInt8]

    init(_ utf8: [UInt8] = []) {
        self.utf8 = utf8
    }

    init(_ utf8: ArraySlice<UInt8>) {
        self.utf8 = Array(utf8)
    }

    init(stringLiteral value: StaticString) {
        utf8 = Array(UnsafeBufferPointer(start: value.utf8Start, count: value.utf8CodeUnitCount))
    }

    init(_ text: String) {
        utf8 = Array(text.utf8)
    }

    init(scalars: [UInt32]) {
        utf8 = []
        utf8.reserveCapacity(scalars.count)
        for scalar in scalars { append(scalar) }
    }

    init(number: Int) {
        self.init(number: Int64(number))
    }

    /// `Int` has 32 bits in the browser: numbers that forms hold need more.
    init(number: Int64) {
        utf8 = []
        var left = number.magnitude
        repeat {
            utf8.append(0x30 + UInt8(left % 10))
            left /= 10
        } while left > 0
        if number < 0 { utf8.append(0x2D) }
        utf8.reverse()
    }

    var string: String { String(decoding: utf8, as: UTF8.self) }

    var isEmpty: Bool { utf8.isEmpty }

    static func == (a: Text, b: Text) -> Bool {
        let count = a.utf8.count
        guard count == b.utf8.count else { return false }
        for place in 0..<count where a.utf8[place] != b.utf8[place] { return false }
        return true
    }

    static func + (a: Text, b: Text) -> Text {
        var sum = a
        sum.utf8 += b.utf8
        return sum
    }

    static func += (a: inout Text, b: Text) {
        a.utf8 += b.utf8
    }

    mutating func append(_ scalar: UInt32) {
        switch scalar {
        case 0..<0x80: utf8.append(UInt8(scalar))
        case 0..<0x800:
            utf8.append(0xC0 | UInt8(scalar >> 6))
            utf8.append(0x80 | UInt8(scalar & 63))
        case 0..<0x10000:
            utf8.append(0xE0 | UInt8(scalar >> 12))
            utf8.append(0x80 | UInt8(scalar >> 6 & 63))
            utf8.append(0x80 | UInt8(scalar & 63))
        default:
            utf8.append(0xF0 | UInt8(scalar >> 18 & 7))
            utf8.append(0x80 | UInt8(scalar >> 12 & 63))
            utf8.append(0x80 | UInt8(scalar >> 6 & 63))
            utf8.append(0x80 | UInt8(scalar & 63))
        }
    }

    /// The Unicode scalars; a byte that begins none counts as U+FFFD.
    var scalars: [UInt32] {
        var found: [UInt32] = []
        found.reserveCapacity(utf8.count)
        var at = 0
        while at < utf8.count {
            let first = UInt32(utf8[at])
            at += 1
            if first < 0x80 { found.append(first); continue }
            let more = first >= 0xF0 && first < 0xF5 ? 3 : (first >= 0xE0 ? 2 : 1)
            guard first >= 0xC2, first < 0xF5, at + more <= utf8.count else { found.append(0xFFFD); continue }
            var scalar = first & (more == 3 ? 7 : (more == 2 ? 15 : 31))
            var isWhole = true
            for place in 0..<more {
                if utf8[at + place] & 0xC0 != 0x80 { isWhole = false }
                scalar = scalar << 6 | UInt32(utf8[at + place] & 63)
            }
            let least: UInt32 = more == 3 ? 0x10000 : (more == 2 ? 0x800 : 0x80)
            guard isWhole, scalar >= least, scalar <= 0x10FFFF, scalar < 0xD800 || scalar > 0xDFFF else {
                found.append(0xFFFD)
                continue
            }
            at += more
            found.append(scalar)
        }
        return found
    }

    var isASCII: Bool {
        for byte in utf8 where byte >= 0x80 { return false }
        return true
    }

    /// With every broken byte replaced, so that what goes out is UTF-8.
    var repaired: Text { isASCII ? self : Text(scalars: scalars) }

    func hasPrefix(_ prefix: Text) -> Bool {
        guard utf8.count >= prefix.utf8.count else { return false }
        for place in 0..<prefix.utf8.count where utf8[place] != prefix.utf8[place] { return false }
        return true
    }

    func dropping(_ count: Int) -> Text { Text(utf8[min(count, utf8.count)...]) }

    /// At most so many bytes, whole characters only.
    func shortened(_ count: Int) -> Text {
        guard utf8.count > count else { return self }
        var end = count
        while end > 0, utf8[end] & 0xC0 == 0x80 { end -= 1 }
        return Text(utf8[..<end])
    }

    /// ASCII letters only.
    var lowercased: Text {
        var copy = self
        for place in copy.utf8.indices where copy.utf8[place] >= 0x41 && copy.utf8[place] <= 0x5A { copy.utf8[place] += 32 }
        return copy
    }

    static func isBlank(_ byte: UInt8) -> Bool {
        byte == 0x20 || (byte >= 0x09 && byte <= 0x0D)
    }

    /// Without blanks, line ends and no-break spaces at both ends.
    var trimmed: Text {
        var from = 0
        var to = utf8.count
        while from < to {
            if Text.isBlank(utf8[from]) {
                from += 1
            } else if utf8[from] == 0xC2, from + 1 < to, utf8[from + 1] == 0xA0 {
                from += 2
            } else {
                break
            }
        }
        while to > from {
            if Text.isBlank(utf8[to - 1]) {
                to -= 1
            } else if utf8[to - 1] == 0xA0, to - 2 >= from, utf8[to - 2] == 0xC2 {
                to -= 2
            } else {
                break
            }
        }
        return from == 0 && to == utf8.count ? self : Text(utf8[from..<to])
    }

    /// The words between blanks, as in a list of choices.
    var words: [Text] {
        var found: [Text] = []
        var start = 0
        for place in 0...utf8.count where place == utf8.count || Text.isBlank(utf8[place]) {
            if place > start { found.append(Text(utf8[start..<place])) }
            start = place + 1
        }
        return found
    }

    /// The pieces between separators, empty ones too.
    func pieces(_ separator: UInt8, most: Int = .max) -> [[UInt8]] {
        var found: [[UInt8]] = []
        var piece: [UInt8] = []
        for byte in utf8 {
            if byte == separator, found.count < most - 1 {
                found.append(piece)
                piece = []
            } else {
                piece.append(byte)
            }
        }
        found.append(piece)
        return found
    }

    static func joined(_ texts: [Text], _ separator: Text) -> Text {
        var out = Text()
        for (place, text) in texts.enumerated() {
            if place > 0 { out += separator }
            out += text
        }
        return out
    }

    /// A whole number of at most 18 digits.
    var int: Int? { int64.flatMap { Int(exactly: $0) } }

    /// A whole number of at most eighteen digits, alike in both builds.
    var int64: Int64? {
        var value: Int64 = 0
        let isNegative = utf8.first == 0x2D
        let start = isNegative ? 1 : 0
        guard utf8.count > start, utf8.count - start <= 18 else { return nil }
        for place in start..<utf8.count {
            guard utf8[place] >= 0x30, utf8[place] <= 0x39 else { return nil }
            value = value * 10 + Int64(utf8[place] - 0x30)
        }
        return isNegative ? -value : value
    }

    var hash: UInt64 {
        // Multiply and fold, a few bytes at a time; the finish mixes what the last bytes brought.
        var state: UInt64 = 0x9E37_79B9_7F4A_7C15 ^ UInt64(utf8.count)
        for byte in utf8 { state = (state ^ UInt64(byte)) &* 0x100_0000_01B3; state ^= state >> 29 }
        state = (state ^ (state >> 32)) &* 0xBF58_476D_1CE4_E5B9
        return state ^ (state >> 29)
    }
}
