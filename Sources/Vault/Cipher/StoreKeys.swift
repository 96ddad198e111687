import CSodium
import Foundations

/// The working keys of one key generation, derived from its 32-byte vault key and kept in locked memory.
final class StoreKeys: Sendable {
    /// Numbers of `crypto_kdf_derive_from_key` with the context "kinboxvk". Never reuse one.
    enum Subkey: UInt64 {
        case databasePages = 1
        case logPages = 2
        case logMask = 3
        case blobs = 4
        case backups = 5
        case logMark = 6
    }

    let suite: CipherSuite
    private let pages: SecretBytes
    private let log: SecretBytes
    private let mask: SecretBytes
    private let mark: SecretBytes
    private let expanded: SecretBytes

    /// Throws when the processor lacks what the suite needs.
    init(vaultKey: borrowing SecretBytes, suite: CipherSuite) throws(VaultError) {
        guard suite.isAvailable else { throw VaultError(.noAESInstructions) }
        self.suite = suite
        pages = Self.derive(.databasePages, 32, from: vaultKey)
        log = Self.derive(.logPages, 32, from: vaultKey)
        mask = Self.derive(.logMask, 16, from: vaultKey)
        mark = Self.derive(.logMark, 32, from: vaultKey)
        let size = MemoryLayout<crypto_aead_aes256gcm_state>.size
        let (pageKey, logKey) = (pages.unsafeAddress(), log.unsafeAddress())
        expanded = SecretBytes(count: suite == .aes256gcm ? size * 2 : 16) { memory in
            guard suite == .aes256gcm, let base = memory.baseAddress else { return }
            // sodium_malloc ends the block on a page boundary, so both states (multiples of 16 bytes) are aligned.
            _ = crypto_aead_aes256gcm_beforenm(base.assumingMemoryBound(to: crypto_aead_aes256gcm_state.self), pageKey)
            _ = crypto_aead_aes256gcm_beforenm(
                (base + size).assumingMemoryBound(to: crypto_aead_aes256gcm_state.self), logKey)
        }
    }

    static func derive(_ subkey: Subkey, _ count: Int, from vaultKey: borrowing SecretBytes) -> SecretBytes {
        vaultKey.withBytes { master in
            SecretBytes(count: count) { out in
                _ = crypto_kdf_derive_from_key(
                    out.octets, count, subkey.rawValue, "kinboxvk", master.octets)
            }
        }
    }

    // The addresses stay valid while this object lives; `StoreCore` keeps it.
    var databaseCipher: PageCipher { PageCipher(suite: suite, key: pages.unsafeAddress(), aes: state(0)) }
    var logCipher: PageCipher { PageCipher(suite: suite, key: log.unsafeAddress(), aes: state(1)) }
    var checksumMask: ChecksumMask { ChecksumMask(key: mask.unsafeAddress()) }
    var logMark: LogMark { LogMark(key: mark.unsafeAddress()) }

    private func state(_ index: Int) -> UnsafePointer<crypto_aead_aes256gcm_state>? {
        guard suite == .aes256gcm else { return nil }
        let size = MemoryLayout<crypto_aead_aes256gcm_state>.size
        return (UnsafeRawPointer(expanded.unsafeAddress()) + index * size)
            .assumingMemoryBound(to: crypto_aead_aes256gcm_state.self)
    }
}
