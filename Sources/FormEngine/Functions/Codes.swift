// Digests and encodings.
extension Evaluator {
    func coded(_ function: Function, _ a: Arguments) throws(ExpressionError) -> Value {
        let bytes = try textArgument(0, a).utf8
        try burn(bytes.count)
        if function == .base64Decode {
            guard let decoded = Base64.decode(bytes) else { return blank() }
            return try built(Text(decoded).repaired)
        }
        let hash: [UInt8]
        let name = try textArgument(1, a)
        if name == "MD5" {
            hash = MD5.hash(bytes)
        } else if name == "SHA-1" {
            hash = SHA1.hash(bytes)
        } else if name == "SHA-256" {
            hash = SHA256.hash(bytes)
        } else if name == "SHA-384" || name == "SHA-512" {
            hash = SHA512.hash(bytes, short: name == "SHA-384")
        } else {
            throw ExpressionError(.unsupported, text: name)
        }
        let encoding = a.count == 3 ? try textArgument(2, a) : "base64"
        if encoding == "base64" { return .text(Text(Base64.encode(hash))) }
        guard encoding == "hex" else { throw ExpressionError(.unsupported, text: encoding) }
        var out = Text()
        for byte in hash {
            for nibble in [byte >> 4, byte & 15] { out.utf8.append(nibble < 10 ? 0x30 + nibble : 0x57 + nibble) }
        }
        return .text(out)
    }

    /// A rule that is not in the table is an error; a blank value obeys every rule, as a constraint's should.
    func obeysCheckDigits(_ value: Text, _ rule: Text) throws(ExpressionError) -> Bool {
        guard let obeys = checkDigits(value, rule) else { throw ExpressionError(.unsupported, text: rule) }
        return obeys
    }

    /// Whether the whole text fits the pattern, as JavaRosa has it.
    func matches(_ text: Text, _ pattern: Text) throws(ExpressionError) -> Bool {
        let compiled: Pattern
        if let place = patternPlaces.value(pattern) {
            compiled = patterns[place]
        } else {
            do {
                compiled = try Pattern(pattern)
            } catch {
                throw ExpressionError(.badPattern, text: pattern)
            }
            if patterns.count >= 256 {
                patterns = []
                patternPlaces = TextTable()
            }
            patternPlaces.set(pattern, patterns.count)
            patterns.append(compiled)
        }
        guard let answer = compiled.fits(text, fuel: &fuel) else { throw ExpressionError(.tooMuchWork) }
        return answer
    }
}

enum Base64 {
    private static let letters = Text("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/").utf8

    static func encode(_ bytes: [UInt8]) -> [UInt8] {
        var out: [UInt8] = []
        var at = 0
        while at < bytes.count {
            let count = min(3, bytes.count - at)
            var group = UInt32(bytes[at]) << 16
            if count > 1 { group |= UInt32(bytes[at + 1]) << 8 }
            if count > 2 { group |= UInt32(bytes[at + 2]) }
            for place in 0..<4 {
                out.append(place <= count ? letters[Int(group >> UInt32(18 - 6 * place)) & 63] : 0x3D)
            }
            at += 3
        }
        return out
    }

    /// Blanks are skipped; nothing when a letter is none of the alphabet.
    static func decode(_ text: [UInt8]) -> [UInt8]? {
        var out: [UInt8] = []
        var bits: UInt32 = 0
        var count = 0
        for byte in text where byte != 0x3D && !Text.isBlank(byte) {
            let value: UInt8
            switch byte {
            case 0x41...0x5A: value = byte - 0x41
            case 0x61...0x7A: value = byte - 0x61 + 26
            case 0x30...0x39: value = byte - 0x30 + 52
            case 0x2B, 0x2D: value = 62
            case 0x2F, 0x5F: value = 63
            default: return nil
            }
            bits = (bits << 6 | UInt32(value)) & 0xFF_FFFF
            count += 6
            if count >= 8 {
                count -= 8
                out.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
            }
        }
        return out
    }
}
