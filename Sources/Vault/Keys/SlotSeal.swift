import CSodium
import Foundations

/// Sealing the root key to a slot's public key, and opening it with the slot's secret seed.
enum SlotSeal {
    private static let context = "kinbox slot 1"

    static func publicKey(of seed: borrowing SecretBytes) -> [UInt8] {
        seed.withBytes { seed in
            [UInt8](unsafeUninitializedCapacity: 32) { out, count in
                if let base = out.baseAddress { _ = crypto_scalarmult_base(base, seed.octets) }
                count = 32
            }
        }
    }

    /// Fills in the ephemeral key and the sealed root.
    static func seal(root: borrowing SecretBytes, into slot: inout KeySlot, store: UUIDv7) throws(VaultError) {
        let secret = SecretBytes.random(32)
        slot.ephemeral = publicKey(of: secret)
        guard let key = sharedKey(secret: secret, other: slot.publicKey, ephemeral: slot.ephemeral, slot: slot.publicKey)
        else { throw VaultError(.unusableSecret("The slot's public key is not usable.")) }
        let data = slot.boundBytes() + store.bytes
        slot.sealedRoot = root.withBytes { root in Box.seal(root, key: key, data: data, nonce: Box.zeroNonce) }
    }

    /// Nil when the seed is not this slot's. Throws when it is, but the sealed root does not open: the slot is damaged.
    static func open(_ slot: KeySlot, seed: borrowing SecretBytes, store: UUIDv7) throws(VaultError) -> SecretBytes? {
        guard publicKey(of: seed) == slot.publicKey else { return nil }
        guard let key = sharedKey(secret: seed, other: slot.ephemeral, ephemeral: slot.ephemeral, slot: slot.publicKey),
              let root = Box.openSecret(slot.sealedRoot, key: key, data: slot.boundBytes() + store.bytes,
                                        nonce: Box.zeroNonce)
        else { throw VaultError(.keyFileDamaged("a slot does not open with its own secret")) }
        return root
    }

    private static func sharedKey(secret: borrowing SecretBytes, other: [UInt8], ephemeral: [UInt8],
                                  slot: [UInt8]) -> SecretBytes? {
        var worked = false
        let shared = secret.withBytes { secret in
            SecretBytes(count: 32) { out in worked = crypto_scalarmult(out.octets, secret.octets, other) == 0 }
        }
        guard worked else { return nil }
        return KeyMixing.mix(context, shared, salt: ephemeral + slot)
    }
}

/// XChaCha20-Poly1305 over small values.
enum Box {
    static let zeroNonce = [UInt8](repeating: 0, count: 24)
    static let overhead = 16

    static func seal(_ plain: UnsafeRawBufferPointer, key: borrowing SecretBytes, data: [UInt8], nonce: [UInt8]) -> [UInt8] {
        key.withBytes { key in
            [UInt8](unsafeUninitializedCapacity: plain.count + overhead) { out, count in
                if let base = out.baseAddress {
                    _ = crypto_aead_xchacha20poly1305_ietf_encrypt(
                        base, nil, plain.octets, UInt64(plain.count), data, UInt64(data.count), nil, nonce, key.octets)
                }
                count = plain.count + overhead
            }
        }
    }

    static func open(_ sealed: [UInt8], key: borrowing SecretBytes, data: [UInt8], nonce: [UInt8]) -> [UInt8]? {
        guard sealed.count >= overhead else { return nil }
        var sound = false
        let plain = key.withBytes { key in
            [UInt8](unsafeUninitializedCapacity: max(1, sealed.count - overhead)) { out, count in
                count = sealed.count - overhead
                guard let base = out.baseAddress else { return }
                sound = crypto_aead_xchacha20poly1305_ietf_decrypt(
                    base, nil, nil, sealed, UInt64(sealed.count), data, UInt64(data.count), nonce, key.octets) == 0
            }
        }
        return sound ? plain : nil
    }

    static func openSecret(_ sealed: [UInt8], key: borrowing SecretBytes, data: [UInt8], nonce: [UInt8]) -> SecretBytes? {
        guard sealed.count > overhead else { return nil }
        var sound = false
        let plain = key.withBytes { key in
            SecretBytes(count: sealed.count - overhead) { out in
                sound = crypto_aead_xchacha20poly1305_ietf_decrypt(
                    out.octets, nil, nil, sealed, UInt64(sealed.count), data, UInt64(data.count), nonce, key.octets) == 0
            }
        }
        if !sound { return nil }
        return plain
    }
}
