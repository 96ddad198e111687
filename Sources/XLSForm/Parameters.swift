/// The `parameters` cell: `key=value` pairs between blanks, commas or semicolons.
struct Parameters {
    private(set) var values: [String: String] = [:]
    private(set) var order: [String] = []

    subscript(_ key: String) -> String? { values[key] }
    var isEmpty: Bool { values.isEmpty }

    /// nil for a text that does not have that form. Keys lose their letter case, values too except column names.
    init?(_ text: String) {
        var tokens: [String] = []
        var token = ""
        func isBreak(_ c: Character) -> Bool { c.isWhitespace || c == "," || c == ";" }
        for character in text {
            if isBreak(character) || character == "=" {
                if !token.isEmpty { tokens.append(token) }
                token = ""
                if character == "=" { tokens.append("=") }
            } else {
                token.append(character)
            }
        }
        if !token.isEmpty { tokens.append(token) }
        var at = 0
        while at < tokens.count {
            guard at + 2 < tokens.count, tokens[at] != "=", tokens[at + 1] == "=", tokens[at + 2] != "=" else { return nil }
            let key = tokens[at].lowercased()
            if values[key] == nil { order.append(key) }
            values[key] = key == "label" || key == "value" ? tokens[at + 2] : tokens[at + 2].lowercased()
            at += 3
        }
    }
}

/// A decimal number that keeps its digits, for questions such as "is 0.3 a multiple of 0.1".
struct ExactDecimal: Equatable {
    private let digits: Int128
    private let scale: Int

    /// At most thirty digits; no infinity.
    init?(_ text: String) {
        var rest = Substring(text)
        var negative = false
        if let sign = rest.first, sign == "-" || sign == "+" { negative = sign == "-"; rest = rest.dropFirst() }
        var exponent = 0
        if let mark = rest.firstIndex(where: { $0 == "e" || $0 == "E" }) {
            guard let power = Int(rest[rest.index(after: mark)...]), abs(power) <= 15 else { return nil }
            exponent = power
            rest = rest[..<mark]
        }
        var digits: Int128 = 0
        var scale = 0, count = 0
        var pointSeen = false
        for byte in rest.utf8 {
            if byte == 0x2E, !pointSeen { pointSeen = true; continue }
            guard byte >= 0x30, byte <= 0x39, count < 30 else { return nil }
            digits = digits * 10 + Int128(byte - 0x30)
            count += 1
            if pointSeen { scale += 1 }
        }
        guard count > 0 else { return nil }
        scale -= exponent
        while scale < 0, abs(digits) < 1_000_000_000_000_000_000_000 { digits *= 10; scale += 1 }
        self.init(negative ? -digits : digits, max(0, scale))
    }

    private init(_ digits: Int128, _ scale: Int) {
        self.digits = digits
        self.scale = scale
    }

    private static func aligned(_ a: ExactDecimal, _ b: ExactDecimal) -> (Int128, Int128, Int)? {
        let scale = max(a.scale, b.scale)
        func lift(_ value: ExactDecimal) -> Int128? {
            var digits = value.digits
            for _ in value.scale..<scale {
                let (next, overflow) = digits.multipliedReportingOverflow(by: 10)
                if overflow { return nil }
                digits = next
            }
            return digits
        }
        guard let left = lift(a), let right = lift(b) else { return nil }
        return (left, right, scale)
    }

    static func == (a: ExactDecimal, b: ExactDecimal) -> Bool { aligned(a, b).map { $0.0 == $0.1 } ?? false }
    static func < (a: ExactDecimal, b: ExactDecimal) -> Bool { aligned(a, b).map { $0.0 < $0.1 } ?? false }
    static func > (a: ExactDecimal, b: ExactDecimal) -> Bool { b < a }

    static func - (a: ExactDecimal, b: ExactDecimal) -> ExactDecimal {
        guard let (left, right, scale) = aligned(a, b) else { return ExactDecimal(0, 0) }
        return ExactDecimal(left - right, scale)
    }

    var magnitude: ExactDecimal { ExactDecimal(abs(digits), scale) }
    var isZero: Bool { digits == 0 }

    func isMultiple(of other: ExactDecimal) -> Bool {
        guard let (left, right, _) = ExactDecimal.aligned(self, other), right != 0 else { return false }
        return left % right == 0
    }
}
