import CSodium

/// XChaCha20-Poly1305 over small values. The forms with a pointer do no allocation beyond their result; a secret in
/// guarded memory costs several system calls to make.
enum Box {
    static let zeroNonce = [UInt8](repeating: 0, count: 24)
    static let overhead = 16

    static func seal(_ plain: UnsafeRawBufferPointer, key: UnsafePointer<UInt8>, data: [UInt8], nonce: [UInt8]) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: plain.count + overhead) { out, count in
            if let base = out.baseAddress {
                _ = crypto_aead_xchacha20poly1305_ietf_encrypt(
                    base, nil, plain.octets, UInt64(plain.count), data, UInt64(data.count), nil, nonce, key)
            }
            count = plain.count + overhead
        }
    }

    /// Nonce and sealed bytes in one.
    static func sealWithNonce(_ plain: UnsafeRawBufferPointer, key: UnsafePointer<UInt8>, data: [UInt8]) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: 24 + plain.count + overhead) { out, count in
            if let base = out.baseAddress {
                randombytes_buf(base, 24)
                _ = crypto_aead_xchacha20poly1305_ietf_encrypt(
                    base + 24, nil, plain.octets, UInt64(plain.count), data, UInt64(data.count), nil, base, key)
            }
            count = 24 + plain.count + overhead
        }
    }

    /// Nil when the tag does not fit.
    static func open(_ sealed: UnsafeRawBufferPointer, key: UnsafePointer<UInt8>, data: [UInt8],
                     nonce: UnsafePointer<UInt8>) -> [UInt8]? {
        guard sealed.count >= overhead else { return nil }
        var sound = false
        let plain = [UInt8](unsafeUninitializedCapacity: max(1, sealed.count - overhead)) { out, count in
            count = sealed.count - overhead
            guard let base = out.baseAddress else { return }
            sound = crypto_aead_xchacha20poly1305_ietf_decrypt(
                base, nil, nil, sealed.octets, UInt64(sealed.count), data, UInt64(data.count), nonce, key) == 0
        }
        return sound ? plain : nil
    }

    /// Of nonce and sealed bytes in one.
    static func openWithNonce(_ sealed: UnsafeRawBufferPointer, key: UnsafePointer<UInt8>, data: [UInt8]) -> [UInt8]? {
        guard sealed.count >= 24 + overhead else { return nil }
        return open(UnsafeRawBufferPointer(rebasing: sealed[24...]), key: key, data: data, nonce: sealed.octets)
    }

    static func seal(_ plain: UnsafeRawBufferPointer, key: borrowing SecretBytes, data: [UInt8], nonce: [UInt8]) -> [UInt8] {
        key.withBytes { seal(plain, key: $0.octets, data: data, nonce: nonce) }
    }

    /// The opened bytes go straight into guarded memory.
    static func openSecret(_ sealed: [UInt8], key: borrowing SecretBytes, data: [UInt8], nonce: [UInt8]) -> SecretBytes? {
        key.withBytes { openSecret(sealed, key: $0.octets, data: data, nonce: nonce) }
    }

    static func openSecret(_ sealed: [UInt8], key: UnsafePointer<UInt8>, data: [UInt8], nonce: [UInt8]) -> SecretBytes? {
        guard sealed.count > overhead else { return nil }
        var sound = false
        let plain = SecretBytes(count: sealed.count - overhead) { out in
            sound = crypto_aead_xchacha20poly1305_ietf_decrypt(
                out.octets, nil, nil, sealed, UInt64(sealed.count), data, UInt64(data.count), nonce, key) == 0
        }
        if !sound { return nil }
        return plain
    }
}
