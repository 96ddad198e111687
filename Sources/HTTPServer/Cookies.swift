/// Cookies as RFC 6265 reads and writes them.
public enum Cookies {
    static let maximumCount = 32

    /// Pairs of the `Cookie` header. A pair that breaks the grammar is left out, so that one odd cookie of another
    /// program on the same host does not shut anyone out. The first of two with one name wins.
    static func parse(_ headers: [String]) -> [String: String] {
        var found: [String: String] = [:]
        for header in headers {
            for pair in header.utf8.split(separator: UInt8(ascii: ";")) where found.count < maximumCount {
                let halves = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
                guard halves.count == 2 else { continue }
                let name = trimmed(halves[0])
                var value = trimmed(halves[1])
                if value.count >= 2, value.first == UInt8(ascii: "\""), value.last == UInt8(ascii: "\"") {
                    value = value.dropFirst().dropLast()
                }
                guard !name.isEmpty, name.allSatisfy(isToken), value.allSatisfy(isCookieByte) else { continue }
                let key = String(decoding: name, as: UTF8.self)
                if found[key] == nil { found[key] = String(decoding: value, as: UTF8.self) }
            }
        }
        return found
    }

    /// A `Set-Cookie` value that scripts cannot read, that travels over TLS and to this site only. `maxAge` 0 removes
    /// the cookie; nil keeps it until the browser closes. Nil when name or value cannot be a cookie's.
    public static func strict(_ name: String, _ value: String, maxAge: Int? = nil, path: String = "/") -> String? {
        guard !name.isEmpty, name.utf8.allSatisfy(isToken), value.utf8.allSatisfy(isCookieByte) else { return nil }
        let age = maxAge.map { "; Max-Age=\($0)" } ?? ""
        return "\(name)=\(value); Path=\(path); HttpOnly; Secure; SameSite=Strict" + age
    }

    private static func trimmed(_ bytes: Substring.UTF8View.SubSequence) -> Substring.UTF8View.SubSequence {
        let isSpace = { (byte: UInt8) in byte == 0x20 || byte == 0x09 }
        var rest = bytes.drop(while: isSpace)
        while let last = rest.last, isSpace(last) { rest = rest.dropLast() }
        return rest
    }

    private static func isCookieByte(_ byte: UInt8) -> Bool {
        byte > 0x20 && byte < 0x7F && !#"",;\"#.utf8.contains(byte)
    }
}

/// Whether the byte may stand in a header's name or parameter (RFC 9110 §5.6.2).
func isToken(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
         UInt8(ascii: "0")...UInt8(ascii: "9"):
        true
    default:
        "!#$%&'*+-.^_`|~".utf8.contains(byte)
    }
}
