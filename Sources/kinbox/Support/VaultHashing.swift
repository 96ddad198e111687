import Access
import Vault

/// Sign-in passwords through the vault's Argon2id.
struct VaultHashing: PasswordHashing {
    func hash(_ password: [UInt8]) throws -> String { try Sealing.passwordHash(SecretBytes(copying: password)) }

    func verify(_ password: [UInt8], against hash: String) -> Bool {
        Sealing.passwordVerify(SecretBytes(copying: password), against: hash)
    }
}
