// The digests that `digest()` names. They serve form logic, never the protection of data: that is the vault's.

/// Bytes padded to whole blocks, as all of them want it.
private func padded(_ bytes: [UInt8], block: Int, lengthBytes: Int, bigEndian: Bool) -> [UInt8] {
    var out = bytes
    out.append(0x80)
    while out.count % block != block - lengthBytes { out.append(0) }
    let bits = UInt64(bytes.count) * 8
    var length: [UInt8] = []
    for place in 0..<8 { length.append(UInt8(truncatingIfNeeded: bits >> UInt64(8 * place))) }
    while length.count < lengthBytes { length.append(0) }
    out += bigEndian ? length.reversed() : length
    return out
}

private func left(_ x: UInt32, _ by: UInt32) -> UInt32 { x << by | x >> (32 - by) }
private func right(_ x: UInt32, _ by: UInt32) -> UInt32 { x >> by | x << (32 - by) }
private func right(_ x: UInt64, _ by: UInt64) -> UInt64 { x >> by | x << (64 - by) }

/// The first bits of the fractions of square or cube roots of primes, which SHA-2 takes as constants.
private enum Primes {
    static func first(_ count: Int) -> [UInt64] {
        var found: [UInt64] = []
        var candidate: UInt64 = 2
        while found.count < count {
            if found.allSatisfy({ candidate % $0 != 0 }) { found.append(candidate) }
            candidate += 1
        }
        return found
    }

    /// The first 64 bits of the fraction of the cube root (or square root) of n, by bisection in 192-bit arithmetic.
    static func rootFraction(_ n: UInt64, cube: Bool) -> UInt64 {
        // Find the greatest x with x^k <= n * 2^(64 k); x has a small whole part and 64 bits of fraction.
        var whole: UInt64 = 1
        while (cube ? (whole + 1) * (whole + 1) * (whole + 1) : (whole + 1) * (whole + 1)) <= n { whole += 1 }
        var fraction: UInt64 = 0
        var bit: UInt64 = 1 << 63
        var limit = BigNumber(n)
        limit.shift(cube ? 192 : 128)
        while bit != 0 {
            let candidate = fraction | bit
            let x = [UInt32(truncatingIfNeeded: candidate), UInt32(candidate >> 32), UInt32(whole)]
            var power = x
            power = BigNumber.product(power, x)
            if cube { power = BigNumber.product(power, x) }
            if BigNumber(limbs: power).compare(limit) <= 0 { fraction = candidate }
            bit >>= 1
        }
        return fraction
    }
}

extension BigNumber {
    init(limbs: [UInt32]) {
        var copy = limbs
        while copy.last == 0 { copy.removeLast() }
        self.init(trimmed: copy)
    }

    static func product(_ a: [UInt32], _ b: [UInt32]) -> [UInt32] {
        var out = [UInt32](repeating: 0, count: a.count + b.count)
        for i in a.indices {
            var carry: UInt64 = 0
            for j in b.indices {
                let sum = UInt64(a[i]) * UInt64(b[j]) + UInt64(out[i + j]) + carry
                out[i + j] = UInt32(truncatingIfNeeded: sum)
                carry = sum >> 32
            }
            out[i + b.count] = UInt32(truncatingIfNeeded: carry)
        }
        return out
    }
}

enum SHA256 {
    private static let constants = Primes.first(64).map { UInt32(Primes.rootFraction($0, cube: true) >> 32) }
    private static let start = Primes.first(8).map { UInt32(Primes.rootFraction($0, cube: false) >> 32) }

    static func hash(_ bytes: [UInt8]) -> [UInt8] {
        let message = padded(bytes, block: 64, lengthBytes: 8, bigEndian: true)
        var h = start
        let k = constants
        var w = [UInt32](repeating: 0, count: 64)
        var at = 0
        while at < message.count {
            for t in 0..<16 {
                var word: UInt32 = 0
                for place in 0..<4 { word = word << 8 | UInt32(message[at + 4 * t + place]) }
                w[t] = word
            }
            for t in 16..<64 {
                let a = right(w[t - 15], 7) ^ right(w[t - 15], 18) ^ (w[t - 15] >> 3)
                let b = right(w[t - 2], 17) ^ right(w[t - 2], 19) ^ (w[t - 2] >> 10)
                w[t] = w[t - 16] &+ a &+ w[t - 7] &+ b
            }
            var v = h
            for t in 0..<64 {
                let s1 = right(v[4], 6) ^ right(v[4], 11) ^ right(v[4], 25)
                let one = v[7] &+ s1 &+ ((v[4] & v[5]) ^ (~v[4] & v[6])) &+ k[t] &+ w[t]
                let s0 = right(v[0], 2) ^ right(v[0], 13) ^ right(v[0], 22)
                let two = s0 &+ ((v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2]))
                v = [one &+ two, v[0], v[1], v[2], v[3] &+ one, v[4], v[5], v[6]]
            }
            for i in 0..<8 { h[i] = h[i] &+ v[i] }
            at += 64
        }
        var out: [UInt8] = []
        for word in h { for shift in [24, 16, 8, 0] as [UInt32] { out.append(UInt8(truncatingIfNeeded: word >> shift)) } }
        return out
    }
}

enum SHA512 {
    private static let constants = Primes.first(80).map { Primes.rootFraction($0, cube: true) }
    private static let start = Primes.first(16).map { Primes.rootFraction($0, cube: false) }

    /// `short` is SHA-384.
    static func hash(_ bytes: [UInt8], short: Bool) -> [UInt8] {
        let message = padded(bytes, block: 128, lengthBytes: 16, bigEndian: true)
        var h = Array(short ? start[8..<16] : start[0..<8])
        let k = constants
        var w = [UInt64](repeating: 0, count: 80)
        var at = 0
        while at < message.count {
            for t in 0..<16 {
                var word: UInt64 = 0
                for place in 0..<8 { word = word << 8 | UInt64(message[at + 8 * t + place]) }
                w[t] = word
            }
            for t in 16..<80 {
                let a = right(w[t - 15], 1) ^ right(w[t - 15], 8) ^ (w[t - 15] >> 7)
                let b = right(w[t - 2], 19) ^ right(w[t - 2], 61) ^ (w[t - 2] >> 6)
                w[t] = w[t - 16] &+ a &+ w[t - 7] &+ b
            }
            var v = h
            for t in 0..<80 {
                let s1 = right(v[4], 14) ^ right(v[4], 18) ^ right(v[4], 41)
                let one = v[7] &+ s1 &+ ((v[4] & v[5]) ^ (~v[4] & v[6])) &+ k[t] &+ w[t]
                let s0 = right(v[0], 28) ^ right(v[0], 34) ^ right(v[0], 39)
                let two = s0 &+ ((v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2]))
                v = [one &+ two, v[0], v[1], v[2], v[3] &+ one, v[4], v[5], v[6]]
            }
            for i in 0..<8 { h[i] = h[i] &+ v[i] }
            at += 128
        }
        var out: [UInt8] = []
        for word in h.prefix(short ? 6 : 8) {
            for place in 0..<8 { out.append(UInt8(truncatingIfNeeded: word >> UInt64(56 - 8 * place))) }
        }
        return out
    }
}

enum SHA1 {
    static func hash(_ bytes: [UInt8]) -> [UInt8] {
        let message = padded(bytes, block: 64, lengthBytes: 8, bigEndian: true)
        var h: [UInt32] = [0x6745_2301, 0xEFCD_AB89, 0x98BA_DCFE, 0x1032_5476, 0xC3D2_E1F0]
        var w = [UInt32](repeating: 0, count: 80)
        var at = 0
        while at < message.count {
            for t in 0..<16 {
                var word: UInt32 = 0
                for place in 0..<4 { word = word << 8 | UInt32(message[at + 4 * t + place]) }
                w[t] = word
            }
            for t in 16..<80 { w[t] = left(w[t - 3] ^ w[t - 8] ^ w[t - 14] ^ w[t - 16], 1) }
            var (a, b, c, d, e) = (h[0], h[1], h[2], h[3], h[4])
            for t in 0..<80 {
                let f: UInt32
                let k: UInt32
                switch t {
                case 0..<20: (f, k) = ((b & c) | (~b & d), 0x5A82_7999)
                case 20..<40: (f, k) = (b ^ c ^ d, 0x6ED9_EBA1)
                case 40..<60: (f, k) = ((b & c) | (b & d) | (c & d), 0x8F1B_BCDC)
                default: (f, k) = (b ^ c ^ d, 0xCA62_C1D6)
                }
                (a, b, c, d, e) = (left(a, 5) &+ f &+ e &+ k &+ w[t], a, left(b, 30), c, d)
            }
            h = [h[0] &+ a, h[1] &+ b, h[2] &+ c, h[3] &+ d, h[4] &+ e]
            at += 64
        }
        var out: [UInt8] = []
        for word in h { for shift in [24, 16, 8, 0] as [UInt32] { out.append(UInt8(truncatingIfNeeded: word >> shift)) } }
        return out
    }
}

enum MD5 {
    private static let turns: [UInt32] = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21]
    /// floor(2^32 × |sin(i + 1)|)
    private static let constants: [UInt32] = (1...64).map { UInt32((abs(RealMath.sin(Double($0))) * 4_294_967_296).rounded(.down)) }

    static func hash(_ bytes: [UInt8]) -> [UInt8] {
        let message = padded(bytes, block: 64, lengthBytes: 8, bigEndian: false)
        var h: [UInt32] = [0x6745_2301, 0xEFCD_AB89, 0x98BA_DCFE, 0x1032_5476]
        var at = 0
        while at < message.count {
            var (a, b, c, d) = (h[0], h[1], h[2], h[3])
            for i in 0..<64 {
                let f: UInt32
                let g: Int
                switch i / 16 {
                case 0: (f, g) = ((b & c) | (~b & d), i)
                case 1: (f, g) = ((d & b) | (~d & c), (5 * i + 1) % 16)
                case 2: (f, g) = (b ^ c ^ d, (3 * i + 5) % 16)
                default: (f, g) = (c ^ (b | ~d), (7 * i) % 16)
                }
                var word: UInt32 = 0
                for place in 0..<4 { word |= UInt32(message[at + 4 * g + place]) << UInt32(8 * place) }
                let sum = a &+ f &+ constants[i] &+ word
                (a, d, c, b) = (d, c, b, b &+ left(sum, turns[4 * (i / 16) + i % 4]))
            }
            h = [h[0] &+ a, h[1] &+ b, h[2] &+ c, h[3] &+ d]
            at += 64
        }
        var out: [UInt8] = []
        for word in h { for shift in [0, 8, 16, 24] as [UInt32] { out.append(UInt8(truncatingIfNeeded: word >> shift)) } }
        return out
    }
}
