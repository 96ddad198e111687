/// Cryptographic random bytes from below.
struct RandomBytes: Sendable {
    private let make: @Sendable (Int) -> [UInt8]

    init(_ make: @escaping @Sendable (Int) -> [UInt8]) { self.make = make }

    func callAsFunction(_ count: Int) -> [UInt8] { make(count) }
}

/// Secrets that travel in a link or a cookie: 256 random bits as 43 base64url characters.
enum Token {
    static let length = 43

    static func make(_ random: RandomBytes) -> String { text(random(32)) }

    /// Base64url without padding.
    static func text(_ bytes: [UInt8]) -> String { BaseText.base64url.text(bytes) }

    /// Reads what `text` writes; nil for any other character.
    static func bytes(_ text: String) -> [UInt8]? { BaseText.base64url.bytes(text.utf8) }

    static func isWellFormed(_ text: String) -> Bool {
        text.utf8.count == length && text.utf8.allSatisfy(BaseText.base64url.contains)
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
