/// Time-based one-time codes, RFC 6238: SHA-1, 30 seconds, six digits, one step of tolerance to each side.
public enum TOTP {
    public static let stepSeconds: Int64 = 30
    static let secretBytes = 20
    static let tolerance: Int64 = 1

    /// The code of an instant.
    /// - Parameter digits: 6 in use; 8 in the RFC's vectors.
    public static func code(secret: [UInt8], unixSeconds: Int64, digits: Int = 6) -> String {
        code(secret: secret, step: unixSeconds / stepSeconds, digits: digits)
    }

    static func code(secret: [UInt8], step: Int64, digits: Int = 6) -> String {
        let counter = UInt64(bitPattern: step)
        let message = stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: counter >> UInt64($0)) }
        let mac = SHA1.hmac(key: secret, message)
        let at = Int(mac[19] & 15)
        let word = UInt32(mac[at] & 0x7F) << 24 | UInt32(mac[at + 1]) << 16 | UInt32(mac[at + 2]) << 8 | UInt32(mac[at + 3])
        var modulus: UInt32 = 1
        for _ in 0..<digits { modulus *= 10 }
        let number = String(word % modulus)
        return String(repeating: "0", count: digits - number.count) + number
    }

    /// The step that the code belongs to, or nothing. Every step in reach is compared, so that the time taken
    /// does not tell which one matched.
    static func step(of code: String, secret: [UInt8], unixSeconds: Int64) -> Int64? {
        guard code.utf8.count == 6 else { return nil }
        let now = unixSeconds / stepSeconds
        var found: Int64?
        for step in (now - tolerance)...(now + tolerance) where sameInConstantTime(code, self.code(secret: secret, step: step)) {
            found = step
        }
        return found
    }

    /// What an authenticator scans: `otpauth://totp/…`.
    public static func uri(secret: [UInt8], userName: String, site: String) -> String {
        let issuer = percentEncoded(site.isEmpty ? "Kinbox" : "Kinbox \(site)")
        return "otpauth://totp/\(issuer):\(percentEncoded(userName))?secret=\(Base32.text(secret))&issuer=\(issuer)"
            + "&algorithm=SHA1&digits=6&period=30"
    }

    private static func percentEncoded(_ text: String) -> String {
        let hex = Array("0123456789ABCDEF")
        var out = ""
        for byte in text.utf8 {
            let plain = (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                || byte == 0x2D || byte == 0x2E || byte == 0x5F || byte == 0x7E
            if plain { out.unicodeScalars.append(Unicode.Scalar(byte)) } else { out += "%" + String(hex[Int(byte >> 4)]) + String(hex[Int(byte & 15)]) }
        }
        return out
    }
}
