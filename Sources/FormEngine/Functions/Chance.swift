// Chance. The host's entropy feeds it, so that a session can be repeated exactly.

/// xoshiro256** of Blackman and Vigna, seeded through SplitMix64.
struct RandomSource {
    private var state: (UInt64, UInt64, UInt64, UInt64)

    init(_ entropy: [UInt64]) {
        var mixed: [UInt64] = []
        var seed: UInt64 = 0x9E37_79B9_7F4A_7C15
        for index in 0..<4 {
            seed = seed &+ 0x9E37_79B9_7F4A_7C15 &+ (entropy.isEmpty ? 0 : entropy[index % entropy.count])
            var z = seed
            z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
            mixed.append(z ^ (z >> 31))
        }
        state = (mixed[0], mixed[1], mixed[2], mixed[3] | 1)
    }

    mutating func next() -> UInt64 {
        func rotated(_ x: UInt64, _ k: UInt64) -> UInt64 { (x << k) | (x >> (64 - k)) }
        let result = rotated(state.1 &* 5, 7) &* 9
        let t = state.1 << 17
        state.2 ^= state.0
        state.3 ^= state.1
        state.1 ^= state.2
        state.0 ^= state.3
        state.2 ^= t
        state.3 = rotated(state.3, 45)
        return result
    }

    /// From 0 up to but not including 1.
    mutating func unit() -> Double {
        Double(next() >> 11) / 9_007_199_254_740_992
    }
}

extension Evaluator {
    func chance(_ function: Function, _ a: Arguments) throws(ExpressionError) -> Value {
        switch function {
        case .random: return .number(random.unit())
        case .uuid: return .text(try uuid(a))
        default: return .nodes(try shuffled(a))
        }
    }

    /// A random UUID (version 4); with a length, so many random letters and digits.
    private func uuid(_ a: Arguments) throws(ExpressionError) -> Text {
        if a.count == 1 {
            let length = try numberArgument(0, a)
            guard length >= 1, length <= 1000 else { return "" }
            let letters = Text("0123456789abcdefghijklmnopqrstuvwxyz").utf8
            var out: [UInt8] = []
            for _ in 0..<Int(length) { out.append(letters[Int(random.next() >> 33) % 36]) }
            return Text(out)
        }
        let high = (random.next() & ~0xF000) | 0x4000
        let low = (random.next() & ~(0xC000_0000_0000_0000)) | 0x8000_0000_0000_0000
        let digits = hexadecimal(high) + hexadecimal(low)
        var out: [UInt8] = []
        for (index, digit) in digits.enumerated() {
            if index == 8 || index == 12 || index == 16 || index == 20 { out.append(0x2D) }
            out.append(digit)
        }
        return Text(out)
    }

    private func hexadecimal(_ value: UInt64) -> [UInt8] {
        var out: [UInt8] = []
        var shift: UInt64 = 60
        while true {
            let nibble = UInt8((value >> shift) & 15)
            out.append(nibble < 10 ? 0x30 + nibble : 0x57 + nibble)
            if shift == 0 { return out }
            shift -= 4
        }
    }

    /// ODK's rule: Fisher and Yates "inside out", drawing from Park and Miller's generator when a seed is given.
    /// A seed that is no number counts by the first eight bytes of its SHA-256.
    private func shuffled(_ a: Arguments) throws(ExpressionError) -> [Node] {
        let nodes = try nodesArgument(0, a)
        try burn(nodes.count)
        var seed: Int64?
        if a.count == 2 {
            let written = try argument(1, a)
            let number = number(written)
            if number.isNaN {
                var hash: UInt64 = 0
                for byte in SHA256.hash(text(written).utf8)[..<8] { hash = hash << 8 | UInt64(byte) }
                seed = Int64(bitPattern: hash)
            } else {
                seed = Int64(min(max(number, -9e18), 9e18))
            }
        }
        var state = (seed ?? 0) % 2_147_483_647
        if state <= 0 { state += 2_147_483_646 }
        var order: [Node] = []
        for (index, node) in nodes.enumerated() {
            let unit: Double
            if seed == nil {
                unit = random.unit()
            } else {
                state = state * 16_807 % 2_147_483_647
                unit = Double(state - 1) / 2_147_483_646
            }
            let chosen = Int(unit * Double(index + 1))
            order.append(node)
            order.swapAt(chosen, index)
        }
        return order
    }
}
