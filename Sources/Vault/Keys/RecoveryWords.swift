/// Words that need no list: each is consonant, vowel, consonant, vowel, from 16 consonants and 4 vowels, so it carries
/// exactly 12 bits. 24 words carry 288 bits: the 256 of the key and 32 of its checksum (BLAKE2b), so a mistyped word
/// passes once in four thousand million times. No list to translate, to ship or to agree on: a reader in any language
/// rebuilds the rule from two strings, and the words can be said aloud in every language we serve.
enum RecoveryWords {
    static let count = 24
    private static let consonants = Array("bdfghjklmnprstvz".utf8)
    private static let vowels = Array("aiou".utf8)

    static func encode(_ secret: borrowing SecretBytes) -> [String] {
        secret.withBytes { secret in
            var bits = Array(secret)
            bits += Sodium.blake2b(Array(secret)).prefix(4)
            defer { Sodium.wipe(&bits) }
            return (0..<count).map { word(twelve(bits, $0)) }
        }
    }

    static func decode(_ text: String) throws(RecoveryWordsFault) -> SecretBytes {
        // Of a scanned QR text only what is behind the last colon counts.
        let typed = text.split(separator: ":").last.map(String.init) ?? ""
        let words = typed.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
        guard words.count == count else { throw .count(words.count) }
        var bits = [UInt8](repeating: 0, count: 36)
        defer { Sodium.wipe(&bits) }
        for (index, word) in words.enumerated() {
            guard let value = value(word) else { throw .unknownWord(index + 1, String(word.prefix(20))) }
            for bit in 0..<12 where value >> (11 - bit) & 1 == 1 {
                let at = index * 12 + bit
                bits[at >> 3] |= 0x80 >> UInt8(at & 7)
            }
        }
        guard Array(Sodium.blake2b(Array(bits.prefix(32))).prefix(4)) == Array(bits.suffix(4)) else { throw .checksum }
        return SecretBytes(copying: bits.prefix(32))
    }

    private static func twelve(_ bits: [UInt8], _ index: Int) -> Int {
        (0..<12).reduce(0) { value, bit in
            let at = index * 12 + bit
            return value << 1 | Int(bits[at >> 3] >> UInt8(7 - at & 7) & 1)
        }
    }

    private static func word(_ value: Int) -> String {
        String(decoding: [consonants[value >> 8], vowels[value >> 6 & 3], consonants[value >> 2 & 15], vowels[value & 3]],
               as: UTF8.self)
    }

    private static func value(_ word: String) -> Int? {
        let letters = Array(word.utf8)
        guard letters.count == 4, let a = consonants.firstIndex(of: letters[0]), let b = vowels.firstIndex(of: letters[1]),
              let c = consonants.firstIndex(of: letters[2]), let d = vowels.firstIndex(of: letters[3]) else { return nil }
        return a << 8 | b << 6 | c << 2 | d
    }
}
