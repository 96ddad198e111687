/// Reads decimal notation into the nearest Double, rounding half to even, without the C library, so that the
/// native and the WebAssembly build agree on every bit.
enum DecimalReader {
    /// `-12.50`, `.5`, `7.`: digits with at most one sign and one point; nothing else, no exponent.
    static func value(of bytes: [UInt8]) -> Double? {
        let negative = bytes.first == 0x2D
        var digits: [UInt8] = []
        var exponent = 0
        var seen = false
        var point = false
        for place in (negative ? 1 : 0)..<bytes.count {
            let byte = bytes[place]
            if byte == 0x2E {
                if point { return nil }
                point = true
                continue
            }
            guard byte >= 0x30, byte <= 0x39 else { return nil }
            seen = true
            if digits.isEmpty, byte == 0x30 {
                if point { exponent -= 1 }
            } else if digits.count < mostDigits {
                digits.append(byte - 0x30)
                if point { exponent -= 1 }
            } else if !point {
                exponent += 1
            }
        }
        guard seen else { return nil }
        let value = value(digits, exponent)
        return negative ? -value : value
    }

    static func value(of text: Text) -> Double? {
        value(of: text.utf8)
    }

    /// Enough that no further digit can change the nearest Double of anything people write.
    private static let mostDigits = 400

    /// digits × 10^exponent.
    static func value(_ written: [UInt8], _ exponent: Int) -> Double {
        var digits = written
        var exponent = exponent
        while digits.last == 0 {
            digits.removeLast()
            exponent += 1
        }
        if digits.isEmpty || digits.count + exponent < -330 { return 0 }
        if digits.count + exponent > 310 { return .infinity }
        var leading: UInt64 = 0
        for place in 0..<min(digits.count, 18) { leading = leading * 10 + UInt64(digits[place]) }
        let skipped = exponent + digits.count - min(digits.count, 18)
        if digits.count <= 15, exponent >= -22, exponent <= 22 {
            // Both operands are exact, so one rounding is the right one.
            return exponent < 0 ? Double(leading) / power(-exponent) : Double(leading) * power(exponent)
        }
        var guess = Double(leading)
        var left = skipped
        while left > 0 { let step = min(left, 22); guess *= power(step); left -= step }
        while left < 0 { let step = min(-left, 22); guess /= power(step); left += step }
        return refined(guess, digits, exponent)
    }

    /// Moves the guess, which is a few units off at most, to the Double nearest to the written number.
    private static func refined(_ start: Double, _ digits: [UInt8], _ exponent: Int) -> Double {
        var guess = start.isFinite ? start : Double.greatestFiniteMagnitude
        var left = BigNumber(digits: digits)
        if exponent > 0 { left.multiply(tenTo: exponent) }
        for _ in 0..<64 {
            let up = compare(left, exponent, guess, guess.nextUp)
            if up > 0 || (up == 0 && guess.significandBitPattern & 1 == 1) {
                if guess == .greatestFiniteMagnitude { return .infinity }
                guess = guess.nextUp
                continue
            }
            if guess == 0 { return 0 }
            let down = compare(left, exponent, guess.nextDown, guess)
            if down < 0 || (down == 0 && guess.significandBitPattern & 1 == 1) {
                guess = guess.nextDown
                continue
            }
            return guess
        }
        return guess
    }

    /// Compares the written number with the middle between two neighbouring Doubles.
    private static func compare(_ written: BigNumber, _ exponent: Int, _ low: Double, _ high: Double) -> Int {
        // middle = (low + high) / 2 = m × 2^q with whole numbers m and q.
        let (m, q) = whole(low)
        var left = written
        var middle = BigNumber(m * 2 + 1)
        let shift = q - 1
        if exponent < 0 { middle.multiply(tenTo: -exponent) }
        if shift > 0 { middle.shift(shift) } else { left.shift(-shift) }
        _ = high
        return left.compare(middle)
    }

    /// value = m × 2^q, where m + 1 is the next Double.
    private static func whole(_ value: Double) -> (UInt64, Int) {
        let bits = value.bitPattern
        let exponent = Int((bits >> 52) & 0x7FF)
        let fraction = bits & 0xF_FFFF_FFFF_FFFF
        return exponent == 0 ? (fraction, -1074) : (fraction | 1 << 52, exponent - 1075)
    }

    static func power(_ exponent: Int) -> Double {
        var value = 1.0
        for _ in 0..<exponent { value *= 10 }
        return value
    }
}

/// An unsigned whole number of any size, lowest limb first.
struct BigNumber {
    private var limbs: [UInt32]

    init(_ value: UInt64) {
        limbs = [UInt32(truncatingIfNeeded: value), UInt32(truncatingIfNeeded: value >> 32)]
        trim()
    }

    init(trimmed: [UInt32]) {
        limbs = trimmed
    }

    init(digits: [UInt8]) {
        limbs = []
        for digit in digits { multiply(10, adding: UInt32(digit)) }
    }

    mutating func multiply(_ factor: UInt32, adding: UInt32 = 0) {
        var carry = UInt64(adding)
        for index in limbs.indices {
            let product = UInt64(limbs[index]) * UInt64(factor) + carry
            limbs[index] = UInt32(truncatingIfNeeded: product)
            carry = product >> 32
        }
        if carry > 0 { limbs.append(UInt32(carry)) }
    }

    mutating func multiply(tenTo exponent: Int) {
        var left = exponent
        while left >= 9 {
            multiply(1_000_000_000)
            left -= 9
        }
        for _ in 0..<left { multiply(10) }
    }

    mutating func shift(_ bits: Int) {
        guard !limbs.isEmpty, bits > 0 else { return }
        let small = UInt32(bits % 32)
        if small > 0 { multiply(1 << small) }
        limbs.insert(contentsOf: [UInt32](repeating: 0, count: bits / 32), at: 0)
    }

    func compare(_ other: BigNumber) -> Int {
        if limbs.count != other.limbs.count { return limbs.count < other.limbs.count ? -1 : 1 }
        var index = limbs.count - 1
        while index >= 0 {
            if limbs[index] != other.limbs[index] { return limbs[index] < other.limbs[index] ? -1 : 1 }
            index -= 1
        }
        return 0
    }

    private mutating func trim() {
        while limbs.last == 0 { limbs.removeLast() }
    }
}
