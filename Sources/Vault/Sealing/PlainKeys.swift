import CSodium

/// Sealing under keys that a caller holds as plain bytes for the length of one operation. Locked memory costs several
/// system calls a key; the journal seals each payload under a key of its own, a million of them in an import, and wipes
/// nothing longer-lived than one entry. What opens these keys (the erasure key, the vault key) stays in locked memory.
extension Sealing {
    /// XChaCha20-Poly1305 under 32 bytes: nonce 24, sealed bytes, tag 16.
    package func seal(_ plain: [UInt8], plainKey: [UInt8], data: [UInt8]) -> [UInt8] {
        precondition(plainKey.count == 32, "a key has 32 bytes")
        return [UInt8](unsafeUninitializedCapacity: plain.count + 40) { out, count in
            if let base = out.baseAddress {
                randombytes_buf(base, 24)
                crypto_aead_xchacha20poly1305_ietf_encrypt(
                    base + 24, nil, plain, UInt64(plain.count), data, UInt64(data.count), nil, base, plainKey)
            }
            count = plain.count + 40
        }
    }

    /// Throws `sealDamaged` unless key, bytes and `data` fit.
    package func open(_ sealed: [UInt8], plainKey: [UInt8], data: [UInt8]) throws(VaultError) -> [UInt8] {
        guard plainKey.count == 32, sealed.count >= 40 else { throw VaultError(.sealDamaged) }
        var sound = false
        let plain = [UInt8](unsafeUninitializedCapacity: max(1, sealed.count - 40)) { out, count in
            count = sealed.count - 40
            sealed.withUnsafeBufferPointer { sealed in
                guard let base = out.baseAddress, let start = sealed.baseAddress else { return }
                sound = crypto_aead_xchacha20poly1305_ietf_decrypt(
                    base, nil, nil, start + 24, UInt64(sealed.count - 24), data, UInt64(data.count), start, plainKey) == 0
            }
        }
        guard sound else { throw VaultError(.sealDamaged) }
        return plain
    }

    /// Wraps 32 bytes under the erasure key of this store; `label` names what they are.
    package func wrapPlainKey(_ key: [UInt8], label: String) throws(VaultError) -> [UInt8] {
        try wrapScopeKey(ScopeKey(SecretBytes(copying: key)), scope: label)
    }

    package func unwrapPlainKey(_ wrapped: [UInt8], label: String) throws(VaultError) -> [UInt8] {
        try unwrapScopeKey(wrapped, scope: label).bytes.withBytes { [UInt8]($0) }
    }
}
