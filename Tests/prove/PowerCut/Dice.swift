/// Random numbers that a seed repeats (splitmix64, https://prng.di.unimi.it/splitmix64.c): a cut that fails can be
/// made again from the seed and its number.
public struct Dice: RandomNumberGenerator, Sendable {
    private var state: UInt64

    public init(seed: UInt64) { state = seed }

    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// True once in `of` throws, on average.
    public mutating func once(in of: Int) -> Bool { Int.random(in: 0..<of, using: &self) == 0 }
}
