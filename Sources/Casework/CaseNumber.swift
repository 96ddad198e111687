/// The number of a case: eight characters in two groups, `4F73-Q8MC`. Two name the site, five the case, the
/// last one checks the others.
///
/// - Says nothing: neither the child nor the date nor the order of cases can be read from it (the five are a
///   keyed permutation of a counter, see `CaseNumberSpace`).
/// - Mistakes show: every single wrong character and every swap of two characters is found.
/// - Easy to say: Crockford's alphabet without I, L, O, U; reading takes small letters, I and L for 1, O for 0,
///   Arabic-Indic digits, and ignores blanks and hyphens.
public struct CaseNumber: Sendable, Hashable, LosslessStringConvertible {
    /// Site (10 bits) and permuted counter (25 bits).
    let payload: UInt64

    init(payload: UInt64) { self.payload = payload }

    /// The site it was made for, 0…1023.
    public var site: Int { Int(payload >> 25) }

    public var description: String {
        let symbols = Self.symbols(of: payload) + [Self.check(Self.symbols(of: payload))]
        var text = ""
        for (index, symbol) in symbols.enumerated() {
            if index == 4 { text += "-" }
            text.unicodeScalars.append(Unicode.Scalar(Self.alphabet[Int(symbol)]))
        }
        return text
    }

    /// Reads what a person typed; nothing unless it has eight characters that check.
    public init?(_ description: String) {
        var symbols: [UInt8] = []
        for scalar in description.unicodeScalars {
            if scalar == "-" || scalar == " " || scalar == "\u{2011}" || scalar == "\u{A0}" { continue }
            guard symbols.count < 8, let symbol = Self.symbol(scalar) else { return nil }
            symbols.append(symbol)
        }
        guard symbols.count == 8, Self.check(Array(symbols[..<7])) == symbols[7] else { return nil }
        self.init(payload: symbols[..<7].reduce(0) { $0 << 5 | UInt64($1) })
    }

    private static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)

    private static func symbols(of payload: UInt64) -> [UInt8] {
        (0..<7).map { UInt8(payload >> UInt64(30 - $0 * 5) & 31) }
    }

    private static func symbol(_ scalar: Unicode.Scalar) -> UInt8? {
        switch scalar {
        case "O", "o": return 0
        case "I", "i", "L", "l": return 1
        case "\u{660}"..."\u{669}": return UInt8(scalar.value - 0x660)
        case "\u{6F0}"..."\u{6F9}": return UInt8(scalar.value - 0x6F0)
        default: break
        }
        guard scalar.isASCII else { return nil }
        let byte = UInt8(scalar.value)
        let upper = byte >= 0x61 && byte <= 0x7A ? byte - 0x20 : byte
        return alphabet.firstIndex(of: upper).map { UInt8($0) }
    }

    /// Weighted sum in GF(32), the i-th symbol by the i-th power of a primitive element (x⁵+x²+1). Weights are
    /// different and not zero, so a wrong symbol and a swap of any two different ones both change the sum.
    private static func check(_ symbols: [UInt8]) -> UInt8 {
        var sum: UInt8 = 0
        var weight: UInt8 = 2
        for symbol in symbols {
            sum ^= multiply(symbol, weight)
            weight = multiply(weight, 2)
        }
        return sum
    }

    private static func multiply(_ a: UInt8, _ b: UInt8) -> UInt8 {
        var product: UInt8 = 0
        var a = a
        for bit in 0..<5 {
            if b >> UInt8(bit) & 1 == 1 { product ^= a }
            a = a & 16 == 0 ? a << 1 : (a << 1 ^ 0b100101) & 31
        }
        return product
    }
}

/// All case numbers of one site: a keyed permutation of the counters 0 ..< 33,554,432.
///
/// Two different counters never give the same number, so whoever holds a part of the counters (the box, or
/// a device with a `CaseNumberLease`) mints offline without asking anybody. Sites differ by their prefix,
/// which the hub assigns; a site without a hub may take any.
public struct CaseNumberSpace: Sendable {
    public static let capacity: UInt32 = 1 << 25

    private let site: UInt64
    private let key: (UInt64, UInt64)

    /// `key`: 16 secret random bytes of the site, made once and never changed. `site`: 0…1023.
    public init?(site: Int, key: [UInt8]) {
        guard (0..<1024).contains(site), key.count == 16 else { return nil }
        self.site = UInt64(site)
        self.key = (key[..<8].reduce(0) { $0 << 8 | UInt64($1) }, key[8...].reduce(0) { $0 << 8 | UInt64($1) })
    }

    /// Nothing when the counter is beyond `capacity`.
    public func number(_ counter: UInt32) -> CaseNumber? {
        guard counter < Self.capacity else { return nil }
        return CaseNumber(payload: site << 25 | UInt64(walk(counter, encrypting: true)))
    }

    /// The counter of a number of this site.
    public func counter(of number: CaseNumber) -> UInt32? {
        guard number.payload >> 25 == site else { return nil }
        return walk(UInt32(number.payload & 0x1FF_FFFF), encrypting: false)
    }

    /// The Feistel network permutes 26 bits; walking on until the value has 25 keeps it a permutation.
    private func walk(_ start: UInt32, encrypting: Bool) -> UInt32 {
        var value = start
        repeat { value = feistel(value, encrypting: encrypting) } while value >= Self.capacity
        return value
    }

    private func feistel(_ value: UInt32, encrypting: Bool) -> UInt32 {
        var left = UInt64(value >> 13)
        var right = UInt64(value & 0x1FFF)
        for step in 0..<8 {
            let round = UInt64(encrypting ? step : 7 - step)
            if encrypting {
                (left, right) = (right, left ^ sipHash24(round << 13 | right, key) & 0x1FFF)
            } else {
                (left, right) = (right ^ sipHash24(round << 13 | left, key) & 0x1FFF, left)
            }
        }
        return UInt32(left << 13 | right)
    }
}

/// A run of counters handed to one device, or taken by the box for itself. Whoever grants leases keeps
/// them apart and stores how far each is used; the lease itself stores nothing.
public struct CaseNumberLease: Sendable, Equatable {
    public private(set) var next: UInt32
    public let end: UInt32

    public init?(_ counters: Range<UInt32>) {
        guard counters.upperBound <= CaseNumberSpace.capacity else { return nil }
        next = counters.lowerBound
        end = counters.upperBound
    }

    public var left: Int { Int(end - next) }

    /// Takes the next number; nothing when the lease is used up.
    public mutating func take(from space: CaseNumberSpace) -> CaseNumber? {
        guard next < end, let number = space.number(next) else { return nil }
        next += 1
        return number
    }
}

/// SipHash-2-4 of one 64-bit word (J.-P. Aumasson, D. J. Bernstein, 2012).
func sipHash24(_ word: UInt64, _ key: (UInt64, UInt64)) -> UInt64 {
    var v0 = key.0 ^ 0x736F_6D65_7073_6575
    var v1 = key.1 ^ 0x646F_7261_6E64_6F6D
    var v2 = key.0 ^ 0x6C79_6765_6E65_7261
    var v3 = key.1 ^ 0x7465_6462_7974_6573
    func rotated(_ value: UInt64, _ by: UInt64) -> UInt64 { value << by | value >> (64 - by) }
    func round() {
        v0 = v0 &+ v1; v1 = rotated(v1, 13) ^ v0; v0 = rotated(v0, 32)
        v2 = v2 &+ v3; v3 = rotated(v3, 16) ^ v2
        v0 = v0 &+ v3; v3 = rotated(v3, 21) ^ v0
        v2 = v2 &+ v1; v1 = rotated(v1, 17) ^ v2; v2 = rotated(v2, 32)
    }
    for block in [word, UInt64(8) << 56] {
        v3 ^= block
        round(); round()
        v0 ^= block
    }
    v2 ^= 0xFF
    for _ in 0..<4 { round() }
    return v0 ^ v1 ^ v2 ^ v3
}
