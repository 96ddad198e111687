/// Writes numbers as people do: the shortest digits that give the same Double again, never an exponent.
enum DecimalText {
    /// `tiny` writes even what is smaller than an error of calculation.
    /// `NaN`, `Infinity`, `-Infinity`, `0`, `-12.5`, `0.000000123`.
    static func text(_ value: Double, tiny: Bool = false) -> Text {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Infinity" : "Infinity" }
        let magnitude = Swift.abs(value)
        // As JavaRosa: what is smaller is an error of calculation, not an answer.
        if magnitude < 1e-12, !tiny || magnitude == 0 { return "0" }
        if magnitude < 1e15, magnitude == magnitude.rounded(.towardZero) { return Text(number: Int64(value)) }
        let (digits, point) = digits(magnitude)
        var out: [UInt8] = value < 0 ? [0x2D] : []
        if point <= 0 {
            out += [0x30, 0x2E]
            out += [UInt8](repeating: 0x30, count: -point)
            out += digits
        } else {
            out += digits[..<min(point, digits.count)]
            if point > digits.count { out += [UInt8](repeating: 0x30, count: point - digits.count) }
            if point < digits.count {
                out.append(0x2E)
                out += digits[point...]
            }
        }
        return Text(out)
    }

    /// The shortest decimal digits (ASCII) of a positive finite number, and where the point stands: 0.`digits` × 10^`point`.
    static func digits(_ value: Double) -> (digits: [UInt8], point: Int) {
        var digits: [UInt8] = []
        var point: Int?
        var exponent = 0
        var inExponent = false
        var negativeExponent = false
        for byte in value.description.utf8 {
            switch byte {
            case 0x30...0x39:
                if inExponent { exponent = exponent * 10 + Int(byte - 0x30) } else { digits.append(byte) }
            case 0x2E: point = digits.count
            case 0x65: inExponent = true
            case 0x2D: negativeExponent = true
            default: break
            }
        }
        var position = (point ?? digits.count) + (negativeExponent ? -exponent : exponent)
        var start = 0
        while start < digits.count - 1, digits[start] == 0x30 {
            start += 1
            position -= 1
        }
        digits.removeFirst(start)
        while digits.count > 1, digits.last == 0x30 { digits.removeLast() }
        return (digits, position)
    }

    /// Rounds half away from zero at so many decimal places, as the digits are written (2.15 → 2.2 although the
    /// Double lies a little below). Negative places round tens, hundreds and so on.
    static func rounded(_ value: Double, places: Int) -> Double {
        guard value.isFinite, value != 0 else { return value }
        let (digits, point) = digits(Swift.abs(value))
        let keep = point + places
        if keep >= digits.count { return value }
        var result: [UInt8] = []
        var scale = -places
        if keep >= 0 {
            for place in 0..<keep { result.append(digits[place] - 0x30) }
            if digits[keep] >= 0x35 {
                var index = keep - 1
                while index >= 0, result[index] == 9 {
                    result[index] = 0
                    index -= 1
                }
                if index >= 0 { result[index] += 1 } else { result.insert(1, at: 0) }
            }
        }
        if result.isEmpty { scale = 0 }
        let magnitude = DecimalReader.value(result, scale)
        return value < 0 ? -magnitude : magnitude
    }
}
