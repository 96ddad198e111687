/// How much work one try of a passphrase costs (Argon2id).
public struct PassphraseCost: Sendable, Equatable {
    public let passes: UInt32
    public let memory: UInt64

    /// 3 passes over 256 MiB: about 0.4 s.
    public static let standard = PassphraseCost(unchecked: 3, 256 << 20)
    /// 3 passes over 64 MiB, for machines with 1 GB or less.
    public static let smallMachine = PassphraseCost(unchecked: 3, 64 << 20)
    /// OWASP's least: 2 passes over 19 MiB.
    public static let least = PassphraseCost(unchecked: 2, 19 << 20)
    /// What a key file may ask for; beyond it the file was altered to make us run out of memory.
    static let most = PassphraseCost(unchecked: 16, 2 << 30)

    #if DEBUG
    /// For tests alone: compiled out of release builds, which refuse to open such a slot.
    public static let forTests = PassphraseCost(unchecked: 1, 64 << 10)
    private static let floor = PassphraseCost.forTests
    #else
    private static let floor = PassphraseCost.least
    #endif

    /// Throws `keyDerivationTooWeak` or `keyDerivationOutOfBounds`.
    public init(passes: UInt32, memory: UInt64) throws(VaultError) {
        guard passes >= Self.floor.passes, memory >= Self.floor.memory else { throw VaultError(.keyDerivationTooWeak) }
        guard passes <= Self.most.passes, memory <= Self.most.memory else { throw VaultError(.keyDerivationOutOfBounds) }
        self.passes = passes
        self.memory = memory
    }

    private init(unchecked passes: UInt32, _ memory: UInt64) {
        self.passes = passes
        self.memory = memory
    }

    /// `smallMachine` where the machine has 1 GB or less.
    public static func fitting(physicalMemory: UInt64) -> PassphraseCost {
        physicalMemory <= 1 << 30 ? .smallMachine : .standard
    }
}
