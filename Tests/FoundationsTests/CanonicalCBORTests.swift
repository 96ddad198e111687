import Foundation
import Foundations
import Testing

@Suite struct CanonicalCBORTests {
    static let vectors: [(Value, String)] = [
        (.null, "f6"), (.bool(true), "f5"), (.bool(false), "f4"),
        (.int(0), "00"), (.int(23), "17"), (.int(24), "1818"), (.int(255), "18ff"), (.int(256), "190100"),
        (.int(65_536), "1a00010000"), (.int(4_294_967_296), "1b0000000100000000"), (.int(-1), "20"), (.int(-500), "3901f3"),
        (.int(.max), "1b7fffffffffffffff"), (.int(.min), "3b7fffffffffffffff"),
        (.text(""), "60"), (.text("ü"), "62c3bc"), (.text("u\u{308}"), "62c3bc"), (.bytes([1, 2]), "420102"),
        (.text("\u{627}\u{653}"), "62d8a2"),
        (.decimal("12.50"), "d9763e6531322e3530"),
        (.list([1, "a"]), "82016161"),
        (.map(["b": 1, "aa": 2, "a": 3]), "a361610361620162616102"),
    ]

    @Test(arguments: vectors) func encodesAndDecodes(_ value: Value, _ hex: String) throws {
        #expect(CanonicalCBOR.encode(value).hex == hex)
        #expect(try CanonicalCBOR.decode(bytes(hex)) == value)
    }

    @Test(arguments: [
        ("1817", CodingFault.notCanonical(at: 0)), ("190001", .notCanonical(at: 0)), ("a2616201616102", .notCanonical(at: 4)),
        ("a2616101616102", .notCanonical(at: 4)), ("9f01ff", .unsupported(at: 0)), ("f90000", .unsupported(at: 0)),
        ("f7", .unsupported(at: 0)), ("c11a00000000", .unsupported(at: 0)), ("6375cc88", .notCanonical(at: 0)),
        ("62c328", .badText(at: 0)), ("0000", .trailingBytes(at: 1)), ("", .cutShort(at: 0)), ("9bffffffffffffffff", .cutShort(at: 0)),
        ("bb7fffffffffffffff", .cutShort(at: 0)), ("5affffffff00", .cutShort(at: 0)), ("1bffffffffffffffff", .outOfRange(at: 0)),
        ("a10102", .unsupported(at: 1)), ("d9763e01", .unsupported(at: 0)),
    ]) func refusesWhatItWouldNotWrite(_ hex: String, _ fault: CodingFault) {
        #expect(throws: fault) { try CanonicalCBOR.decode(bytes(hex)) }
    }

    @Test func refusesDepthAndSize() {
        #expect(throws: CodingFault.tooDeep(at: 32)) {
            try CanonicalCBOR.decode([UInt8](repeating: 0x81, count: 100_000) + [0])
        }
        #expect(throws: CodingFault.tooLarge) {
            try CanonicalCBOR.decode([0x82, 0, 0], limits: .init(bytes: 2))
        }
        #expect(throws: CodingFault.tooLarge) {
            try CanonicalCBOR.decode([0x82, 0, 0], limits: .init(items: 2))
        }
    }

    /// Fuzz seeds: mutated valid inputs either fail cleanly or are exactly what the encoder writes.
    @Test func whateverDecodesEncodesToTheSameBytes() throws {
        var generator = Splitmix(state: 7)
        for round in 0..<20_000 {
            var input = bytes(Self.vectors[round % Self.vectors.count].1)
            for _ in 0...Int.random(in: 0..<3, using: &generator) {
                switch Int.random(in: 0..<3, using: &generator) {
                case 0: input.insert(UInt8.random(in: 0...255, using: &generator), at: Int.random(in: 0...input.count, using: &generator))
                case 1 where !input.isEmpty: input[Int.random(in: 0..<input.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
                default: if !input.isEmpty { input.removeLast() }
                }
            }
            if let value = try? CanonicalCBOR.decode(input) { #expect(CanonicalCBOR.encode(value) == input) }
        }
    }

    @Test func randomTreesRoundTrip() throws {
        var generator = Splitmix(state: 11)
        for _ in 0..<500 {
            let value = randomValue(&generator, depth: 0)
            #expect(try CanonicalCBOR.decode(CanonicalCBOR.encode(value)) == value)
        }
    }

    @Test func jsonKeepsIntegersAndFractions() throws {
        let json = Data(#"{"a":1,"b":12.50,"c":[true,null,"x"],"d":99999999999999999999}"#.utf8)
        let value = try JSONDecoder().decode(Value.self, from: json)
        #expect(value == .map(["a": 1, "b": .decimal("12.5"), "c": .list([true, .null, "x"]), "d": .decimal("99999999999999999999")]))
    }

    private func randomValue(_ generator: inout Splitmix, depth: Int) -> Value {
        switch Int.random(in: 0..<(depth < 4 ? 8 : 6), using: &generator) {
        case 0: .null
        case 1: .bool(Bool.random(using: &generator))
        case 2: .int(Int64.random(in: .min ... .max, using: &generator))
        case 3: .decimal("\(Int.random(in: 0..<1000, using: &generator)).5")
        case 4: .text(["", "Zoë", "مريم", "e\u{301}", "𐐷", "long text that needs more than twenty-three bytes"].randomElement(using: &generator) ?? "")
        case 5: .bytes((0..<Int.random(in: 0..<40, using: &generator)).map { _ in UInt8.random(in: 0...255, using: &generator) })
        case 6: .list((0..<Int.random(in: 0..<5, using: &generator)).map { _ in randomValue(&generator, depth: depth + 1) })
        default: .map(Dictionary((0..<Int.random(in: 0..<30, using: &generator)).map { index in
            ("k\(index)", randomValue(&generator, depth: depth + 1))
        }, uniquingKeysWith: { a, _ in a }))
        }
    }
}

extension Array where Element == UInt8 {
    var hex: String { map { String(UInt16($0) + 256, radix: 16).dropFirst() }.joined() }
}

func bytes(_ hex: String) -> [UInt8] {
    stride(from: 0, to: hex.utf8.count, by: 2).compactMap { UInt8(hex.dropFirst($0).prefix(2), radix: 16) }
}

struct Splitmix: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
