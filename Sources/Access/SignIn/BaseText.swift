/// Bytes as letters that carry a few bits each (RFC 4648), without padding.
struct BaseText: Sendable {
    private let letters: [UInt8]
    private let width: Int

    static let base32 = BaseText(letters: Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8), width: 5)
    static let base64url = BaseText(letters: Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8), width: 6)

    func text(_ bytes: [UInt8]) -> String {
        String(decoding: Self.regroup(bytes, from: 8, to: width, keepsRest: true).map { letters[Int($0)] }, as: UTF8.self)
    }

    /// Nil for any letter that is not of the alphabet.
    func bytes(_ text: some Sequence<UInt8>) -> [UInt8]? {
        var values: [UInt8] = []
        for letter in text {
            guard let value = letters.firstIndex(of: letter) else { return nil }
            values.append(UInt8(value))
        }
        return Self.regroup(values, from: width, to: 8, keepsRest: false)
    }

    func contains(_ letter: UInt8) -> Bool { letters.contains(letter) }

    /// Groups of `from` bits as groups of `to` bits, the first bit first. The last group is filled up with zeros or left out.
    private static func regroup(_ groups: [UInt8], from: Int, to: Int, keepsRest: Bool) -> [UInt8] {
        var out: [UInt8] = []
        var held = 0
        var bits = 0
        for group in groups {
            held = (held << from | Int(group)) & 0xFFFF
            bits += from
            while bits >= to {
                bits -= to
                out.append(UInt8(held >> bits & ((1 << to) - 1)))
            }
        }
        if keepsRest, bits > 0 { out.append(UInt8(held << (to - bits) & ((1 << to) - 1))) }
        return out
    }
}

/// Base32 as authenticators take a secret.
public enum Base32 {
    public static func text(_ bytes: [UInt8]) -> String { BaseText.base32.text(bytes) }

    /// Reads upper or lower case; blanks, hyphens and padding are skipped. Nil for any other character or over 1 kB.
    public static func bytes(_ text: String) -> [UInt8]? {
        guard text.utf8.count <= 1024 else { return nil }
        let letters = text.utf8.filter { $0 != 0x20 && $0 != 0x2D && $0 != 0x3D }
        return BaseText.base32.bytes(letters.map { (0x61...0x7A).contains($0) ? $0 - 32 : $0 })
    }
}
