public import Foundations

/// 256 random bits that open the store when everything else is lost. Printed once as 24 words and a QR code, typed back
/// once at set-up, kept in a safe or by the national office. Backups are sealed to its public half.
public final class RecoveryKey: Sendable {
    let secret: SecretBytes

    /// A new one.
    public init() { secret = SecretBytes.random(32) }

    /// From typed words, in any case, with any blanks, commas, hyphens or line breaks between, or from the QR text.
    public init(words text: String) throws(VaultError) {
        do {
            secret = try RecoveryWords.decode(text)
        } catch {
            throw VaultError(.recoveryWords(error))
        }
    }

    /// The 24 words, in order.
    public var words: [String] { RecoveryWords.encode(secret) }

    /// What the printed QR code holds: upper-case letters, digits, colons and hyphens only, which makes a small code.
    public func qrText(store: UUIDv7) -> String {
        "KINBOX-RECOVERY:1:\(store.description.uppercased()):\(words.joined(separator: "-").uppercased())"
    }

    /// The X25519 key pair to which backups are sealed.
    public var backupPublicKey: [UInt8] { SlotSeal.publicKey(of: backupSecret()) }
    public func backupSecret() -> SecretBytes { seed("kinbox recovery backup 1", salt: []) }

    func slotSeed(salt: [UInt8]) -> SecretBytes { seed("kinbox recovery slot 1", salt: salt) }

    private func seed(_ purpose: String, salt: [UInt8]) -> SecretBytes {
        KeyMixing.mix(purpose, secret, salt: salt)
    }
}
