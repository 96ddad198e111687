// The same operations on plain byte arrays, for callers that use many short-lived keys: guarded memory for each would cost
// several system calls. Such keys live in ordinary memory (never swapped on a kinbox box, never dumped).

extension Sealing {
    /// Seals under a 32-byte key, bound to `data`: nonce 24, sealed bytes, tag 16.
    public func seal(_ plain: [UInt8], key: [UInt8], data: [UInt8]) throws(VaultError) -> [UInt8] {
        guard key.count == 32 else { throw VaultError(.unusableSecret("A key has 32 bytes.")) }
        return plain.withUnsafeBytes { Box.sealWithNonce($0, key: key, data: data) }
    }

    /// Throws `sealDamaged` unless key, bytes and `data` fit.
    public func open(_ sealed: [UInt8], key: [UInt8], data: [UInt8]) throws(VaultError) -> [UInt8] {
        guard key.count == 32 else { throw VaultError(.unusableSecret("A key has 32 bytes.")) }
        guard let plain = sealed.withUnsafeBytes({ Box.openWithNonce($0, key: key, data: data) })
        else { throw VaultError(.sealDamaged) }
        return plain
    }

    /// Wraps 32 bytes under the current erasure key, bound to `label` (76 bytes).
    public func wrapKey(_ key: [UInt8], label: [UInt8]) throws(VaultError) -> [UInt8] {
        guard key.count == 32 else { throw VaultError(.unusableSecret("A key has 32 bytes.")) }
        return try ErasureKeys.wrap(key, label: label, ring: ring, newest: false)
    }

    /// Throws `scopeErased` when the erasure key was replaced since, `sealDamaged` when bytes or label do not fit.
    public func unwrapKey(_ wrapped: [UInt8], label: [UInt8]) throws(VaultError) -> [UInt8] {
        try ErasureKeys.unwrap(wrapped, label: label, ring: ring)
    }
}
