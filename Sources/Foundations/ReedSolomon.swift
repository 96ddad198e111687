/// Reed–Solomon check bytes over GF(2⁸) with the polynomial 0x11D, as QR codes use them (ISO/IEC 18004 §7.5.2).
enum ReedSolomon {
    /// The product without tables: 8 shifts. A QR code needs some ten thousand of them.
    static func multiply(_ a: UInt8, _ b: UInt8) -> UInt8 {
        var product: UInt16 = 0
        for bit in (0..<8).reversed() {
            product = (product << 1) ^ (product >> 7) * 0x11D
            product ^= UInt16((b >> bit) & 1) * UInt16(a)
        }
        return UInt8(truncatingIfNeeded: product)
    }

    /// Coefficients of (x − 1)(x − 2)(x − 4)…, highest first, without the leading 1.
    static func generator(_ degree: Int) -> [UInt8] {
        var coefficients = [UInt8](repeating: 0, count: degree - 1) + [1]
        var root: UInt8 = 1
        for _ in 0..<degree {
            for index in 0..<degree {
                coefficients[index] = multiply(coefficients[index], root)
                if index + 1 < degree { coefficients[index] ^= coefficients[index + 1] }
            }
            root = multiply(root, 2)
        }
        return coefficients
    }

    /// The remainder of `data` divided by `generator`.
    static func checkBytes(_ data: some Sequence<UInt8>, _ generator: [UInt8]) -> [UInt8] {
        var rest = [UInt8](repeating: 0, count: generator.count)
        for byte in data {
            let factor = byte ^ rest.removeFirst()
            rest.append(0)
            for (index, coefficient) in generator.enumerated() { rest[index] ^= multiply(coefficient, factor) }
        }
        return rest
    }
}
