import Testing
@testable import FormEngine

@Suite struct ExpressionNumberTests {
    /// The reader rounds as the C library does, for every kind of decimal.
    @Test func readsDecimalsToTheNearestDouble() {
        var random = RandomSource([3])
        for _ in 0..<20_000 {
            let bits = random.next()
            let value = Double(bitPattern: bits)
            guard value.isFinite else { continue }
            let text = DecimalText.text(value)
            if abs(value) >= 1e-12 { #expect(DecimalReader.value(of: text) == value, "\(value)") }
            var digits = String(random.next() % 10)
            for _ in 0..<Int(random.next() % 40) { digits += String(random.next() % 10) }
            let point = Int(random.next() % UInt64(digits.utf8.count))
            let written = digits.prefix(point) + "." + digits.dropFirst(point)
            #expect(DecimalReader.value(of: Text(String(written))) == Double("0" + written), "\(written)")
        }
        #expect(DecimalReader.value(of: Text("1.7976931348623158" + String(repeating: "0", count: 300))) == 1.7976931348623158)
        #expect(DecimalReader.value(of: "-0")?.sign == .minus)
        for bad in ["", "-", ".", "1e5", "+1", "1.2.3", "0x10", "- 1"] as [Text] { #expect(DecimalReader.value(of: bad) == nil, "\(bad)") }
    }

    @Test(arguments: [
        ("1e21", 1e21, "1000000000000000000000"), ("small", 1.23e-9, "0.00000000123"), ("third", 1.0 / 3, "0.3333333333333333"),
        ("minus", -12.5, "-12.5"), ("whole", 14127, "14127"), ("tiny", 1e-13, "0"), ("sum", 0.1 + 0.2, "0.30000000000000004"),
        ("edge", 9007199254740992, "9007199254740992"), ("large", 1.5e300, "15" + String(repeating: "0", count: 299)),
    ] as [(String, Double, String)])
    func writesNumbersWithoutExponents(name: String, value: Double, expected: String) {
        #expect(DecimalText.text(value).string == expected)
    }

    @Test(arguments: [
        ("round(2.5)", "3"), ("round(-2.5)", "-2"), ("round(2.15, 1)", "2.2"), ("round(-1.475, 2)", "-1.48"),
        ("round(999.99, 1)", "1000"), ("round(626.3, -3)", "1000"), ("round('4,6')", "5"), ("int(-1.5)", "-1"),
        ("pow(2, 10)", "1024"), ("pow(2, -2)", "0.25"), ("pow(9, 0.5)", "3"), ("pow(-8, 3)", "-512"),
        ("sqrt(2)", "1.4142135623730951"), ("exp(1)", "2.718281828459045"), ("log(10)", "2.302585092994046"),
        ("log10(1000)", "3"), ("exp10(3)", "1000"), ("pi()", "3.141592653589793"), ("7 mod -3", "1"), ("-7 mod 3", "-1"),
        ("1 div 0", "Infinity"), ("number('1e3')", "NaN"), ("abs('-3.5')", "3.5"), ("max(1, '7', 3)", "7"), ("ceiling(1.2)", "2"),
        ("check-digit('79927398713', 'luhn')", "error"),
    ])
    func computes(expression: String, expected: String) throws {
        if expected == "error" {
            #expect(throws: ExpressionError.self) { try text(expression) }
        } else {
            #expect(try text(expression) == expected)
        }
    }

    /// Our own real functions against the C library's.
    @Test func realFunctionsAreExactToAFewUnits() {
        var random = RandomSource([11])
        for _ in 0..<5_000 {
            let x = (random.unit() - 0.5) * 60
            #expect(near(RealMath.exp(RealMath.log(abs(x) + 0.1)), abs(x) + 0.1))
            let s = RealMath.sin(x / 10), c = RealMath.cos(x / 10)
            #expect(abs(s * s + c * c - 1) < 1e-15 * 4)
            #expect(near(RealMath.pow(abs(x) + 1, 0.5), (abs(x) + 1).squareRoot()))
            if c > 0.1, s > 0 { #expect(near(RealMath.atan(s / c), (x / 10).truncatingRemainder(dividingBy: 2 * RealMath.pi) + (x < 0 ? 2 * RealMath.pi : 0)) || x < 0) }
        }
        #expect(RealMath.exp(1) == 2.718281828459045)
        #expect(RealMath.log(2) == 0.6931471805599453)
        #expect(RealMath.sin(1) == 0.8414709848078965)
        #expect(RealMath.cos(1) == 0.5403023058681398)
        #expect(near(RealMath.atan(1) * 4, RealMath.pi))
    }

    private func near(_ a: Double, _ b: Double) -> Bool {
        abs(a - b) <= abs(b) * 1e-15 * 8
    }
}
