/// Sealing under keys that a caller holds as plain bytes for the length of one operation. Locked memory costs several
/// system calls a key; the journal seals each payload under a key of its own, a million of them in an import, and wipes
/// nothing longer-lived than one entry. What opens these keys (the erasure key, the vault key) stays in locked memory.
extension Sealing {
    /// XChaCha20-Poly1305 under 32 bytes: nonce 24, sealed bytes, tag 16.
    package func seal(_ plain: [UInt8], plainKey: [UInt8], data: [UInt8]) -> [UInt8] {
        precondition(plainKey.count == 32, "a key has 32 bytes")
        return plain.withUnsafeBytes { Box.sealWithNonce($0, key: plainKey, data: data) }
    }

    /// Throws `sealDamaged` unless key, bytes and `data` fit.
    package func open(_ sealed: [UInt8], plainKey: [UInt8], data: [UInt8]) throws(VaultError) -> [UInt8] {
        guard plainKey.count == 32, let plain = sealed.withUnsafeBytes({ Box.openWithNonce($0, key: plainKey, data: data) })
        else { throw VaultError(.sealDamaged) }
        return plain
    }

    /// Wraps 32 bytes under the erasure key of this store (76 bytes); `label` names what they are.
    package func wrapPlainKey(_ key: [UInt8], label: String) throws(VaultError) -> [UInt8] {
        precondition(key.count == 32, "a key has 32 bytes")
        return try ErasureKeys.wrap(key, label: Array(label.utf8), ring: ring, newest: false)
    }

    /// Throws `scopeErased` when the erasure key was replaced since, `sealDamaged` when bytes or label do not fit.
    package func unwrapPlainKey(_ wrapped: [UInt8], label: String) throws(VaultError) -> [UInt8] {
        try ErasureKeys.unwrap(wrapped, label: Array(label.utf8), ring: ring)
    }
}
