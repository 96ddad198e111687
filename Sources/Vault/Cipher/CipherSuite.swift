import CSodium

/// How pages are sealed. Chosen when the store is made and written in its key file.
public enum CipherSuite: UInt8, Sendable, CaseIterable, CustomStringConvertible {
    /// 24-byte random nonces; fast on every processor.
    case xchacha20 = 1
    /// FIPS 197; only on processors with AES instructions. 12-byte random nonces: `sealLimit` holds.
    case aes256gcm = 2

    /// Whether this machine can run it.
    public var isAvailable: Bool {
        Sodium.require()
        return self == .xchacha20 || crypto_aead_aes256gcm_is_available() != 0
    }

    /// Pages that may be sealed under one key before the store refuses more writes. For 96-bit random nonces NIST
    /// SP 800-38D allows 2^32; we stop far below, and `VaultHealth` asks for `kinbox key rotate` at half of this.
    var sealLimit: UInt64 { self == .aes256gcm ? 1 << 31 : UInt64.max }

    public var description: String {
        switch self {
        case .xchacha20: "XChaCha20-Poly1305"
        case .aes256gcm: "AES-256-GCM"
        }
    }
}
