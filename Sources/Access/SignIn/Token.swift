/// Cryptographic random bytes from below.
struct RandomBytes: Sendable {
    private let make: @Sendable (Int) -> [UInt8]

    init(_ make: @escaping @Sendable (Int) -> [UInt8]) { self.make = make }

    func callAsFunction(_ count: Int) -> [UInt8] { make(count) }
}

/// Secrets that travel in a link or a cookie: 256 random bits as 43 base64url characters.
enum Token {
    static let length = 43
    private static let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

    static func make(_ random: RandomBytes) -> String { text(random(32)) }

    /// Base64url without padding.
    static func text(_ bytes: [UInt8]) -> String {
        var out: [UInt8] = []
        var held = 0
        var bits = 0
        for byte in bytes {
            held = (held << 8 | Int(byte)) & 0xFFFF
            bits += 8
            while bits >= 6 {
                bits -= 6
                out.append(letters[held >> bits & 63])
            }
        }
        if bits > 0 { out.append(letters[held << (6 - bits) & 63]) }
        return String(decoding: out, as: UTF8.self)
    }

    /// Reads what `text` writes; nil for any other character.
    static func bytes(_ text: String) -> [UInt8]? {
        var out: [UInt8] = []
        var held = 0
        var bits = 0
        for letter in text.utf8 {
            guard let value = letters.firstIndex(of: letter) else { return nil }
            held = (held << 6 | value) & 0xFFFF
            bits += 6
            if bits >= 8 {
                bits -= 8
                out.append(UInt8(truncatingIfNeeded: held >> bits))
            }
        }
        return out
    }

    static func isWellFormed(_ text: String) -> Bool {
        text.utf8.count == length && text.utf8.allSatisfy(letters.contains)
    }
}

/// Compares without telling by its duration where the first difference lies.
func sameInConstantTime(_ a: String, _ b: String) -> Bool {
    let left = Array(a.utf8)
    let right = Array(b.utf8)
    guard left.count == right.count else { return false }
    var difference: UInt8 = 0
    for index in left.indices { difference |= left[index] ^ right[index] }
    return difference == 0
}
