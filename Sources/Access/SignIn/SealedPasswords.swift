public import Vault

/// Passwords as the vault hashes them: Argon2id, 64 MiB, in libsodium's text form, so that a hash says what it cost.
public struct SealedPasswords: PasswordHashing {
    private let cost: PassphraseCost

    public init(cost: PassphraseCost = .signIn) { self.cost = cost }

    public func hash(_ password: [UInt8]) throws -> String {
        try Sealing.passwordHash(SecretBytes(copying: password), cost: cost)
    }

    public func verify(_ password: [UInt8], against hash: String) -> Bool {
        Sealing.passwordVerify(SecretBytes(copying: password), against: hash)
    }
}

extension PeopleStore.Tools {
    /// The vault's random numbers, BLAKE2b and Argon2id.
    public static func vault(cost: PassphraseCost = .signIn) -> PeopleStore.Tools {
        PeopleStore.Tools(
            random: { Sealing.randomBytes($0) }, digest: { Sealing.blake2b256($0) }, hashing: SealedPasswords(cost: cost))
    }
}
