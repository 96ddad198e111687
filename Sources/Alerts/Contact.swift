/// Whether an address can be written to. Strict on purpose: what passes stands in a file name or a mail command.
public enum Contact {
    /// A telephone number as `+37360123456`: a plus sign or none, 6 to 15 digits. Blanks, hyphens and brackets are left out; nil for anything else.
    public static func phone(_ typed: String) -> String? {
        guard typed.utf8.count <= 40 else { return nil }
        let kept = typed.filter { !" -().".contains($0) && $0 != "\u{00A0}" }
        let digits = kept.hasPrefix("+") ? kept.dropFirst() : Substring(kept)
        guard (6...15).contains(digits.utf8.count), digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return kept
    }

    /// A mail address of printable ASCII with one `@`, at most 254 bytes; nil for anything else. No quoted local part, no comments.
    public static func mail(_ typed: String) -> String? {
        let text = typed.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()
        let mail = String(text), parts = mail.split(separator: "@", omittingEmptySubsequences: false)
        guard mail.utf8.count <= 254, parts.count == 2, (1...64).contains(parts[0].utf8.count), isHost(String(parts[1])),
              parts[0].utf8.allSatisfy({ isLetterOrDigit($0) || "!#$%&'*+-/=?^_`{|}~.".utf8.contains($0) }) else { return nil }
        return mail
    }

    /// A host name or an IPv4 address: labels of ASCII letters, digits and hyphens.
    public static func isHost(_ host: String) -> Bool {
        guard (1...253).contains(host.utf8.count) else { return false }
        return host.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { label in
            (1...63).contains(label.utf8.count) && label.utf8.allSatisfy { isLetterOrDigit($0) || $0 == 0x2D } && label.utf8.first != 0x2D && label.utf8.last != 0x2D
        }
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
    }
}
